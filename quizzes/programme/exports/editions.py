"""Editions of what partners get of a finished quarter: frozen at the first file, corrected only by many.

With an old and a new file somebody could subtract one from the other. So a quarter is stored when its first
file is made, both tables at once, and every later file is chosen from it. A correction makes a new edition
only where no number about people, shown or hidden, differs from any earlier edition by fewer than the limit.
"""

from dataclasses import replace
from decimal import Decimal

from django.db import IntegrityError, transaction

from quizzes.models import PartnerEdition
from quizzes.models.knowledge_tallies import SUMS
from quizzes.programme.dashboard.dictionary import LEARNING_INDICATORS
from quizzes.programme.dashboard.learning import learning_by_office, total_learning
from quizzes.programme.exports import columns, indicator_rows
from villages.models import ImmigrationOffice, Province, Village
from villages.reach import indicators
from villages.reach.disclosure_control import is_small
from villages.reach.queries import BASE, PEOPLE, reach_by_office, total_reach

PARTS = dict.fromkeys(PEOPLE, BASE)
COUNTS = (BASE, *PEOPLE, "referrals", "people_before", "people_after", "pairs")
# Sums over the answers of people: they may change where the number of these people does.
OF_PEOPLE = {
    "right_before": "people_before",
    "scored_before": "people_before",
    "right_after": "people_after",
    "scored_after": "people_after",
    "change": "pairs",
    "change_squares": "pairs",
}
HIDDEN = "hidden"  # the column that names the hidden ones of its row


def edition_of(filters):
    """Return the `PartnerEdition` of the quarter of `filters`; make it for the first file or many people."""
    country = replace(filters, province="", office=None)
    made = list(PartnerEdition.objects.filter(quarter=filters.first))
    new = draft(country)
    if made and not is_large_correction(new, made):
        return made[-1]
    for earlier in made:
        hide_as_before(new, earlier)
    new.number = len(made) + 1
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:  # somebody else asked at the same moment
        return PartnerEdition.objects.filter(quarter=filters.first).last()
    return new


def draft(filters):
    """Return an edition of the quarter as the sums are now, not stored."""
    limit = indicator_rows.PUBLIC
    cells = indicator_rows.village_cells(filters)
    hidden = indicator_rows.hidden_villages(filters, limit, cells)
    numbers = indicator_rows.sum_by_village(cells)
    return PartnerEdition(
        quarter=filters.first,
        indicators=[
            [list(place), dict(zip(column_names(), map(plain_number, row), strict=True))]
            for place, row in rows_of_places(filters, limit)
        ],
        villages={
            str(village): [None, None] if village in hidden else list(numbers.get(village, (0, 0)))
            for village in Village.objects.active().values_list("pk", flat=True)
        },
        sums=sums_of_places(filters, cells),
    )


def plain_number(value):
    """Return a `Decimal`, which PostgreSQL makes of large sums, as a number that JSON holds."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else round(float(value), 2)


def column_names():
    """Return the columns of the table of indicators as it is today; an edition may be older."""
    numbers = [indicator.code for indicator in (*indicators.REACH, *LEARNING_INDICATORS)]
    return [*(code for code, _meaning in columns.PLACES), *numbers, HIDDEN]


def rows_of_places(filters, limit):
    """Yield ((level, code of the province, id of the office), row) of the whole table."""
    offices = dict(ImmigrationOffice.objects.values_list("pk", "name"))
    provinces = dict(Province.objects.values_list("code", "name"))
    total, by_province, places = indicator_rows.protected_totals(filters, limit)
    yield ("country", "", None), indicator_rows.indicator_row("country", "", "", "", total)
    for code, totals in sorted(by_province.items()):
        row = indicator_rows.indicator_row("province", code, provinces[code], "", totals)
        yield ("province", code, None), row
    for (code, office), totals in sorted(places.items(), key=lambda item: item[0]):
        row = indicator_rows.indicator_row("office", code, provinces[code], offices[office], totals)
        yield ("office", code, office), row


def sums_of_places(filters, cells):
    """Return {place: {sum: number}} of the country, provinces, offices, villages and their parts."""
    reach, learned = reach_by_office(filters), learning_by_office(filters)
    groups = {"country": [], **{f"province {code}": [] for code, _office in reach.keys() | learned.keys()}}
    for code, office in sorted(reach.keys() | learned.keys()):
        for place in ("country", f"province {code}", f"office {office}", f"office {office} in {code}"):
            groups.setdefault(place, []).append((code, office))
    found = {}
    for place, keys in groups.items():
        counts = total_reach(reach[key] for key in keys if key in reach).counts
        sums = total_learning(learned[key] for key in keys if key in learned).sums
        counts = {name: counts[name] for name in (BASE, *PEOPLE, "referrals")}
        counts |= {name: sums[name] for name in SUMS}
        found[place] = {name: plain_number(number) for name, number in counts.items()}
    for (village, office), (_sessions, people) in cells.items():
        found[f"village {village} by {office}"] = {BASE: people}
    for village, (_sessions, people) in indicator_rows.sum_by_village(cells).items():
        found[f"village {village}"] = {BASE: people}
    return found


def is_large_correction(new, made):
    """Return True if `new` differs from the last of the editions `made`, and from each by many people."""
    return new.sums != made[-1].sums and all(
        differs_by_many(earlier.sums, new.sums) and shows_no_less(earlier, new) for earlier in made
    )


def differs_by_many(old, new):
    """Return True if each number about people is the same in both, or differs by the limit or more."""
    for place in old.keys() | new.keys():
        before, after = old.get(place, {}), new.get(place, {})
        change = {name: after.get(name, 0) - before.get(name, 0) for name in before.keys() | after.keys()}
        for name, number in change.items():
            if name in COUNTS and is_few(number):
                return False
            if name in PARTS and is_few(change[PARTS[name]] - number):
                return False
            if name in OF_PEOPLE and number and not change[OF_PEOPLE[name]]:
                return False
    return True


def is_few(number):
    return is_small(abs(number), indicator_rows.PUBLIC)


def shows_no_less(old, new):
    """Return True if `new` hides nothing that `old` shows: the change would give it away."""
    before = {tuple(place): set(row[HIDDEN].split()) for place, row in old.indicators}
    rows = all(set(row[HIDDEN].split()) <= before.get(tuple(place), set()) for place, row in new.indicators)
    return rows and all(
        numbers[1] is not None or old.villages.get(village, [0, 0])[1] is None
        for village, numbers in new.villages.items()
    )


def hide_as_before(new, old):
    """Hide in `new` what `old` hides: the new number and the change would give the old one away."""
    before = {tuple(place): row for place, row in old.indicators}
    for place, row in new.indicators:
        earlier = before.get(tuple(place), {})
        row |= {name: None for name, value in earlier.items() if value is None}
        hidden = [*earlier.get(HIDDEN, "").split(), *row[HIDDEN].split()]
        row[HIDDEN] = " ".join(dict.fromkeys(hidden))
    for village, (_sessions, people) in old.villages.items():
        if people is None:
            new.villages[village] = [None, None]


def indicator_rows_of(export_request):
    """Yield the rows of indicators of the places in the filter."""
    filters = export_request.filters
    for (level, code, office), row in export_request.edition.indicators:
        is_chosen = filters.province in ("", code) and filters.office in (None, office)
        if is_chosen and (level != "country" or not filters.province):
            yield [row.get(name) for name in column_names()]


def village_rows(export_request):
    """Yield the rows of villages in the filter; of one that was not there then nothing is shown."""
    numbers = export_request.edition.villages
    for village in indicator_rows.villages_for(export_request).for_list().order_by("code").iterator(1000):
        yield indicator_rows.village_row(village, *numbers.get(str(village.pk), (None, None)))
