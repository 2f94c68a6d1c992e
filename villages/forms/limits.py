"""The limits of a session in one table: the server checks them, and the form hands them to the phone."""

from datetime import datetime, timedelta

from django.utils import timezone

from villages.models.overlaps import LONGEST
from villages.models.timezones import Zone

MOST_PEOPLE = 5000
MOST_REFERRALS = 20
MOST_PHOTOS = 3
MOST_YEARLY_SESSIONS = 366
NOTES_LENGTH, AGENCY_LENGTH, CAPTION_LENGTH = 4000, 120, 200
CLOCK_GRACE = timedelta(minutes=15)  # a phone's clock may run ahead
EARLIEST = datetime(2020, 1, 1)  # noqa: DTZ001 a wall clock


def limits_for_phone():
    """Return what `static/js/field/limits.js` reads from the page; times in minutes."""
    return {
        "most_people": MOST_PEOPLE,
        "grace": CLOCK_GRACE // timedelta(minutes=1),
        "longest": LONGEST // timedelta(minutes=1),
        "earliest": f"{EARLIEST:%Y-%m-%dT%H:%M}",
        "zones": {zone.value: [zone.abbreviation, minutes_ahead(zone)] for zone in Zone},
    }


def minutes_ahead(zone):
    """Return how far the clocks of `zone` are ahead of UTC; Indonesia has no summer time."""
    return timezone.now().astimezone(zone.tzinfo).utcoffset() // timedelta(minutes=1)
