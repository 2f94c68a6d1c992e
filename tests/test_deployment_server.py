"""The server loads the site before its workers are forked, and ends when it is asked to."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import translation

from cms.deployment.workers import MOST_DEATHS, Deaths, exit_if_port_is_taken, options_of, warm_up
from tests.support.server import ROOT, Server, accepts


@pytest.mark.django_db
def test_what_is_loaded_before_the_fork_asks_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        warm_up()
    assert translation.get_language() == "id"


def test_the_addresses_of_each_language_are_there_before_the_first_request():
    resolver = get_resolver()
    resolver._reverse_dict.clear()
    warm_up()
    assert {"id", "en", "jv", "su"} <= set(resolver._reverse_dict)


def test_the_code_that_asks_the_database_is_there_before_the_first_request(monkeypatch):
    monkeypatch.setattr(connection.ops, "_cache", None)
    warm_up()
    assert connection.ops._cache


@pytest.fixture
def server():
    with Server() as server:
        yield server


def test_a_server_stopped_while_it_starts_ends(server):
    os.killpg(server.process.pid, signal.SIGTERM)
    server.process.wait(30)


def test_a_worker_that_dies_comes_back_within_a_second(server):
    before = server.workers()
    os.kill(int(before[0]), signal.SIGKILL)
    until = time.monotonic() + 1
    while len(set(server.workers()) - {before[0]}) < 2:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert server.process.poll() is None
    accepts(server.port, until)


def test_after_hup_new_workers_serve_and_no_request_is_refused(server):
    before = set(server.workers())
    server.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + 60
    while set(server.workers()) & before or len(server.workers()) < 2:
        assert time.monotonic() < until
        assert server.ask("/healthz").status == 200
        time.sleep(0.01)
    os.kill(server.process.pid, signal.SIGTERM)
    assert server.process.wait(30) == 0


def test_code_that_does_not_load_leaves_the_former_workers_alone(tmp_path):
    for name in ("cms", "villages", "quizzes", "locale", "static"):
        (tmp_path / name).symlink_to(ROOT / name)
    server = Server()
    server.folder = tmp_path
    with server:
        before = server.workers()
        (tmp_path / "villages").unlink()
        server.process.send_signal(signal.SIGHUP)
        time.sleep(3)
        assert server.process.poll() is None
        assert server.workers() == before
        assert server.ask("/healthz").status == 200


def test_workers_that_go_on_dying_end_the_server():
    deaths = Deaths()
    for _ in range(MOST_DEATHS):
        assert time.monotonic() - deaths.get(0, 0) > 5.5
        deaths[0] = time.monotonic()
    assert time.monotonic() - deaths.get(0, 0) < 5.5
    deaths.times.clear()
    assert time.monotonic() - deaths.get(0, 0) > 5.5


def test_a_wrong_setting_is_one_sentence():
    environment = {**os.environ, "ENVIRONMENT": "production", "SECRET_KEY": "short"}
    for command in (["-m", "cms.deployment.server"], ["manage.py", "check"]):
        run = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 1
        assert run.stderr.strip() == (
            "Set SECRET_KEY to at least 50 random characters; never store it in the code."
        )


def test_a_port_that_is_taken_is_not_shared_in_turns():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(SystemExit, match=f"127.0.0.1:{port}: Address already in use"):
            exit_if_port_is_taken(options_of(["--host", "127.0.0.1", "--port", port]))
    exit_if_port_is_taken(options_of(["--host", "127.0.0.1", "--port", port]))
