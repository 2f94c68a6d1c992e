"""Attempts answered on the phone and sent later: the rules of the one door they come through."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.db.models import Sum
from django.utils import timezone

from quizzes.analysis.rebuild import answer_tally_differences
from quizzes.models import Answer, AnswerTally, Attempt, Card, KnowledgeTally, Round
from quizzes.taking.joining import ticket_for
from quizzes.taking.pairing import COOKIE, SHARED, issue_cards, session_mark
from tests.support.quiz_taking import NONCE, attempt_payload

pytestmark = pytest.mark.usefixtures("empty_content_cache")

CLOSED = {"opened_at": "2026-01-01T08:00:00Z", "closed_at": "2026-01-01T09:00:00Z"}


@pytest.fixture
def send(client, quiz):
    """Return a function that sends the answers `"bac"`, changed by keywords."""
    opened = attempt_payload(quiz)  # as the quiz was then

    def post(choices="bac", **changes):
        answers = dict(zip(opened["answers"], choices, strict=False))
        body = {**opened, "answers": answers, **changes}
        return client.post("/api/attempts/", body, content_type="application/json")

    return post


@pytest.fixture
def begun(round_before):
    return Attempt.objects.create(
        edition=round_before.edition, round=round_before, phase="before", language="id"
    )


def test_a_clock_that_began_in_1970_and_was_put_right_loses_no_attempt(send):
    assert send(age=1_800_000_000, date="1970-01-01").status_code == 201
    assert Attempt.objects.get().date == timezone.localdate()


def test_an_attempt_sent_twice_is_stored_once(send):
    first, again = send(), send(age=90)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"kept": 3}
    attempt = Attempt.objects.get()
    assert (attempt.answered, attempt.right, attempt.is_finished, attempt.phase) == (3, 3, True, "alone")
    assert list(AnswerTally.objects.values_list("count", flat=True)) == [1, 1, 1]


def test_the_same_number_with_other_answers_is_refused(send):
    send()
    response = send("baa")
    assert response.status_code == 409
    assert response.json()["error"]
    assert sorted(Answer.objects.values_list("choice", flat=True)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "short"},
        {"nonce": ""},
        {"token": "AAAAAAAAAAAAAAAA"},
        {"token": "AAAAAAAAAAAAAAAA", "nonce": ""},
        {"edition": 9999},
        {"edition": "x"},
        {"language": "xx"},
        {"age": -1},
        {"age": None},
        {"answers": {}},
        {"answers": []},
        {"answers": {"9999": "a"}},
        {"answers": {"x": "a"}},
        {"choices": "ba"},
        {"choices": "baz"},
        {"choices": ["b", "a", ["c"]]},
        {"choices": ["b", "a", None]},
    ],
)
def test_a_tampered_or_unfinished_attempt_is_refused_and_nothing_is_stored(send, changes):
    response = send(**changes)
    assert response.status_code == 422
    assert "error" in response.json()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b'{"nonce": "' + b"a" * 5000 + b'"}', b"\xff"])
def test_what_is_no_attempt_is_refused(client, db, body):
    assert client.post("/api/attempts/", body, content_type="application/json").status_code == 422
    assert client.post("/api/attempts/", {"nonce": NONCE}).status_code == 422
    assert client.get("/api/attempts/").status_code == 405


def test_a_choice_of_another_question_is_refused(send, quiz):
    draft = quiz.latest_revision.as_object()
    draft.questions.all()[0].choices.all()[0].key = "e"
    draft.save_revision(clean=False).publish()
    edition = quiz.editions.get(is_current=True)
    versions = [item.version_id for item in edition.items.all()]
    response = send(edition=edition.pk, answers={versions[0]: "b", versions[1]: "e", versions[2]: "c"})
    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_an_edit_in_the_middle_harms_nobody_who_is_offline(send, quiz):
    draft = quiz.latest_revision.as_object()
    for choice in draft.questions.all()[0].choices.all():
        choice.is_right = choice.key == "a"
    draft.save_revision(clean=False).publish()
    assert send().status_code == 201
    attempt = Attempt.objects.get()
    assert (attempt.right, attempt.edition.is_current) == (3, False)


def test_the_date_is_that_of_the_phone_unless_its_clock_is_wrong(send):
    today = timezone.localdate()
    for number, (day, counted) in enumerate(
        [(-3, -3), (-90, 0), (2, 0)],
    ):
        nonce = f"{number}" * 32
        send(nonce=nonce, date=(today + timedelta(day)).isoformat())
        assert Attempt.objects.get(nonce=nonce).date == today + timedelta(counted)
    send(nonce="d" * 32, date=None)
    assert Attempt.objects.get(nonce="d" * 32).date == today


def test_an_attempt_taken_again_is_stored_but_not_counted(send):
    assert send(again=True).status_code == 201
    assert not AnswerTally.objects.exists()


def test_an_attempt_of_a_round_grows_and_keeps_its_first_answers(send, begun, client):
    client.post(f"/id/kuis/coba/{begun.token}/1/", {"choice": "b"})
    known = {"nonce": "", "token": begun.token}
    assert send("ba", **known).status_code == 201
    assert send("ba", **known).status_code == 200
    assert send("bac", **known).status_code == 201
    assert send("bad", **known).status_code == 422
    assert send("cac", **known).status_code == 409
    begun.refresh_from_db()
    assert (begun.answered, begun.right, begun.is_finished) == (3, 3, True)
    assert list(AnswerTally.objects.values_list("count", "phase")) == [(1, "before")] * 3


def test_answers_before_closing_are_accepted_for_three_days_and_keep_their_date(send, begun):
    yesterday = timezone.localdate() - timedelta(1)
    Attempt.objects.update(date=yesterday)
    closed = timezone.now() - timedelta(hours=20)
    Round.objects.update(opened_at=closed - timedelta(hours=1), closed_at=closed)
    assert send(nonce="", token=begun.token, age=20 * 3600 + 60).status_code == 201
    begun.refresh_from_db()
    assert (begun.is_finished, begun.set_aside, begun.date) == (True, False, yesterday)
    assert AnswerTally.objects.count() == 3


@pytest.mark.parametrize("age", [60, 10**9])
def test_what_comes_too_late_is_excluded_as_a_whole(send, begun, age):
    """Answered after closing, or sent more than three days after it."""
    closed = timezone.now() - (timedelta(hours=20) if age == 60 else timedelta(days=4))
    Round.objects.update(opened_at=closed - timedelta(hours=1), closed_at=closed)
    known = {"nonce": "", "token": begun.token, "age": age}
    assert send(**known).status_code == 201
    assert send(**known).status_code == 200
    begun.refresh_from_db()
    assert (begun.answered, begun.set_aside, begun.aside_reason) == (3, True, "late")
    assert not AnswerTally.objects.exists()


def test_the_late_rest_of_a_counted_attempt_is_refused(send, begun, client):
    known = {"nonce": "", "token": begun.token}
    send("b", **known)
    Round.objects.update(**CLOSED)
    assert send("bac", **known).status_code == 410
    assert send("b", **known).status_code == 200
    assert Answer.objects.count() == 1


@pytest.fixture
def on_the_phone(round_before):
    """What a phone that opened the round says of somebody who began on it."""
    return {"ticket": ticket_for(round_before), "begun": 60}


def test_an_attempt_begun_on_the_phone_belongs_to_its_round_and_grows(send, on_the_phone, round_before):
    assert send("ba", **on_the_phone).status_code == 201
    assert send("ba", **on_the_phone).status_code == 200
    assert send("bac", **on_the_phone).status_code == 201
    assert send("cac", **on_the_phone).status_code == 409
    attempt = Attempt.objects.get()
    assert (attempt.round, attempt.phase, attempt.answered) == (round_before, "before", 3)
    assert (attempt.pair, attempt.card, attempt.is_repeat, attempt.in_burst) == ("", None, False, False)
    assert list(AnswerTally.objects.values_list("count", "phase")) == [(1, "before")] * 3


@pytest.mark.parametrize("change", ["forged", "other", "token", "edition"])
def test_a_ticket_we_never_gave_or_of_another_quiz_stores_nothing(send, on_the_phone, begun, quiz, change):
    ticket = on_the_phone["ticket"]
    changes = {
        "forged": {"ticket": ticket[:-1] + ("A" if ticket[-1] != "A" else "B")},
        "other": {"ticket": Signer(salt="something else").sign(begun.round.code)},
        "token": {"ticket": ticket, "nonce": "", "token": begun.token},
        "edition": {"ticket": ticket, "edition": quiz.editions.create(number=99, titles={}).pk},
    }
    assert send(**changes[change]).status_code == 422
    assert not Answer.objects.exists()
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    ("begun", "age", "is_late"),
    [(1300, 1250, False), (1300, 700, False), (1190, 1100, True), (1300, 500, True), (10**9, 10**9, True)],
    ids=["in time", "finished after closing", "begun after closing", "finished too late", "clock put right"],
)
def test_what_counts_is_when_it_was_begun_and_answered(send, on_the_phone, begun, age, is_late):
    closed = timezone.now() - timedelta(seconds=1200)
    opened = closed - timedelta(hours=1)
    Round.objects.update(opened_at=opened, closed_at=closed)
    response = send(**{**on_the_phone, "begun": begun, "age": age})
    assert response.status_code == 201
    assert response.json().get("late", False) is is_late
    attempt = Attempt.objects.get()
    assert (attempt.set_aside, attempt.aside_reason) == (is_late, "late" if is_late else "")
    assert AnswerTally.objects.exists() is not is_late
    assert attempt.date in {timezone.localdate(opened), timezone.localdate(closed)}


def test_a_card_used_already_or_never_given_keeps_the_answers_unpaired(send, on_the_phone, round_before):
    issue_cards(round_before.session, 1)
    number = Card.objects.get().number
    for letter, typed in [("a", number), ("b", number), ("c", "0000"), ("d", "99999")]:
        assert send(nonce=letter * 32, card=typed, **on_the_phone).status_code == 201
    assert [*Attempt.objects.order_by("nonce").values_list("card__number", flat=True)] == [
        number,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("order", [("before", "after"), ("after", "before")])
def test_a_card_pairs_in_whatever_order_the_phones_find_a_signal(send, on_the_phone, make_round, order):
    rounds = {"before": Round.objects.get(), "after": None}
    rounds["after"] = make_round("after", session=rounds["before"].session)
    issue_cards(rounds["before"].session, 1)
    number = Card.objects.get().number
    for letter, phase in zip("ab", order, strict=True):
        choices = {"before": "baa", "after": "bac"}[phase]
        ticket = ticket_for(rounds[phase])
        # In two parts, as answers go one by one.
        for part in (choices[:2], choices):
            assert send(part, nonce=letter * 32, card=number, ticket=ticket, begun=60).status_code == 201
    after = Attempt.objects.paired().get()
    assert (after.before.right, after.right) == (2, 3)
    assert KnowledgeTally.objects.aggregate(Sum("pairs"))["pairs__sum"] == 1
    assert list(answer_tally_differences()) == []


def test_what_arrives_within_a_minute_is_marked_whenever_the_phones_began(send, on_the_phone, monkeypatch):
    cache.clear()
    monkeypatch.setattr("quizzes.taking.anomalies.BURST_FROM", 2)
    for letter, begun_before in [("a", 600), ("b", 3000), ("c", 5000), ("d", 600), ("e", 600)]:
        Round.objects.update(opened_at=timezone.now() - timedelta(hours=2))
        send(nonce=letter * 32, **{**on_the_phone, "begun": begun_before})
    assert [*Attempt.objects.order_by("nonce").values_list("in_burst", flat=True)] == [False] * 2 + [True] * 3
    assert not Attempt.objects.excluded().exists()


def test_the_page_of_a_round_is_for_phones_that_open_it_in_time(client, round_before):
    address = f"/id/kuis/coba/ronde/{round_before.code}/utuh/"
    response = client.get(address)
    page = response.content.decode()
    assert ticket_for(round_before) in page
    assert 'name="card"' not in page
    assert "no-store" in response["Cache-Control"]
    for secret in ("Sebab", "data-answer", "data-right"):
        assert secret not in page
    Round.objects.update(**CLOSED)
    assert client.get(address).status_code == 410
    assert client.get("/id/kuis/coba/ronde/AAAAAA/utuh/").status_code == 404


def test_a_phone_says_later_that_it_was_handed_on(client, begun):
    Attempt.objects.update(pair="p" * 22, is_finished=True)
    client.cookies[COOKIE] = f"{session_mark(begun.round.session)}.{'p' * 22}"
    Round.objects.update(**CLOSED)
    response = client.post(f"/g/{begun.round.code}/oper/", {"token": begun.token})
    assert response.json() == {"shared": True, "open": False}
    assert response.cookies[COOKIE].value.endswith(SHARED)
    attempt = Attempt.objects.get()
    assert attempt.pair == ""
    assert attempt.token != begun.token, "Back on the phone must not show the answers"
    assert client.get(f"/id/kuis/coba/{begun.token}/hasil/").status_code == 404
    assert client.post("/g/AAAAAA/oper/").status_code == 422
    assert client.get(f"/g/{begun.round.code}/oper/").status_code == 405


def test_handing_on_closes_no_attempt_that_is_unfinished_or_of_another_session(client, begun, make_round):
    other = Attempt.objects.create(
        edition=begun.edition, round=make_round("after"), phase="after", language="id", is_finished=True
    )
    client.post(f"/g/{begun.round.code}/oper/", {"token": [begun.token, other.token]})
    assert set(Attempt.objects.values_list("token", flat=True)) == {begun.token, other.token}


def test_storing_an_attempt_needs_no_more_statements_for_more_questions(
    send, still_site, django_assert_max_num_queries
):
    send(nonce="e" * 32)
    with django_assert_max_num_queries(16):
        assert send().status_code == 201


def test_before_a_session_the_whole_quiz_holds_no_key(begun, client):
    page = client.get(f"/id/kuis/coba/{begun.token}/utuh/").content.decode()
    assert page.count("Pertanyaan") >= 3
    for secret in ("Sebab", "data-answer", "data-right", 'class="right"'):
        assert secret not in page


def test_the_whole_quiz_of_somebody_alone_explains_and_is_for_everybody(client, quiz):
    response = client.get("/jv/kuis/coba/utuh/")
    page = response.content.decode()
    assert "Amarga 1." in page
    assert "Sebab 3." in page
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.get("/id/kuis/lain/utuh/").status_code == 404


def test_the_whole_quiz_of_a_forged_token_is_a_plain_message(client, quiz):
    assert client.get("/id/kuis/coba/AAAAAAAAAAAAAAAA/utuh/").status_code == 404
