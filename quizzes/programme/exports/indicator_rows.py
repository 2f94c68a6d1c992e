"""The rows of tables that hold sums: indicators of offices and provinces, and villages with their reach."""

from collections import defaultdict
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Max, Sum

from quizzes.programme.dashboard import learning
from quizzes.programme.dashboard.dictionary import LEARNING
from villages.models import ImmigrationOffice, Province, Village, VillageMove, VillageTally
from villages.reach import indicators
from villages.reach.disclosure_control import ACROSS_OFFICES, PUBLIC, protect_inside
from villages.reach.queries import BASE, Reach, by_office, protected, total_of

HIDDEN_KEPT = 60  # seconds


def limit_of(order):
    return PUBLIC if order.partner else ACROSS_OFFICES


def reach_rows(order):
    """Yield the country, provinces and offices; to an office its own, with nothing hidden."""
    offices = dict(ImmigrationOffice.objects.values_list("pk", "name"))
    provinces = dict(Province.objects.values_list("code", "name"))
    filters, own = order.filters, order.offices
    if own is None:
        total, by_province, rows = with_learning(
            protected(filters, limit_of(order)), learning.protected(filters, limit_of(order))
        )
        if not filters.province and not filters.office:
            yield reach_row("country", "", "", "", total)
        for code, row in sorted(by_province.items()):
            if filters.province in ("", code) and not filters.office:
                yield reach_row("province", code, provinces[code], "", row)
    else:
        reach = {key: row for key, row in by_office(filters).items() if key[1] in own}
        learned = {key: row for key, row in learning.by_office(filters).items() if key[1] in own}
        rows = side_by_side(reach, learned)
        total = total_of(reach.values()), learning.total_of(learned.values())
        yield reach_row("total", "", "", "", total)
    for (code, office), row in sorted(rows.items(), key=lambda item: item[0]):
        if filters.province in ("", code) and filters.office in (None, office):
            yield reach_row("office", code, provinces[code], offices[office], row)


def with_learning(reach, learned):
    """Put what `protected` gave for both side by side: (total, by province, by office), each in pairs."""
    return (reach[0], learned[0]), *(side_by_side(*both) for both in zip(reach[1:], learned[1:], strict=True))


def side_by_side(reach, learned):
    """Return {key: (Reach, Learning)}; either may have rows that the other does not have."""
    return {
        key: (reach.get(key) or Reach(), learned.get(key) or learning.Learning())
        for key in reach.keys() | learned.keys()
    }


def reach_row(level, code, province, office, row):
    reach, learned = row
    values = [indicators.value(reach, indicator.code) for indicator in indicators.REACH]
    lessons = learning.values(learned)
    values += [lessons[indicator.code] for indicator in LEARNING]
    hidden = [indicator.code for indicator in indicators.REACH if indicator.code in reach.hidden]
    hidden += learning.hidden_codes(learned)
    return [level, code, province, office, *map(rounded, values), " ".join(hidden)]


def rounded(value):
    return round(value, 2) if isinstance(value, float) else value


def chosen_villages(order, every_state=False):
    found = Village.objects.visible_to(order.user).matching(order.filters)
    return found if every_state else found.active()


def village_rows(order):
    villages = chosen_villages(order).for_list().order_by("code").iterator(1000)
    cells, hidden = village_cells(order.filters), frozenset()
    if order.offices is None:
        hidden = hidden_villages(order.filters, limit_of(order), cells)
    yield from village_rows_of(villages, cells, hidden)


def page_of_village_rows(order, villages):
    """Return the rows of some `villages`, which were found through `chosen_villages`.

    What is hidden is decided for the whole country; page after page reads the same until a village changes.
    """
    hidden = frozenset()
    if order.offices is None:
        filters, limit = order.filters, limit_of(order)
        changed = Village.objects.aggregate(last=Max("updated_at"))["last"]
        key = sha256(f"{filters.query} {limit} {changed}".encode()).hexdigest()
        hidden = cache.get_or_set(
            f"hidden-villages-{key}",
            lambda: hidden_villages(filters, limit, village_cells(filters)),
            HIDDEN_KEPT,
        )
    return village_rows_of(villages, village_cells(order.filters, villages), hidden)


def village_rows_of(villages, cells, hidden):
    reach = by_village(cells)
    for village in villages:
        sessions, people = reach.get(village.pk, (0, 0))
        # One no longer fostered is in no table that could protect its numbers.
        if village.pk in hidden or village.status != Village.Status.ACTIVE:
            sessions = people = None
        yield village_row(village, sessions, people)


def village_cells(filters, villages=None):
    """Return {(village, office that held the sessions): (sessions, participations)} of the period."""
    tallies = VillageTally.objects.filter(topic=filters.topic, month__range=(filters.first, filters.last))
    if villages is not None:
        tallies = tallies.filter(village__in=[village.pk for village in villages])
    sums = tallies.values_list("village", "office").annotate(Sum("sessions"), Sum(BASE)).order_by()
    return {(village, office): numbers for village, office, *numbers in sums}


def by_village(cells):
    """Return {village: (sessions, participations)} of `village_cells`, whoever held the sessions."""
    reach = {}
    for (village, _office), numbers in cells.items():
        reach[village] = tuple(map(sum, zip(reach.get(village, (0, 0)), numbers, strict=True)))
    return reach


def hidden_villages(filters, limit, cells):
    """Return the villages not shown; decided for the whole country, as for the offices.

    An office's number is the sum of what it held, also in villages that are with another one today or no
    longer fostered. So the cells of village and office are protected; of a village with a cell that is
    hidden nothing is shown.
    """
    _total, _provinces, offices = protected(filters, limit, brief=True)
    provinces, groups = {}, defaultdict(dict)
    for village, regency, office, status in Village.objects.values_list("pk", "regency", "office", "status"):
        provinces[village] = regency[:2]
        if status == Village.Status.ACTIVE:
            groups[regency[:2], office][village] = 0
    for village, office in offices_before(filters):
        groups[provinces[village], office][village] = 0
    for (village, office), (_sessions, people) in cells.items():
        groups[provinces[village], office][village] = people
    hidden = {key for key in groups if key not in offices or BASE in offices[key].hidden}
    return protect_inside(groups, limit, hidden)


def offices_before(filters):
    """Yield (village, office) of those that were together for a time since the period began.

    Where all of an office is hidden, one of before that is shown would tell that it has nothing there.
    """
    moves = VillageMove.objects.filter(on__gt=filters.first).values_list(
        "village", "from_office", "to_office"
    )
    for village, *offices in moves:
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
