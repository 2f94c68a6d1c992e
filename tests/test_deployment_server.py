"""The server loads the site before its workers are forked, and ends when it is asked to."""

import os
import signal
import socket
import time

import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import translation

from cms.deployment.server import exit_if_port_is_taken, options_of, warm_up
from tests.support.server import Server, accepts


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


def test_a_port_that_is_taken_is_not_shared_in_turns():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(SystemExit, match=f"127.0.0.1:{port}: Address already in use"):
            exit_if_port_is_taken(options_of(["--host", "127.0.0.1", "--port", port]))
    exit_if_port_is_taken(options_of(["--host", "127.0.0.1", "--port", port]))
