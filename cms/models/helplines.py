import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from cms.fields import LanguagesField
from cms.models.editorial import EditorialModel
from cms.models.translatable import TranslatedModel


class HelplineQuerySet(models.QuerySet):
    def published(self):
        """Helplines readers see, the most urgent first, with their numbers."""
        return self.filter(live=True).prefetch_related("numbers")

    def by_place(self):
        """Return a list grouped by place; the place of the most urgent helpline comes first."""
        found = list(self)
        first = {line.place: position for position, line in reversed(list(enumerate(found)))}
        return sorted(found, key=lambda line: first[line.place])


class Helpline(EditorialModel, ClusterableModel):
    """Somebody who helps: an office, an embassy, the police. Numbers are the same in all languages."""

    class Need(models.TextChoices):
        EMERGENCY = "emergency", _("In danger now")
        TRAFFICKING = "trafficking", _("Trafficked or trapped")
        VIOLENCE = "violence", _("Violence against women and children")
        WORK = "work", _("Working abroad")
        PASSPORT = "passport", _("Passport")

    class Place(models.TextChoices):
        HOME = "home", _("In Indonesia")
        ABROAD = "abroad", _("Abroad")
        CAMBODIA = "cambodia", _("Cambodia")
        THAILAND = "thailand", _("Thailand")

    translated_fields = ("name", "what", "hours")
    needed_fields = ("name", "what")

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    what = models.TextField(_("when to call"), max_length=400)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    need = models.CharField(_("need"), max_length=20, choices=Need)
    place = models.CharField(_("place"), max_length=20, choices=Place)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    email = models.EmailField(_("email"), blank=True)
    website = models.URLField(_("website"), blank=True)
    speaks = LanguagesField(_("languages spoken"), default=list, blank=True)
    source_published = models.CharField(_("date of the source"), max_length=120, blank=True)
    facts = ParentalManyToManyField("cms.Fact", verbose_name=_("facts"), blank=True, related_name="helplines")
    checked_on = models.DateField(_("checked on"))
    valid_until = models.DateField(_("check again by"))

    objects = HelplineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")

    def __str__(self):
        return self.name

    @property
    def is_expired(self):
        return self.valid_until < timezone.localdate()


class HelplineNumber(TranslatedModel):
    class Kind(models.TextChoices):
        PHONE = "phone", _("telephone")
        WHATSAPP = "whatsapp", _("WhatsApp")

    translated_fields = ("label",)

    helpline = ParentalKey(Helpline, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PHONE)
    label = models.CharField(_("label"), max_length=80, blank=True)
    number = models.CharField(_("number as written"), max_length=40)
    dial = models.CharField(
        _("number as dialled"), max_length=20, help_text=_("Digits only; + in front of a country code.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("number")
        verbose_name_plural = _("numbers")

    def __str__(self):
        return self.number

    @property
    def row_name(self):
        return self.dial

    def clean(self):
        if not re.fullmatch(r"\+?\d{3,15}", self.dial):
            raise ValidationError({"dial": _("Write digits only, for example 08001000 or +6281234567890.")})

    @property
    def href(self):
        """The link that calls the number, or opens a chat with it."""
        if self.kind == self.Kind.WHATSAPP:
            return f"https://wa.me/{self.dial.lstrip('+')}"
        return f"tel:{self.dial}"
