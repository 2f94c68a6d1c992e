"""While the site is updated it shows its pages and stores nothing; who sends something is asked to wait."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from cms.deployment import maintenance
from cms.deployment.maintenance import refuse_writes
from quizzes.models import Attempt
from tests.support.accounts import PASSWORD
from tests.support.outbox_client import put, session_payload
from tests.support.quiz_taking import attempt_payload
from villages.models import Session


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(maintenance, "LONGEST_REQUEST", 0)


@pytest.fixture
def on(data_dir):
    call_command("maintenance", "on", verbosity=0)


@pytest.fixture
def asked():
    return Client(raise_request_exception=False)


def test_the_command_turns_it_on_and_off_and_shows_the_state(capsys):
    for state, word in [
        (None, "off"),
        ("on", "on"),
        ("on", "on"),
        (None, "on"),
        ("off", "off"),
        ("off", "off"),
    ]:
        call_command("maintenance", *([state] if state else []))
        assert f"Maintenance is {word}" in capsys.readouterr().out


def test_pages_are_read_as_usual(site, quiz, on, asked):
    for path in ("/id/", "/id/bantuan/", "/id/kuis/coba/", "/lapangan/masuk/", "/id/cek-tawaran/"):
        assert asked.get(path).status_code == 200


def test_a_phone_sends_its_report_when_it_is_over(cast, signed_in, place, on):
    client = signed_in(cast.educator)
    client.raise_request_exception = False
    answer = put(client, session_payload())
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "busy")
    assert not Session.objects.exists()
    call_command("maintenance", "off", verbosity=0)
    assert put(client, session_payload()).status_code == 201


def test_answers_to_a_quiz_wait_on_the_phone(quiz, on, asked):
    answer = asked.post("/api/attempts/", attempt_payload(quiz), content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("path", ["/id/kuis/coba/", "/lapangan/masuk/", "/admin/login/"])
def test_what_a_form_sends_is_answered_in_words_and_not_stored(cast, quiz, on, asked, path):
    answer = asked.post(path, {"username": "sari", "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "belum tersimpan" in answer.content.decode()


def test_the_health_address_names_it(db, on, asked):
    answer = asked.get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (200, "maintenance")


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO a", "  update a", "DELETE FROM a", "REPLACE INTO a", "WITH x AS (SELECT 1) DELETE FROM a"],
)
def test_a_statement_that_writes_is_refused(statement):
    with pytest.raises(OperationalError):
        refuse_writes(None, statement, None, False, {})


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "SAVEPOINT a",
        'SELECT "update"',
        "WITH RECURSIVE x AS (SELECT 1) SELECT * FROM x",
        "PRAGMA a",
    ],
)
def test_a_statement_that_reads_passes(statement):
    assert refuse_writes(lambda sql, *_rest: sql, statement, None, False, {}) == statement


def test_a_command_still_writes(db, on):
    call_command("setup_roles", verbosity=0)
    assert Group.objects.exists()
