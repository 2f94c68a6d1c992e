"""What is taken away from a running site, and what its readers and phones notice; `make faults` runs it.

Each trial is repeated ROUNDS times on both engines with databases of its own, and prints a line of a table.
A lock is held for LOCKED seconds.
"""

import contextlib
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import ExitStack

import psycopg
import pytest

from tests.support.trial_site import PAGE, Crowd, TrialSite
from tests.support.trial_table import failed

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
ROUNDS = int(os.environ.get("ROUNDS", "5"))
LOCKED = int(os.environ.get("LOCKED", "16"))  # seconds


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def site(request):
    site = TrialSite(request.param)
    yield site
    site.close()


@pytest.fixture
def trial(site, trial_table):
    """Return `try_out(name, take_away)`: it returns errors, who was asked to wait, seconds."""

    def try_out(name, take_away):
        crowds, seconds = [], []
        for _ in range(ROUNDS):
            with site.serve() as server, Crowd(site, server) as crowd:
                with take_away(server):
                    time.sleep(2)
                seconds.append(crowd.seconds_until_stored())
                time.sleep(1)
            crowds.append(crowd)
        return trial_table.add(name, site, crowds, seconds)

    return try_out


def status(server, path):
    answer = server.ask(path)
    assert answer.seconds < 1
    return answer.status


def test_a_worker_that_is_killed(trial):
    @contextlib.contextmanager
    def take_away(server):
        os.kill(int(server.workers()[0]), signal.SIGKILL)
        yield

    errors, _waited, seconds = trial("a worker killed", take_away)
    assert not [what for what in errors if "50" in what]
    assert seconds < 1


def test_64_slow_uploads(trial):
    @contextlib.contextmanager
    def take_away(server):
        with ExitStack() as lines:
            for _ in range(64):
                lines.enter_context(server.begin("/id/cek-tawaran/", 5000, b"C01="))
            assert status(server, "/healthz") == status(server, "/sw.js") == 200
            yield

    errors, waited, _seconds = trial("64 slow uploads", take_away)
    assert (failed(errors), waited) == ([], 0)


def test_a_new_version(trial):
    @contextlib.contextmanager
    def take_away(server):
        before = set(server.workers())
        server.process.send_signal(signal.SIGHUP)
        yield
        until = time.monotonic() + 60
        while set(server.workers()) & before:
            assert time.monotonic() < until
            time.sleep(0.1)

    errors, waited, _seconds = trial("HUP under load", take_away)
    assert (failed(errors), waited) == ([], 0)


def test_redis_that_is_lost(site, trial):
    @contextlib.contextmanager
    def take_away(server):
        site.redis.stop(signal.SIGKILL)
        yield
        assert server.ask("/readyz").content.count(b"degraded") == 1
        site.redis.start()

    if not site.redis:
        pytest.skip("SQLite runs without Redis here.")
    errors, waited, _seconds = trial("Redis killed", take_away)
    assert (failed(errors), waited) == ([], 0)


def test_a_database_that_is_lost(site, trial):
    @contextlib.contextmanager
    def take_away(server):
        site.postgres.stop(signal.SIGQUIT)
        assert status(server, "/healthz") == 200
        yield
        assert server.ask("/readyz").status == 503
        site.postgres.start()

    if not site.postgres:
        pytest.skip("SQLite has no server to lose.")
    errors, waited, _seconds = trial("PostgreSQL stopped", take_away)
    assert waited
    assert not [what for what in errors if what.startswith("phone: 50")]


def test_a_lock_that_is_held(site, trial):
    @contextlib.contextmanager
    def take_away(server):
        with lock_of(site):
            time.sleep(LOCKED - 2)
            assert status(server, "/healthz") == status(server, PAGE) == 200
            yield

    errors, waited, _seconds = trial(f"a lock held for {LOCKED} s", take_away)
    assert not failed(errors)
    assert waited


@contextlib.contextmanager
def lock_of(site):
    if site.postgres:
        with psycopg.connect(site.environment["DATABASE_URL"]) as other:
            other.execute("LOCK TABLE quizzes_attempt IN ACCESS EXCLUSIVE MODE")
            yield
    else:
        other = sqlite3.connect(site.folder / "var" / "migrasi.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()


@pytest.mark.skipif(os.getuid() != 0, reason="Only root can mount a small disk.")
def test_a_full_disk(site, trial):
    @contextlib.contextmanager
    def take_away(server):
        filler = folder / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        yield
        filler.unlink()

    with small_tablespace(site) if site.postgres else small_data_folder(site) as folder:
        errors, waited, _seconds = trial("disk full", take_away)
    assert waited
    assert not [what for what in errors if "500" in what]


@contextlib.contextmanager
def small_data_folder(site):
    """Move the data of the site onto a small disk, mounted in its place."""
    folder = site.folder / "var"
    full = folder.with_name("moved")
    folder.rename(full)
    folder.mkdir()
    with small_disk(folder):
        subprocess.run(["cp", "-a", f"{full}/.", folder], check=True)
        yield folder
    folder.rmdir()
    full.rename(folder)


@contextlib.contextmanager
def small_tablespace(site):
    """Move the tables of PostgreSQL onto a small disk, without its log, which the server needs."""
    folder = site.folder / "small"
    folder.mkdir()
    with small_disk(folder):
        subprocess.run(["chown", "postgres", folder], check=True)
        # Its tables can be moved only while nobody uses them.
        other_database = f"{site.environment['DATABASE_URL'].rpartition('/')[0]}/template1"
        with psycopg.connect(other_database, autocommit=True) as server:
            server.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
            server.execute("ALTER DATABASE postgres SET TABLESPACE small")
            try:
                yield folder
            finally:
                server.execute("ALTER DATABASE postgres SET TABLESPACE pg_default")
                server.execute("DROP TABLESPACE small")
    folder.rmdir()


@contextlib.contextmanager
def small_disk(folder, size="120m"):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
