"""The report of a quiz: questions that are harder in one language or phase, never of too few people."""

from math import exp
from random import Random

import pytest

from quizzes.analysis.fairness import differences
from quizzes.analysis.item_report import part_report
from quizzes.analysis.scope import Scope
from quizzes.models import Attempt, FinishedTally, MarksTally
from quizzes.programme.dashboard.learning import MeanGain

ADDRESS = "/admin/hasil-kuis/coba/"


@pytest.fixture
def finished(quiz, place):
    """Return a function: so many people finished; the first question is `harder` by so many logits."""
    edition = quiz.current_edition

    def make(people, language="id", phase="after", harder=0.0, office=None):
        random, counts = Random(people), {}
        for _person in range(people):
            knows = random.gauss(0, 1)
            chances = [1 / (1 + exp(beta - knows)) for beta in (harder, -0.5, 0.5)]
            marks = sum(1 << at for at, chance in enumerate(chances, 1) if random.random() < chance)
            counts[marks] = counts.get(marks, 0) + 1
        office = office or place.office
        common = {"edition": edition, "phase": phase, "office": office}
        MarksTally.objects.bulk_create(
            MarksTally(**common, language=language, month="2026-03-01", marks=marks, people=number)
            for marks, number in counts.items()
        )
        row, _new = FinishedTally.objects.get_or_create(**common)
        FinishedTally.objects.filter(pk=row.pk).update(people=row.people + people)

    return make


def large(part):
    return [
        (place, each.group)
        for place, item in enumerate(part.items)
        for each in item.differences
        if each.found.is_large
    ]


def test_a_question_harder_in_javanese_goes_back_to_its_translator(finished, quiz):
    finished(900)
    finished(600, "jv", harder=2)
    finished(601, "su")
    part = part_report(Scope(quiz.current_edition, "after"))
    assert large(part) == [(0, "jv")]
    (javanese, sundanese) = part.items[0].differences
    assert (javanese.group, sundanese.group) == ("jv", "su")
    assert javanese.delta < -1.5 < sundanese.delta
    assert [each.group for each in differences(Scope(quiz.current_edition, "after", "su"))[0]] == ["su"]


def test_before_and_after_are_compared_within_the_offices_and_months_of_the_report(finished, quiz, place):
    finished(700, phase="before")
    finished(800, harder=2)
    edition = quiz.current_edition
    assert large(part_report(Scope(edition, "before"))) == [(0, "")]
    assert large(part_report(Scope(edition, "alone"))) == []
    assert differences(Scope(edition, "after", office=place.other_office.pk)) == [[], [], []]
    assert differences(Scope(edition, "after", "jv")) == [[], [], []]


def test_groups_of_few_people_are_not_compared(finished, quiz):
    finished(900)
    finished(199, "jv", harder=4)
    assert differences(Scope(quiz.current_edition, "after")) == [[], [], []]


def test_differences_take_one_query_and_read_no_attempt(finished, quiz, django_assert_num_queries):
    finished(600)
    finished(600, "jv")
    finished(600, phase="before")
    scope = Scope(quiz.current_edition, "after")
    assert scope.versions
    with django_assert_num_queries(1) as asked:
        found = differences(scope)
    assert [[each.group for each in item] for item in found] == [["jv", ""]] * 3
    assert "quizzes_attempt" not in asked.captured_queries[0]["sql"]
    assert not Attempt.objects.exists()


def test_difficulties_need_a_hundred_people_with_some_right_and_some_wrong(finished, quiz):
    scope = Scope(quiz.current_edition, "after")
    finished(110)
    assert [item.difficulty for item in part_report(scope).items] == [None] * 3
    finished(400, "jv")
    items = part_report(Scope(quiz.current_edition, "after")).items
    assert [item.difficulty.value for item in items] == pytest.approx([0, -0.5, 0.5], abs=0.3)


def test_the_page_gives_the_reason_in_words(roles, cast, signed_in, finished, quiz, monkeypatch):
    finished(900)
    finished(600, "jv", harder=2)
    answers = {version.pk: 1500 for version in quiz.current_edition.versions.all()}
    monkeypatch.setattr(Scope, "phone_counts", lambda scope: {(pk, "b"): n for pk, n in answers.items()})
    page = signed_in(cast.reviewer).get(ADDRESS, {"phase": "after"}).content.decode()
    assert "kembalikan kepada penerjemahnya" in page
    assert "Tingkat kesulitan (Rasch)" in page


@pytest.mark.parametrize(
    ("icc", "alike"), [(None, False), (-0.04, False), (0.0, False), (0.009, False), (0.01, True), (0.2, True)]
)
def test_people_of_one_village_are_called_alike_only_where_they_are(icc, alike):
    assert MeanGain(5, 1, 9, 100, 9, icc, 1.4).are_alike is alike
