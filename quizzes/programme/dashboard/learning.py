"""Knowledge before and after, and what the same people gained, from `KnowledgeTally`."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Sum

from quizzes.models import KnowledgeTally
from quizzes.models.knowledge_tallies import SUMS, WHOLE
from quizzes.statistics import Gain, paired_gain_of_sums, wilson_interval
from villages.reach.disclosure_control import protect_tree

FEWEST = 10  # answers below which no share is shown, and pairs below which no gain is
PARTS = WHOLE / 100  # of a percentage point


@dataclass(frozen=True)
class Share:
    """Right ones of all scored answers in per cent, with its Wilson interval; None below `FEWEST`."""

    right: int
    n: int | None  # None where hidden
    percent: float | None
    low: float | None
    high: float | None


@dataclass
class Learning:
    """What was learned in one row: a total, a province or an office. `hidden`: sums not shown."""

    sums: Counter = field(default_factory=Counter)
    hidden: frozenset = frozenset()

    @property
    def before(self):
        return self.share("before")

    @property
    def after(self):
        return self.share("after")

    def share(self, phase):
        """ "Don't know yet" counts as not right."""
        right, n = self.sums[f"right_{phase}"], self.sums[f"scored_{phase}"]
        if f"people_{phase}" in self.hidden:
            return Share(0, None, None, None, None)
        if n < FEWEST:
            return Share(right, n, None, None, None)
        low, high = wilson_interval(right, n)
        return Share(right, n, 100 * right / n, 100 * low, 100 * high)

    @property
    def pairs(self):
        return None if "pairs" in self.hidden else self.sums["pairs"]

    @property
    def gain(self):
        """Return the `Gain` of the same people in percentage points; None where hidden and for few."""
        n = self.pairs
        if n is None or n < FEWEST:
            return None
        found = paired_gain_of_sums(n, self.sums["change"], self.sums["change_squares"])
        return Gain(found.points / PARTS, found.low / PARTS, found.high / PARTS, n)


def by_office(filters):
    """Return {(province code, office id): Learning} of all that `filters` lets through."""
    found = KnowledgeTally.objects.filter(filters.where(), month__range=(filters.first, filters.last))
    if filters.topic:
        found = found.filter(quiz__topic__slug=filters.topic)
    rows = found.values("province", "office").annotate(**{name: Sum(name) for name in SUMS}).order_by()
    return {
        (row["province"], row["office"]): Learning(Counter({name: row[name] for name in SUMS}))
        for row in rows
    }


def total_of(rows):
    rows = list(rows)
    sums = Counter({name: sum(row.sums[name] for row in rows) for name in SUMS})
    return Learning(sums, frozenset().union(*(row.hidden for row in rows)))


def protected(filters, limit):
    """Return (total, {province: Learning}, {(province, office): Learning}) with few people hidden.

    As for the reach: decided for the whole country, and only then filtered.
    """
    country = by_office(replace(filters, province="", office=None))
    groups = defaultdict(dict)
    for (province, office), row in country.items():
        groups[province][office] = row
    provinces = {code: total_of(rows.values()) for code, rows in groups.items()}
    total = total_of(provinces.values())
    counts = {code: {key: row.sums for key, row in rows.items()} for code, rows in groups.items()}
    for base, parts in (("people_before", ()), ("people_after", ("pairs",))):
        outside, inside = protect_tree(counts, base, parts, limit)
        for name in (base, *parts):
            hide(total, name, outside[name].total)
            for code, province in provinces.items():
                hide(province, name, code in outside[name].hidden)
                for office, row in groups[code].items():
                    hide(row, name, office in inside[code][name].hidden)
    return total, provinces, country


def hide(row, name, is_hidden):
    if is_hidden:
        row.hidden |= {name}


def chosen(filters, total, provinces, rows):
    """Return the `Learning` of what `filters` ask for, of what `protected` gave."""
    if filters.office:
        return total_of(
            row
            for (province, office), row in rows.items()
            if office == filters.office and filters.province in ("", province)
        )
    if filters.province:
        return provinces.get(filters.province, Learning())
    return total


def values(learned):
    """Return {code: number} of all indicators of a `Learning`; None where it is hidden or for few people."""
    before, after, gain = learned.before, learned.after, learned.gain
    return {
        "knowledge_before": before.percent,
        "answers_before": before.n,
        "knowledge_after": after.percent,
        "answers_after": after.n,
        "knowledge_gain": gain and gain.points,
        "gain_low": gain and gain.low,
        "gain_high": gain and gain.high,
        "pairs": learned.pairs,
    }


# What is not shown where a sum is hidden.
BEHIND = {
    "people_before": ("knowledge_before", "answers_before"),
    "people_after": ("knowledge_after", "answers_after"),
    "pairs": ("knowledge_gain", "gain_low", "gain_high", "pairs"),
}


def hidden_codes(learned):
    """Return the codes of the indicators that are hidden to protect people."""
    return [code for name, codes in BEHIND.items() if name in learned.hidden for code in codes]
