"""Knowledge before and after a session, and what the same people gained, from `KnowledgeTally`.

Each village is a cluster: its people may be alike, so intervals over people could be too narrow.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from quizzes.models import KnowledgeTally, Phase
from quizzes.models.knowledge_tallies import PARTS_OF_ONE
from quizzes.statistics import ClusterSums, cluster_interval_of_sums, cluster_share_of_sums
from villages.reach.disclosure_control import protect_tree

LEAST_ICC = 0.01  # below it nobody is called alike
MIN_N = 10  # no share is shown for fewer answers, and no gain for fewer pairs
TALLY_UNITS = PARTS_OF_ONE / 100  # in one percentage point


@dataclass(frozen=True)
class Share:
    """The share of right answers in per cent; None below `MIN_N` answers, its ends below 8 villages."""

    right: int
    n: int | None  # None where hidden
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    villages: int | None = None


@dataclass(frozen=True)
class MeanGain:
    """The mean gain of the same people in percentage points; the ends are None below 8 villages."""

    points: float
    low: float | None
    high: float | None
    n: int
    villages: int
    icc: float | None
    design_effect: float | None

    @property
    def icc_percent(self):
        return None if self.icc is None else 100 * self.icc

    @property
    def are_alike(self):
        """Return True if people of one village are measurably more alike than others."""
        return self.icc is not None and self.icc >= LEAST_ICC


@dataclass
class LearningTotals:
    """The tallies of one row (a total, a province or an office); `hidden` names those not shown."""

    sums: Counter = field(default_factory=Counter)
    hidden: frozenset = frozenset()

    @property
    def before(self):
        return self.share(Phase.BEFORE)

    @property
    def after(self):
        return self.share(Phase.AFTER)

    def share(self, phase):
        """Return the `Share` of `phase`; "I don't know yet" counts as not right."""
        right, n = self.sums[f"right_{phase}"], self.sums[f"scored_{phase}"]
        if f"people_{phase}" in self.hidden:
            return Share(0, None)
        if n < MIN_N:
            return Share(right, n)
        found = cluster_share_of_sums(self.over_villages(phase, n, right, right))
        low, high = (None if end is None else 100 * end for end in (found.low, found.high))
        return Share(right, n, 100 * right / n, low, high, found.clusters)

    def over_villages(self, kind, n, total, squares):
        """Return the `ClusterSums` of "before", "after" or "pairs"; each village is a cluster."""
        sums = self.sums
        return ClusterSums(
            clusters=sums[f"{kind}_villages"],
            people=n,
            total=total,
            squares=squares,
            people_squares=sums[f"{kind}_n_squares"],
            total_squares=sums[f"{kind}_squares"],
            products=sums[f"{kind}_products"],
            mean_squares=sums[f"{kind}_mean_squares"],
        )

    @property
    def pairs(self):
        return None if "pairs" in self.hidden else self.sums["pairs"]

    @property
    def gain(self):
        """Return the `MeanGain` of the same people; None if hidden or for few people."""
        n = self.pairs
        if n is None or n < MIN_N:
            return None
        sums = self.over_villages("pairs", n, self.sums["change"], self.sums["change_squares"])
        found = cluster_interval_of_sums(sums)
        low, high = (None if end is None else end / TALLY_UNITS for end in (found.low, found.high))
        return MeanGain(
            points=found.estimate / TALLY_UNITS,
            low=low,
            high=high,
            n=n,
            villages=found.clusters,
            icc=found.icc,
            design_effect=found.design_effect,
        )


def learning_by_office(filters):
    """Return {(province code, office id): LearningTotals} of everything that matches `filters`."""
    tallies = KnowledgeTally.objects.filter(filters.where(), month__range=(filters.first, filters.last))
    if filters.topic:
        tallies = tallies.filter(quiz__topic__slug=filters.topic)
    return {
        (province, office): LearningTotals(Counter(sums))
        for province, office, sums in tallies.sum_by_village()
    }


def total_learning(rows):
    rows = list(rows)
    sums = Counter()
    for row in rows:
        sums.update(row.sums)
    return LearningTotals(sums, frozenset().union(*(row.hidden for row in rows)))


def protected_learning(filters, limit):
    """Return (total, by province, by province and office) as `LearningTotals`, with few people hidden.

    As for the reach, what is hidden is decided for the whole country and only then filtered.
    """
    country = learning_by_office(replace(filters, province="", office=None))
    groups = defaultdict(dict)
    for (province, office), row in country.items():
        groups[province][office] = row
    provinces = {code: total_learning(rows.values()) for code, rows in groups.items()}
    total = total_learning(provinces.values())
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


def select_learning(filters, total, provinces, rows):
    """Return the `LearningTotals` of the place in `filters` from the result of `protected_learning`."""
    if filters.office:
        return total_learning(
            row
            for (province, office), row in rows.items()
            if office == filters.office and filters.province in ("", province)
        )
    if filters.province:
        return provinces.get(filters.province, LearningTotals())
    return total


def learning_values(learned):
    """Return {code: number} of all indicators; None where hidden or for few people."""
    before, after, gain = learned.before, learned.after, learned.gain
    return {
        "knowledge_before": before.percent,
        "answers_before": before.n,
        "knowledge_after": after.percent,
        "answers_after": after.n,
        "knowledge_gain": gain and gain.points,
        "gain_low": gain and gain.low,
        "gain_high": gain and gain.high,
        "gain_villages": gain and gain.villages,
        "gain_icc": gain and gain.icc_percent,
        "gain_design_effect": gain and gain.design_effect,
        "pairs": learned.pairs,
    }


# Indicators that are hidden together with a tally.
CODES_OF_TALLY = {
    "people_before": ("knowledge_before", "answers_before"),
    "people_after": ("knowledge_after", "answers_after"),
    "pairs": (
        *("knowledge_gain", "gain_low", "gain_high"),
        *("gain_villages", "gain_icc", "gain_design_effect", "pairs"),
    ),
}


def hidden_codes(learned):
    """Return the codes of the indicators that are hidden to protect people's privacy."""
    return [code for name, codes in CODES_OF_TALLY.items() if name in learned.hidden for code in codes]
