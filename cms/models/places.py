from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.editorial import EditorialModel


class PlaceQuerySet(models.QuerySet):
    def published(self):
        return self.filter(live=True)

    def destinations(self):
        """The countries abroad to which people go for work."""
        return self.filter(kind=Place.Kind.COUNTRY, parent__isnull=False)


class Place(EditorialModel):
    """Where a person may be who needs help: a country, or a region that holds countries.

    Places without a parent are the first choice on the help page ("I am in Indonesia", "I am abroad"), those
    within them the second.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")

    translated_fields = ("name", "choice", "note")
    needed_fields = ("name",)

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Part of the address of its numbers."))
    kind = models.CharField(_("kind of place"), max_length=10, choices=Kind, default=Kind.COUNTRY)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("lies in"),
        null=True,
        blank=True,
        related_name="parts",
        limit_choices_to={"parent__isnull": True},
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    name = models.CharField(_("name"), max_length=80)
    choice = models.CharField(
        _("what readers tap"),
        max_length=80,
        blank=True,
        help_text=_("Such as “I am abroad”. Empty: the name."),
    )
    note = models.TextField(_("what to know there"), max_length=400, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")), name="place_does_not_lie_in_itself"
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.parent_id and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": _("Choose a place that lies in no other.")})
        if self.parent_id and self.pk and self.parts.exists():
            raise ValidationError({"parent": _("Other places lie in this one, so it lies in no other.")})

    @property
    def position(self):
        """What places are sorted by: each top place, then those within it."""
        top = self.parent or self
        return (top.order, top.slug, self.parent_id is not None, self.order, self.slug)
