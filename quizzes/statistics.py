"""Statistics of quiz results: pure functions, no database. A value that the data do not define is None.

Of items and whole quizzes as Moodle's quiz statistics report defines them. Source of the formulas:
https://docs.moodle.org/dev/Quiz_statistics_calculations. Sample statistics throughout (n - 1), never clamped:
the internal consistency may be negative and the error ratio above 100.

Of people in villages by linearisation of the ratio of totals, each village a cluster: W. G. Cochran, Sampling
Techniques, 3rd edition (1977), chapters 6 and 9A; intraclass correlation by analysis of variance.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain, islice, pairwise
from math import cos, fsum, isfinite, nan, pi, sin, sqrt, tan, ulp
from statistics import NormalDist, fmean
from typing import TypedDict

ANSWER_STATES = ("right", "wrong", "dk")
MANY = 300  # with more degrees of freedom the expansion of Student's t is accurate to 1e-9
ROUNDING = 1e-12  # relative differences below this are floating-point noise and count as zero
FEWEST_CLUSTERS = 8  # how much fewer differ among themselves is not known well enough for an interval
LARGEST = 1e100  # squares and sums of larger numbers would leave the range of a float


@dataclass(frozen=True)
class ItemStatistics:
    """One item; `rest` is the sum of a person's other marks. Variances, covariances: in marks squared."""

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
    """Statistics of the total marks. Mean, median, standard deviation and standard error are in marks."""

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


@dataclass(frozen=True)
class Gain:
    """Mean change in percentage points, the ends of its interval (None for one pair), number of pairs."""

    points: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class ClusterInterval:
    """The mean over all people; the ends of its interval are None below `FEWEST_CLUSTERS`.

    `icc` is how alike people of one cluster are: the share of the variance that lies between clusters, below
    0 where they differ more than by chance. `design_effect` is the variance of the estimate as a multiple of
    that of as many people drawn one by one.
    """

    estimate: float
    low: float | None
    high: float | None
    icc: float | None  # needs a cluster of two people, and a spread
    design_effect: float | None  # needs two clusters and a spread
    clusters: int  # those with people
    people: int


@dataclass(frozen=True)
class ClusterSums:
    """All that `cluster_interval` needs of clusters: `n` are the people of one, `t` the sum of their values.

    Whole numbers are best: they lose no digits.
    """

    clusters: int
    people: int  # sum of n
    total: float  # sum of t
    squares: float  # sum of the squares of all values
    people_squares: float  # sum of n * n
    total_squares: float  # sum of t * t
    products: float  # sum of n * t
    mean_squares: float  # sum of t * t / n


class Transitions(Counter[str]):
    """Number of people by "before>after", such as "dk>right"; 0 for a transition that nobody made."""

    @property
    def gained(self) -> int:
        return self["wrong>right"] + self["dk>right"]

    @property
    def lost(self) -> int:
        return self["right>wrong"] + self["right>dk"]


def item_analysis(
    marks: Iterable[Iterable[float]], max_marks: Iterable[float], people: Iterable[int] | None = None
) -> ItemAnalysis:
    """Analyse `marks[attempt][item]` against `max_marks[item]`; one attempt per person, 0 for no answer.

    `people[attempt]`, 1 by default, is the number of persons with those marks. ValueError without attempts or
    items, and for attempts of different lengths, marks that are not finite, a negative maximum or people that
    are not whole numbers from 1.
    """
    rows = [[float(mark) for mark in attempt] for attempt in marks]
    maxima = [float(max_mark) for max_mark in max_marks]
    weights = [1] * len(rows) if people is None else list(people)
    _check_marks(rows, maxima, weights)
    totals = [fsum(row) for row in rows]
    columns = list(zip(*rows, strict=True))
    effective_weights = _effective_weights(columns, totals, weights)
    items = [
        _item(column, _rest(rows, index), totals, maxima[index], effective_weights[index], weights)
        for index, column in enumerate(columns)
    ]
    return ItemAnalysis(n=sum(weights), items=tuple(items), quiz=_quiz(columns, totals, weights))


def wilson_interval(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Score interval of a proportion, as fractions (low, high). E. B. Wilson, JASA 22 (1927), 209-212."""
    _check_confidence(confidence)
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"{successes} successes out of {n} are not a proportion.")
    return _score_interval(successes / n, n, NormalDist().inv_cdf(0.5 + confidence / 2))


def _score_interval(share: float, n: float, z: float) -> tuple[float, float]:
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
    # In exact arithmetic the share is inside and so are the ends of 0..1; rounding must not push them out.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def paired_gain(before: Sequence[float], after: Sequence[float], confidence: float = 0.95) -> Gain:
    """Mean of after minus before: scores of the same people in the same order, in per cent (0-100).

    The interval is Student's for paired differences, with n - 1 degrees of freedom.
    """
    _check_confidence(confidence)
    if not before or len(before) != len(after):
        raise ValueError("A paired gain needs the scores of at least one person, one before and one after.")
    changes = [float(new) - float(old) for old, new in zip(before, after, strict=True)]
    variance = _covariance(changes, changes, [1] * len(changes))
    return _gain(fmean(changes), variance, len(changes), confidence)


def paired_gain_of_sums(n: int, total: int, squares: int, confidence: float = 0.95) -> Gain:
    """`paired_gain` from whole numbers: the sum of the changes of `n` people and the sum of their squares.

    The gain is in the unit of the changes. Exact until the last division: similar changes lose no digits.
    """
    _check_confidence(confidence)
    if n < 1 or n * squares < total * total:
        raise ValueError(f"No {n} changes add up to {total} with squares of {squares}.")
    variance = (n * squares - total * total) / (n * (n - 1)) if n > 1 else None
    return _gain(total / n, variance, n, confidence)


def _gain(points: float, variance: float | None, n: int, confidence: float) -> Gain:
    if variance is None:
        return Gain(points, None, None, n)
    half = _student_quantile(n - 1, confidence) * sqrt(variance / n)
    return Gain(points, points - half, points + half, n)


def cluster_interval(clusters: Iterable[Iterable[float]], confidence: float = 0.95) -> ClusterInterval:
    """Mean of all people, each cluster a list of numbers, one a person, with its interval over clusters.

    The variance is that of a ratio of totals by linearisation; the interval is Student's with one degree of
    freedom less than clusters. It estimates the mean of the clusters that these are a sample of. Empty
    clusters are left out. Raises ValueError when nobody is left, or for a number that is not finite.
    """
    _check_confidence(confidence)
    groups = [numbers for cluster in clusters if (numbers := _numbers_of(cluster))]
    values = list(chain.from_iterable(groups))
    if not values:
        raise ValueError("A cluster interval needs the number of at least one person.")
    mean, rest = fmean(values), iter(_deviations(values, [1] * len(values)))
    found = cluster_interval_of_sums(
        _cluster_sums([list(islice(rest, len(group))) for group in groups]), confidence
    )
    low, high = (None if end is None else mean + end for end in (found.low, found.high))
    return replace(found, estimate=mean, low=low, high=high)


def cluster_interval_of_sums(sums: ClusterSums, confidence: float = 0.95) -> ClusterInterval:
    """`cluster_interval` from sums over the clusters."""
    found, variance = _without_interval(sums, confidence), _ratio_variance(sums)
    if variance is None or sums.clusters < FEWEST_CLUSTERS:
        return found
    half = _student_quantile(sums.clusters - 1, confidence) * sqrt(variance)
    return replace(found, low=found.estimate - half, high=found.estimate + half)


def cluster_share_of_sums(sums: ClusterSums, confidence: float = 0.95) -> ClusterInterval:
    """`cluster_interval` of a share, of which the values are 0 and 1: the ends stay within 0 and 1.

    Wilson's score interval with Student's quantile and the effective number of people: those that, drawn one
    by one, would give the same variance, at most all. Where all values are equal each cluster stands for one
    person. E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998), 193-201; N. Dean and M. Pagano,
    Journal of Survey Statistics and Methodology 3 (2015), 484-503.
    """
    found, variance = _without_interval(sums, confidence), _ratio_variance(sums)
    share = found.estimate
    if not 0 <= share <= 1:
        raise ValueError(f"{sums.total} of {sums.people} is no share.")
    if variance is None or sums.clusters < FEWEST_CLUSTERS:
        return found
    spread = share * (1 - share)
    effective = min(sums.people, spread / variance) if variance else sums.people
    low, high = _score_interval(
        share, effective if spread else sums.clusters, _student_quantile(sums.clusters - 1, confidence)
    )
    return replace(found, low=low, high=high)


def _numbers_of(cluster: Iterable[float]) -> list[float]:
    try:
        # Not `float()`: it reads texts, and a column of texts is one that nobody has looked at.
        numbers = [number.__float__() for number in cluster]
    except (AttributeError, OverflowError, TypeError, ValueError):
        numbers = [nan]
    if isinstance(cluster, dict) or not all(abs(number) <= LARGEST for number in numbers):
        raise ValueError("A cluster is a list of finite numbers, one for each person.")
    return numbers


def _cluster_sums(groups: Sequence[Sequence[float]]) -> ClusterSums:
    pairs = [(len(group), fsum(group)) for group in groups]
    return ClusterSums(
        clusters=len(pairs),
        people=sum(n for n, _total in pairs),
        total=fsum(total for _n, total in pairs),
        squares=fsum(value * value for group in groups for value in group),
        people_squares=sum(n * n for n, _total in pairs),
        total_squares=fsum(total * total for _n, total in pairs),
        products=fsum(n * total for n, total in pairs),
        mean_squares=fsum(total * total / n for n, total in pairs),
    )


def _without_interval(sums: ClusterSums, confidence: float) -> ClusterInterval:
    _check_confidence(confidence)
    if not 1 <= sums.clusters <= sums.people or sums.people * sums.squares < 0:
        raise ValueError(f"No {sums.people} people in {sums.clusters} clusters have these sums.")
    return ClusterInterval(
        estimate=sums.total / sums.people,
        low=None,
        high=None,
        icc=_intraclass_correlation(sums),
        design_effect=_design_effect(sums),
        clusters=sums.clusters,
        people=sums.people,
    )


def _ratio_variance(sums: ClusterSums) -> float | None:
    """Variance of total / people; None for one cluster. Exact for whole numbers until the last divisions."""
    n, total, clusters = sums.people, sums.total, sums.clusters
    if clusters < 2:
        return None
    residuals = n * n * sums.total_squares - 2 * n * total * sums.products + total**2 * sums.people_squares
    return max(0.0, residuals / n**4) * clusters / (clusters - 1)


def _intraclass_correlation(sums: ClusterSums) -> float | None:
    """The estimate of one-way analysis of variance, with the mean size of Donner and Koval (1980)."""
    n, clusters = sums.people, sums.clusters
    if not 2 <= clusters < n:
        return None
    between = max(0.0, sums.mean_squares - sums.total**2 / n) / (clusters - 1)
    within = max(0.0, sums.squares - sums.mean_squares) / (n - clusters)
    size = (n - sums.people_squares / n) / (clusters - 1)
    whole = between + (size - 1) * within
    return (between - within) / whole if whole else None


def _design_effect(sums: ClusterSums) -> float | None:
    variance, n = _ratio_variance(sums), sums.people
    spread = n * sums.squares - sums.total**2
    return None if variance is None or spread <= 0 else variance * n * n * (n - 1) / spread


def normalised_gain(before_mean: float, after_mean: float) -> float | None:
    """Hake's g: the share of the possible gain that was made, from means in per cent; None for 100 % or more.

    R. R. Hake, American Journal of Physics 66 (1998), 64-74.
    """
    if before_mean >= 100:
        return None
    return (after_mean - before_mean) / (100 - before_mean)


def mcnemar_exact(b: float, c: float) -> float:
    """Two-sided exact p for `b` people who changed one way and `c` the other (a sign test); 1 if nobody did.

    Q. McNemar, Psychometrika 12 (1947), 153-157, with the binomial tail in place of chi-square.
    """
    if b < 0 or c < 0 or b != int(b) or c != int(c):
        raise ValueError(f"Counts of people must be whole numbers from 0, not {b} and {c}.")
    n, ways, tail = int(b + c), 1, 0
    for k in range(int(min(b, c)) + 1):
        tail += ways
        ways = ways * (n - k) // (k + 1)
    p: float = 2 * tail / 2**n
    return min(1.0, max(ulp(0.0), p))  # a p too small for a float is still not 0


def transitions(pairs: Iterable[tuple[str, str]]) -> Transitions:
    """Count (before, after) pairs of "right", "wrong" and "dk" (don't know yet) of one item."""
    counts = Transitions()
    for before, after in pairs:
        if before not in ANSWER_STATES or after not in ANSWER_STATES:
            raise ValueError(f"An answer is one of {', '.join(ANSWER_STATES)}, not {before!r} or {after!r}.")
        counts[f"{before}>{after}"] += 1
    return counts


def _check_marks(marks: Sequence[Sequence[float]], max_marks: Sequence[float], people: Sequence[int]) -> None:
    if not marks or not max_marks:
        raise ValueError("Item analysis needs at least one attempt and one item.")
    if any(len(attempt) != len(max_marks) for attempt in marks):
        raise ValueError(f"Every attempt must have {len(max_marks)} marks, one for each item.")
    if not all(isfinite(mark) for attempt in [*marks, max_marks] for mark in attempt) or min(max_marks) < 0:
        raise ValueError("Marks must be finite numbers and no maximum may be negative.")
    if len(people) != len(marks) or not all(number >= 1 and number == int(number) for number in people):
        raise ValueError("For each attempt the number of people must be a whole number from 1.")


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence must be between 0 and 1, not {confidence}.")


def _deviations(values: Sequence[float], people: Sequence[int]) -> list[float]:
    """Differences from the mean; exactly 0 for equal values, although their computed mean may be rounded."""
    mean, noise = fmean(values, people), ROUNDING * max(map(abs, values))
    return [0.0 if abs(value - mean) <= noise else value - mean for value in values]


def _covariance(xs: Sequence[float], ys: Sequence[float], people: Sequence[int]) -> float | None:
    """Sample covariance; None for one pair; exactly 0 when the products cancel except for rounding."""
    n = sum(people)
    if n < 2:
        return None
    triples = zip(_deviations(xs, people), _deviations(ys, people), people, strict=True)
    products = [number * x * y for x, y, number in triples]
    total = fsum(products)
    return 0.0 if abs(total) <= ROUNDING * fsum(map(abs, products)) else total / (n - 1)


def _greatest_covariance(xs: Sequence[float], ys: Sequence[float], people: Sequence[int]) -> float | None:
    """The covariance with both sides sorted, the smallest of one beside the smallest of the other."""
    firsts, seconds = _Ordered(xs, people), _Ordered(ys, people)
    ends = sorted({*firsts.ends, *seconds.ends})
    numbers = [end - start for start, end in pairwise([0, *ends])]
    sorted_xs, sorted_ys = ([side.at(end - 1) for end in ends] for side in (firsts, seconds))
    return _covariance(sorted_xs, sorted_ys, numbers)


class _Ordered:
    """The sorted values of all people, stored once for each distinct attempt."""

    def __init__(self, values: Sequence[float], people: Sequence[int]) -> None:
        pairs = sorted(zip(values, people, strict=True))
        self.values = [value for value, _number in pairs]
        self.ends = list(accumulate(number for _value, number in pairs))

    def at(self, place: int) -> float:
        """Return the value of the person at `place`, from 0."""
        return self.values[bisect_right(self.ends, place)]

    @property
    def median(self) -> float:
        n = self.ends[-1]
        return (self.at((n - 1) // 2) + self.at(n // 2)) / 2


def _percent(part: float | None, whole: float | None) -> float | None:
    return 100 * part / whole if part is not None and whole else None


def _root(variance: float | None) -> float | None:
    return None if variance is None else sqrt(variance)


def _correlation(
    covariance: float | None, variance: float | None, other_variance: float | None
) -> float | None:
    """Correlation in per cent, limited to -100..100 despite rounding."""
    if variance is None or other_variance is None:
        return None
    percent = _percent(covariance, sqrt(variance * other_variance))
    return None if percent is None else max(-100.0, min(100.0, percent))


def _rest(marks: Sequence[list[float]], index: int) -> list[float]:
    return [fsum(attempt[:index] + attempt[index + 1 :]) for attempt in marks]


def _effective_weights(
    columns: Sequence[Sequence[float]], totals: Sequence[float], people: Sequence[int]
) -> list[float | None]:
    """Root of each covariance with the total, in per cent of the sum of all roots that exist."""
    covariances = [_covariance(column, totals, people) for column in columns]
    roots = [None if value is None or value < 0 else sqrt(value) for value in covariances]
    whole = fsum(root for root in roots if root)
    return [_percent(root, whole) for root in roots]


def _item(
    column: Sequence[float],
    rest: Sequence[float],
    totals: Sequence[float],
    max_mark: float,
    effective_weight: float | None,
    people: Sequence[int],
) -> ItemStatistics:
    variance = _covariance(column, column, people)
    rest_variance = _covariance(rest, rest, people)
    covariance = _covariance(column, rest, people)
    covariance_max = _greatest_covariance(column, rest, people)
    return ItemStatistics(
        facility=fmean(column, people) / max_mark if max_mark else None,
        # Moodle computes 0 for a maximum of 0 and leaves the cell empty.
        standard_deviation=_root(variance) if max_mark else None,
        effective_weight=effective_weight,
        discrimination_index=_correlation(covariance, variance, rest_variance),
        discriminative_efficiency=_percent(covariance, covariance_max),
        covariance=covariance,
        covariance_max=covariance_max,
        covariance_with_total=_covariance(column, totals, people),
        mark_variance=variance,
        rest_variance=rest_variance,
    )


class _Shape(TypedDict, total=False):
    skewness: float
    kurtosis: float


class _Consistency(TypedDict, total=False):
    cic: float
    error_ratio: float
    standard_error: float


def _quiz(
    columns: Sequence[Sequence[float]], totals: Sequence[float], people: Sequence[int]
) -> QuizStatistics:
    variance = _covariance(totals, totals, people)
    mean, median = fmean(totals, people), _Ordered(totals, people).median
    if sum(people) < 3 or not variance:
        return QuizStatistics(mean, median, _root(variance))
    shape, consistency = _shape(totals, variance, people), _consistency(columns, variance, people)
    return QuizStatistics(mean, median, sqrt(variance), **shape, **consistency)


def _shape(totals: Sequence[float], variance: float, people: Sequence[int]) -> _Shape:
    """Skewness k3 / k2^1.5 and kurtosis k4 / k2^2 from Fisher's k-statistics."""
    n, deviations = sum(people), _deviations(totals, people)
    m2, m3, m4 = (fmean([value**power for value in deviations], people) for power in (2, 3, 4))
    k3 = n * n * m3 / ((n - 1) * (n - 2))
    if n < 4:
        return {"skewness": k3 / variance**1.5}
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return {"skewness": k3 / variance**1.5, "kurtosis": k4 / variance**2}


def _consistency(columns: Sequence[Sequence[float]], variance: float, people: Sequence[int]) -> _Consistency:
    items = len(columns)
    if items < 2:
        return {}
    item_variance = fsum(_covariance(column, column, people) or 0.0 for column in columns)
    cic = 100 * items / (items - 1) * (1 - item_variance / variance)
    error = sqrt(max(0.0, 1 - cic / 100))  # cic is at most 100 in exact arithmetic, but may be rounded up
    return {"cic": cic, "error_ratio": 100 * error, "standard_error": error * sqrt(variance)}


def _student_quantile(freedom: int, confidence: float) -> float:
    """Two-sided quantile of Student's t for whole degrees of freedom."""
    if freedom > MANY:
        return _expanded_quantile(freedom, confidence)
    return _exact_quantile(freedom, confidence)


def _expanded_quantile(freedom: int, confidence: float) -> float:
    """The normal quantile with corrections in powers of 1/freedom (Cornish-Fisher).

    Abramowitz and Stegun (1964), 26.7.5. Its time does not grow with the people.
    """
    x = NormalDist().inv_cdf(0.5 + confidence / 2)
    return fsum(
        [
            x,
            (x**3 + x) / (4 * freedom),
            (5 * x**5 + 16 * x**3 + 3 * x) / (96 * freedom**2),
            (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * freedom**3),
            (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / (92160 * freedom**4),
        ]
    )


@lru_cache(maxsize=MANY)  # a table of hundreds of offices asks for the same ones each time
def _exact_quantile(freedom: int, confidence: float) -> float:
    """By bisection of the angle; the time grows with the degrees of freedom."""
    low, high = 0.0, pi / 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _student_within(middle, freedom) < confidence else (low, middle)
    return tan(low) * sqrt(freedom)


def _student_within(angle: float, freedom: int) -> float:
    """P(|T| < tan(angle) * sqrt(freedom)). Abramowitz and Stegun (1964), 26.7.3 and 26.7.4."""
    odd = freedom % 2
    term, terms = (cos(angle) if odd else 1.0), []
    for k in range(1 + odd, freedom, 2):
        terms.append(term)
        term *= k / (k + 1) * cos(angle) ** 2
    series = sin(angle) * fsum(terms)
    return 2 / pi * (angle + series) if odd else series
