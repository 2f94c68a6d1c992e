"""Rounds: the educator opens a window, people join with a code, nobody else gets in."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone

from quizzes.models import Attempt, Round


@pytest.fixture
def open_round(quiz, place, cast, client, signed_in):
    signed_in(cast.educator)
    response = client.post(
        "/lapangan/ronde/baru/",
        {
            "quiz": quiz.pk,
            "phase": "after",
            "village": place.village.pk,
            "session": "8b7c1f8e-0f4e-4b5e-9d6a-2f1c3a4b5c6d",
        },
    )
    assert response.status_code == 302
    client.logout()
    return Round.objects.get()


def test_a_code_has_no_letters_that_are_taken_for_others(open_round):
    assert len(open_round.code) == 6
    assert not set(open_round.code) & set("0O1IL")


def test_a_round_keeps_the_office_of_its_village(open_round, place):
    assert open_round.office == place.office


def test_a_code_typed_in_small_letters_with_a_space_joins(client, open_round):
    typed = f"{open_round.code[:3]} {open_round.code[3:]}".lower()
    assert client.get("/g/", {"kode": typed})["Location"] == f"/g/{open_round.code}"
    assert "Kuis coba" in client.get(f"/g/{open_round.code}").content.decode()


def test_starting_twice_is_one_attempt(client, open_round):
    sent = {"language": "jv", "nonce": "n" * 16}
    first, second = (client.post(f"/g/{open_round.code}", sent)["Location"] for _tap in range(2))
    assert first == second
    assert first.startswith("/id/kuis/coba/")
    attempt = Attempt.objects.get()
    assert (attempt.phase, attempt.round) == ("after", open_round)


def test_an_unknown_or_closed_code_gets_a_plain_message(client, open_round):
    assert client.get("/g/ZZZZZZ").status_code == 422
    Round.objects.update(closed_at="2026-01-01T00:00:00Z")
    assert client.get(f"/g/{open_round.code}").status_code == 410
    assert client.post(f"/g/{open_round.code}", {"nonce": "n" * 16}).status_code == 410
    assert not Attempt.objects.exists()


def test_a_mistyped_code_stays_to_be_corrected(client, open_round):
    page = client.get("/g/ZZ-ZZZ").content.decode()
    assert 'value="ZZZZZ"' in page


def test_wrong_codes_are_limited_and_the_address_is_not_stored(client, open_round, monkeypatch):
    cache.clear()
    keys = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *rest: keys.append(key) or add(key, *rest))
    monkeypatch.setattr("quizzes.taking.joining.WRONG_CODES", 3)
    assert [client.get("/g/ZZZZZZ").status_code for _try in range(4)] == [422, 422, 422, 429]
    assert client.get(f"/g/{open_round.code}").status_code == 200, "the hall behind the same address"
    assert client.get("/g/ZZZZZZ")["Retry-After"] == "600"
    assert keys
    assert not any("127.0.0.1" in key for key in keys)
    cache.clear()


@pytest.fixture
def slowed_down(monkeypatch, client):
    """The address of `client` has guessed too often."""
    cache.clear()
    monkeypatch.setattr("quizzes.taking.joining.WRONG_CODES", 1)
    assert client.get("/g/ZZZZZZ").status_code == 422
    assert client.get("/g/ZZZZZZ").status_code == 429
    yield
    cache.clear()


def doors_of_code(client, found, code):
    """Return the status of every address that takes a code, in the same order."""
    return [
        client.get(f"/g/{code}").status_code,
        client.post(f"/g/{code}", {"nonce": "n" * 16}).status_code,
        client.post(f"/g/{code}/oper/").status_code,
        client.get(f"/id/kuis/{found.quiz.slug}/ronde/{code}/utuh/").status_code,
    ]


def test_the_right_code_opens_every_door_behind_an_address_that_is_slowed_down(
    client, open_round, slowed_down
):
    assert doors_of_code(client, open_round, open_round.code) == [200, 303, 200, 200]


def test_an_address_that_is_slowed_down_learns_of_no_closed_round(client, open_round, slowed_down):
    Round.objects.update(closed_at="2026-01-01T00:00:00Z")
    closed = doors_of_code(client, open_round, open_round.code)
    assert closed == doors_of_code(client, open_round, "ZZZZZZ") == [429, 429, 429, 404]


def test_every_door_counts_wrong_codes(client, open_round, monkeypatch):
    cache.clear()
    monkeypatch.setattr("quizzes.taking.joining.WRONG_CODES", 4)
    assert 429 not in doors_of_code(client, open_round, "ZZZZZZ")
    assert client.get("/g/ZZZZZZ").status_code == 429, "four doors, four misses"
    cache.clear()


def test_a_phone_that_took_part_hands_on_from_a_slowed_address_after_the_close(
    client, open_round, slowed_down
):
    client.post(f"/g/{open_round.code}", {"nonce": "n" * 16})
    Round.objects.update(closed_at="2026-01-01T00:00:00Z")
    assert client.post(f"/g/{open_round.code}/oper/").json() == {"shared": True, "open": False}


def test_the_educator_shows_closes_and_opens_again(client, signed_in, cast, open_round):
    signed_in(cast.educator)
    address = f"/lapangan/ronde/{open_round.code}/"
    screen = client.get(f"{address}layar/").content.decode()
    assert "<svg" in screen
    assert open_round.code in screen
    client.post(address, {"close": "1"})
    assert not Round.objects.get().is_open
    screen = client.get(f"{address}layar/")
    assert "<svg" not in screen.content.decode(), "a code that leads nowhere"
    assert "Ronde ini sudah ditutup" in screen.content.decode()
    client.post(address, {"open": "1"})
    assert Round.objects.get().is_open


def test_the_round_before_leads_to_the_one_after_of_the_same_session(client, signed_in, cast, make_round):
    before = make_round("before")
    signed_in(cast.educator)
    page = client.get(f"/lapangan/ronde/{before.code}/").content.decode()
    (link,) = re.findall(r'href="(/lapangan/ronde/baru/[^"]+)"', page)
    form = client.get(unescape(link)).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    client.post("/lapangan/ronde/baru/", fields)
    after = Round.objects.get(phase="after")
    assert (after.session, after.edition, after.village) == (before.session, before.edition, before.village)
    for one, other in ((before, after), (after, before)):
        page = client.get(f"/lapangan/ronde/{one.code}/").content.decode()
        assert f"/lapangan/ronde/{other.code}/" in page
        assert "/lapangan/ronde/baru/" not in page


def test_the_list_of_rounds_has_a_fixed_number_of_queries(
    client, signed_in, cast, open_round, django_assert_max_num_queries
):
    signed_in(cast.educator)
    with django_assert_max_num_queries(6):
        assert open_round.code in client.get("/lapangan/ronde/").content.decode()


def test_the_newest_round_stands_first(client, signed_in, cast, make_round):
    old, new = make_round("before", opened_at=timezone.now() - timedelta(days=1)), make_round("after")
    signed_in(cast.educator)
    page = client.get("/lapangan/ronde/").content.decode()
    assert page.index(new.code) < page.index(old.code)


def test_an_outsider_sees_no_round(client, signed_in, cast, open_round):
    address = f"/lapangan/ronde/{open_round.code}/"
    assert client.get(address).status_code == 302
    signed_in(cast.other_educator)
    assert client.get(address, follow=True).status_code == 404
    assert client.post(address, {"close": "1"}, follow=True).status_code == 404
    signed_in(cast.editor)
    assert client.get("/lapangan/ronde/").status_code == 403
    assert Round.objects.get().is_open


def test_a_round_in_somebody_elses_village_or_session_is_refused(
    client, signed_in, cast, place, quiz, open_round
):
    signed_in(cast.other_educator)
    data = {"quiz": quiz.pk, "phase": "before", "village": place.village.pk, "session": open_round.session}
    assert client.post("/lapangan/ronde/baru/", data).status_code == 422
    data["village"] = place.far_village.pk
    assert client.post("/lapangan/ronde/baru/", data).status_code == 422
    assert Round.objects.count() == 1


def test_opening_again_keeps_when_it_first_opened_and_a_round_left_open_stays_closed(
    client, signed_in, cast, open_round
):
    signed_in(cast.educator)
    address = f"/lapangan/ronde/{open_round.code}/"
    client.post(address, {"close": "1"})
    client.post(address, {"open": "1"})
    found = Round.objects.get()
    assert (found.opened_at, found.is_open) == (open_round.opened_at, True)
    Round.objects.update(opened_at="2026-01-01T00:00:00Z", closed_at="2026-01-01T01:00:00Z")
    assert 'name="open"' not in client.get(address).content.decode()
    client.post(address, {"open": "1"})
    assert not Round.objects.get().is_open


SESSION = "8b7c1f8e-0f4e-4b5e-9d6a-2f1c3a4b5c6d"


def at(monkeypatch, day, hour):
    moment = datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Asia/Jakarta"))
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize("day, hour, asks_after", [(24, 11, True), (24, 23, True), (25, 0, False)])
def test_a_quiz_withdrawn_in_the_middle_of_a_session_is_asked_after_it_that_day_in_the_same_version(
    quiz, make_round, place, cast, signed_in, monkeypatch, day, hour, asks_after
):
    at(monkeypatch, 24, 9)
    before = make_round("before", session=SESSION, opened_at=timezone.now())
    quiz.unpublish()
    at(monkeypatch, day, hour)
    educator = signed_in(cast.educator)
    link = f"?session={SESSION}&village={place.village.pk}&quiz={quiz.pk}&phase=after"
    assert (link in unescape(educator.get(f"/lapangan/ronde/{before.code}/").text)) is asks_after
    assert ("Kuis coba</option>" in educator.get(f"/lapangan/ronde/baru/{link}").text) is asks_after
    entries = {"quiz": quiz.pk, "phase": "after", "village": place.village.pk, "session": SESSION}
    answer = educator.post("/lapangan/ronde/baru/", entries)
    assert answer.status_code == (302 if asks_after else 422)
    assert list(Round.objects.filter(phase="after").values_list("edition", flat=True)) == (
        [before.edition_id] if asks_after else []
    )


def test_a_withdrawn_quiz_is_taken_after_the_session_but_opens_no_other(
    quiz, make_round, place, cast, client, signed_in
):
    make_round("before", session=SESSION)
    quiz.unpublish()
    educator = signed_in(cast.educator)
    entries = {"quiz": quiz.pk, "phase": "after", "village": place.village.pk}
    for other in ["8b7c1f8e-0f4e-4b5e-9d6a-2f1c3a4b5c00", "x", ""]:
        assert educator.post("/lapangan/ronde/baru/", entries | {"session": other}).status_code == 422
    educator.post("/lapangan/ronde/baru/", entries | {"session": SESSION})
    after = Round.objects.get(phase="after")
    client.logout()
    address = client.post(f"/g/{after.code}", {"language": "id", "nonce": "n" * 16})["Location"]
    assert "Pertanyaan 1?" in client.get(f"{address}1/").text
    assert client.post(f"{address}1/", {"choice": "b"}).status_code == 303
    assert Attempt.objects.get().right == 1
