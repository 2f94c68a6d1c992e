"""The server loads the site before its workers are forked, and ends when it is asked to."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import translation

from cms.deployment.server import exit_if_port_is_taken, warm_up


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
    """A server in a session of its own, with its `port`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "cms.deployment.server", "--port", str(port), "--workers", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    server.port = port
    accepts(port, until=time.monotonic() + 60)
    yield server
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def workers_of(server):
    return Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()


def test_a_server_stopped_while_it_starts_ends(server):
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(30)


def test_a_worker_that_dies_comes_back_within_a_second(server):
    before = workers_of(server)
    os.kill(int(before[0]), signal.SIGKILL)
    until = time.monotonic() + 1
    while len(set(workers_of(server)) - {before[0]}) < 2:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert server.poll() is None
    accepts(server.port, until)


def test_a_port_that_is_taken_is_not_shared_in_turns():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(SystemExit, match=f"127.0.0.1:{port}: Address already in use"):
            exit_if_port_is_taken(["--host", "127.0.0.1", "--port", port])
    exit_if_port_is_taken(["--host", "127.0.0.1", "--port", port])


def accepts(port, until):
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("The server did not begin to listen.")
