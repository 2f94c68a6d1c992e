"""Dates as people and spreadsheets write them, never guessed: 1/2/2026 is refused."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.models.timezones import Zone
from villages.roster_import.cells import cell_text

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?)?", re.ASCII)
NUMBERS = re.compile(
    r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4})(?: \d{1,2}[:.]\d\d(?:[:.]\d\d)?)?", re.ASCII
)
DAY_FIRST = re.compile(r"(?:[a-z']+,? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]+)[-/., ]*(\d{4})", re.ASCII)
MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
FIRST_SERIAL = date(1899, 12, 30)  # day 0 of Excel, as its days count after February 1900
FIRST_YEAR = 1990
MONTHS = [
    "januari january jan",
    "februari february pebruari feb peb",
    "maret march mar mrt",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu agt ags agst aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
]
MONTH_NUMBERS = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split()}


def past_day(cell):
    """Return the date in `cell`, or None for an empty one; raise `ValidationError` unless it has passed."""
    text = cell_text(cell)
    if not text:
        return None
    found = written_day(text)
    if found > max(zone.today() for zone in Zone):
        raise ValidationError(_("%(date)s has not come yet.") % {"date": found.isoformat()})
    if found.year < FIRST_YEAR:
        raise ValidationError(_("%(date)s is too long ago.") % {"date": found.isoformat()})
    return found


def written_day(text):
    """Return the one date that `text` can mean."""
    words = text.casefold()
    if SERIAL.fullmatch(text):
        return FIRST_SERIAL + timedelta(days=int(float(text)))
    if found := ISO.fullmatch(text):
        return calendar_day(text, *map(int, found.groups()))
    if found := NUMBERS.fullmatch(text):
        return day_of_numbers(text, *map(int, found.groups()))
    if (found := DAY_FIRST.fullmatch(words)) and found[2] in MONTH_NUMBERS:
        return calendar_day(text, int(found[3]), MONTH_NUMBERS[found[2]], int(found[1]))
    if (found := MONTH_FIRST.fullmatch(words)) and found[1] in MONTH_NUMBERS:
        return calendar_day(text, int(found[3]), MONTH_NUMBERS[found[1]], int(found[2]))
    raise ValidationError(
        _("“%(text)s” is not a date we can read. Write day, month and a year of four digits: 19 Mei 2025.")
        % {"text": text}
    )


def day_of_numbers(text, first, second, year):
    """Read day and month, or month and day where only that is possible."""
    if first <= 12 and second <= 12 and first != second:
        options = {"one": date(year, second, first), "other": date(year, first, second)} if year else {}
        raise ValidationError(
            _("“%(text)s” can be %(one)s or %(other)s. Write the one you mean.") % {"text": text, **options}
            if options
            else _("“%(text)s” is no day of the calendar.") % {"text": text}
        )
    return calendar_day(text, year, first, second) if second > 12 else calendar_day(text, year, second, first)


def calendar_day(text, year, month, day):
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is no day of the calendar.") % {"text": text}) from error
