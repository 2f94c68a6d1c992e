"""What is odd is set apart until a reviewer accepts it; an honest hall never is, also without a signal."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from quizzes.models import AnswerTally, Attempt, AttemptDecision, Card, Round
from quizzes.taking.joining import ticket_for
from tests.support.quiz_taking import attempt_payload, join, take
from villages.models import Session

MINUTE = 60


@pytest.fixture(autouse=True)
def empty_caches(empty_content_cache):
    cache.clear()


@pytest.fixture
def round_after(make_round, roles):
    return make_round("after")


@pytest.fixture
def arrives(place, make_session):
    """Return a function: the session of a round arrives with so many people."""

    def make(round_, people):
        return make_session(
            place.village, date(2026, 11, 20), women=people, uuid=round_.session, state="submitted"
        )

    return make


def send(client, round_, number, pattern="bac", ago=3600, card="", start=0):
    """Somebody's phone sends `number` attempts that began `ago` seconds ago by its clock."""
    versions = [str(item.version_id) for item in round_.edition.items.all()]
    for index in range(start, start + number):
        body = {
            "nonce": f"{index:032}",
            "ticket": ticket_for(round_),
            "edition": round_.edition_id,
            "language": "id",
            "date": timezone.localdate().isoformat(),
            "age": ago - 30,
            "begun": ago,
            "card": card,
            "answers": dict(zip(versions, pattern, strict=True)),
        }
        response = client.post("/api/attempts/", body, content_type="application/json")
        assert response.status_code == 201, response.content


def apart():
    return Attempt.objects.set_apart().count()


def counted():
    """Return how many attempts are in the tallies, which must fit the answers."""
    call_command("rebuild_tallies", "--check")
    return sum(AnswerTally.objects.values_list("count", flat=True)) // 3


@pytest.mark.parametrize("when", ["before", "between", "after", "never"])
def test_an_honest_hall_without_a_signal_is_never_set_apart(client, round_after, arrives, when):
    """Eighty people answered; all phones find a signal in the same minute, after the educator closed."""
    opened = timezone.now() - timedelta(hours=3)
    Round.objects.update(opened_at=opened, closed_at=opened + timedelta(hours=2))
    round_ = Round.objects.get()
    if when == "before":
        arrives(round_, 80)
    send(client, round_, 40, ago=5400)
    if when == "between":
        arrives(round_, 80)
    send(client, round_, 40, ago=5000, start=40)
    if when == "after":
        arrives(round_, 80)
    assert (apart(), counted()) == (0, 80)
    assert Attempt.objects.filter(in_burst=True).exists() == (when == "never"), (
        "flagged, as nobody knows how many"
    )


@pytest.mark.parametrize("when", ["before", "after"])
def test_more_than_one_and_a_half_attempts_a_person_are_set_apart_whenever_the_session_arrives(
    client, round_after, arrives, when
):
    if when == "before":
        arrives(round_after, 20)
    send(client, round_after, 30)
    if when == "after":
        arrives(round_after, 20)
    assert (apart(), counted()) == (0, 30), "30 is 1.5 x 20"
    send(client, round_after, 1, start=30)
    assert apart() == 1
    assert counted() == 30
    assert Attempt.objects.excluded("too_many").count() == apart()


def test_a_crowd_is_set_apart_when_the_session_tells_of_few_people_but_cards_stay(
    client, round_after, arrives
):
    Card.objects.create(session=round_after.session, number="1001")
    send(client, round_after, 1, card="1001")
    send(client, round_after, 20, start=1)
    arrives(round_after, 10)
    assert (apart(), counted()) == (20, 1)
    (left,) = Attempt.objects.included()
    assert left.card.number == "1001"


def test_people_who_began_before_the_session_arrived_are_not_counted_later_than_the_crowd(
    client, round_after, arrives
):
    addresses = []
    for number in range(20):
        client.cookies.clear()
        addresses.append(join(client, round_after, nonce=f"nonce-{number:020}")["Location"])
    arrives(round_after, 10)
    for address in addresses:
        for position, choice in enumerate("bac", 1):
            assert client.post(f"{address}{position}/", {"choice": choice}).status_code == 303
    assert (apart(), counted()) == (20, 0)


def test_a_corrected_session_is_looked_at_again(client, round_after, arrives):
    send(client, round_after, 12)
    session = arrives(round_after, 12)
    assert apart() == 0
    session = Session.objects.get(pk=session.pk)
    session.participants = 7
    session.save()
    assert (apart(), counted()) == (12, 0)


def test_no_more_than_a_hall_holds_counts_while_the_session_has_not_arrived(client, round_after, monkeypatch):
    monkeypatch.setattr("quizzes.taking.anomalies.MOST_PEOPLE", 10)
    send(client, round_after, 14)
    assert (apart(), counted()) == (4, 10)


def test_many_who_join_within_a_minute_are_set_apart_whatever_their_phones_claim(
    client, round_after, monkeypatch
):
    monkeypatch.setattr("quizzes.taking.anomalies.BURST_FROM", 5)
    for _number in range(8):
        client.cookies.clear()
        take(client, round_after, "bac")
    assert (apart(), counted()) == (3, 5)
    assert Attempt.objects.excluded("burst").count() == apart()


def test_straight_lines_are_set_apart_from_the_third_on_all_of_them(
    client, round_after, django_capture_on_commit_callbacks
):
    for pattern, expected in [("bbb", 0), ("bac", 0), ("bbb", 0), ("ccc", 3), ("aaa", 4), ("bac", 4)]:
        client.cookies.clear()
        with django_capture_on_commit_callbacks(execute=True):
            take(client, round_after, pattern)
        assert apart() == expected, pattern
    assert counted() == 2
    assert Attempt.objects.excluded("straight").filter(is_straight=True).count() == 4


def test_three_straight_lines_among_many_are_chance(client, round_after, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(client, round_after, 31)
        send(client, round_after, 3, pattern="bbb", start=31)
    assert (apart(), counted()) == (0, 34)


def test_attempts_alone_in_numbers_are_set_apart_on_pages_and_from_phones(client, quiz, monkeypatch):
    monkeypatch.setattr("quizzes.taking.anomalies.BURST_FROM", 3)
    for _number in range(4):
        begun = client.post("/id/kuis/coba/")["Location"].removesuffix("1/")
        for position, choice in enumerate("bac", 1):
            assert client.post(f"{begun}{position}/", {"choice": choice}).status_code == 303
    body = attempt_payload(quiz)
    assert client.post("/api/attempts/", body, content_type="application/json").status_code == 201
    assert (apart(), counted()) == (2, 3)
    page = client.get(f"{begun}hasil/")
    assert page.status_code == 200, "nobody is refused"


def test_an_answer_asks_no_more_queries_than_before(
    client, round_after, still_site, django_assert_max_num_queries
):
    address = join(client, round_after)["Location"]
    client.post(f"{address}1/", {"choice": "b"})
    with django_assert_max_num_queries(8):
        client.post(f"{address}2/", {"choice": "a"})


def address_of(round_):
    return f"/admin/hasil-kuis/ronde/{round_.code}/"


def test_a_reviewer_accepts_with_one_tap_and_undoes_it(client, round_after, arrives, cast, signed_in):
    send(client, round_after, 20)
    arrives(round_after, 10)
    client = signed_in(cast.reviewer)
    listed = client.get("/admin/hasil-kuis/ronde/").content.decode()
    assert round_after.code in listed
    assert "20 pengerjaan dipisahkan" in listed
    page = client.get(address_of(round_after))
    ((reason, sentence),) = page.context["waiting"]
    assert (reason, "20" in sentence) == ("too_many", True)
    assert "Hitung" in page.content.decode()
    page = client.post(address_of(round_after), {"accept": reason}, follow=True)
    assert (apart(), counted()) == (0, 20)
    assert page.context["waiting"] == []
    (step,) = page.context["decisions"]
    assert (step.number, step.can_undo, step.decision.actor) == (20, True, cast.reviewer)
    send(client, round_after, 1, start=20)
    assert apart() == 1, "what comes later waits for its own decision"
    client.post(address_of(round_after), {"undo": step.decision.pk}, follow=True)
    assert counted() == 0
    steps = client.get(address_of(round_after)).context["decisions"]
    assert [(step.number, step.can_undo) for step in steps] == [(20, True), (20, False)]
    client.post(address_of(round_after), {"undo": steps[0].decision.pk}, follow=True)
    assert counted() == 20


def test_what_a_reviewer_accepted_is_not_set_apart_again(client, round_after, arrives, cast, signed_in):
    send(client, round_after, 20)
    session = arrives(round_after, 10)
    signed_in(cast.reviewer).post(address_of(round_after), {"accept": "too_many"})
    Session.objects.get(pk=session.pk).save()
    assert (apart(), counted()) == (0, 20)


@pytest.mark.parametrize("who", ["educator", "other_reviewer", "analyst", "editor"])
def test_only_a_reviewer_of_the_office_accepts(client, round_after, arrives, cast, signed_in, who):
    send(client, round_after, 20)
    arrives(round_after, 10)
    client = signed_in(getattr(cast, who))
    client.post(address_of(round_after), {"accept": "too_many"})
    assert apart() == 20
    Round.objects.update(author=cast.reviewer)
    page = signed_in(cast.reviewer).post(address_of(round_after), {"accept": "too_many"})
    assert (apart(), page.status_code) == (20, 422)


def test_a_step_that_was_decided_again_is_not_undone(client, round_after, arrives, cast, signed_in):
    send(client, round_after, 20)
    arrives(round_after, 10)
    client = signed_in(cast.reviewer)
    client.post(address_of(round_after), {"accept": "too_many"})
    first = AttemptDecision.objects.first().pk
    client.post(address_of(round_after), {"undo": first})
    for name in (first, "0", "x", "9" * 30):
        page = client.post(address_of(round_after), {"undo": name})
        assert page.status_code == 422, name
    assert counted() == 0


def test_the_order_and_the_names_of_attempts_tell_nothing_about_who_came_when(
    client, round_after, cast, signed_in
):
    send(client, round_after, 30, pattern="bab")
    rows = signed_in(cast.reviewer).get(address_of(round_after)).context["rows"]
    ids = [row.attempt.pk for row in rows]
    assert ids not in (sorted(ids), sorted(ids, reverse=True))
    html = client.get(address_of(round_after)).content.decode()
    sent = re.findall(r'name="attempt"\s+value="(\w+)"', html)
    assert sorted(sent) == sorted(row.mark for row in rows)
    assert not set(sent) & {str(pk) for pk in ids}
    assert [row.mark for row in rows] == sorted(row.mark for row in rows)


def test_an_analyst_accepts_attempts_alone_and_others_do_not(
    client, quiz, cast, signed_in, roles, monkeypatch
):
    monkeypatch.setattr("quizzes.taking.anomalies.BURST_FROM", 1)
    for _number in range(3):
        begun = client.post("/id/kuis/coba/")["Location"].removesuffix("1/")
        for position, choice in enumerate("bac", 1):
            client.post(f"{begun}{position}/", {"choice": choice})
    alone = "/admin/hasil-kuis/sendiri/"
    day = f"{quiz.pk} {timezone.localdate():%Y-%m-%d}"
    for who in (cast.reviewer, cast.editor, cast.educator):
        assert signed_in(who).post(alone, {"accept": day}).status_code == 302
    assert apart() == 2
    client = signed_in(cast.analyst)
    assert "sendiri/" in client.get("/admin/hasil-kuis/ronde/").content.decode()
    assert "Kuis coba" in client.get(alone).content.decode()
    for wrong in ("", "x", f"{quiz.pk} 2026-13-01", "9" * 30 + " 2026-11-30"):
        client.post(alone, {"accept": wrong})
    assert apart() == 2
    page = client.post(alone, {"accept": day}, follow=True)
    assert (apart(), counted()) == (0, 3)
    client.post(alone, {"undo": page.context["decisions"][0].decision.pk})
    assert counted() == 1


@pytest.mark.browser
def test_what_waits_is_accepted_with_one_tap_on_a_phone(
    transactional_db, round_after, arrives, cast, client, page_of
):
    send(client, round_after, 20)
    arrives(round_after, 10)
    screen = page_of(cast.reviewer, address_of(round_after))
    assert screen.evaluate("document.documentElement.scrollWidth") <= 360
    screen.get_by_role("button", name="Hitung", exact=True).click()
    screen.get_by_text("Pengerjaan yang dihitung: 20").wait_for()
    assert apart() == 0
    screen.get_by_role("button", name="Urungkan", exact=True).click()
    screen.get_by_text("Diurungkan untuk 20 pengerjaan").wait_for()
    assert Attempt.objects.excluded().count() == 20
