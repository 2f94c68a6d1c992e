"""Rasch difficulties and Mantel-Haenszel differences: against published estimates and by their definitions.

LSAT-6 and LSAT-7 (tests/data/lsat_patterns.csv): 1,000 people and 5 questions each, R. D. Bock and
M. Lieberman, Psychometrika 35 (1970), 179-197. UCBAdmissions: P. J. Bickel, E. A. Hammel and
J. W. O'Connell, Science 187 (1975), 398-404; its figures are those that R prints for
mantelhaen.test(UCBAdmissions).
"""

import csv
from collections import Counter
from itertools import product
from math import exp, log
from pathlib import Path
from random import Random

import pytest

from quizzes.analysis.mantel_haenszel import compare_groups, mantel_haenszel
from quizzes.analysis.rasch import log_likelihood, rasch_model, symmetric_functions

PATTERNS = Path(__file__).parent / "data/lsat_patterns.csv"
# Department A to F: men admitted and rejected, women admitted and rejected.
UCB = [
    *[(512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391)],
    *[(138, 279, 131, 244), (53, 138, 94, 299), (22, 351, 24, 317)],
]


def lsat(name):
    """Return (marks, people) as two lists."""
    with PATTERNS.open() as lines:
        rows = list(csv.DictReader(lines))
    return [[int(mark) for mark in row["pattern"]] for row in rows], [int(row[name]) for row in rows]


def values_of(model):
    return [difficulty.value for difficulty in model.difficulties]


def by_force(betas, marks, people):
    """The conditional log-likelihood from all patterns with the same number of right answers."""
    weight = {
        pattern: exp(-sum(beta for beta, mark in zip(betas, pattern, strict=True) if mark))
        for pattern in product((0, 1), repeat=len(betas))
    }
    same = Counter()
    for pattern, value in weight.items():
        same[sum(pattern)] += value
    return sum(n * log(weight[tuple(row)] / same[sum(row)]) for row, n in zip(marks, people, strict=True))


@pytest.mark.parametrize(
    ("name", "right"), [("lsat6", [924, 709, 553, 763, 870]), ("lsat7", [828, 658, 772, 606, 843])]
)
def test_the_patterns_add_up_to_the_published_numbers_of_right_answers(name, right):
    marks, people = lsat(name)
    assert sum(people) == 1000
    assert [sum(n for row, n in zip(marks, people, strict=True) if row[item]) for item in range(5)] == right


def test_lsat_6_has_the_difficulties_of_the_text_books():
    model = rasch_model(*lsat("lsat6"))
    assert values_of(model) == pytest.approx([-1.256, 0.475, 1.236, 0.168, -0.623], abs=6e-4)
    assert (model.people, model.everybody) == (699, 1000)


@pytest.mark.parametrize("name", ["lsat6", "lsat7"])
def test_no_other_difficulties_make_the_patterns_likelier(name):
    marks, people = lsat(name)
    model = rasch_model(marks, people)
    found, step = values_of(model), 1e-3
    best = by_force(found, marks, people)
    for item in range(5):
        moved = [
            [value + (place == item) * way for place, value in enumerate(found)] for way in (step, -step)
        ]
        up, down = (by_force(betas, marks, people) for betas in moved)
        assert max(up, down) < best
        assert up - down == pytest.approx(0, abs=1e-5)
    right = [sum(n for row, n in zip(marks, people, strict=True) if row[item]) for item in range(5)]
    scores = [sum(n for row, n in zip(marks, people, strict=True) if sum(row) == score) for score in range(6)]
    assert log_likelihood(found, right, scores) == pytest.approx(best)


def test_symmetric_functions_are_sums_of_products():
    assert symmetric_functions([2, 3, 5]) == [1, 10, 31, 30]


def test_difficulties_and_their_errors_are_recovered_whatever_people_know():
    random, true, inside = Random(6), [-1.5, -0.5, 0, 0.5, 1.5], 0
    for _round in range(40):
        people = [random.choice([-2, 0.5, 1]) + random.random() for _person in range(300)]
        marks = [[random.random() < 1 / (1 + exp(beta - knows)) for beta in true] for knows in people]
        for found, beta in zip(rasch_model(marks).difficulties, true, strict=True):
            inside += abs(found.value - beta) < 1.96 * found.standard_error
    assert 0.9 <= inside / 200 <= 0.99


@pytest.mark.parametrize(
    "marks",
    [
        [],
        [[1], [0]],
        [[1, 1], [0, 0]],
        [[1, 0], [1, 0]],
        [[1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 1, 0], [1, 1, 0, 1]],
    ],
)
def test_data_that_leave_a_difficulty_open_have_none(marks):
    assert rasch_model(marks) is None


@pytest.mark.parametrize(
    ("marks", "people"), [([[1, 0], [1]], None), ([[1, 2]], None), ([[1, 0]], [1, 2]), ([[1, 0]], [-1])]
)
def test_wrong_marks_are_refused(marks, people):
    with pytest.raises(ValueError, match="must"):
        rasch_model(marks, people)


def test_admissions_at_berkeley_have_the_figures_of_r():
    found = mantel_haenszel(UCB)
    assert (found.odds_ratio, found.chi_square) == pytest.approx((0.9046968, 1.4269), abs=5e-5)
    ends = [found.odds_ratio * exp(way * 1.959964 * found.standard_error) for way in (-1, 1)]
    assert ends == pytest.approx([0.7719074, 1.0603298], abs=1e-6)
    assert found.delta == pytest.approx(-2.35 * log(0.9046968), abs=1e-6)
    assert not found.is_large


def test_a_constant_odds_ratio_is_found_and_a_large_one_is_large():
    found = mantel_haenszel([(60, 30, 20, 30), (40, 10, 40, 30)])
    assert found.odds_ratio == pytest.approx(3)
    assert found.is_large
    few = mantel_haenszel([(6, 3, 2, 3), (4, 1, 4, 3)])
    assert few.odds_ratio == pytest.approx(3)
    assert not few.is_large


@pytest.mark.parametrize("strata", [[], [(5, 5, 0, 0)], [(5, 0, 5, 0)], [(5, 0, 0, 5)]])
def test_strata_without_both_groups_and_both_answers_have_no_odds_ratio(strata):
    assert mantel_haenszel(strata) is None


def test_negative_people_are_refused():
    with pytest.raises(ValueError, match="whole numbers"):
        mantel_haenszel([(5, -1, 3, 2)])


def group(people, harder=0.0, seed=1):
    random, found = Random(seed), Counter()
    for _person in range(people):
        knows = random.gauss(0, 1)
        found[tuple(int(random.random() < 1 / (1 + exp(b - knows))) for b in (harder, -0.5, 0, 0.5, 1))] += 1
    return found


def test_only_the_question_that_is_harder_in_one_group_is_reported():
    found = compare_groups(group(800), group(800, harder=1.5, seed=2))
    assert [each.is_large for each in found] == [True, False, False, False, False]
    assert found[0].delta < -1.5


def test_groups_below_the_limits_are_not_compared():
    big, none = {(1, 0): 200, (0, 1): 200}, [None, None]
    assert compare_groups(big, {(1, 0): 100, (0, 1): 99}) == none
    assert None not in compare_groups(big, {(1, 0): 100, (0, 1): 100})
    assert compare_groups({(1, 0): 125, (0, 1): 124}, {(1, 0): 125, (0, 1): 125}) == none
    assert compare_groups(big, {(1, 1): 5000}) == none, "nobody of one group is like anybody of the other"
    assert compare_groups({}, big) == []


def test_of_two_questions_nobody_knows_which_one_differs():
    assert compare_groups({(1, 0): 300, (0, 1): 100}, {(1, 0): 100, (0, 1): 300}) == [None, None]


def test_one_harder_question_of_three_does_not_make_the_others_look_easier():
    short = [Counter(), Counter()]
    for sums, whole in zip(short, (group(1500), group(1500, harder=2, seed=2)), strict=True):
        for marks, people in whole.items():
            sums[marks[:3]] += people
    assert [bool(each and each.is_large) for each in compare_groups(*short)] == [True, False, False]
