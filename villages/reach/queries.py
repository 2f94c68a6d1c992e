"""Reach of the programme, read from tallies: a few small statements however many sessions there are."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from villages.models import ImmigrationOffice, MonthTally, Session, Village, VisitTally
from villages.models.tallies import ALL_TOPICS, COUNTS
from villages.reach.disclosure_control import protect_tree

OVERDUE = timedelta(days=180)
SILENT = timedelta(days=14)
PEOPLE = ("women", "under_18", "over_60", "disability", "first_time")
BASE = "participations"
TREND = ("sessions", BASE)


@dataclass
class Reach:
    """Sums of one row: a total, an office, a province, a topic or a month. `hidden`: counts not shown."""

    counts: dict = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    active: int = 0
    never: int = 0
    overdue: int = 0
    visited: int = 0
    target: int = 0
    hidden: frozenset = frozenset()

    def add(self, other):
        for name in COUNTS:
            self.counts[name] += other.counts[name]
        for name in ("active", "never", "overdue", "visited", "target"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def shown(self, name):
        """Return the count, or None where it is hidden."""
        return None if name in self.hidden else self.counts[name]

    @property
    def coverage(self):
        """Share of active villages visited, per cent; None without villages."""
        return percent(self.visited, self.active)

    def share(self, name):
        """Share of participations, per cent; None where either is hidden or nobody came."""
        part, whole = self.shown(name), self.shown(BASE)
        return None if part is None or whole is None else percent(part, whole)

    @property
    def hours_until_received(self):
        """Mean hours from the end of a session to its receipt."""
        sessions = self.counts["sessions"]
        return self.counts["delay_minutes"] / 60 / sessions if sessions else None

    @property
    def returned_share(self):
        return percent(self.counts["returned"], self.counts["sessions"])


def percent(part, whole):
    return 100 * part / whole if whole else None


def reach_by_office(filters, today=None, brief=False):
    """Return {(province code, office id): Reach} of the rows that match `filters`.

    `brief`: without targets and without villages visited, never visited or overdue.
    """
    rows = defaultdict(Reach)
    period = Q(topic=filters.topic, month__range=(filters.first, filters.last)) & filters.where()
    sums = {name: Sum(name) for name in (TREND if brief else COUNTS)}
    for row in MonthTally.objects.filter(period).values("province", "office").annotate(**sums):
        rows[row["province"], row["office"]].counts |= {name: row[name] for name in sums}
    with_visited = not brief and includes_newest(filters)
    if not brief and not with_visited:
        visits = VisitTally.objects.filter(period, previous__lt=filters.first)
        for row in visits.values("province", "office").annotate(number=Sum("villages")):
            rows[row["province"], row["office"]].visited = row["number"]
    today = None if brief else today or timezone.localdate()
    for office, regency, *numbers in village_counts(filters, today, with_visited):
        row = rows[regency[:2], office]
        for name, number in zip(("active", "never", "overdue", "target", "visited"), numbers, strict=False):
            setattr(row, name, getattr(row, name) + (number or 0))
    return dict(rows)


def includes_newest(filters):
    """Return True if no session is later than the period.

    That holds on most days. The last session of a village then shows if it was visited in the period, and
    no query over all visits is needed.
    """
    newest = MonthTally.objects.filter(topic=ALL_TOPICS).aggregate(month=Max("month"))["month"]
    return filters.topic == ALL_TOPICS and (newest is None or newest <= filters.last)


def village_counts(filters, today, with_visited=False):
    """Return rows (office, regency, active, never visited, overdue, yearly target, visited) from one index.

    Without `today` only the active villages are counted.
    """
    villages = Village.objects.active().matching(filters).order_by().values_list("office", "regency")
    villages = villages.annotate(villages=Count("status"))
    if today is None:
        return villages
    villages = villages.annotate(
        never=Count("status", filter=Q(last_session_on=None)),
        overdue=Count("status", filter=Q(last_session_on__lt=today - OVERDUE)),
        target=Sum("yearly_target"),
    )
    if with_visited:
        return villages.annotate(visited=Count("status", filter=Q(last_session_on__gte=filters.first)))
    return villages


def reach_by_month(filters):
    """Return [(month, {count: number})] of the months with sessions; the counts are `TREND`."""
    rows = (
        MonthTally.objects.filter(
            filters.where(), topic=filters.topic, month__range=(filters.first, filters.last)
        )
        .values("month")
        .annotate(**{name: Sum(name) for name in TREND})
        .order_by("month")
    )
    return [(row.pop("month"), row) for row in rows]


def reach_by_topic(filters):
    """Return [(slug, {count: number})] with the counts `TREND`; a session with two topics counts in both."""
    rows = (
        MonthTally.objects.filter(filters.where(), month__range=(filters.first, filters.last))
        .exclude(topic=ALL_TOPICS)
        .values("topic")
        .annotate(**{name: Sum(name) for name in TREND})
        .order_by("-sessions", "topic")
    )
    return [(row.pop("topic"), row) for row in rows]


def total_reach(rows):
    total = Reach()
    for row in rows:
        total.add(row)
    return total


def protected_reach(filters, limit, today=None, brief=False):
    """Return (total, {province: Reach}, {(province, office): Reach}) with small numbers hidden.

    `brief`: return and protect only active villages, sessions and participations.
    What to hide is decided for the whole country and filtered afterwards, so that two filters together
    never reveal more than the whole.
    """
    country = reach_by_office(replace(filters, province="", office=None), today, brief)
    groups = defaultdict(dict)
    for (province, office), row in country.items():
        groups[province][office] = row
    provinces = {code: total_reach(rows.values()) for code, rows in groups.items()}
    outside, inside = protected_counts(groups, limit, brief)
    total = total_reach(provinces.values())
    total.hidden = frozenset(name for name, found in outside.items() if found.total)
    for code, province in provinces.items():
        province.hidden = hidden_of(outside, code)
        for office, row in groups[code].items():
            row.hidden = hidden_of(inside[code], office)
    return total, provinces, country


def protected_counts(groups, limit, brief):
    """Apply `protect_tree` to the counts of `groups` {province: {office: Reach}}."""
    counts = {code: {key: row.counts for key, row in rows.items()} for code, rows in groups.items()}
    outside, inside = protect_tree(counts, BASE, () if brief else PEOPLE, limit)
    if not brief:
        # People may be referred twice, so referrals are not a part of the participations.
        of_provinces, of_offices = protect_tree(counts, "referrals", (), limit)
        outside |= of_provinces
        inside = {code: inside[code] | of_offices[code] for code in groups}
    return outside, inside


def hidden_of(found, key):
    return frozenset(name for name, column in found.items() if key in column.hidden)


def silent_offices(today=None, offices=None):
    """Offices with active villages from which no session arrived for `SILENT`; with `last_received`."""
    since = (today or timezone.localdate()) - SILENT
    last = Session.objects.filter(office=OuterRef("pk")).order_by("-received_at").values("received_at")[:1]
    active = Village.objects.active().filter(office=OuterRef("pk"))
    found = ImmigrationOffice.objects.filter(Exists(active)).annotate(last_received=Subquery(last))
    if offices is not None:
        found = found.filter(pk__in=offices)
    silent = found.filter(Q(last_received=None) | Q(last_received__date__lt=since))
    return silent.order_by(F("last_received").asc(nulls_first=True), "name")
