"""Reach of the programme, read from tallies: a few small statements however many sessions there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from villages.models import ImmigrationOffice, MonthTally, Session, Village, VisitTally
from villages.models.tallies import ALL_TOPICS, COUNTS
from villages.models.visit_days import OVERDUE
from villages.reach.disclosure_control import Key, Protected, protect_tree
from villages.reach.filters import Filters

SILENT = timedelta(days=14)
PEOPLE = ("women", "under_18", "over_60", "disability", "first_time")
BASE = "participations"
TREND = ("sessions", BASE)


@dataclass
class Reach:
    """Sums of one row: a total, an office, a province, a topic or a month. `hidden`: counts not shown."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    active: int = 0
    never: int = 0
    overdue: int = 0
    visited: int = 0
    target: int = 0
    hidden: frozenset[str] = frozenset()

    def add(self, other: "Reach") -> None:
        for name in COUNTS:
            self.counts[name] += other.counts[name]
        for name in ("active", "never", "overdue", "visited", "target"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def shown(self, name: str) -> int | None:
        """Return the count, or None where it is hidden."""
        return None if name in self.hidden else self.counts[name]

    @property
    def coverage(self) -> float | None:
        """Share of active villages visited, per cent; None without villages."""
        return percent(self.visited, self.active)

    def share(self, name: str) -> float | None:
        """Share of participations, per cent; None where either is hidden or nobody came."""
        part, whole = self.shown(name), self.shown(BASE)
        return None if part is None or whole is None else percent(part, whole)

    @property
    def hours_until_received(self) -> float | None:
        """Mean hours from the end of a session to its receipt."""
        sessions = self.counts["sessions"]
        return self.counts["delay_minutes"] / 60 / sessions if sessions else None

    @property
    def returned_share(self) -> float | None:
        return percent(self.counts["returned"], self.counts["sessions"])


def percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def reach_by_office(
    filters: Filters, today: date | None = None, brief: bool = False
) -> dict[tuple[str, int], Reach]:
    """Return {(province code, office id): Reach} of the rows that match `filters`.

    `brief`: without targets and without villages visited, never visited or overdue.
    """
    rows: dict[tuple[str, int], Reach] = defaultdict(Reach)
    period = Q(topic=filters.topic, month__range=(filters.first, filters.last)) & filters.where()
    sums = {name: Sum(name) for name in (TREND if brief else COUNTS)}
    tallies = MonthTally.objects.filter(period).values_list("province", "office").annotate(**sums)
    for province, office, *numbers in tallies:
        rows[province, office].counts.update(zip(sums, numbers, strict=True))
    with_visited = not brief and includes_newest(filters)
    if not brief and not with_visited:
        visits = VisitTally.objects.filter(period, previous__lt=filters.first)
        for province, office, visited in visits.values_list("province", "office").annotate(Sum("villages")):
            rows[province, office].visited = visited
    today = None if brief else today or timezone.localdate()
    for office, regency, *numbers in village_counts(filters, today, with_visited):
        row = rows[regency[:2], office]
        for name, number in zip(("active", "never", "overdue", "target", "visited"), numbers, strict=False):
            setattr(row, name, getattr(row, name) + (number or 0))
    return dict(rows)


def includes_newest(filters: Filters) -> bool:
    """Return True if no session is later than the period.

    That holds on most days. The last session of a village then shows if it was visited in the period, and
    no query over all visits is needed.
    """
    newest = MonthTally.objects.filter(topic=ALL_TOPICS).aggregate(month=Max("month"))["month"]
    return filters.topic == ALL_TOPICS and (newest is None or newest <= filters.last)


def village_counts(filters: Filters, today: date | None, with_visited: bool = False) -> Iterable[Any]:
    """Return rows (office, regency, active, never visited, overdue, yearly target, visited) from one index.

    Without `today` only the active villages are counted.
    """
    villages: QuerySet[Village, Any] = Village.objects.active().matching(filters).order_by()
    rows: QuerySet[Village, Any] = villages.values_list("office", "regency").annotate(active=Count("status"))
    if today is None:
        return rows
    rows = rows.annotate(
        never=Count("status", filter=Q(last_session_on=None)),
        overdue=Count("status", filter=Q(last_session_on__lt=today - OVERDUE)),
        target=Sum("yearly_target"),
    )
    if with_visited:
        return rows.annotate(visited=Count("status", filter=Q(last_session_on__gte=filters.first)))
    return rows


def reach_by_month(filters: Filters) -> list[tuple[date, dict[str, int]]]:
    """Return [(month, {count: number})] of the months with sessions; the counts are `TREND`."""
    rows = (
        MonthTally.objects.filter(
            filters.where(), topic=filters.topic, month__range=(filters.first, filters.last)
        )
        .values_list("month")
        .annotate(**{name: Sum(name) for name in TREND})
        .order_by("month")
    )
    return [(month, dict(zip(TREND, numbers, strict=True))) for month, *numbers in rows]


def reach_by_topic(filters: Filters) -> list[tuple[str, dict[str, int]]]:
    """Return [(slug, {count: number})] with the counts `TREND`; a session with two topics counts in both."""
    rows = (
        MonthTally.objects.filter(filters.where(), month__range=(filters.first, filters.last))
        .exclude(topic=ALL_TOPICS)
        .values_list("topic")
        .annotate(**{name: Sum(name) for name in TREND})
        .order_by("-sessions", "topic")
    )
    return [(topic, dict(zip(TREND, numbers, strict=True))) for topic, *numbers in rows]


def total_reach(rows: Iterable[Reach]) -> Reach:
    total = Reach()
    for row in rows:
        total.add(row)
    return total


def protected_reach(
    filters: Filters, limit: int, today: date | None = None, brief: bool = False
) -> tuple[Reach, dict[str, Reach], dict[tuple[str, int], Reach]]:
    """Return (total, {province: Reach}, {(province, office): Reach}) with small numbers hidden.

    `brief`: return and protect only active villages, sessions and participations.
    What to hide is decided for the whole country and filtered afterwards, so that two filters together
    never reveal more than the whole.
    """
    country = reach_by_office(replace(filters, province="", office=None), today, brief)
    groups: dict[str, dict[int, Reach]] = defaultdict(dict)
    for (province, office), row in country.items():
        groups[province][office] = row
    provinces = {code: total_reach(rows.values()) for code, rows in groups.items()}
    outside, inside = protected_counts(groups, limit, brief)
    total = total_reach(provinces.values())
    total.hidden = frozenset(name for name, found in outside.items() if found.total)
    for code, row in provinces.items():
        row.hidden = hidden_of(outside, code)
        for office, row in groups[code].items():
            row.hidden = hidden_of(inside[code], office)
    return total, provinces, country


def protected_counts(
    groups: Mapping[str, Mapping[int, Reach]], limit: int, brief: bool
) -> tuple[dict[str, Protected[str]], dict[str, dict[str, Protected[int]]]]:
    """Apply `protect_tree` to the counts of `groups` {province: {office: Reach}}."""
    counts = {code: {key: row.counts for key, row in rows.items()} for code, rows in groups.items()}
    outside, inside = protect_tree(counts, BASE, () if brief else PEOPLE, limit)
    if not brief:
        # People may be referred twice, so referrals are not a part of the participations.
        of_provinces, of_offices = protect_tree(counts, "referrals", (), limit)
        outside |= of_provinces
        inside = {code: inside[code] | of_offices[code] for code in groups}
    return outside, inside


def hidden_of(found: Mapping[str, Protected[Key]], key: Key) -> frozenset[str]:
    return frozenset(name for name, column in found.items() if key in column.hidden)


def silent_offices(
    today: date | None = None, offices: "QuerySet[ImmigrationOffice] | None" = None
) -> "QuerySet[ImmigrationOffice]":
    """Offices with active villages from which no session arrived for `SILENT`; with `last_received`."""
    since = (today or timezone.localdate()) - SILENT
    last = Session.objects.filter(office=OuterRef("pk")).order_by("-received_at").values("received_at")[:1]
    active = Village.objects.active().filter(office=OuterRef("pk"))
    found: QuerySet[ImmigrationOffice] = ImmigrationOffice.objects.filter(Exists(active))
    if offices is not None:
        found = found.filter(pk__in=offices)
    found = found.annotate(last_received=Subquery(last))
    silent = found.filter(Q(last_received=None) | Q(last_received__date__lt=since))
    return silent.order_by(F("last_received").asc(nulls_first=True), "name")
