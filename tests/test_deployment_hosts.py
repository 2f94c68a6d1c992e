"""Two hosts behind nginx: where a publish is seen, and what is noticed when a part is away.

`make hosts` runs it. Each trial is repeated ROUNDS times, and prints a line of a table.
"""

import os
import signal
import threading
import time

import pytest

from tests.support.many_hosts import Hall, ManyHosts
from tests.support.tools import tool
from tests.support.trial_site import PAGE
from tests.support.trial_table import failed
from tests.support.web_server import NAME

pytestmark = [pytest.mark.faults, pytest.mark.hosts, pytest.mark.timeout(900)]
ROUNDS = int(os.environ.get("ROUNDS", "5"))


@pytest.fixture(scope="module")
def site():
    for name in ("nginx", "redis-server", "openssl", "initdb", "postgres"):
        tool(name, required="REQUIRE_HOSTS")
    site = ManyHosts()
    yield site
    site.close()


@pytest.fixture
def trial(site, trial_table):
    """Return `try_out(name, take_away, restore)`: it returns errors, who was asked to wait, seconds."""

    def try_out(name, take_away, restore):
        crowds, seconds = [], []
        for _ in range(ROUNDS):
            with Hall(site) as hall:
                take_away()
                time.sleep(2)
                restore()
                seconds.append(hall.seconds_until_stored())
                time.sleep(1)
            crowds.append(hall)
        return trial_table.add(name, site, crowds, seconds)

    return try_out


def kill(host):
    os.killpg(host.process.pid, signal.SIGKILL)
    host.process.wait()


class Reader(threading.Thread):
    """Asks a host for the page until it has the heading; `saw_at` is when."""

    def __init__(self, host, heading):
        super().__init__()
        self.host, self.heading, self.saw_at = host, heading.encode(), None

    def run(self):
        until = time.time() + 60
        while time.time() < until and not self.saw_at:
            answer = self.host.ask(PAGE, Host=NAME, **{"X-Forwarded-Proto": "https"})
            if self.heading in answer.content:
                self.saw_at = time.time()
            time.sleep(0.02)


def test_a_publish_on_one_host_is_on_the_other_within_a_second(site, trial_table):
    delays = []
    for here, there in (site.hosts, site.hosts[::-1]):
        editor = site.editor(here)
        for number in range(ROUNDS):
            heading = f"Delapan dokumen, {here.port} {number}"
            reader = Reader(there, heading)
            reader.start()
            published_at = editor.publish(heading)
            reader.join()
            delays.append(reader.saw_at - published_at)
        editor.close()
    trial_table.lines.append(f"a publish is on the other host after {min(delays):.2f} to {max(delays):.2f} s")
    assert max(delays) < 1


@pytest.mark.parametrize("number", [0, 1])
def test_a_host_that_is_killed(site, trial, number):
    host = site.hosts[number]
    errors, _waited, _seconds = trial(f"host {number + 1} killed", lambda: kill(host), host.__enter__)
    assert not failed(errors, "reader")


def test_redis_that_is_lost(site, trial):
    def take_away():
        site.redis.stop(signal.SIGKILL)

    errors, waited, _seconds = trial("Redis killed", take_away, site.redis.start)
    assert (failed(errors), waited) == ([], 0)


def test_a_database_that_is_lost(site, trial):
    errors, waited, _seconds = trial("PostgreSQL stopped", site.postgres.stop, site.postgres.start)
    assert waited
    assert not failed(errors)


def test_both_hosts_that_are_killed(site, trial):
    def take_away():
        for host in site.hosts:
            kill(host)

    def restore():
        for host in site.hosts:
            host.__enter__()

    errors, _waited, _seconds = trial("both hosts killed", take_away, restore)
    assert not failed(errors, "reader")


def test_a_new_version_host_by_host(site, trial):
    def update():
        for host in site.hosts:
            before = set(host.workers())
            host.process.send_signal(signal.SIGHUP)
            until = time.monotonic() + 60
            while set(host.workers()) & before or len(host.workers()) < 2:
                assert time.monotonic() < until
                time.sleep(0.1)

    errors, waited, _seconds = trial("HUP, host by host", update, lambda: None)
    assert (failed(errors), waited) == ([], 0)


def test_a_stop_and_start_host_by_host(site, trial):
    def update():
        for host in site.hosts:
            host.process.terminate()
            host.process.wait(30)
            host.__enter__()
            while host.ask("/readyz").status != 200:
                time.sleep(0.1)

    errors, waited, _seconds = trial("stop, start, host by host", update, lambda: None)
    assert (failed(errors), waited) == ([], 0)


def test_the_sums_of_what_was_sent_agree_with_its_rows(site):
    """After all that: what was sent twice is counted once."""
    assert "match" in site.manage("rebuild_tallies", "--check")
