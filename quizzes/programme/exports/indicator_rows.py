"""Rows of the tables of sums: indicators of offices and provinces, and villages with their reach."""

from collections import defaultdict
from hashlib import sha256
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Max, Sum

from quizzes.programme.dashboard import learning
from quizzes.programme.dashboard.dictionary import LEARNING_INDICATORS
from villages.models import ImmigrationOffice, Province, Village, VillageMove, VillageTally
from villages.reach import indicators
from villages.reach.disclosure_control import ACROSS_OFFICES, PUBLIC, protect_inside
from villages.reach.queries import BASE, Reach, protected_reach, reach_by_office, total_reach

HIDDEN_VILLAGES_SECONDS = 60


def disclosure_limit(export_request):
    return PUBLIC if export_request.for_partners else ACROSS_OFFICES


def indicator_rows(export_request):
    """Yield rows of the country, its provinces and its offices.

    Office staff get their own offices and the total of these, with nothing hidden.
    """
    offices = dict(ImmigrationOffice.objects.values_list("pk", "name"))
    provinces = dict(Province.objects.values_list("code", "name"))
    filters, own_offices = export_request.filters, export_request.offices
    if own_offices is None:
        total, by_province, places = protected_totals(filters, disclosure_limit(export_request))
        yield from country_rows(filters, total, by_province, provinces)
    else:
        total, places = totals_of_offices(filters, own_offices)
        yield indicator_row("total", "", "", "", total)
    for (code, office), totals in sorted(places.items(), key=lambda item: item[0]):
        if filters.province in ("", code) and filters.office in (None, office):
            yield indicator_row("office", code, provinces[code], offices[office], totals)


def country_rows(filters, total, by_province, names):
    if filters.office:
        return
    if not filters.province:
        yield indicator_row("country", "", "", "", total)
    for code, totals in sorted(by_province.items()):
        if filters.province in ("", code):
            yield indicator_row("province", code, names[code], "", totals)


class PlaceTotals(NamedTuple):
    reach: Reach
    learning: learning.LearningTotals


def protected_totals(filters, limit):
    """Return (total, by province, by province and office) as `PlaceTotals`, with few people hidden."""
    reach_total, *reach = protected_reach(filters, limit)
    learning_total, *learned = learning.protected_learning(filters, limit)
    by_province, by_office = map(join_totals, reach, learned)
    return PlaceTotals(reach_total, learning_total), by_province, by_office


def totals_of_offices(filters, offices):
    """Return (total, by province and office) of `offices` as `PlaceTotals`."""
    reach = {key: row for key, row in reach_by_office(filters).items() if key[1] in offices}
    learned = {key: row for key, row in learning.learning_by_office(filters).items() if key[1] in offices}
    total = PlaceTotals(total_reach(reach.values()), learning.total_learning(learned.values()))
    return total, join_totals(reach, learned)


def join_totals(reach, learned):
    """Return {key: PlaceTotals}; either side may lack a key of the other."""
    return {
        key: PlaceTotals(reach.get(key) or Reach(), learned.get(key) or learning.LearningTotals())
        for key in reach.keys() | learned.keys()
    }


def indicator_row(level, code, province, office, totals):
    reach, learned = totals
    values = [indicators.value(reach, indicator.code) for indicator in indicators.REACH]
    learned_values = learning.learning_values(learned)
    values += [learned_values[indicator.code] for indicator in LEARNING_INDICATORS]
    hidden = [indicator.code for indicator in indicators.REACH if indicator.code in reach.hidden]
    hidden += learning.hidden_codes(learned)
    return [level, code, province, office, *map(two_decimals, values), " ".join(hidden)]


def two_decimals(value):
    return round(value, 2) if isinstance(value, float) else value


def villages_for(export_request, every_state=False):
    villages = Village.objects.visible_to(export_request.user).matching(export_request.filters)
    return villages if every_state else villages.active()


def village_rows(export_request):
    villages = villages_for(export_request).for_list().order_by("code").iterator(1000)
    cells, hidden = village_cells(export_request.filters), frozenset()
    if export_request.offices is None:
        hidden = hidden_villages(export_request.filters, disclosure_limit(export_request), cells)
    yield from village_rows_with_reach(villages, cells, hidden)


def village_page_rows(export_request, villages):
    """Return the rows of one page of `villages`, which the caller found with `villages_for`.

    What is hidden depends on the whole country. It is cached, so that every page of a client hides the same
    villages until a village changes.
    """
    filters, hidden = export_request.filters, frozenset()
    if export_request.offices is None:
        hidden = cached_hidden_villages(filters, disclosure_limit(export_request))
    return village_rows_with_reach(villages, village_cells(filters, villages), hidden)


def cached_hidden_villages(filters, limit):
    changed = Village.objects.aggregate(last=Max("updated_at"))["last"]
    key = sha256(f"{filters.query} {limit} {changed}".encode()).hexdigest()
    return cache.get_or_set(
        f"hidden-villages-{key}",
        lambda: hidden_villages(filters, limit, village_cells(filters)),
        HIDDEN_VILLAGES_SECONDS,
    )


def village_rows_with_reach(villages, cells, hidden):
    reach = sum_by_village(cells)
    for village in villages:
        sessions, people = reach.get(village.pk, (0, 0))
        # A village that has left the programme is in no table that could protect its numbers.
        if village.pk in hidden or village.status != Village.Status.ACTIVE:
            sessions = people = None
        yield village_row(village, sessions, people)


def village_cells(filters, villages=None):
    """Return {(village, office that held the sessions): (sessions, participations)} in the period."""
    tallies = VillageTally.objects.filter(topic=filters.topic, month__range=(filters.first, filters.last))
    if villages is not None:
        tallies = tallies.filter(village__in=[village.pk for village in villages])
    sums = tallies.values_list("village", "office").annotate(Sum("sessions"), Sum(BASE)).order_by()
    return {(village, office): numbers for village, office, *numbers in sums}


def sum_by_village(cells):
    """Return {village: (sessions, participations)} over all offices of `cells`."""
    sums = {}
    for (village, _office), numbers in cells.items():
        sums[village] = tuple(map(sum, zip(sums.get(village, (0, 0)), numbers, strict=True)))
    return sums


def hidden_villages(filters, limit, cells):
    """Return the villages whose numbers are hidden; decided for the whole country, as for the offices.

    The number of an office includes sessions in villages that now belong to another office or have left the
    programme. So each cell of village and office is protected, and one hidden cell hides the whole village.
    """
    _total, _provinces, offices = protected_reach(filters, limit, brief=True)
    groups = cells_of_offices(filters, cells)
    hidden = {key for key in groups if key not in offices or BASE in offices[key].hidden}
    return protect_inside(groups, limit, hidden)


def cells_of_offices(filters, cells):
    """Return {(province, office): {village: people}} of `cells`, with a 0 for villages without sessions."""
    provinces, groups = {}, defaultdict(dict)
    for village, regency, office, status in Village.objects.values_list("pk", "regency", "office", "status"):
        provinces[village] = regency[:2]
        if status == Village.Status.ACTIVE:
            groups[regency[:2], office][village] = 0
    for village, office in former_offices(filters):
        groups[provinces[village], office][village] = 0
    for (village, office), (_sessions, people) in cells.items():
        groups[provinces[village], office][village] = people
    return groups


def former_offices(filters):
    """Yield (village, office) for every office a village has belonged to since the period began.

    Where an office is hidden, a former village that is shown would reveal that the office did nothing there.
    """
    moves = VillageMove.objects.filter(on__gt=filters.first)
    for village, *offices in moves.values_list("village", "from_office", "to_office"):
        for office in offices:
            yield village, office


def village_row(village, sessions, people):
    return [
        village.code,
        village.name,
        village.province.name,
        village.kind,
        village.district,
        village.regency.name,
        village.office.name,
        village.designated_on and village.designated_on.isoformat(),
        village.evidence,
        village.yearly_target,
        village.last_session_on and village.last_session_on.isoformat(),
        village.latitude and float(village.latitude),
        village.longitude and float(village.longitude),
        sessions,
        people,
    ]
