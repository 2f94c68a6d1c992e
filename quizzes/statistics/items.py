"""How the questions of a quiz work, one by one and together."""

from dataclasses import dataclass
from math import fsum, isfinite, sqrt
from statistics import fmean

from quizzes.statistics.spread import Ordered, covariance_of, deviations_of, greatest_covariance


@dataclass(frozen=True)
class ItemStatistics:
    """One item; `rest` is the sum of a person's other marks. Variances and covariances: marks squared."""

    facility: float | None  # mean mark as a fraction of the maximum; None when the maximum is 0
    standard_deviation: float | None  # marks, not a fraction of the maximum; None when the maximum is 0
    effective_weight: float | None  # per cent; None when the covariance with the total is negative
    discrimination_index: float | None  # item-rest correlation in per cent, -100 to 100
    discriminative_efficiency: float | None  # covariance in per cent of the greatest these marks allow
    covariance: float | None  # of item and rest
    covariance_max: float | None  # of item and rest, each sorted
    covariance_with_total: float | None
    mark_variance: float | None
    rest_variance: float | None


@dataclass(frozen=True)
class QuizStatistics:
    """The sums of marks. Mean, median, standard deviation and standard error are in marks."""

    mean: float
    median: float
    standard_deviation: float | None  # needs 2 attempts
    skewness: float | None = None  # needs 3 attempts and a spread, as do cic and the errors
    kurtosis: float | None = None  # excess over the normal distribution; needs 4 attempts
    cic: float | None = None  # internal consistency (Cronbach's alpha) in per cent; needs 2 items
    error_ratio: float | None = None  # per cent
    standard_error: float | None = None


@dataclass(frozen=True)
class ItemAnalysis:
    """`items` is in the order of the marks; `n` is the number of attempts."""

    n: int
    items: tuple[ItemStatistics, ...]
    quiz: QuizStatistics


def item_analysis(marks, max_marks, people=None):
    """Analyse `marks[attempt][item]` against `max_marks[item]`; one attempt a person, no answer as 0.

    With `people`, `people[attempt]` persons had those marks: the result is that of each written out.
    ValueError without an attempt or item, and for ragged attempts, marks not finite, a negative maximum
    or people that are not whole numbers from 1.
    """
    marks = [[float(mark) for mark in attempt] for attempt in marks]
    max_marks = [float(max_mark) for max_mark in max_marks]
    people = [1] * len(marks) if people is None else list(people)
    _check_marks(marks, max_marks, people)
    totals = [fsum(attempt) for attempt in marks]
    columns = list(zip(*marks, strict=True))
    weights = _effective_weights(columns, totals, people)
    items = [
        _item(column, _rest(marks, index), totals, max_marks[index], weights[index], people)
        for index, column in enumerate(columns)
    ]
    return ItemAnalysis(n=sum(people), items=tuple(items), quiz=_quiz(columns, totals, people))


def _check_marks(marks, max_marks, people):
    if not marks or not max_marks:
        raise ValueError("Item analysis needs at least one attempt and one item.")
    if any(len(attempt) != len(max_marks) for attempt in marks):
        raise ValueError(f"Every attempt must have {len(max_marks)} marks, one for each item.")
    if not all(isfinite(mark) for attempt in [*marks, max_marks] for mark in attempt) or min(max_marks) < 0:
        raise ValueError("Marks must be finite numbers and no maximum may be negative.")
    if len(people) != len(marks) or not all(number >= 1 and number == int(number) for number in people):
        raise ValueError("For each attempt the number of people must be a whole number from 1.")


def _rest(marks, index):
    return [fsum(attempt[:index] + attempt[index + 1 :]) for attempt in marks]


def _effective_weights(columns, totals, people):
    """Root of each covariance with the total, in per cent of the sum of the roots that exist."""
    covariances = [covariance_of(column, totals, people) for column in columns]
    roots = [None if value is None or value < 0 else sqrt(value) for value in covariances]
    whole = fsum(root for root in roots if root)
    return [None if root is None else _percent(root, whole) for root in roots]


def _item(column, rest, totals, max_mark, effective_weight, people):
    variance, rest_variance = covariance_of(column, column, people), covariance_of(rest, rest, people)
    covariance = covariance_of(column, rest, people)
    covariance_max = greatest_covariance(column, rest, people)
    several = sum(people) > 1
    return ItemStatistics(
        facility=fmean(column, people) / max_mark if max_mark else None,
        # Moodle computes 0 for a maximum of 0 and leaves the cell empty.
        standard_deviation=sqrt(variance) if several and max_mark else None,
        effective_weight=effective_weight,
        discrimination_index=_correlation(covariance, variance, rest_variance) if several else None,
        discriminative_efficiency=_percent(covariance, covariance_max) if several else None,
        covariance=covariance,
        covariance_max=covariance_max,
        covariance_with_total=covariance_of(column, totals, people),
        mark_variance=variance,
        rest_variance=rest_variance,
    )


def _percent(part, whole):
    return 100 * part / whole if whole else None


def _correlation(covariance, variance, other_variance):
    """Per cent; at most 100 either way in exact arithmetic, which rounding must not pass."""
    percent = _percent(covariance, sqrt(variance * other_variance))
    return None if percent is None else max(-100.0, min(100.0, percent))


def _quiz(columns, totals, people):
    n, variance = sum(people), covariance_of(totals, totals, people)
    deviation = None if variance is None else sqrt(variance)
    centre = {
        "mean": fmean(totals, people),
        "median": Ordered(totals, people).median,
        "standard_deviation": deviation,
    }
    if n < 3 or not variance:
        return QuizStatistics(**centre)
    return QuizStatistics(
        **centre, **_shape(totals, variance, people), **_consistency(columns, variance, people)
    )


def _shape(totals, variance, people):
    """Skewness k3 / k2^1.5 and kurtosis k4 / k2^2 from Fisher's k-statistics."""
    n, deviations = sum(people), deviations_of(totals, people)
    m2, m3, m4 = (fmean([value**power for value in deviations], people) for power in (2, 3, 4))
    k3 = n * n * m3 / ((n - 1) * (n - 2))
    if n < 4:
        return {"skewness": k3 / variance**1.5}
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return {"skewness": k3 / variance**1.5, "kurtosis": k4 / variance**2}


def _consistency(columns, variance, people):
    items = len(columns)
    if items < 2:
        return {}
    item_variance = fsum(covariance_of(column, column, people) for column in columns)
    cic = 100 * items / (items - 1) * (1 - item_variance / variance)
    error = sqrt(max(0.0, 1 - cic / 100))  # at most 100 in exact arithmetic; rounding may pass it
    return {"cic": cic, "error_ratio": 100 * error, "standard_error": error * sqrt(variance)}
