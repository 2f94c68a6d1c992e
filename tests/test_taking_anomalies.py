"""What looks odd about a round is flagged; a reviewer excludes and includes attempts; nothing is deleted."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.analysis.round_review import mark_of, round_counts
from quizzes.models import AnswerTally, Attempt, AttemptDecision, Round
from quizzes.taking.anomalies import RoundCounts, find_anomalies, is_straight
from quizzes.taking.answers import store_answer
from quizzes.taking.progress import load_progress

# The machine may be busy; what is drawn is small.
calm = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
few = st.integers(0, 60)
figures = st.builds(RoundCounts, few, few, few, few, st.none() | st.integers(1, 60))


@calm
@given(figures)
def test_a_crowd_is_flagged_from_one_and_a_half_phones_a_person_and_only_where_people_are_known(found):
    is_crowd = found.people is not None and found.answered > 1.5 * found.people
    assert ("too_many" in find_anomalies(found)) == is_crowd


@calm
@given(figures, st.integers(1, 30))
def test_more_of_anything_odd_never_takes_a_flag_away(found, more):
    odder = RoundCounts(
        found.answered + more, found.finished, found.burst + more, found.straight + more, found.people
    )
    assert set(find_anomalies(found)) <= set(find_anomalies(odder))


@calm
@given(few, st.integers(1, 200))
def test_one_or_two_straight_lines_are_chance(finished, people):
    assert "straight" not in find_anomalies(RoundCounts(0, finished, 0, 2, people))


@calm
@given(st.lists(st.sampled_from([0, 1, 2, None]), max_size=7))
def test_a_straight_line_is_the_same_choice_three_times_or_more_and_never_dont_know(positions):
    expected = (
        len(positions) >= 3 and positions[0] is not None and positions == positions[:1] * len(positions)
    )
    assert is_straight(positions) == expected


@pytest.fixture
def round_after(make_round, roles):
    cache.clear()
    return make_round("after")


@pytest.fixture
def take(client, round_after):
    """Return a function: somebody joins and gives these answers ("d": don't know yet)."""

    def taken(pattern):
        attempt = Attempt.objects.create(
            edition=round_after.edition, round=round_after, phase="after", language="id"
        )
        for position, key in enumerate(pattern, 1):
            store_answer(load_progress(attempt.token, "coba"), position, "dk" if key == "d" else key)
        return Attempt.objects.get(pk=attempt.pk)

    return taken


def address(round_):
    return f"/admin/hasil-kuis/ronde/{round_.code}/"


def post(client, round_, attempts, step="aside", **fields):
    sent = {
        "attempt": [mark_of(attempt.pk) for attempt in attempts],
        step: "1",
        "reason": "straight",
        "note": "main-main",
    }
    return client.post(address(round_), {**sent, **fields}, follow=True)


def tallies_fit():
    call_command("rebuild_tallies", "--check")
    return True


def test_a_straight_line_is_marked_when_it_is_finished(take):
    assert take("bbb").is_straight
    assert not take("bb").is_straight
    assert not take("ddd").is_straight
    assert not take("bac").is_straight


def test_the_list_shows_flagged_rounds_with_what_is_odd(
    round_after, take, cast, signed_in, make_session, place
):
    client = signed_in(cast.reviewer)
    rounds = "/admin/hasil-kuis/ronde/"
    for _person in range(7):
        take("bac")
    assert round_after.code not in client.get(rounds).content.decode()
    assert round_after.code in client.get(rounds, {"show": "all"}).content.decode()
    make_session(place.village, date(2026, 11, 20), women=4, uuid=round_after.session)
    page = client.get(rounds)
    ((round_, _sentences),) = page.context["rounds"]
    assert (round_.waiting, round_.people) == (7, 4)
    assert "7 pengerjaan dipisahkan" in page.content.decode()


@pytest.mark.parametrize(
    ("pattern", "number", "burst", "people"),
    [
        ("bbb", 2, False, 0),
        ("bbb", 3, False, 0),
        ("bac", 1, True, 0),
        ("bac", 3, False, 2),
        ("bac", 4, False, 2),
    ],
)
def test_the_list_and_the_pure_function_agree(
    round_after, take, make_session, place, pattern, number, burst, people
):
    for _person in range(number):
        take(pattern)
    Attempt.objects.update(in_burst=burst)
    if people:
        make_session(place.village, date(2026, 11, 20), women=people, uuid=round_after.session)
    found = Round.objects.with_anomaly_counts().get()
    is_odd = bool(find_anomalies(round_counts(found)) or found.waiting)
    assert Round.objects.with_anomaly_counts().flagged().exists() == is_odd


def test_a_reviewer_excludes_attempts_with_a_reason_and_everything_follows(
    round_after, take, cast, signed_in
):
    straight, honest = [take("bba") for _person in range(3)], take("bac")
    client = signed_in(cast.reviewer)
    page = post(client, round_after, straight)
    assert "3" in str(next(iter(page.context["messages"])))
    assert set(Attempt.objects.counted()) == {honest}
    assert sum(AnswerTally.objects.values_list("count", flat=True)) == 3
    assert tallies_fit()
    decision = AttemptDecision.objects.first()
    assert (decision.actor, decision.reason, decision.note) == (cast.reviewer, "straight", "main-main")
    assert page.context["decisions"][0].number == 3
    assert page.context["round"].excluded == 3
    report = client.get("/admin/hasil-kuis/coba/")
    assert (report.context["part"].n, report.context["part"].set_aside) == (1, 3)


def test_an_excluded_attempt_can_count_again(round_after, take, cast, signed_in):
    attempt = take("bbb")
    client = signed_in(cast.reviewer)
    post(client, round_after, [attempt])
    post(client, round_after, [attempt], step="back", note="ternyata benar")
    attempt.refresh_from_db()
    assert (attempt.set_aside, attempt.aside_reason) == (False, "")
    assert [decision.set_aside for decision in AttemptDecision.objects.all()] == [False, True]
    assert sum(AnswerTally.objects.values_list("count", flat=True)) == 3
    assert tallies_fit()


def test_answers_given_after_the_exclusion_are_stored_and_not_counted(round_after, take, cast, signed_in):
    attempt = take("bb")
    post(signed_in(cast.reviewer), round_after, [attempt], reason="other")
    store_answer(load_progress(attempt.token, "coba"), 3, "c")
    assert attempt.answers.count() == 3
    assert sum(AnswerTally.objects.values_list("count", flat=True)) == 0
    assert tallies_fit()


@pytest.mark.parametrize(
    "fields",
    [
        {"note": " "},
        {"note": "NIK 3322054711800001"},
        {"reason": "nonsense"},
        {"attempt": []},
        {"attempt": ["x", "0"]},
    ],
)
def test_a_decision_without_reason_or_attempt_is_refused(round_after, take, cast, signed_in, fields):
    page = post(signed_in(cast.reviewer), round_after, [take("bbb")], **fields)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not Attempt.objects.filter(set_aside=True).exists()
    assert not AttemptDecision.objects.exists()


def test_what_was_refused_is_shown_as_it_was_sent(round_after, take, cast, signed_in):
    first, _second, third = (take("bba") for _person in range(3))
    ticked = {mark_of(first.pk), mark_of(third.pk)}
    sent = {"attempt": list(ticked), "reason": "other", "note": " ", "aside": "1"}
    page = signed_in(cast.reviewer).post(address(round_after), sent)
    assert page.status_code == 422
    assert {row.mark for row in page.context["rows"] if row.is_ticked} == ticked
    assert page.content.decode().count(" checked") == 2
    assert '<option value="other" selected>' in page.content.decode()


def test_an_attempt_of_another_round_is_not_touched(round_after, take, cast, signed_in, quiz):
    alone = Attempt.objects.create(edition=quiz.current_edition, language="id", answered=1)
    post(signed_in(cast.reviewer), round_after, [alone])
    assert not Attempt.objects.get(pk=alone.pk).set_aside


def test_only_reviewers_of_the_office_decide_and_others_see_nothing(
    client, round_after, take, cast, signed_in
):
    attempt = take("bbb")
    assert client.get(address(round_after)).status_code == 302
    for user in (cast.educator, cast.editor):
        assert signed_in(user).post(address(round_after), {"attempt": mark_of(attempt.pk)}).status_code == 302
    assert signed_in(cast.other_reviewer).get(address(round_after)).status_code == 404
    page = post(signed_in(cast.analyst), round_after, [attempt])
    assert not page.context["may_decide"]
    assert "Hanya penyelia" in page.content.decode(), "why there is nothing to tick"
    Round.objects.update(author=cast.reviewer)
    post(signed_in(cast.reviewer), round_after, [attempt])
    assert not Attempt.objects.get().set_aside


def test_many_beginnings_within_a_minute_are_a_burst_and_everybody_may_answer(
    round_after, client, monkeypatch
):
    monkeypatch.setattr("quizzes.taking.anomalies.BURST_FROM", 3)
    for number in range(5):
        sent = {"language": "id", "nonce": f"nonce-{number:010}"}
        client.cookies.clear()
        assert client.post(f"/g/{round_after.code}", sent).status_code == 303
    assert list(Attempt.objects.order_by("pk").values_list("in_burst", flat=True)) == [False] * 3 + [True] * 2
    cache.clear()


def test_the_check_finds_a_tally_of_answers_that_is_wrong(round_after, take):
    take("bac")
    AnswerTally.objects.filter(choice="b").update(count=5)
    with pytest.raises(CommandError, match="1 diff"):
        call_command("rebuild_tallies", "--check")
    call_command("rebuild_tallies")
    assert tallies_fit()


def test_the_rounds_and_one_of_them_have_a_fixed_number_of_queries(
    round_after, take, cast, signed_in, django_assert_max_num_queries
):
    for _person in range(6):
        take("bbb")
    client = signed_in(cast.reviewer)
    client.get("/admin/hasil-kuis/ronde/")
    with django_assert_max_num_queries(14):
        assert len(client.get("/admin/hasil-kuis/ronde/").context["rounds"]) == 1
    with django_assert_max_num_queries(22):
        client.get(address(round_after))
