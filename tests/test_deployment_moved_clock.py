"""A server whose clock is a day wrong and is put right: what was sent is taken, and nobody waits a day."""

import time
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.sign_in_limits import FREE
from cms.page_cache.disk import PagesOnDisk
from cms.page_cache.middleware import PageCache
from quizzes.models import Attempt
from quizzes.taking.offline import SentAttemptForm
from tests.support.accounts import PASSWORD
from tests.support.outbox_client import put, raw, session_payload
from tests.support.page_cache import Answer, CountingSite
from tests.support.quiz_taking import attempt_payload
from villages.models import Session

DAY = timedelta(days=1)
REAL_TIME, REAL_NOW = time.time, timezone.now
FORM = {"username": "sari", "password": PASSWORD}


@pytest.fixture
def moved(monkeypatch):
    """Return a function that sets the server's clock a time off."""

    def move(off):
        monkeypatch.setattr(time, "time", lambda: REAL_TIME() + off.total_seconds())
        monkeypatch.setattr(timezone, "now", lambda: REAL_NOW() + off)

    return move


def hours_ago():
    started = timezone.localtime(REAL_NOW()) - timedelta(hours=3)
    times = {"started_local": started, "ended_local": started + timedelta(hours=1)}
    return {name: f"{value:%Y-%m-%dT%H:%M}" for name, value in times.items()}


@pytest.mark.parametrize("off", [DAY, -DAY])
def test_a_report_is_taken_by_a_wrong_clock_or_as_it_is_once_the_clock_is_right(cast, place, moved, off):
    phone, number, body = Client(), uuid.uuid4(), raw(session_payload(**hours_ago()))
    phone.post("/lapangan/masuk/", FORM)
    moved(off)
    first = put(phone, body, number)
    if off < timedelta(0):
        assert first.status_code == 422
        assert "belum tiba" in str(first.json()["errors"]["started_local"])
    else:
        assert first.status_code == 201
    moved(timedelta(0))
    assert put(phone, body, number).status_code == (201 if off < timedelta(0) else 200)
    assert Session.objects.get().started_local.isoformat()[:16] == hours_ago()["started_local"]


@pytest.mark.parametrize(("off", "counted"), [(DAY, timedelta(0)), (-2 * DAY, -2 * DAY)])
def test_an_attempt_counts_on_the_day_of_the_phone_or_of_the_server(moved, off, counted):
    today = timezone.localdate()
    moved(off)
    form = SentAttemptForm({})
    form.cleaned_data = {"date": today}
    assert form.clean_date() == today + counted


def test_a_server_that_was_ahead_leaves_nobody_waiting_for_a_day(cast, moved):
    moved(DAY)
    for _ in range(FREE["account"]):
        Client().post("/lapangan/masuk/", FORM | {"password": "salah"})
    assert Client().post("/lapangan/masuk/", FORM).status_code == 429
    moved(timedelta(0))
    assert Client().post("/lapangan/masuk/", FORM).status_code == 302


@pytest.mark.parametrize("off", [DAY, -DAY])
def test_whoever_signed_in_by_a_wrong_clock_stays_signed_in(cast, moved, off):
    moved(off)
    phone = Client()
    phone.post("/lapangan/masuk/", FORM)
    moved(timedelta(0))
    assert phone.get("/lapangan/").status_code == 200


def test_a_page_stored_by_a_wrong_clock_is_shown_while_none_can_be_made(tmp_path, moved):
    moved(DAY)
    site = CountingSite()
    Answer(PageCache(site, lambda: "same", disk=PagesOnDisk(tmp_path)))
    moved(timedelta(0))
    site.status = "503 Service Unavailable"
    stale = Answer(PageCache(site, lambda: "same", disk=PagesOnDisk(tmp_path)))
    assert (stale.status, stale.headers["Age"]) == ("200 OK", "0")


def test_an_attempt_sent_again_after_the_clock_went_back_is_stored_once(client, quiz, moved):
    body = attempt_payload(quiz)
    body["answers"] = dict.fromkeys(body["answers"], "a")
    moved(DAY)
    first = client.post("/api/attempts/", body, content_type="application/json")
    moved(-DAY)
    second = client.post("/api/attempts/", body, content_type="application/json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert Attempt.objects.count() == 1
