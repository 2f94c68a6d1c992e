"""What the same people knew before and after."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt, ulp
from statistics import fmean

from quizzes.statistics.intervals import check_confidence, student_quantile
from quizzes.statistics.spread import covariance_of

ANSWER_STATES = ("right", "wrong", "dk")


@dataclass(frozen=True)
class Gain:
    """Mean change in percentage points, the ends of its interval (None for one pair), number of pairs."""

    points: float
    low: float | None
    high: float | None
    n: int


class Transitions(Counter):
    """Number of people by "before>after", such as "dk>right"; a transition nobody made counts 0."""

    @property
    def gained(self):
        return self["wrong>right"] + self["dk>right"]

    @property
    def lost(self):
        return self["right>wrong"] + self["right>dk"]


def paired_gain(before, after, confidence=0.95):
    """Mean of after minus before: scores of the same people in the same order, in per cent (0-100).

    The interval is Student's for paired differences, with n - 1 degrees of freedom.
    """
    check_confidence(confidence)
    if not before or len(before) != len(after):
        raise ValueError("A paired gain needs the scores of at least one person, one before and one after.")
    changes = [float(new) - float(old) for old, new in zip(before, after, strict=True)]
    return _gain(
        fmean(changes), covariance_of(changes, changes, [1] * len(changes)), len(changes), confidence
    )


def paired_gain_of_sums(n, total, squares, confidence=0.95):
    """The same from whole numbers: the sum of the changes of `n` people and that of the squared changes.

    The gain is in their unit. Exact until the last division: no digits are lost where changes are alike.
    """
    check_confidence(confidence)
    if n < 1 or n * squares < total * total:
        raise ValueError(f"No {n} changes add up to {total} with squares of {squares}.")
    variance = (n * squares - total * total) / (n * (n - 1)) if n > 1 else None
    return _gain(total / n, variance, n, confidence)


def _gain(points, variance, n, confidence):
    if n == 1:
        return Gain(points, None, None, n)
    half = student_quantile(n - 1, confidence) * sqrt(variance / n)
    return Gain(points, points - half, points + half, n)


def normalised_gain(before_mean, after_mean):
    """Hake's g: the share of the possible gain that was made, from means in per cent; None from 100 % on.

    R. R. Hake, American Journal of Physics 66 (1998), 64-74.
    """
    if before_mean >= 100:
        return None
    return (after_mean - before_mean) / (100 - before_mean)


def mcnemar_exact(b, c):
    """Two-sided exact p of the people who changed, `b` one way and `c` the other: a sign test; 1 if none did.

    Q. McNemar, Psychometrika 12 (1947), 153-157, with the binomial tail in place of chi-square.
    """
    if b < 0 or c < 0 or b != int(b) or c != int(c):
        raise ValueError(f"Counts of people must be whole numbers from 0, not {b} and {c}.")
    n, ways, tail = int(b + c), 1, 0
    for k in range(int(min(b, c)) + 1):
        tail += ways
        ways = ways * (n - k) // (k + 1)
    return min(1.0, max(ulp(0.0), 2 * tail / 2**n))  # too small for a float is still not 0


def transitions(pairs):
    """Count (before, after) pairs of "right", "wrong" and "dk" (don't know yet) of one item."""
    counts = Transitions()
    for before, after in pairs:
        if before not in ANSWER_STATES or after not in ANSWER_STATES:
            raise ValueError(f"An answer is one of {', '.join(ANSWER_STATES)}, not {before!r} or {after!r}.")
        counts[f"{before}>{after}"] += 1
    return counts
