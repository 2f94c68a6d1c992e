"""Reference values come from Moodle's own tests, read in place and never copied here, and from tests/data."""

import csv
import json
from collections import Counter
from math import sqrt
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.statistics import (
    ANSWER_STATES,
    MANY,
    _exact_quantile,
    _expanded_quantile,
    _student_quantile,
    item_analysis,
    mcnemar_exact,
    normalised_gain,
    paired_gain,
    paired_gain_of_sums,
    transitions,
    wilson_interval,
)

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"
MOODLE = ROOT.parent / "shared" / "data" / "moodle_fixtures"

needs_moodle = pytest.mark.skipif(
    not MOODLE.is_dir(), reason=f"Moodle's reference values are not in the project and not at {MOODLE}"
)

# Column of qstats00.csv -> (our name, relative tolerance). Its units are ours: fraction, marks, per cent.
QSTATS = {
    "facility": ("facility", 1e-6),
    "sd": ("standard_deviation", 1e-6),
    "effectiveweight": ("effective_weight", 1e-5),
    "covariance": ("covariance", 1e-5),
    "markvariance": ("mark_variance", 1e-6),
    "othermarkvariance": ("rest_variance", 1e-6),
    "discriminationindex": ("discrimination_index", 1e-5),
    "covariancemax": ("covariance_max", 1e-5),
    "discriminativeefficiency": ("discriminative_efficiency", 1e-5),
}
# Column of expected_mdl_question_states.csv -> (our name, its multiple of our unit, relative tolerance).
QUESTION_STATES = {
    "facility_x100": ("facility", 100, 1e-6),
    "sd_x1000": ("standard_deviation", 1000, 1e-6),
    "effectiveweight": ("effective_weight", 1, 1e-5),
    "discriminationindex": ("discrimination_index", 1, 1e-5),
    "discriminativeefficiency": ("discriminative_efficiency", 1, 1e-5),
}
QUIZ = {
    "firstattemptsavg": "mean",
    "median": "median",
    "standarddeviation": "standard_deviation",
    "skewness": "skewness",
    "kurtosis": "kurtosis",
    "cic": "cic",
    "errorratio": "error_ratio",
    "standarderror": "standard_error",
}
OWN_ITEM = {column: name for column, (name, _) in QSTATS.items()} | {"covall": "covariance_with_total"}
OWN_QUIZ = {
    "avg": "mean",
    "median": "median",
    "sd": "standard_deviation",
    "skew": "skewness",
    "kurt": "kurtosis",
    "cic": "cic",
    "errorratio": "error_ratio",
    "se": "standard_error",
}


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def results00():
    """25 attempts x 7 slots, every maximum 1."""
    return [
        [float(row[f"slots.{slot}.mark"]) for slot in range(1, 8)] for row in rows(MOODLE / "results00.csv")
    ]


def question_states():
    """22 attempts x 20 slots with the maxima; a new attempt starts at each slot 1, slots in any order."""
    attempts = []
    for row in rows(MOODLE / "mdl_question_states.csv"):
        if row["slot"] == "1":
            attempts.append({})
        attempts[-1][int(row["slot"])] = row
    marks = [[float(attempt[slot]["mark"]) for slot in range(1, 21)] for attempt in attempts]
    return marks, [float(attempts[0][slot]["maxmark"]) for slot in range(1, 21)]


def compare(actual, expected, relative):
    """Compare one value, an empty cell meaning None, and return how many were compared."""
    if expected == "":
        assert actual is None
    else:
        assert actual == pytest.approx(float(expected), rel=relative, abs=1e-12)
    return 1


def moodle_items_of_results00():
    items = item_analysis(results00(), [1] * 7).items
    expected = [row for row in rows(MOODLE / "qstats00.csv") if not row["variant"] and not row["subqname"]]
    return sum(
        compare(getattr(items[int(row["slot"]) - 1], name), row[column], relative)
        for row in expected
        for column, (name, relative) in QSTATS.items()
    )


def moodle_items_of_question_states():
    items, compared = item_analysis(*question_states()).items, 0
    for row in rows(MOODLE / "expected_mdl_question_states.csv"):
        for column, (name, multiple, relative) in QUESTION_STATES.items():
            value = getattr(items[int(row["slot"]) - 1], name)
            compared += compare(value if value is None else value * multiple, row[column], relative)
    return compared


@needs_moodle
def test_item_statistics_equal_all_163_reference_values_of_moodle():
    assert moodle_items_of_results00() + moodle_items_of_question_states() == 163


@needs_moodle
def test_quiz_statistics_equal_all_8_reference_values_of_moodle():
    analysis = item_analysis(results00(), [1] * 7)
    expected = {row["stat"]: row["expected"] for row in rows(MOODLE / "expected_quiz00.csv")}
    compared = sum(
        compare(getattr(analysis.quiz, ours), expected[name], 1.5e-5) for name, ours in QUIZ.items()
    )
    assert compared == 8
    assert analysis.n == int(expected["firstattemptscount"])


@needs_moodle
def test_internal_consistency_may_be_negative_and_the_error_ratio_above_100():
    quiz = item_analysis(results00(), [1] * 7).quiz
    assert quiz.cic < 0
    assert quiz.error_ratio > 100


@pytest.fixture(scope="module")
def expected():
    return json.loads((DATA / "expected_40x5.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers():
    """{phase: {question: {person: row}}}"""
    found = {}
    for row in rows(DATA / "responses_40x5.csv"):
        found.setdefault(row["phase"], {}).setdefault(row["question"], {})[row["person"]] = row
    return found


def marks_of(phase):
    """One list of marks a person, people and questions in order."""
    columns = [
        [float(phase[question][person]["mark"]) for person in sorted(phase["1"])]
        for question in sorted(phase)
    ]
    return [list(attempt) for attempt in zip(*columns, strict=True)]


def state(row):
    if row["option"] == "dk":
        return "dk"
    return "right" if row["mark"] == "1" else "wrong"


@pytest.mark.parametrize("phase", ["pre", "post"])
def test_our_own_answers_give_the_expected_item_statistics(phase, answers, expected):
    items = item_analysis(marks_of(answers[phase]), [1] * 5).items
    for number, item in enumerate(items, start=1):
        values = dict(expected[phase]["items"][str(number)])
        assert Counter(row["option"] for row in answers[phase][str(number)].values()) == Counter(
            values.pop("option_counts")
        )
        assert {name: getattr(item, OWN_ITEM[name]) for name in values} == pytest.approx(values, rel=1e-9)
        assert values.keys() == OWN_ITEM.keys()


@pytest.mark.parametrize("phase", ["pre", "post"])
def test_our_own_answers_give_the_expected_quiz_statistics(phase, answers, expected):
    analysis = item_analysis(marks_of(answers[phase]), [1] * 5)
    values = expected[phase]["quiz"]
    assert {name: getattr(analysis.quiz, ours) for name, ours in OWN_QUIZ.items()} == pytest.approx(
        values, rel=1e-9
    )
    assert analysis.n == 40


def test_our_own_answers_give_the_expected_gain(answers, expected):
    before, after = ([20 * sum(marks) for marks in marks_of(answers[phase])] for phase in ("pre", "post"))
    gain = paired_gain(before, after)
    assert gain.points == pytest.approx(expected["gain"]["points"])
    assert gain.n == 40
    assert gain.low < gain.points < gain.high
    means = expected["gain"]["pre_pct"], expected["gain"]["post_pct"]
    assert (sum(before) / 40, sum(after) / 40) == pytest.approx(means)
    assert normalised_gain(*means) == pytest.approx(expected["gain"]["hake_group_g"])


@pytest.mark.parametrize("question", ["1", "2", "3", "4", "5"])
def test_our_own_answers_give_the_expected_transitions(question, answers, expected):
    before, after = answers["pre"][question], answers["post"][question]
    counts = transitions((state(before[person]), state(after[person])) for person in before)
    values = expected["transitions"][question]
    assert dict(counts) == values["transitions"]
    assert (counts.lost, counts.gained) == (values["lost"], values["gained"])
    assert mcnemar_exact(counts.lost, counts.gained) == pytest.approx(values["mcnemar_exact_p"])


def test_one_attempt_has_a_facility_and_no_spread():
    analysis = item_analysis([[1, 0.5]], [1, 2])
    assert [item.facility for item in analysis.items] == [1, 0.25]
    assert (analysis.quiz.mean, analysis.quiz.median) == (1.5, 1.5)
    for item in analysis.items:
        assert {value for name, value in vars(item).items() if name != "facility"} == {None}
    assert analysis.quiz.standard_deviation is None
    assert analysis.quiz.cic is None


@pytest.mark.parametrize(("mark", "facility"), [(1, 1), (0, 0), (0.1, 0.1)])
def test_when_everyone_scores_the_same_nothing_discriminates(mark, facility):
    analysis = item_analysis([[mark] * 3] * 7, [1] * 3)
    for item in analysis.items:
        assert item.facility == pytest.approx(facility)
        assert (item.standard_deviation, item.covariance_max) == (0, 0)
        assert item.effective_weight is None
        assert (item.discrimination_index, item.discriminative_efficiency) == (None, None)
    assert analysis.quiz.standard_deviation == 0
    assert (analysis.quiz.skewness, analysis.quiz.kurtosis, analysis.quiz.cic) == (None, None, None)


def test_an_item_everyone_answers_alike_has_no_discrimination_beside_one_that_varies():
    alike, varied = item_analysis([[1, 0], [1, 1], [1, 1], [1, 0]], [1, 1]).items
    assert alike.discrimination_index is varied.discrimination_index is None
    assert (alike.effective_weight, varied.effective_weight) == (0, 100)


def test_a_single_item_has_no_rest_to_correlate_with():
    analysis = item_analysis([[0], [1], [1], [1]], [1])
    (item,) = analysis.items
    assert (item.facility, item.standard_deviation, item.effective_weight) == (0.75, 0.5, 100)
    assert (item.discrimination_index, item.discriminative_efficiency) == (None, None)
    assert (analysis.quiz.cic, analysis.quiz.error_ratio, analysis.quiz.standard_error) == (None, None, None)
    assert analysis.quiz.skewness == pytest.approx(-2)
    assert analysis.quiz.kurtosis == pytest.approx(4)


def test_two_and_three_attempts_are_too_few_for_the_higher_moments():
    two, three = (item_analysis([[0, 0], [1, 0], [1, 1]][:n], [1, 1]).quiz for n in (2, 3))
    assert two.standard_deviation == pytest.approx(sqrt(0.5))
    assert (two.skewness, two.cic) == (None, None)
    assert three.skewness == pytest.approx(0)
    assert three.cic is not None
    assert three.kurtosis is None


def test_an_unscored_item_has_no_facility_and_no_standard_deviation():
    unscored = item_analysis([[1, 0], [0, 0]], [1, 0]).items[1]
    assert (unscored.facility, unscored.standard_deviation, unscored.effective_weight) == (None, None, 0)


def test_an_item_that_runs_against_the_total_has_no_effective_weight():
    against = item_analysis([[1, 0, 0], [0, 1, 1], [1, 0, 0], [0, 1, 1]], [1, 1, 1]).items[0]
    assert against.discrimination_index == pytest.approx(-100)
    assert against.effective_weight is None


def test_an_item_unrelated_to_the_total_has_weight_0_in_spite_of_rounding():
    unrelated = item_analysis([[0.3, 0.7], [0.5, 0.5], [0.1, 0.7], [0.7, 0.1]], [1, 1]).items[0]
    assert (unrelated.covariance_with_total, unrelated.effective_weight) == (0, 0)


def test_items_that_agree_completely_are_consistent_without_error():
    quiz = item_analysis([[1, 1, 1], [0, 0, 0], [1, 1, 1]], [1, 1, 1]).quiz
    assert quiz.cic == pytest.approx(100)
    assert quiz.standard_error == pytest.approx(0, abs=1e-6)


@given(
    st.integers(1, 4).flatmap(
        lambda items: st.dictionaries(
            st.tuples(*[st.sampled_from([0, 0.25, 1])] * items), st.integers(1, 40), min_size=1
        )
    )
)
@example({(0.25, 0.25, 0.25): 8, (1, 1, 1): 30})
def test_equal_marks_with_their_number_of_people_are_as_good_as_each_written_out(found):
    maxima = [1] * len(next(iter(found)))
    together = item_analysis(list(found), maxima, list(found.values()))
    apart = item_analysis([marks for marks, number in found.items() for _person in range(number)], maxima)
    assert together.n == apart.n
    for one, other in zip([*together.items, together.quiz], [*apart.items, apart.quiz], strict=True):
        for name, value in vars(other).items():
            assert comparable(name, getattr(one, name)) == (
                None if value is None else pytest.approx(comparable(name, value), rel=1e-6, abs=1e-9)
            ), name


def comparable(name, value):
    """Return the square of a root of `1 - cic`: near 0 the root makes 1e-6 of a rounding error of 1e-12."""
    return value if value is None or name not in {"error_ratio", "standard_error"} else value**2


@pytest.mark.parametrize("people", [[], [1], [1, 0], [1, 1.5], [1, -2], [1, 1, 1]])
def test_a_number_of_people_that_is_none_is_refused(people):
    with pytest.raises(ValueError, match="number of people"):
        item_analysis([[1, 0], [0, 1]], [1, 1], people)


@pytest.mark.parametrize(
    ("marks", "max_marks", "sentence"),
    [
        ([], [1], "at least one attempt and one item"),
        ([[]], [], "at least one attempt and one item"),
        ([[1, 0], [1]], [1, 1], "must have 2 marks"),
        ([[1, 0]], [1], "must have 1 marks"),
        ([[1, float("nan")]], [1, 1], "finite numbers"),
        ([[1, 0]], [1, -1], "no maximum may be negative"),
    ],
)
def test_empty_ragged_or_meaningless_marks_are_refused(marks, max_marks, sentence):
    with pytest.raises(ValueError, match=sentence):
        item_analysis(marks, max_marks)


# Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("successes", "n", "interval"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0000, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_the_wilson_interval_equals_the_published_examples(successes, n, interval):
    assert wilson_interval(successes, n) == pytest.approx(interval, abs=5e-5)


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_an_impossible_proportion_is_refused(successes, n):
    with pytest.raises(ValueError, match="not a proportion"):
        wilson_interval(successes, n)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_outside_0_to_1_is_refused(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson_interval(1, 2, confidence)
    with pytest.raises(ValueError, match="between 0 and 1"):
        paired_gain([1, 2], [2, 4], confidence)


def test_the_paired_gain_equals_students_sleep_data():
    """Student (1908): hours of sleep gained with two drugs; interval as in the help of R's t.test."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    gain = paired_gain(first, second)
    assert (gain.points, gain.low, gain.high) == pytest.approx((1.58, 0.7001142, 2.4598858), abs=1e-6)
    assert gain.n == 10


# Two-sided quantiles of Student's t, as printed in any table.
@pytest.mark.parametrize(
    ("n", "confidence", "quantile"),
    [
        (2, 0.95, 12.706),
        (3, 0.95, 4.303),
        (4, 0.99, 5.841),
        (5, 0.95, 2.776),
        (31, 0.95, 2.042),
        (121, 0.9, 1.658),
    ],
)
def test_the_interval_of_a_gain_uses_students_t(n, confidence, quantile):
    after = list(range(n))
    gain = paired_gain([0] * n, after, confidence)
    standard_error = sqrt(sum((value - gain.points) ** 2 for value in after) / (n - 1) / n)
    assert (gain.high - gain.points) / standard_error == pytest.approx(quantile, abs=5e-4)
    assert gain.points - gain.low == pytest.approx(gain.high - gain.points)


def test_one_pair_has_a_gain_without_an_interval():
    gain = paired_gain([40], [60])
    assert (gain.points, gain.low, gain.high, gain.n) == (20, None, None, 1)


@pytest.mark.parametrize(("before", "after"), [([], []), ([1], []), ([1, 2], [1])])
def test_scores_without_a_partner_are_refused(before, after):
    with pytest.raises(ValueError, match="one before and one after"):
        paired_gain(before, after)


def test_the_normalised_gain_is_undefined_when_nothing_is_left_to_gain():
    assert normalised_gain(100, 100) is None
    assert normalised_gain(50, 75) == 0.5
    assert normalised_gain(50, 25) == -0.5


def test_mcnemar_is_the_exact_binomial_of_those_who_changed():
    assert mcnemar_exact(0, 0) == 1
    assert mcnemar_exact(1, 5) == pytest.approx(2 * (1 + 6) / 2**6)
    assert mcnemar_exact(6, 16) == pytest.approx(0.0524788, abs=1e-7)
    assert 0 < mcnemar_exact(0, 5000) < 1e-300


@pytest.mark.parametrize(("b", "c"), [(-1, 2), (2, -1), (1.5, 2)])
def test_mcnemar_refuses_what_is_no_count(b, c):
    with pytest.raises(ValueError, match="whole numbers"):
        mcnemar_exact(b, c)


def test_transitions_of_nobody_are_all_zero():
    counts = transitions([])
    assert (counts["dk>right"], counts.gained, counts.lost) == (0, 0, 0)


def test_an_unknown_state_of_an_answer_is_refused():
    with pytest.raises(ValueError, match="right, wrong, dk"):
        transitions([("right", "skipped")])


@st.composite
def attempts(draw):
    """1-12 attempts of 1-6 items with marks of 0 to 1 in tenths, as partial credit gives them, and maxima."""
    items = draw(st.integers(1, 6))
    mark = st.sampled_from([0, 1, 0.1, 0.3, 0.5, 0.7])
    marks = draw(st.lists(st.lists(mark, min_size=items, max_size=items), min_size=1, max_size=12))
    return marks, draw(st.lists(st.sampled_from([1, 2, 5]), min_size=items, max_size=items))


def approximately(value):
    return value if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


@given(attempts(), st.randoms())
def test_the_order_of_attempts_changes_nothing(quiz, random):
    marks, max_marks = quiz
    shuffled = random.sample(marks, len(marks))
    assert item_analysis(shuffled, max_marks) == item_analysis(marks, max_marks)


@given(attempts(), st.sampled_from([0.1, 0.5, 3, 7, 10, 100]))
def test_marks_out_of_another_maximum_change_neither_facility_nor_discrimination(quiz, factor):
    marks, max_marks = quiz
    scaled = item_analysis(
        [[mark * factor for mark in row] for row in marks], [value * factor for value in max_marks]
    )
    for item, same in zip(item_analysis(marks, max_marks).items, scaled.items, strict=True):
        for name in ("facility", "effective_weight", "discrimination_index", "discriminative_efficiency"):
            assert getattr(same, name) == approximately(getattr(item, name))


@given(attempts())
def test_the_item_rest_correlation_stays_within_100_either_way(quiz):
    for item in item_analysis(*quiz).items:
        assert item.discrimination_index is None or -100 <= item.discrimination_index <= 100


@given(attempts())
def test_effective_weights_add_up_to_100_or_do_not_exist(quiz):
    weights = [
        item.effective_weight for item in item_analysis(*quiz).items if item.effective_weight is not None
    ]
    assert not weights or sum(weights) == pytest.approx(100)


@given(st.integers(1, 10**6), st.floats(0, 1), st.floats(0.001, 0.999))
def test_the_wilson_interval_contains_the_proportion_within_0_and_1(n, share, confidence):
    successes = round(share * n)
    low, high = wilson_interval(successes, n, confidence)
    assert 0 <= low <= successes / n <= high <= 1


@given(st.integers(0, 1500), st.integers(0, 1500))
def test_mcnemar_does_not_care_which_way_and_is_a_probability(b, c):
    assert mcnemar_exact(b, c) == mcnemar_exact(c, b)
    assert 0 < mcnemar_exact(b, c) <= 1


@given(st.lists(st.tuples(st.sampled_from(ANSWER_STATES), st.sampled_from(ANSWER_STATES))))
def test_transitions_count_every_person_once(pairs):
    counts = transitions(pairs)
    assert counts.total() == len(pairs)
    assert counts.gained == sum(before != "right" and after == "right" for before, after in pairs)
    assert counts.lost == sum(before == "right" and after != "right" for before, after in pairs)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.99, 0.999])
@pytest.mark.parametrize("freedom", [MANY, MANY + 1, 1000, 2501])
def test_the_expansion_of_students_t_equals_the_exact_quantile(freedom, confidence):
    assert _expanded_quantile(freedom, confidence) == pytest.approx(
        _exact_quantile(freedom, confidence), abs=1e-9
    )


def test_the_interval_of_a_million_people_takes_no_longer_than_that_of_a_thousand():
    assert _student_quantile(10**6 - 1, 0.95) == pytest.approx(1.9599663, abs=1e-7)
    started = process_time()
    paired_gain_of_sums(10**9, 10**9, 10**10)
    assert process_time() - started < 0.05


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=40))
def test_a_gain_of_sums_equals_the_gain_of_the_people(scores):
    changes = [after - before for before, after in scores]
    of_people = paired_gain([before for before, _ in scores], [after for _, after in scores])
    of_sums = paired_gain_of_sums(len(changes), sum(changes), sum(change**2 for change in changes))
    assert of_sums.n == of_people.n
    for name in ("points", "low", "high"):
        expected = getattr(of_people, name)
        assert getattr(of_sums, name) == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("n", "total", "squares"), [(0, 0, 0), (2, 10, 1)])
def test_sums_that_no_people_have_are_refused(n, total, squares):
    with pytest.raises(ValueError, match="add up"):
        paired_gain_of_sums(n, total, squares)
