"""Quarters that are over: when they are frozen without anybody asking for a file, and what the public sees.

The public page adds up what the newest editions show, and nothing else. Somebody with the files learns
nothing more from it, on any day.
"""

from datetime import timedelta

from django.utils import timezone

from quizzes.models import PartnerEdition
from quizzes.programme.exports.editions import edition_of
from quizzes.programme.exports.request import finished_quarters
from villages.models import MonthTally
from villages.public.frozen_sums import COUNTRY, FrozenSums
from villages.reach.filters import Filters, months_before
from villages.reach.queries import BASE

REPORTS_ARRIVE = timedelta(days=45)  # after the end of a quarter, before it is frozen by itself
SHOWN = 4


def freeze_quarters(today=None):
    """Freeze the quarters that ended `REPORTS_ARRIVE` ago and have no edition; return their first days."""
    today = today or timezone.localdate()
    begun = MonthTally.objects.order_by("month").values_list("month", flat=True).first()
    frozen = set(PartnerEdition.objects.values_list("quarter", flat=True))
    due = [
        first
        for first in finished_quarters(today)
        if begun and last_month(first) >= begun and months_before(first, -3) + REPORTS_ARRIVE <= today
    ]
    new = sorted(set(due) - frozen)
    for first in new:
        edition_of(Filters(first, last_month(first)))
    return new


def last_month(quarter):
    return months_before(quarter, -2)


def frozen_sums():
    """Return the `FrozenSums` of the newest quarters in a row that are frozen, at most `SHOWN`."""
    quarters = finished_quarters()
    found = PartnerEdition.objects.filter(quarter__in=quarters).only("quarter", "indicators")
    newest = {edition.quarter: edition for edition in found.order_by("quarter", "number")}
    chosen = quarters_in_a_row([first for first in quarters if first in newest])[:SHOWN]
    if not chosen:
        return None
    places = {}
    for first in chosen:
        for place, row in newest[first].indicators:
            add_row(places, place, row)
    return FrozenSums(chosen[-1], last_month(chosen[0]), places)


def quarters_in_a_row(quarters):
    """Return the first of `quarters`, which go backwards, up to the first gap."""
    expected = [months_before(quarters[0], 3 * back) for back in range(len(quarters))] if quarters else []
    return [first for first, wanted in zip(quarters, expected, strict=True) if first == wanted]


def add_row(places, place, row):
    level, province, _office = place
    if level == "office":
        return
    key = COUNTRY if level == "country" else province
    sessions, people = places.get(key, (0, 0))
    number = row.get(BASE)
    is_hidden = people is None or number is None
    places[key] = (sessions + row["sessions"], None if is_hidden else people + number)
