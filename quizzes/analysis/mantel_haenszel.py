"""Is a question harder for one group than for another whose people know as much? Pure functions.

People are compared with people who had as many questions right (strata). N. Mantel and W. Haenszel, Journal
of the National Cancer Institute 22 (1959), 719-748; P. W. Holland and D. T. Thayer in H. Wainer and
H. I. Braun, Test Validity (1988), 129-145; standard error: J. Robins, N. Breslow and S. Greenland,
Biometrics 42 (1986), 311-323. Classes and limits of n: R. Zwick, A Review of ETS Differential Item
Functioning Assessment Procedures, ETS Research Report 12-08 (2012).

One harder question makes the others look easier, in a short quiz very much. So the question that differs
most leaves the total before the others are judged: D. Andrich and C. Hagquist, Journal of Educational and
Behavioral Statistics 37 (2012), 387-416.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log, sqrt

FEWEST_IN_GROUP, FEWEST_TOGETHER = 200, 500
DELTAS_A_LOGIT = -2.35
SMALL, LARGE = 1.0, 1.5  # of delta
ONE_SIDED = 1.644854  # normal quantile of 5 %

Marks = tuple[int, ...]
People = Mapping[Marks, int]
Stratum = tuple[int, int, int, int]  # right and wrong in the reference group, right and wrong in the other


@dataclass(frozen=True)
class MantelHaenszel:
    """`odds_ratio` above 1 and `delta` below 0: harder for the other group than for the reference group."""

    odds_ratio: float
    standard_error: float  # of its logarithm, over people
    chi_square: float  # one degree of freedom, with continuity correction

    @property
    def delta(self) -> float:
        return DELTAS_A_LOGIT * log(self.odds_ratio)

    @property
    def is_large(self) -> bool:
        """Return True in class C of ETS: at least 1.5, and more than 1 by a one-sided test at 5 %."""
        error = abs(DELTAS_A_LOGIT) * self.standard_error
        return abs(self.delta) >= LARGE and abs(self.delta) - ONE_SIDED * error > SMALL


def mantel_haenszel(strata: Iterable[Stratum]) -> MantelHaenszel | None:
    """Return None where no stratum has both groups with answers that fix the odds."""
    rows = [row for row in strata if row[0] + row[1] and row[2] + row[3]]
    if any(count < 0 or count != int(count) for row in rows for count in row):
        raise ValueError("Counts of people must be whole numbers from 0.")
    for_reference = [a * d / sum(row) for row in rows for a, _b, _c, d in [row]]
    for_other = [b * c / sum(row) for row in rows for _a, b, c, _d in [row]]
    up, down = fsum(for_reference), fsum(for_other)
    if not up or not down:
        return None
    return MantelHaenszel(up / down, log_error(rows, up, down), chi_square(rows))


def log_error(rows: Sequence[Stratum], up: float, down: float) -> float:
    """Return the standard error of the logarithm of the odds ratio (Robins, Breslow and Greenland)."""
    parts = []
    for a, b, c, d in rows:
        n = a + b + c + d
        agree, differ = (a + d) / n, (b + c) / n
        first, second = a * d / n, b * c / n
        parts += [agree * first / (2 * up * up), differ * second / (2 * down * down)]
        parts.append((agree * second + differ * first) / (2 * up * down))
    return sqrt(fsum(parts))


def chi_square(rows: Sequence[Stratum]) -> float:
    excess, variance = [], []
    for a, b, c, d in rows:
        n, reference, right = a + b + c + d, a + b, a + c
        excess.append(a - reference * right / n)
        if n > 1:
            variance.append(reference * (c + d) * right * (b + d) / (n * n * (n - 1)))
    whole = fsum(variance)
    distance = max(0.0, abs(fsum(excess)) - 0.5)
    return distance * distance / whole if whole else 0.0


def compare_groups(reference: People, other: People) -> list[MantelHaenszel | None]:
    """Compare {marks of the questions: people} of two groups; each question gets a result or None.

    The total over the questions not yet found to differ, with the compared one, makes the strata. Only people
    whose total is found in both groups count for the limits. Of the last two questions nobody knows which one
    differs.
    """
    items = len(next(iter(reference), ()))
    found: list[MantelHaenszel | None] = [None] * items
    left = list(range(items))
    while len(left) > 1:
        results = compare_items(reference, other, left)
        large = [item for item, result in results.items() if result.is_large]
        if large and len(left) == 2:
            break
        chosen = max(large, key=lambda item: abs(results[item].delta)) if large else None
        for item, result in results.items():
            if chosen in (None, item):
                found[item] = result
        if chosen is None:
            break
        left.remove(chosen)
    return found


def compare_items(reference: People, other: People, items: Sequence[int]) -> dict[int, MantelHaenszel]:
    """Return the results of `items` with their total as strata; nothing for too few people."""
    groups = (by_total(reference, items), by_total(other, items))
    shared = [total for total in groups[0] if total in groups[1]]
    numbers = [sum(people for total in shared for _marks, people in group[total]) for group in groups]
    if min(numbers) < FEWEST_IN_GROUP or sum(numbers) < FEWEST_TOGETHER:
        return {}
    results = {
        item: mantel_haenszel(
            (*right_and_wrong(groups[0][total], item), *right_and_wrong(groups[1][total], item))
            for total in shared
        )
        for item in items
    }
    return {item: result for item, result in results.items() if result}


def by_total(people: People, items: Sequence[int]) -> dict[int, list[tuple[Marks, int]]]:
    found = defaultdict(list)
    for marks, number in people.items():
        if number:
            found[sum(marks[item] for item in items)].append((marks, number))
    return dict(found)


def right_and_wrong(rows: Iterable[tuple[Marks, int]], item: int) -> tuple[int, int]:
    right = wrong = 0
    for marks, number in rows:
        right, wrong = (right + number, wrong) if marks[item] else (right, wrong + number)
    return right, wrong
