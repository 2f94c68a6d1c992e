from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.models.editorial import EditorialModel


class FactQuerySet(models.QuerySet):
    def published(self):
        """Facts readers see, each with its sources."""
        return self.filter(live=True).prefetch_related("sources")

    def expired(self, on=None):
        """Facts whose valid-until date is past on the day `on` (today)."""
        return self.filter(valid_until__lt=on or timezone.localdate())

    def checked(self):
        """Return `{number, since, until, is_expired}`: since the oldest check, until the next one due."""
        found = self.order_by().aggregate(
            number=models.Count("pk"), since=models.Min("checked_on"), until=models.Min("valid_until")
        )
        return {**found, "is_expired": bool(found["until"]) and found["until"] < timezone.localdate()}


class Fact(EditorialModel, ClusterableModel):
    """One checked statement with its sources; articles and quiz questions point to it."""

    class Confidence(models.TextChoices):
        HIGH = "high", _("high: law, official release or several agreeing outlets")
        MEDIUM = "medium", _("medium: one decent source, or old")

    translated_fields = needed_fields = ("statement",)

    code = models.CharField(_("code"), max_length=20, unique=True)
    statement = models.TextField(_("statement"))
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence)
    checked_on = models.DateField(_("checked on"))
    valid_until = models.DateField(_("check again by"))

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self):
        return f"{self.code} {self.statement}"

    @property
    def is_expired(self):
        return self.valid_until < timezone.localdate()


class FactSource(models.Model):
    fact = ParentalKey(Fact, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(_("name of the source"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    published = models.CharField(_("date of the source"), max_length=200, blank=True)
    is_copy = models.BooleanField(
        _("copy on another site"), default=False, help_text=_("Readers see the name without a link.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return f"{self.name} ({self.published})" if self.published else self.name
