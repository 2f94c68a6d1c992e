"""The report of a quiz in the roles: honest with few people, never mixed, of the own office for reviewers."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import cycle

import pytest
from django.core.management import call_command

from quizzes.analysis.item_report import marks_and_people, part_report
from quizzes.analysis.scope import Scope
from quizzes.models import Answer, AnswerTally, Attempt, Edition, HandCount, Round
from quizzes.models.completion_tallies import add_finished_attempts

ADDRESS = "/admin/hasil-kuis/coba/"
SOME = ["bac", "baa", "bbb", "aac", "cdc"]


@pytest.fixture
def rounds(quiz, place, cast):
    """A round after a session in each of the two offices."""

    def make(village, phase="after"):
        return Round.objects.create(
            quiz=quiz,
            edition=quiz.current_edition,
            phase=phase,
            village=village,
            office=village.office,
            author=cast.educator,
            opened_at="2026-03-05T03:00:00Z",
            closed_at="2026-03-05T04:00:00Z",
        )

    return make(place.village), make(place.far_village)


@pytest.fixture
def answered(quiz):
    """Return a function: so many people gave the answers of `patterns` in turn ("d": don't know yet)."""

    def make(people, patterns=SOME, round_=None, day=date(2026, 3, 5), **fields):
        edition = quiz.current_edition
        versions = [item.version for item in edition.items.select_related("version")]
        for _person, pattern in zip(range(people), cycle(patterns), strict=False):
            given = [
                (version, "dk" if key == "d" else key)
                for version, key in zip(versions, pattern, strict=False)
            ]
            outcomes = [version.outcome(key) for version, key in given]
            attempt = Attempt.objects.create(
                edition=edition,
                round=round_,
                phase=round_.phase if round_ else "alone",
                date=day,
                answered=len(given),
                scored=len(given),
                right=outcomes.count("right"),
                is_finished=len(given) == len(versions),
                **{"language": "id", **fields},
            )
            answers = Answer.objects.bulk_create(
                Answer(attempt=attempt, version=version, choice=key, outcome=outcome)
                for (version, key), outcome in zip(given, outcomes, strict=True)
            )
            if not (attempt.set_aside or attempt.is_repeat):
                AnswerTally.objects.add_answers(attempt, answers)
            add_finished_attempts(Attempt.objects.filter(pk=attempt.pk))

    return make


def report(client, **asked):
    return client.get(ADDRESS, asked)


def first_item(page):
    return page.context["part"].items[0]


def test_ten_people_show_facility_and_counts_and_hide_discrimination_with_the_reason(
    roles, cast, signed_in, rounds, answered
):
    answered(10, round_=rounds[0])
    page = report(signed_in(cast.reviewer))
    item = first_item(page)
    assert (item.n, item.facility, item.dont_know) == (10, 0.6, 0)
    assert item.low < 0.6 < item.high
    assert [choice.count for choice in item.choices] == [2, 6, 2, 0]
    assert item.discrimination_index is item.effective_weight is page.context["part"].quiz.cic is None
    assert "100" in page.context["part"].hidden
    assert "kebetulan" in page.content.decode()
    assert "Bobot efektif" not in page.content.decode(), (
        "one sentence names what is hidden, in place of empty figures"
    )


def test_nine_people_show_only_their_number(roles, cast, signed_in, rounds, answered):
    answered(9, round_=rounds[0])
    page = report(signed_in(cast.reviewer))
    item = first_item(page)
    assert (item.n, item.facility, item.low, item.standard_deviation) == (9, None, None, None)
    assert {choice.count for choice in item.choices} == {None}
    assert page.context["part"].quiz is None
    assert "n = 9" in page.content.decode()


def test_a_hundred_people_show_every_figure_as_the_pure_functions_compute_it(
    roles, cast, signed_in, rounds, answered
):
    from quizzes.statistics import item_analysis

    answered(100, round_=rounds[0])
    page = report(signed_in(cast.analyst))
    assert "Bobot efektif" in page.content.decode()
    part = page.context["part"]
    marks = [[key == right for key, right in zip(pattern, "bac", strict=True)] for pattern in SOME] * 20
    expected = item_analysis(marks, [1, 1, 1])
    assert vars(part.quiz) == pytest.approx(vars(expected.quiz))
    for item, known in zip(part.items, expected.items, strict=True):
        assert item.facility == pytest.approx(known.facility)
        assert item.effective_weight == pytest.approx(known.effective_weight)
        assert item.discrimination_index == pytest.approx(known.discrimination_index)
        assert item.discriminative_efficiency == pytest.approx(known.discriminative_efficiency)


def test_hands_join_facility_and_nothing_else(roles, cast, signed_in, rounds, answered):
    answered(10, round_=rounds[0])
    version = first_version(rounds[0])
    for choice, count in [("b", 30), ("dk", 10), ("none", 4)]:
        HandCount.objects.create(round=rounds[0], version=version, choice=choice, count=count)
    part = report(signed_in(cast.reviewer)).context["part"]
    item = part.items[0]
    assert (item.n, item.hands, item.no_answer, item.facility) == (50, 40, 4, 36 / 50)
    assert (part.n, part.quiz.mean) == (10, 1.8)
    in_javanese = report(signed_in(cast.reviewer), phase="after", language="jv").context["part"]
    assert in_javanese.items[0].n == 0


def first_version(round_):
    return round_.edition.items.first().version


def test_before_after_and_alone_are_never_mixed_nor_repeats_nor_what_was_excluded(
    roles, cast, signed_in, rounds, answered
):
    answered(10, round_=rounds[0])
    answered(12)
    answered(3, is_repeat=True)
    answered(2, round_=rounds[0], set_aside=True)
    answered(4, ["b"], round_=rounds[0])
    client = signed_in(cast.analyst)
    after, alone = (report(client, phase=phase).context["part"] for phase in ("after", "alone"))
    assert (after.n, after.unfinished, after.set_aside, after.items[0].n) == (10, 4, 2, 14)
    assert (alone.n, alone.repeats, alone.items[0].n) == (12, 3, 12)
    page = report(client, phase="before").content.decode()
    assert "n = 0" in page


def test_the_address_narrows_by_language_period_and_office(roles, cast, signed_in, rounds, answered, place):
    answered(10, round_=rounds[0])
    answered(11, round_=rounds[0], language="jv")
    answered(12, round_=rounds[1], day=date(2026, 5, 2))
    client = signed_in(cast.analyst)

    def n(**asked):
        part = report(client, phase="after", **asked).context["part"]
        assert part.items[0].n == part.n
        return part.n

    assert n() == 33
    assert n(language="jv") == 11
    assert (n(first="2026-04"), n(last="2026-03"), n(first="2026-03", last="2026-05")) == (12, 21, 33)
    assert n(office=place.other_office.pk) == 12


def test_a_reviewer_sees_the_own_office_only(roles, cast, signed_in, rounds, answered, place):
    answered(10, round_=rounds[0])
    answered(12, round_=rounds[1])
    answered(15)
    client = signed_in(cast.reviewer)
    assert report(client).context["part"].n == 10
    for asked in ({"office": place.other_office.pk}, {"phase": "alone"}):
        page = report(client, **asked)
        assert page.context["form"].errors
        assert page.context["part"].n == 10
    assert "Makassar" not in report(client).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"version": "99"},
        {"phase": "x"},
        {"first": "nonsense"},
        {"first": "2026-05", "last": "2026-03"},
        {"language": "xx"},
    ],
)
def test_a_filter_that_means_nothing_is_reported_and_ignored(roles, cast, signed_in, quiz, asked):
    page = report(signed_in(cast.analyst), **asked)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_filter_that_means_nothing_leaves_the_others_as_they_were_asked(roles, cast, signed_in, quiz):
    page = report(signed_in(cast.analyst), phase="alone", language="jv", first="2026-05", last="2026-03")
    scope = page.context["scope"]
    assert (scope.phase, scope.language, scope.last) == ("alone", "jv", None)


@pytest.mark.parametrize("address", ["/admin/hasil-kuis/", ADDRESS])
def test_editors_educators_and_strangers_are_refused(roles, cast, quiz, client, signed_in, address):
    assert client.get(address).status_code == 302
    for user in (cast.editor, cast.educator):
        assert signed_in(user).get(address).status_code == 302


def test_an_analyst_sees_no_choice_of_fewer_than_five_people(roles, cast, signed_in, rounds, answered):
    answered(40, ["bac"] * 6 + ["baa", "bbb", "aac", "bdc"], round_=rounds[0])
    second = report(signed_in(cast.analyst)).context["part"].items[1]
    assert [choice.count for choice in second.choices] == [32, None, None, None] or (
        [choice.count for choice in second.choices] == [32, None, 0, None]
    )
    assert second.facility == 0.8
    own = report(signed_in(cast.reviewer)).context["part"].items[1]
    assert [choice.count for choice in own.choices] == [32, 4, 0, 4]


def test_flags_describe_in_words_what_to_look_at(roles, cast, signed_in, rounds, answered):
    answered(100, ["bda", "bdc", "ada", "abc", "aac", "aac"], round_=rounds[0])
    page = report(signed_in(cast.reviewer))
    flags = [item.flags for item in page.context["part"].items]
    assert flags == [
        ["negative", "inefficient", "untaken"],
        ["inefficient", "untaken", "dont_know"],
        ["untaken"],
    ]
    assert "efficiency below 15 %" in page.content.decode() or "15 %" in page.content.decode()


def test_hidden_figures_raise_no_flag(roles, cast, signed_in, rounds, answered):
    answered(9, ["ddd"], round_=rounds[0])
    assert [item.flags for item in report(signed_in(cast.reviewer)).context["part"].items] == [[], [], []]


def test_the_tallies_equal_the_answers(rounds, answered, quiz):
    answered(23, round_=rounds[0])
    answered(5, ["b"], round_=rounds[1])
    answered(4, round_=rounds[0], language="jv")
    scope = Scope(quiz.current_edition, "after", "id", date(2026, 3, 1), date(2026, 3, 1))
    assert scope.phone_counts() == Counter(scope.answers().values_list("version", "choice"))
    assert sum(scope.phone_counts().values()) == 23 * 3 + 5


def test_a_question_in_two_quiz_versions_is_counted_for_each_apart(quiz, answered, django_assert_num_queries):
    first = quiz.current_edition
    answered(10)
    draft = quiz.latest_revision.as_object()
    third = next(question for question in draft.questions.all() if question.code == "Q3")
    for choice in third.choices.all():
        choice.is_right = choice.key == "a"
    draft.save_revision(clean=False).publish()
    second = Edition.objects.get(is_current=True)
    assert len(set(first.versions.all()) & set(second.versions.all())) == 2
    answered(12)
    assert [part_report(Scope(each, "alone")).items[0].n for each in (first, second)] == [10, 12]
    with django_assert_num_queries(1) as asked:
        Scope(second, "alone").phone_counts()
    assert "quizzes_attempt" not in asked.captured_queries[0]["sql"]
    call_command("rebuild_tallies", "--check")
    AnswerTally.objects.all().delete()
    call_command("rebuild_tallies")
    assert [part_report(Scope(each, "alone")).items[0].n for each in (first, second)] == [10, 12]


def test_what_needs_whole_attempts_reads_none_of_them(rounds, answered, django_assert_num_queries):
    answered(100, round_=rounds[0])
    answered(10, ["bac"], round_=rounds[0], language="jv")
    scope = Scope(rounds[0].edition, "after")
    assert scope.versions
    with django_assert_num_queries(1) as asked:
        marks, people = marks_and_people(scope)
    assert "quizzes_attempt" not in asked.captured_queries[0]["sql"]
    assert (len(marks), sum(people)) == (len({*map(tuple, marks)}), 110)
    assert marks_and_people(replace(scope, language="jv")) == ([[1, 1, 1]], [10])


def test_the_report_costs_the_same_queries_however_many_answered(
    roles, cast, signed_in, rounds, answered, django_assert_max_num_queries
):
    answered(10, round_=rounds[0])
    client = signed_in(cast.analyst)
    report(client)
    answered(100, round_=rounds[0])
    with django_assert_max_num_queries(23):
        assert report(client).context["part"].n == 110


def test_the_list_of_quizzes_has_a_fixed_number_of_queries_and_reads_no_attempt(
    roles, cast, signed_in, rounds, answered, django_assert_max_num_queries
):
    answered(3, round_=rounds[0])
    answered(2)
    client = signed_in(cast.analyst)
    client.get("/admin/hasil-kuis/")
    with django_assert_max_num_queries(14) as asked:
        page = client.get("/admin/hasil-kuis/")
    assert not [query for query in asked.captured_queries if "quizzes_attempt" in query["sql"]]
    ((_quiz, counts),) = page.context["rows"]
    assert (counts["after"], counts["alone"]) == (3, 2)


def test_no_quiz_yet_says_so(roles, cast, signed_in):
    page = signed_in(cast.analyst).get("/admin/hasil-kuis/").content.decode()
    assert "No quiz has been published" in page or "Belum ada kuis" in page
