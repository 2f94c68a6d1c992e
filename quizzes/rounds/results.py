"""Results of a session's rounds of one quiz: phones and raised hands together, before beside after."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import fmean

from django.db.models import Count, F, Sum

from quizzes.analysis.item_report import MIN_N_FACILITY
from quizzes.models import DONT_KNOW, Answer, Attempt, HandCount, Phase, Question
from quizzes.statistics import (
    ANSWER_STATES,
    Gain,
    Transitions,
    mcnemar_exact,
    normalised_gain,
    paired_gain,
    wilson_interval,
)
from quizzes.taking.content import edition_content

HIGH_BEFORE = 90  # per cent: nearly nothing left to gain


@dataclass
class PhaseCounts:
    """The answers to one question in one phase: {choice: number}."""

    right_key: str | None
    phones: Counter = field(default_factory=Counter)
    hands: Counter = field(default_factory=Counter)

    @property
    def n(self):
        """People who answered, "I don't know yet" included; those who gave no answer are shown apart."""
        return self.phones.total() + self.hands.total() - self.no_answer

    @property
    def phone_count(self):
        return self.phones.total()

    @property
    def hand_count(self):
        return self.hands.total() - self.no_answer

    @property
    def no_answer(self):
        return self.hands[HandCount.NO_ANSWER]

    @property
    def right(self):
        return self.of(self.right_key)

    @property
    def percent(self):
        """Facility in per cent; None for few answers."""
        return round(100 * self.right / self.n) if self.n >= MIN_N_FACILITY else None

    @property
    def interval(self):
        """The ends of Wilson's interval in per cent; None for few answers."""
        if self.n < MIN_N_FACILITY:
            return None
        return tuple(round(100 * end) for end in wilson_interval(self.right, self.n))

    def of(self, key):
        return self.phones[key] + self.hands[key]


@dataclass
class QuestionResult:
    version: int
    shown: object
    before: PhaseCounts
    after: PhaseCounts
    change: object = None  # a `Change`, of paired people

    @property
    def answered(self):
        """The `PhaseCounts` of the phases with answers."""
        return [counts for counts in (self.before, self.after) if counts.n]

    @property
    def hardness(self):
        """Sorts the hardest first: by the latest answers; without answers or right and wrong, last."""
        if not self.answered or not self.shown.is_scored:
            return (2, self.shown.position)
        latest = self.answered[-1]
        return (1, latest.right / latest.n, self.shown.position)

    def keys(self):
        return [*[choice.key for choice in self.shown.choices], DONT_KNOW]


def question_results(rounds, language):
    """Return the `QuestionResult`s of closed `rounds` of one edition, hardest first."""
    content = edition_content(rounds[0].edition)
    counts = count_answers_and_hands(rounds, content)
    results = [
        QuestionResult(
            version.pk,
            content.question(position, language),
            counts[Phase.BEFORE, version.pk],
            counts[Phase.AFTER, version.pk],
        )
        for position, version in enumerate(content.versions, 1)
    ]
    return sorted(results, key=lambda result: result.hardness)


def count_answers_and_hands(rounds, content):
    """Return {(phase, version): `PhaseCounts`}; two queries."""
    counts = {
        (phase, version.pk): PhaseCounts(version.right_key)
        for phase in (Phase.BEFORE, Phase.AFTER)
        for version in content.versions
    }
    answers = Answer.objects.counted().filter(attempt__round__in=rounds)
    rows = answers.values_list("attempt__phase", "version", "choice").annotate(Count("pk")).order_by()
    for phase, version, choice, number in rows:
        counts[phase, version].phones[choice] += number
    hands = HandCount.objects.filter(round__in=rounds)
    rows = hands.values_list("round__phase", "version", "choice").annotate(Sum("count"))
    for phase, version, choice, number in rows:
        counts[phase, version].hands[choice] += number
    return counts


@dataclass
class Learning:
    """Phones only: people paired before and after, unpaired people, and what the paired ones gained.

    `gain` in percentage points and Hake's `g` are None for few pairs, `g` also from 90 % before.
    """

    paired: int
    only_before: int
    only_after: int
    gain: Gain | None = None
    g: float | None = None


def shares_right(pairs):
    """Return ([before], [after]): the per cent that each paired person had right; one query."""
    scores = pairs.filter(scored__gt=0, before__scored__gt=0).values_list(
        "before__right", "before__scored", "right", "scored"
    )
    before, after = [], []
    for right_before, scored_before, right, scored in scores:
        before.append(100 * right_before / scored_before)
        after.append(100 * right / scored)
    return before, after


def learning_of(rounds):
    finished = Attempt.objects.counted().finished().filter(round__in=rounds)
    pairs = Attempt.objects.paired().filter(round__in=rounds, before__round__in=rounds)
    before, after = shares_right(pairs)
    totals = dict(finished.values_list("phase").annotate(Count("pk")).order_by())
    n = len(after)
    result = Learning(n, totals.get(Phase.BEFORE, 0) - n, totals.get(Phase.AFTER, 0) - n)
    if n >= MIN_N_FACILITY:
        result.gain = paired_gain(before, after)
        if fmean(before) < HIGH_BEFORE:
            result.g = normalised_gain(fmean(before), fmean(after))
    return result


@dataclass
class Change:
    """How the same people answered a question before and after; `p` is None for few of them."""

    n: int
    counts: Transitions

    @property
    def p(self):
        if self.n < MIN_N_FACILITY:
            return None
        return mcnemar_exact(self.lost, self.gained)

    # Not `counts.gained` in a template: it asks a Counter for the key "gained" first, and gets 0.
    @property
    def gained(self):
        return self.counts.gained

    @property
    def lost(self):
        return self.counts.lost

    @property
    def rows(self):
        """Return [(before, [number of each state after])], states in the order of `ANSWER_STATES`."""
        return [
            (before, [self.counts[f"{before}>{after}"] for after in ANSWER_STATES])
            for before in ANSWER_STATES
        ]


def changes_by_version(rounds):
    """Return {version: `Change`} of the scored questions that paired people answered twice; one query."""
    pairs = Attempt.objects.paired().filter(round__in=rounds, before__round__in=rounds)
    both = Answer.objects.filter(attempt__in=pairs, attempt__before__answers__version=F("version"))
    rows = both.exclude(version__kind=Question.Kind.ATTITUDE).values_list(
        "version", "attempt__before__answers__outcome", "outcome"
    )
    found = {}
    for version, before, after, number in rows.annotate(Count("pk")).order_by():
        change = found.setdefault(version, Change(0, Transitions()))
        change.n += number
        change.counts[f"{before}>{after}"] += number
    return found
