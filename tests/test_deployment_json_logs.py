"""Logs for machines: every line an object with the id of its request, none with anything private."""

import json
import logging

import pytest
from django.db import IntegrityError
from django.test import Client

from cms.deployment.json_logs import JsonFormatter, PlainFormatter, request_id

ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines():
    """Return a list of the objects that are logged."""
    found = []

    class Collect(logging.Handler):
        def emit(self, record):
            found.append(json.loads(self.format(record)))

    handler = Collect()
    handler.setFormatter(JsonFormatter())
    requests = logging.getLogger("migrasi.requests")
    level = requests.level
    requests.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)
    requests.setLevel(level)


def test_each_answer_is_a_line_with_route_time_and_the_id_of_the_web_server(db, client, lines, settings):
    settings.BEHIND_PROXY = True
    client.get("/g/ABC234", headers={"X-Request-ID": ID, "User-Agent": "Nokia"})
    [line] = [line for line in lines if line["logger"] == "migrasi.requests"]
    assert (line["request_id"], line["method"], line["message"]) == (ID, "GET", "answered")
    assert line["status"] in (404, 422)
    assert line["route"].startswith("g/<")
    assert line["milliseconds"] >= 0
    text = json.dumps(lines)
    assert not [word for word in ("ABC234", "127.0.0.1", "Nokia") if word in text]


def test_plain_lines_name_routes_too_and_no_token_of_an_attempt(db, client, caplog):
    formatter = PlainFormatter("{levelname} {message}", style="{")
    token = "HJhSvkL_nzN48Y3s"
    client.get(f"/id/kuis/coba/{token}/")
    client.put(f"/id/kuis/coba/{token}/1/")
    client.get("/lapangan/ronde/ABC234/nothing/")
    lines = [formatter.format(record) for record in caplog.records if record.name == "django.request"]
    assert len(lines) == 3
    assert lines[0].startswith("WARNING Not Found GET id/kuis/(")
    assert lines[1].startswith("WARNING Method Not Allowed PUT id/kuis/(")
    assert not [line for line in lines if token in line or "ABC234" in line]


@pytest.mark.parametrize("sent", ["", "x" * 40, "../../etc", f"{ID}\n{{}}"])
def test_an_id_that_is_none_is_replaced(db, client, lines, settings, sent):
    settings.BEHIND_PROXY = True
    client.get("/readyz", headers={"X-Request-ID": sent})
    assert len(request_id.get()) == 32
    assert request_id.get() != sent


def test_an_error_is_named_by_kind_and_place_without_its_text(db, lines, monkeypatch):
    def fail(*_args, **_options):
        raise IntegrityError("Key (username)=(sari) already exists.")

    monkeypatch.setattr("cms.views.is_migrated", fail)
    monkeypatch.setattr("cms.sitemaps.render", fail)
    Client(raise_request_exception=False).get("/robots.txt")
    [line] = [line for line in lines if line["level"] == "ERROR" and "exception" in line]
    assert line["exception"] == "django.db.utils.IntegrityError"
    assert any(place.startswith("cms/sitemaps.py:") for place in line["at"])
    assert "sari" not in json.dumps(lines)
    assert line["message"] == "Internal Server Error"


def test_a_path_that_leads_nowhere_is_not_in_the_log(db, client, lines):
    client.get("/id/081234567890/")
    assert "081234567890" not in json.dumps(lines)
    assert {line["message"] for line in lines} == {"Not Found", "answered"}


def test_what_our_own_code_logs_stays_as_it_is(lines):
    logging.getLogger("cms.test").warning("Redis is away: %s", "timeout")
    assert lines[0]["message"] == "Redis is away: timeout"
    assert "route" not in lines[0]
