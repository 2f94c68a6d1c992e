"""What people and phones are answered while the database is away or locked, or a disk is full."""

import errno
import socket

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import path
from psycopg.errors import DiskFull

from cms.page_cache import spare
from cms.urls import handler500  # noqa: F401 of the address table below
from cms.urls import urlpatterns as all_urls
from tests.support.outbox_client import put, session_payload


def disk_of_postgres_is_full():
    error = OperationalError("berkas tidak dapat diperluas")
    error.__cause__ = DiskFull("berkas tidak dapat diperluas")
    return error


TROUBLE = {
    "away": (OperationalError("connection refused"), 503),
    "closed": (InterfaceError("connection already closed"), 503),
    "full": (OSError(errno.ENOSPC, "No space left on device"), 507),
    "full PostgreSQL": (disk_of_postgres_is_full(), 507),
    "no room": (OperationalError("database or disk is full"), 507),
}


def broken(request, trouble):
    raise TROUBLE[trouble][0]


urlpatterns = [path("id/<trouble>/", broken), path("api/<trouble>/", broken), *all_urls]


@pytest.fixture
def asked(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_page_that_cannot_be_made_just_now_asks_to_come_back(asked, trouble):
    answer = asked.get(f"/id/{trouble}/")
    assert (answer.status_code, answer["Retry-After"]) == (TROUBLE[trouble][1], "5")
    assert "belum tersimpan" in answer.content.decode()
    assert "tel:08001000" in answer.content.decode()


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_program_is_answered_in_json(asked, trouble):
    answer = asked.post(f"/api/{trouble}/")
    assert (answer.status_code, answer["X-Migrasi"]) == (TROUBLE[trouble][1], "1")
    assert answer.json()["code"] == ("full" if answer.status_code == 507 else "busy")


def test_an_error_of_ours_is_still_an_error(asked):
    assert asked.get("/id/nothing-of-the-kind/").status_code == 500  # a KeyError


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_phone_whose_account_cannot_be_looked_up_sends_again(client, monkeypatch, trouble):
    def sender(request):
        raise TROUBLE[trouble][0]

    monkeypatch.setattr("villages.outbox.decorators.sender", sender)
    answer = put(client, session_payload())
    assert (answer.status_code, answer["Retry-After"]) == (TROUBLE[trouble][1], "5")
    assert answer.json()["code"] in ("busy", "full")


@pytest.mark.parametrize("trouble", TROUBLE)
def test_an_attempt_that_cannot_be_stored_waits_on_the_phone(client, monkeypatch, trouble):
    def form(sent):
        raise TROUBLE[trouble][0]

    monkeypatch.setattr("quizzes.taking.offline_views.SentAttemptForm", form)
    answer = client.post("/api/attempts/", {"language": "id"}, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (TROUBLE[trouble][1], "5")
    assert "sibuk" in answer.json()["error"]


@pytest.fixture
def outage(monkeypatch):
    fresh = spare.Outage()
    monkeypatch.setattr(spare, "outage", fresh)
    return fresh


@pytest.fixture
def lonely_cache(outage, settings, tmp_path):
    """A cache whose Redis is not there."""
    settings.DATA_DIR = tmp_path
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return spare.RedisOrFiles(f"redis://127.0.0.1:{closed.getsockname()[1]}/0", {})


def test_without_redis_the_cache_goes_on_in_files(lonely_cache):
    assert lonely_cache.add("tries", 1)
    assert lonely_cache.incr("tries") == 2
    assert lonely_cache.get("tries") == 2
    assert lonely_cache.is_away


def test_redis_is_tried_again_after_a_pause(lonely_cache, outage, monkeypatch):
    assert lonely_cache.get("tries") is None
    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", lambda *args: "back")
    assert lonely_cache.get("tries") is None
    outage.try_again_at = 0
    assert lonely_cache.get("tries") == "back"
    assert not lonely_cache.is_away


def test_a_full_disk_leaves_the_cache_out(settings, tmp_path, monkeypatch):
    def full(**_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    files = spare.CacheFiles(str(tmp_path), {})
    monkeypatch.setattr("django.core.cache.backends.filebased.tempfile.mkstemp", full)
    files.set("a", 1)
    assert files.get("a") is None
