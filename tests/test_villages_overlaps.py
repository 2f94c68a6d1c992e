"""Two sessions at the same time in a village, or of one educator in two: both are stored, and marked."""

import re
import uuid as uuids
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.support.outbox_client import put, session_payload
from villages.models import Session

MORNING = date(2026, 3, 5)
INDEX = "session_review:index"


@pytest.fixture
def session(make_session, place, cast, roles):
    """From nine to eleven in Sukamaju, by Sari."""
    return make_session(place.village, MORNING, women=7, state="submitted")


@pytest.fixture
def held_at(make_session):
    """Return a function that stores a session of two hours, `minutes` after nine on the village's clock."""

    def make(village, minutes=0, day=MORNING, **fields):
        found = make_session(village, day, women=9, state=fields.pop("state", "submitted"), **fields)
        found.started_at += timedelta(minutes=minutes)
        found.ended_at += timedelta(minutes=minutes)
        found.save()
        return found

    return make


def marks(session):
    found = Session.objects.with_overlaps().get(pk=session.pk)
    return bool(found.overlaps_in_village), bool(found.overlaps_of_author)


@pytest.mark.parametrize(
    "minutes, overlaps", [(0, True), (119, True), (-119, True), (120, False), (-120, False)]
)
def test_sessions_in_a_village_overlap_while_both_are_held(session, held_at, place, cast, minutes, overlaps):
    other = held_at(place.village, minutes, author=cast.other_educator)
    assert marks(session) == marks(other) == (overlaps, False)
    assert list(session.overlapping()) == [other] * overlaps
    assert set(Session.objects.possible_doubles()) == ({session, other} if overlaps else set())


def test_a_short_session_within_a_long_one_overlaps(session, held_at, place):
    other = held_at(place.village, 30)
    Session.objects.filter(pk=other.pk).update(ended_at=other.started_at + timedelta(minutes=10))
    assert marks(session) == marks(other) == (True, False)


def test_another_day_another_village_and_another_educator_are_no_doubles(session, held_at, place, cast):
    held_at(place.village, day=MORNING + timedelta(days=1))
    held_at(place.second_village, author=cast.other_educator)
    assert not Session.objects.possible_doubles().exists()


def test_a_session_past_midnight_overlaps_with_one_of_the_next_day(held_at, place):
    late, early = (
        held_at(place.village, 14 * 60),
        held_at(place.village, -8 * 60, MORNING + timedelta(days=1)),
    )
    assert late.started_on < early.started_on
    assert marks(late) == marks(early) == (False, False)
    Session.objects.filter(pk=late.pk).update(ended_at=early.started_at + timedelta(minutes=1))
    assert marks(late) == marks(early) == (True, False)


def test_an_educator_in_two_villages_at_once_is_marked(session, held_at, place):
    other = held_at(place.second_village, 60)
    assert marks(session) == marks(other) == (False, True)


def test_clocks_of_two_zones_are_compared_by_the_instant(session, held_at, place, cast):
    """Nine o'clock in Makassar is eight in Java; a session there until eleven ends at ten in Java."""
    far = held_at(place.far_village, 60, author=cast.educator)
    assert far.started_at == session.started_at
    assert marks(session) == (False, True)
    Session.objects.filter(pk=far.pk).update(
        started_at=far.started_at + timedelta(hours=2), ended_at=far.ended_at + timedelta(hours=2)
    )
    assert marks(session) == (False, False)


@pytest.mark.parametrize("void", ["first", "second"])
def test_a_void_session_is_no_double(session, held_at, place, void):
    other = held_at(place.village)
    Session.objects.filter(pk=(session if void == "first" else other).pk).update(state="void")
    assert marks(session) == marks(other) == (False, False)
    for found in Session.objects.all():
        assert not found.overlapping().exists()


def test_two_reports_of_one_session_are_both_stored_and_marked(cast, roles, signed_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Jakarta")))
    phone = signed_in(cast.educator)
    first, second = (uuids.uuid4() for _ in range(2))
    for uuid, notes in [(first, "Ramai"), (second, "Hujan")]:
        assert put(phone, session_payload(notes=notes), uuid).status_code == 201
    client = signed_in(cast.reviewer)
    assert rows(client) == 2
    page = client.get(detail(first)).text
    assert detail(second) in page
    beside = client.get(f"{detail(first)}?beside={second}").text
    table = re.search(r'id="berdampingan".*?</table>', beside, re.DOTALL)[0]
    assert re.findall(r"<td>(.*?)</td>", table) == ["Hujan", "Ramai"]
    assert 'id="berdampingan"' not in client.get(f"{detail(first)}?beside=nonsense").text


def detail(pk):
    return reverse("session_review:inspect", args=[pk])


def rows(client, **filters):
    return client.get(reverse(INDEX), filters).text.count('class="w-status">mungkin ganda')


def test_the_list_filters_possible_doubles_by_their_kind(session, held_at, place, cast, signed_in):
    client = signed_in(cast.reviewer)
    held_at(place.second_village, day=MORNING + timedelta(days=2))
    assert shown(client) == {"Sukamaju", "Mekarsari"}
    assert shown(client, doubles="any") == set()
    held_at(place.second_village, author=cast.reviewer)
    held_at(place.second_village, author=cast.reviewer)
    assert shown(client, doubles="any") == shown(client, doubles="village") == {"Mekarsari"}
    assert shown(client, doubles="educator") == set()
    held_at(place.second_village, 90)
    assert shown(client, doubles="educator") == {"Sukamaju", "Mekarsari"}


def shown(client, **filters):
    page = client.get(reverse(INDEX), filters)
    return {session.village.name for session in page.context["object_list"]}


def test_of_another_office_a_reviewer_learns_only_that_it_overlaps(session, held_at, place, cast, signed_in):
    other = held_at(place.far_village, 60, author=cast.educator, notes="Rahasia kantor")
    page = signed_in(cast.reviewer).get(f"{detail(session.pk)}?beside={other.pk}").text
    assert 'id="mungkin-ganda"' in page
    for detail_of_other in ["Bontoa", str(other.pk), "Rahasia", "Makassar", 'id="berdampingan"']:
        assert detail_of_other not in page
    assert "Bontoa" in signed_in(cast.analyst).get(detail(session.pk)).text


def test_marks_take_no_query_per_row(session, held_at, place, cast, signed_in):
    client = signed_in(cast.reviewer)
    client.get(reverse(INDEX))
    few = queries_of(client, INDEX)
    for minutes in range(0, 100, 10):
        held_at(place.village, minutes)
    assert rows(client) == 11
    assert queries_of(client, INDEX) == few
    assert queries_of(client, INDEX, doubles="any") <= few + 1


def queries_of(client, name, **filters):
    with CaptureQueriesContext(connection) as found:
        client.get(reverse(name), filters)
    return len(found)
