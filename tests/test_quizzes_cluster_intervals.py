"""Intervals over villages: linearisation with Student's t, by hand, by definition and by simulation."""

from fractions import Fraction
from math import inf, nan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import (
    ClusterSums,
    _student_quantile,
    cluster_interval,
    cluster_interval_of_sums,
    cluster_share_of_sums,
    wilson_interval,
)
from tests.benchmarks.intervals import ICCS, coverage_of_gains, coverage_of_share, over_people

PAIRS = [(0, 2), (2, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14), (14, 16)]
people = st.lists(st.lists(st.integers(-100, 100), max_size=6), min_size=8, max_size=12)


def sums_of(clusters):
    """Return the `ClusterSums` of whole numbers as the database adds them up."""
    pairs = [(len(cluster), sum(cluster)) for cluster in clusters if cluster]
    return ClusterSums(
        clusters=len(pairs),
        people=sum(n for n, _total in pairs),
        total=sum(total for _n, total in pairs),
        squares=sum(value**2 for cluster in clusters for value in cluster),
        people_squares=sum(n * n for n, _total in pairs),
        total_squares=sum(total**2 for _n, total in pairs),
        products=sum(n * total for n, total in pairs),
        mean_squares=sum(total**2 / n for n, total in pairs),
    )


def test_eight_villages_of_two_people_are_what_the_hand_says():
    # Sums of residuals +-2, 6, 10, 14: variance 8 / 7 * 672 / 16^2 = 3. Student's t, 7 degrees: 2.364624.
    # Mean squares 48 between and 2 within: ICC 46 / 50. One by one: 352 / 15 / 16.
    found = cluster_interval(PAIRS)
    half = 2.364624 * sqrt(3)
    assert (found.estimate, found.low, found.high) == pytest.approx((8, 8 - half, 8 + half), abs=1e-5)
    assert (found.icc, found.design_effect) == pytest.approx((0.92, 3 / (352 / 240)))
    assert (found.clusters, found.people) == (8, 16)


@given(people)
def test_the_variance_is_that_of_its_definition(clusters):
    filled = [cluster for cluster in clusters if cluster]
    numbers = [value for cluster in filled for value in cluster]
    if len(filled) < 8:
        return
    mean = Fraction(sum(numbers), len(numbers))
    residuals = sum((sum(cluster) - len(cluster) * mean) ** 2 for cluster in filled)
    variance = Fraction(len(filled), len(filled) - 1) * residuals / len(numbers) ** 2
    half = _student_quantile(len(filled) - 1, 0.95) * sqrt(variance)
    for found in (cluster_interval(clusters), cluster_interval_of_sums(sums_of(clusters))):
        assert (found.estimate, found.low, found.high) == pytest.approx(
            (float(mean), float(mean) - half, float(mean) + half), abs=1e-9
        )


@given(people)
def test_the_sums_of_the_database_give_the_same_likeness_and_design_effect(clusters):
    if not any(clusters):
        return
    listed, summed = cluster_interval(clusters), cluster_interval_of_sums(sums_of(clusters))
    assert listed.icc == pytest.approx(summed.icc, abs=1e-9)
    assert listed.design_effect == pytest.approx(summed.design_effect, abs=1e-9)


# Two-sided 95 % quantiles, as printed in any table.
@pytest.mark.parametrize(
    ("villages", "quantile"),
    [(8, 2.3646), (10, 2.2622), (16, 2.1314), (30, 2.0452), (61, 2.0003), (121, 1.9799)],
)
def test_the_interval_has_one_degree_of_freedom_less_than_villages(villages, quantile):
    found = cluster_interval([[number] for number in range(villages)])
    standard_error = sqrt(sum((n - found.estimate) ** 2 for n in range(villages)) / (villages - 1) / villages)
    assert (found.high - found.estimate) / standard_error == pytest.approx(quantile, abs=5e-5)


def test_villages_of_one_person_are_people_drawn_one_by_one():
    found = cluster_interval([[number] for number in range(10)])
    assert (found.icc, found.design_effect) == (None, pytest.approx(1))


def test_below_eight_villages_there_is_an_estimate_and_no_interval():
    found = cluster_interval(PAIRS[:7])
    assert (found.estimate, found.low, found.high, found.clusters, found.people) == (7, None, None, 7, 14)
    assert found.icc > 0.8
    alone = cluster_interval([[1, 2, 3]])
    assert (alone.estimate, alone.low, alone.icc, alone.design_effect) == (2, None, None, None)


def test_a_village_without_people_does_not_count():
    assert cluster_interval([[], *PAIRS, [], []]) == cluster_interval(PAIRS)
    assert cluster_interval([[], *PAIRS[:7]]).low is None


def test_equal_people_have_no_spread_between_villages():
    found = cluster_interval([[0.1] * 3] * 8)
    assert found.low == found.estimate == found.high == pytest.approx(0.1)
    assert (found.icc, found.design_effect) == (None, None)


def test_large_numbers_that_differ_little_lose_no_digits():
    near = cluster_interval([[1e9 + number for number in pair] for pair in PAIRS])
    assert (near.high - near.low, near.icc) == pytest.approx((2 * 2.364624 * sqrt(3), 0.92), rel=1e-6)


@pytest.mark.parametrize(
    "clusters",
    [[[1, nan]], [[1, inf]], [[1, "2"]], [[None]], [1, 2, 3], ["12"], [{1: 2}], [[10**400]], [[1e200]]],
)
def test_what_is_no_number_is_refused_in_words(clusters):
    with pytest.raises(ValueError, match="finite numbers, one for each person"):
        cluster_interval(clusters)


@pytest.mark.parametrize("clusters", [[], [[]], [[], []]])
def test_nobody_is_refused_in_words(clusters):
    with pytest.raises(ValueError, match="at least one person"):
        cluster_interval(clusters)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95, nan])
def test_a_confidence_that_is_none_is_refused(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        cluster_interval(PAIRS, confidence)


def test_sums_that_no_villages_have_are_refused():
    with pytest.raises(ValueError, match="No 3 people in 8 clusters"):
        cluster_interval_of_sums(ClusterSums(8, 3, 1, 1, 1, 1, 1, 1))
    with pytest.raises(ValueError, match="is no share"):
        cluster_share_of_sums(sums_of(PAIRS))


def test_a_share_over_villages_of_one_person_is_nearly_wilsons():
    found = cluster_share_of_sums(sums_of([[1]] * 300 + [[0]] * 100))
    assert (found.low, found.high) == pytest.approx(wilson_interval(300, 400), abs=1e-3)


@given(st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=5), min_size=8, max_size=12))
def test_the_interval_of_a_share_holds_it_within_0_and_1(clusters):
    found = cluster_share_of_sums(sums_of(clusters))
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.high - found.low > 0.05


def test_where_everybody_is_right_each_village_counts_as_one_person():
    found = cluster_share_of_sums(sums_of([[1] * 20] * 8))
    assert (found.low, found.high) == pytest.approx((8 / (8 + 2.364624**2), 1), abs=1e-5)


@pytest.mark.parametrize("icc", ICCS)
def test_95_of_100_intervals_over_villages_hold_the_true_gain(icc):
    # Few rounds, with a seed; `make intervals` tries 4,000 of each.
    assert 0.93 <= coverage_of_gains(villages=30, icc=icc, rounds=150, seed=26) <= 0.97


def test_the_interval_over_people_holds_the_true_gain_far_too_seldom():
    assert coverage_of_gains(villages=30, icc=0.2, rounds=100, seed=8, interval=over_people) < 0.8


def test_nine_of_ten_right_is_held_too():
    assert coverage_of_share(villages=30, icc=0.1, share=0.9, rounds=200, seed=8) > 0.92
