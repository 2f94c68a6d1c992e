"""Whose number is missing: destinations without a mission, missions without a (hotline) number."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from cms.models import Helpline, Place


class Lack(TextChoices):
    """What is missing, the worst first."""

    NO_MISSION = "mission", _("no mission is entered")
    NO_NUMBER = "number", _("no number")
    NO_CONTACT = "contact", _("no number, e-mail or website")
    NO_HOTLINE = "hotline", _("only numbers of the office, none for emergencies")


@dataclass(frozen=True)
class MissingNumber:
    place: Place
    lack: Lack
    helpline: Helpline | None = None  # None where a destination has no mission

    @property
    def text(self):
        """What an editor opens to add what is missing."""
        return self.helpline or self.place


def missing_numbers():
    """Return a `MissingNumber` for all that is missing, the worst first."""
    found = [MissingNumber(place, Lack.NO_MISSION) for place in without_mission()]
    for helpline in counted_helplines():
        if lack := lack_of(helpline):
            found.append(MissingNumber(helpline.place, lack, helpline))
    return sorted(found, key=lambda row: (list(Lack).index(row.lack), row.place.position, str(row.text)))


def without_mission():
    found = Place.objects.published().destinations().select_related("parent")
    return found.exclude(helplines__in=Helpline.objects.filter(live=True).missions())


def counted_helplines():
    found = Helpline.objects.filter(live=True, place__live=True).select_related("place__parent")
    return found.annotate(
        all_numbers=Count("numbers"),
        hotlines=Count("numbers", filter=Q(numbers__for_emergencies=True)),
    )


def lack_of(helpline):
    """Return the `Lack` of a helpline with counted numbers, or None."""
    if not helpline.is_mission:
        has_contact = helpline.all_numbers or helpline.email or helpline.website
        return None if has_contact else Lack.NO_CONTACT
    if not helpline.all_numbers:
        return Lack.NO_NUMBER
    return None if helpline.hotlines else Lack.NO_HOTLINE


def destinations_without_number(rows):
    """Return how many places of `missing_numbers` have no mission that anybody could call."""
    missions = Counter(Helpline.objects.filter(live=True).missions().values_list("place", flat=True))
    mute = Counter(row.place.pk for row in rows if row.lack == Lack.NO_NUMBER)
    without = sum(row.lack == Lack.NO_MISSION for row in rows)
    return without + sum(missions[place] == number for place, number in mute.items())
