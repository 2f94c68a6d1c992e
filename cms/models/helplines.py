import re
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from cms.fields import LanguagesField
from cms.models.editorial import EditorialModel
from cms.models.places import Place
from cms.models.translatable import TranslatedModel


class HelplineQuerySet(models.QuerySet):
    def published(self):
        """Helplines readers see, the most urgent first, with their numbers."""
        found = self.filter(live=True, place__live=True)
        return found.select_related("place").prefetch_related("numbers")

    def missions(self):
        return self.filter(is_mission=True)

    def by_place(self):
        """Return `HelpInPlace` objects: each top place, then those within it, the most urgent help first."""
        found = sorted(self.select_related("place__parent"), key=attrgetter("position"))
        return [HelpInPlace(place, list(lines)) for place, lines in groupby(found, key=attrgetter("place"))]


@dataclass(frozen=True)
class HelpInPlace:
    place: Place
    helplines: list

    @property
    def read_on(self):
        """The day since which every number there was read in a source."""
        return min(helpline.read_on for helpline in self.helplines)

    @property
    def called_numbers(self):
        return [number for helpline in self.helplines for number in helpline.called_numbers]


class Helpline(EditorialModel, ClusterableModel):
    """Somebody who helps: an office, an embassy, the police. Numbers are the same in all languages."""

    class Need(models.TextChoices):
        EMERGENCY = "emergency", _("In danger now")
        TRAFFICKING = "trafficking", _("Trafficked or trapped")
        VIOLENCE = "violence", _("Violence against women and children")
        WORK = "work", _("Working abroad")
        PASSPORT = "passport", _("Passport")

    translated_fields = ("name", "what", "hours")
    needed_fields = ("name", "what")

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    what = models.TextField(_("when to call"), max_length=400)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    need = models.CharField(_("need"), max_length=20, choices=Need)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("place"), related_name="helplines")
    is_mission = models.BooleanField(
        _("Indonesian mission"),
        default=False,
        help_text=_("An embassy, consulate or trade office of Indonesia."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    address = models.CharField(_("street address"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)
    website = models.URLField(_("website"), blank=True)
    speaks = LanguagesField(_("languages spoken"), default=list, blank=True)
    source_published = models.CharField(_("date of the source"), max_length=120, blank=True)
    facts = ParentalManyToManyField("cms.Fact", verbose_name=_("facts"), blank=True, related_name="helplines")
    read_on = models.DateField(
        _("read in a source on"), help_text=_("The day somebody last read these numbers in a source.")
    )
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

    @property
    def called_numbers(self):
        return [number for number in self.numbers.all() if number.called_on]

    @property
    def urgent_numbers(self):
        """The numbers for emergencies and those one can write to without a sound; all where there is none."""
        numbers = list(self.numbers.all())
        return [number for number in numbers if number.is_urgent] or numbers

    @property
    def position(self):
        """What help is sorted by: the place, what it is for, the editor's order."""
        return (self.place.position, list(self.Need).index(self.need), self.order, self.slug)


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
    for_emergencies = models.BooleanField(
        _("for emergencies"),
        default=False,
        help_text=_("A hotline for people in trouble, not the number of an office."),
    )

    called_on = models.DateField(
        _("called and answered on"),
        null=True,
        blank=True,
        help_text=_("Empty until somebody of the programme has dialled it and was answered."),
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

    @property
    def is_urgent(self):
        return self.for_emergencies or self.kind == self.Kind.WHATSAPP

    def clean(self):
        if not re.fullmatch(r"\+?\d{3,15}", self.dial):
            raise ValidationError({"dial": _("Write digits only, for example 08001000 or +6281234567890.")})

    @property
    def href(self):
        """The link that calls the number, or opens a chat with it."""
        if self.kind == self.Kind.WHATSAPP:
            return f"https://wa.me/{self.dial.lstrip('+')}"
        return f"tel:{self.dial}"
