"""Before and after of the same person, without a name: the same phone, or a numbered card."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.models import Attempt, Card, Round
from quizzes.taking.pairing import COOKIE, is_card_number, issue_cards
from tests.support.quiz_taking import join, take


@pytest.fixture
def two_rounds(make_round):
    """An open round before and one after, of the same session."""
    before = make_round("before")
    return before, make_round("after", session=before.session)


def test_the_same_phone_is_paired_and_its_cookie_says_nothing_of_anybody(two_rounds):
    before, after = two_rounds
    phone = Client()
    first, second = take(phone, before, "aaa"), take(phone, after, "bac")
    assert second.before == first
    assert (first.right, second.right) == (1, 3)
    assert list(Attempt.objects.paired()) == [second]
    cookie = phone.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"]) == ("/g/", True)
    assert before.session.hex not in cookie.value
    assert first.token not in cookie.value


def test_two_phones_and_a_phone_without_cookies_are_not_paired(two_rounds):
    before, after = two_rounds
    take(Client(), before, "aaa")
    assert take(Client(), after, "bac").before is None


def test_a_phone_of_another_session_or_with_a_forged_cookie_is_not_paired(two_rounds):
    before, after = two_rounds
    phone = Client()
    take(phone, before, "aaa")
    Round.objects.filter(pk=after.pk).update(session="8b7c1f8e-0f4e-4b5e-9d6a-2f1c3a4b5c6d")
    assert take(phone, after, "bac").before is None
    phone.cookies[COOKIE] = "x.y.z'--"
    assert join(phone, before).status_code == 303


def test_a_phone_that_joins_again_goes_on(two_rounds):
    before, _after = two_rounds
    phone = Client()
    first = join(phone, before)["Location"]
    page = phone.get(f"/g/{before.code}").content.decode()
    assert first in page
    assert 'name="next"' in page
    assert join(phone, before)["Location"] == first
    assert Attempt.objects.count() == 1


def test_next_person_clears_the_phone_and_nobody_on_it_is_paired(two_rounds):
    before, after = two_rounds
    phone = Client()
    take(phone, before, "aaa")
    assert phone.post(f"/g/{before.code}", {"next": "1"}).status_code == 303
    assert 'name="next"' not in phone.get(f"/g/{before.code}").content.decode()
    take(phone, before, "bbb")
    assert take(phone, after, "bac").before is None
    assert take(phone, after, "bac").before is None
    assert not Attempt.objects.exclude(pair="").exists()
    assert Attempt.objects.count() == 4


def test_a_phone_handed_on_after_the_session_unpairs_who_was_paired(two_rounds):
    before, after = two_rounds
    phone = Client()
    take(phone, before, "aaa")
    second = take(phone, after, "bac")
    phone.post(f"/g/{after.code}", {"next": "1"})
    second.refresh_from_db()
    assert second.before is None


def test_back_on_a_phone_that_was_handed_on_shows_no_answers(two_rounds):
    """One question a page, without JavaScript and without cookies."""
    _before, after = two_rounds
    phone = Client()
    address = join(phone, after)["Location"]
    for position, choice in enumerate("aaa", 1):
        phone.post(f"{address}{position}/", {"choice": choice})
    result = phone.get(f"{address}hasil/").content.decode()
    token = address.rstrip("/").rpartition("/")[2]
    assert f'name="token" value="{token}"' in result
    phone.cookies.clear()
    phone.post(f"/g/{after.code}", {"next": "1", "token": token})
    assert {phone.get(f"{address}{page}").status_code for page in ("1/", "2/", "3/", "hasil/", "utuh/")} == {
        404
    }
    assert Attempt.objects.get().right == 1


def test_a_card_pairs_on_a_shared_phone(two_rounds):
    before, after = two_rounds
    issue_cards(before.session, 2)
    mine, other = Card.objects.values_list("number", flat=True)
    phone = Client()
    assert 'name="card"' in phone.get(f"/g/{before.code}").content.decode()
    first, second = take(phone, before, "aaa", mine), take(phone, before, "bbb", other)
    assert take(phone, after, "bac", other).before == second
    assert take(phone, after, "bac", f"{mine[:2]} {mine[2:]}").before == first


@pytest.mark.parametrize("typed", ["0000", "12", "abcd", "99999"])
def test_a_card_nobody_was_given_is_refused_and_stays_in_the_form(two_rounds, typed):
    before, _after = two_rounds
    issue_cards(before.session, 5)
    response = join(Client(), before, typed)
    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode()
    assert not Attempt.objects.exists()


def test_a_card_that_is_refused_leaves_the_language_that_was_chosen(two_rounds):
    before, _after = two_rounds
    issue_cards(before.session, 1)
    page = Client().post(f"/g/{before.code}", {"language": "en", "card": "0000"}).content.decode()
    assert re.findall(r'value="(\w+)" checked', page) == ["en"]


def test_a_card_is_used_once_in_a_round_but_a_double_tap_is_one_attempt(two_rounds):
    before, _after = two_rounds
    issue_cards(before.session, 1)
    number = Card.objects.get().number
    phone = Client()
    taps = {join(phone, before, number, "n" * 16)["Location"] for _tap in range(2)}
    assert len(taps) == 1
    assert join(Client(), before, number).status_code == 422
    assert Attempt.objects.count() == 1


def test_one_mistyped_digit_is_never_another_card():
    cards = [f"{number}" for number in range(1000, 10000) if is_card_number(f"{number}")]
    known = set(cards)
    wrong = [
        card[:place] + digit + card[place + 1 :]
        for card in cards[::50]
        for place in range(4)
        for digit in "0123456789"
        if digit != card[place]
    ]
    assert not known.intersection(wrong)


def test_the_educator_prints_cards_and_nobody_else(client, signed_in, cast, two_rounds):
    before, _after = two_rounds
    address = f"/lapangan/ronde/{before.code}/kartu/"
    signed_in(cast.other_educator)
    assert client.post(address, {"count": "5"}, follow=True).status_code == 404
    signed_in(cast.educator)
    assert client.post(address, {"count": "999999"}).status_code == 422
    assert not Card.objects.exists()
    client.post(address, {"count": "12"})
    numbers = set(Card.objects.values_list("number", flat=True))
    page = client.get(address).content.decode()
    assert len(numbers) == 12
    assert all(number in page for number in numbers)
    assert "/lapangan/kotak-keluar/" in page, "the bar of the field app"
    assert "/cek-tawaran/" not in page


def test_results_show_how_many_were_paired_and_what_they_gained(client, signed_in, cast, two_rounds):
    before, after = two_rounds
    for _person in range(10):
        phone = Client()
        take(phone, before, "cab")  # not a straight line, which a reviewer would have to accept
        take(phone, after, "bac")
    take(Client(), after, "bac")
    Round.objects.update(closed_at=timezone.now())
    signed_in(cast.educator)
    page = client.get(f"/lapangan/ronde/{after.code}/hasil/?").content.decode()
    assert "67" in page
    assert "10" in page
    learned = client.get(f"/lapangan/ronde/{after.code}/hasil/").context["learning"]
    assert (learned.paired, learned.only_before, learned.only_after) == (10, 0, 1)
    assert (round(learned.gain.points), round(learned.g, 2)) == (67, 1.0)


def test_a_few_pairs_give_no_gain(client, signed_in, cast, two_rounds):
    before, after = two_rounds
    phone = Client()
    take(phone, before, "aaa")
    take(phone, after, "bac")
    Round.objects.update(closed_at=timezone.now())
    signed_in(cast.educator)
    learned = client.get(f"/lapangan/ronde/{after.code}/hasil/").context["learning"]
    assert (learned.paired, learned.gain, learned.g) == (1, None, None)
