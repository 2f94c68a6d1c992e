"""How hard the questions of a quiz are in the Rasch model, by conditional maximum likelihood: pure functions.

Conditional on how many questions somebody had right, what people know drops out, so nothing is assumed about
it. People with none or all right do not count. E. B. Andersen, Journal of the Royal Statistical Society B 32
(1970), 283-301; elementary symmetric functions by the summation algorithm, as in G. H. Fischer and
I. W. Molenaar, Rasch Models (1995), chapters 3 and 8.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, fsum, log, sqrt

MAX_STEPS, CLOSE_ENOUGH = 50, 1e-10

Matrix = list[list[float]]


@dataclass(frozen=True)
class Difficulty:
    """In logits; those of a quiz add up to 0, and above 0 is harder than its mean."""

    value: float
    standard_error: float  # over people


@dataclass(frozen=True)
class RaschModel:
    """`difficulties` are in the order of the marks; `people` had some right and some not, of `everybody`."""

    difficulties: tuple[Difficulty, ...]
    people: int
    everybody: int


def rasch_model(marks: Iterable[Iterable[int]], people: Iterable[int] | None = None) -> RaschModel | None:
    """Fit `marks[attempt][item]`, each 0 or 1; `people[attempt]`, 1 by default, persons had those marks.

    None where the data leave a difficulty open: fewer than two questions, or questions that part into easier
    and harder ones without anybody who had a harder one right and an easier one wrong. ValueError for
    attempts of different lengths and marks other than 0 and 1.
    """
    rows = [list(attempt) for attempt in marks]
    weights = [1] * len(rows) if people is None else list(people)
    check_marks(rows, weights)
    items = len(rows[0]) if rows else 0
    used = [(row, number) for row, number in zip(rows, weights, strict=True) if 0 < sum(row) < items]
    if items < 2 or not are_connected(used, items):
        return None
    right = [sum(number for row, number in used if row[item]) for item in range(items)]
    scores = [sum(number for row, number in used if sum(row) == score) for score in range(items)]
    found, inverse = maximise(right, scores)
    return RaschModel(
        tuple(Difficulty(value, sqrt(inverse[item][item])) for item, value in enumerate(found)),
        people=sum(scores),
        everybody=sum(weights),
    )


def check_marks(rows: Sequence[Sequence[int]], people: Sequence[int]) -> None:
    if any(len(row) != len(rows[0]) for row in rows) or any(
        mark not in (0, 1) for row in rows for mark in row
    ):
        raise ValueError("Every attempt must have one mark for each question, 0 or 1.")
    if len(people) != len(rows) or not all(number >= 0 and number == int(number) for number in people):
        raise ValueError("For each attempt the number of people must be a whole number from 0.")


def are_connected(used: Sequence[tuple[Sequence[int], int]], items: int) -> bool:
    """Return True if from each question a chain of people leads to each other one.

    A link from one to another is somebody who had the one right and the other wrong. Only then are the
    estimates finite and unique (G. H. Fischer, Psychometrika 46 (1981), 59-77).
    """
    links = {
        (one, other)
        for row, number in used
        for one in range(items)
        for other in range(items)
        if number and row[one] and not row[other]
    }
    backwards = {(other, one) for one, other in links}
    return all(len(reached(way)) == items for way in (links, backwards))


def reached(links: set[tuple[int, int]]) -> set[int]:
    """Return the questions to which a chain leads from the first one."""
    found, new = {0}, {0}
    while new:
        new = {other for one, other in links if one in new} - found
        found |= new
    return found


def maximise(right: Sequence[int], scores: Sequence[int]) -> tuple[list[float], Matrix]:
    """Return (difficulties, their covariances), by Newton's method with halved steps."""
    betas = [0.0] * len(right)
    best = log_likelihood(betas, right, scores)
    for _step in range(MAX_STEPS):
        gradient, inverse = slope_and_inverse(betas, right, scores)
        step = [fsum(cell * slope for cell, slope in zip(row, gradient, strict=True)) for row in inverse]
        size = 1.0
        while (
            size > CLOSE_ENOUGH
            and (new := log_likelihood(moved := add_step(betas, step, size), right, scores)) < best
        ):
            size /= 2
        if size > CLOSE_ENOUGH:
            betas, best = moved, new
        if max(map(abs, step)) < CLOSE_ENOUGH or size <= CLOSE_ENOUGH:
            break
    return betas, slope_and_inverse(betas, right, scores)[1]


def add_step(betas: Sequence[float], step: Sequence[float], size: float) -> list[float]:
    moved = [beta + size * change for beta, change in zip(betas, step, strict=True)]
    mean = fsum(moved) / len(moved)
    return [beta - mean for beta in moved]


def log_likelihood(betas: Sequence[float], right: Sequence[int], scores: Sequence[int]) -> float:
    gammas = symmetric_functions([exp(-beta) for beta in betas])
    parts = [-number * beta for number, beta in zip(right, betas, strict=True)]
    return fsum([*parts, *(-number * log(gammas[score]) for score, number in enumerate(scores) if number)])


def slope_and_inverse(
    betas: Sequence[float], right: Sequence[int], scores: Sequence[int]
) -> tuple[list[float], Matrix]:
    """Return (gradient of the log-likelihood, generalised inverse of the information)."""
    items = range(len(betas))
    epsilons = [exp(-beta) for beta in betas]
    gammas = symmetric_functions(epsilons)
    without = [symmetric_functions(others(epsilons, i)) for i in items]
    pairs = {(i, j): symmetric_functions(others(epsilons, i, j)) for i in items for j in range(i)}
    information = [[0.0] * len(betas) for _ in items]
    expected = [0.0] * len(betas)
    for score, number in enumerate(scores):
        if not number:
            continue
        chance = [epsilons[i] * without[i][score - 1] / gammas[score] for i in items]
        for i in items:
            expected[i] += number * chance[i]
            information[i][i] += number * chance[i] * (1 - chance[i])
            for j in range(i):
                ways = pairs[i, j][score - 2] if score > 1 else 0.0
                both = epsilons[i] * epsilons[j] * ways / gammas[score]
                change = number * (both - chance[i] * chance[j])
                information[i][j] += change
                information[j][i] += change
    gradient = [expected[i] - right[i] for i in items]
    return gradient, centred_inverse(information)


def others(values: Sequence[float], *places: int) -> list[float]:
    return [value for place, value in enumerate(values) if place not in places]


def symmetric_functions(epsilons: Sequence[float]) -> list[float]:
    """Return the elementary symmetric functions of order 0 to the number of `epsilons`."""
    found = [1.0]
    for epsilon in epsilons:
        found = [
            (found[order] if order < len(found) else 0.0) + (epsilon * found[order - 1] if order else 0.0)
            for order in range(len(found) + 1)
        ]
    return found


def centred_inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a symmetric matrix with rows that add up to 0, on vectors that do."""
    size = len(matrix)
    shifted = [[cell + 1 / size for cell in row] for row in matrix]
    return [[cell - 1 / size for cell in row] for row in inverse_of(shifted)]


def inverse_of(matrix: Matrix) -> Matrix:
    """By elimination; the matrix is positive definite, so no rows are exchanged."""
    size = len(matrix)
    rows = [[*row, *(float(place == index) for place in range(size))] for index, row in enumerate(matrix)]
    for pivot in range(size):
        scale = rows[pivot][pivot]
        rows[pivot] = [cell / scale for cell in rows[pivot]]
        for index in range(size):
            factor = rows[index][pivot]
            if index != pivot and factor:
                rows[index] = [a - factor * b for a, b in zip(rows[index], rows[pivot], strict=True)]
    return [row[size:] for row in rows]
