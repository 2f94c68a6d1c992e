"""`make drill`: back up a site that serves and is written to, restore it on both engines, compare.

Four senders answer quizzes all the time. An attempt is lost if it was acknowledged before the backup began
and is not in what was restored; it is half if it lacks some of its answers. `manage.py restore --compare`
compares the rows by their hashes, the files are compared byte by byte. DRILL_ROUNDS (5) and
DRILL_DATABASE_URL (a PostgreSQL server; its databases `drill_...` are ours) change it.
"""

import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing

import psycopg

from tests.benchmarks.site import PORT, ROOT, Site, own_folder

ROUNDS = int(os.environ.get("DRILL_ROUNDS", "5"))
SERVER = os.environ.get("DRILL_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
SESSIONS, ATTEMPTS = 5_000, 2_000
SENDERS = 4
FILES = ("media", "private")
EDITION = """
import json
from quizzes.models import Quiz
edition = Quiz.objects.get(slug="paspor").current_edition
items = [(item.version_id, "a") for item in edition.items.all()]
print(json.dumps({"edition": edition.pk, "answers": dict(items)}))
"""


class Place:
    """A site of one engine, in a folder of its own and perhaps a database of its own."""

    def __init__(self, engine, name):
        self.engine, self.name = engine, f"drill_{name}"
        self.folder = own_folder("migrasi-drill-")
        self.settings = (
            {} if engine == "sqlite" else {"DATABASE_URL": f"{SERVER.rpartition('/')[0]}/{self.name}"}
        )
        if engine == "postgresql":
            on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)', f'CREATE DATABASE "{self.name}"')
        self.site = Site(self.folder, **self.settings)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.site.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr.strip().splitlines()[-1])
        return done.stdout

    def ask(self, question):
        if self.engine == "sqlite":
            with closing(sqlite3.connect(self.folder / "migrasi.sqlite3")) as connection:
                return connection.execute(question).fetchall()
        with psycopg.connect(self.settings["DATABASE_URL"]) as connection:
            return connection.execute(question).fetchall()

    def become_empty(self, template):
        """Take over the tables of an empty place; migrating again would only take time."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        if self.engine == "sqlite":
            shutil.copyfile(template.folder / "migrasi.sqlite3", self.folder / "migrasi.sqlite3")
        else:
            on_server(
                f'DROP DATABASE "{self.name}" WITH (FORCE)',
                f'CREATE DATABASE "{self.name}" TEMPLATE "{template.name}"',
            )

    def files(self):
        roots = [self.folder / kind for kind in FILES]
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for root in roots
            for path in root.rglob("*")
            if path.is_file()
        }


def on_server(*statements):
    with psycopg.connect(SERVER, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


class Senders:
    """Send whole attempts over HTTP, one after another, and remember which were acknowledged."""

    def __init__(self, quiz):
        self.quiz, self.acknowledged, self.slowest, self.others = quiz, [], 0.0, 0
        self.end = threading.Event()

    def __enter__(self):
        self.threads = [threading.Thread(target=self.send_on, daemon=True) for _ in range(SENDERS)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exception):
        self.end.set()
        for thread in self.threads:
            thread.join()

    def send_on(self):
        with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)) as connection:
            while not self.end.is_set():
                nonce = uuid.uuid4().hex
                begun = time.monotonic()
                if self.send(connection, nonce) == 201:
                    self.acknowledged.append(nonce)
                else:
                    self.others += 1
                self.slowest = max(self.slowest, time.monotonic() - begun)
                time.sleep(0.05)

    def send(self, connection, nonce):
        body = {**self.quiz, "nonce": nonce, "token": "", "language": "id", "age": 5}
        connection.request("POST", "/api/attempts/", json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        return response.status


def timed(action):
    begun = time.monotonic()
    action()
    return time.monotonic() - begun


def drill(source, targets, quiz, number):
    """One round; print a line for each place that was restored."""
    path = source.folder / f"round-{number}.backup"
    with source.site, Senders(quiz) as senders:
        time.sleep(2)
        before, senders.slowest = set(senders.acknowledged), 0.0
        seconds = timed(lambda: source.manage("backup", path))
        meanwhile, slowest, others = len(senders.acknowledged) - len(before), senders.slowest, senders.others
    source_files = source.files()
    print(
        f"{source.engine} {number}: backup {seconds:.1f} s, {path.stat().st_size / 1e6:.1f} MB, meanwhile"
        f" {meanwhile} attempts acknowledged, {others} not, the slowest in {slowest:.2f} s",
        flush=True,
    )
    for target, template in targets:
        target.become_empty(template)
        restored = timed(lambda place=target: place.manage("restore", path))
        target.manage("restore", path, "--compare")
        there = {nonce for (nonce,) in target.ask("SELECT nonce FROM quizzes_attempt WHERE nonce <> ''")}
        half = target.ask(
            "SELECT count(*) FROM (SELECT attempt_id FROM quizzes_answer JOIN quizzes_attempt a"
            f" ON a.id = attempt_id WHERE a.edition_id = {quiz['edition']} AND a.nonce <> ''"
            f" GROUP BY attempt_id HAVING count(*) <> {len(quiz['answers'])}) AS incomplete"
        )[0][0]
        target.manage("rebuild_tallies", "--check")
        same = target.files() == source_files
        print(
            f"  -> {target.engine}: restored {restored:.1f} s, hashes of rows equal, tallies right,"
            f" {len(before - there)} of {len(before)} acknowledged lost, {half} half,"
            f" {len(source_files)} files {'equal' if same else 'DIFFERENT'}",
            flush=True,
        )
        if before - there or half or not same:
            raise SystemExit("The drill failed.")


def prepared_source():
    source = Place("sqlite", "source")
    source.manage("prepare")
    source.manage("scale_data", "--sessions", SESSIONS, "--attempts", ATTEMPTS)
    for number in range(200):
        path = source.folder / "private" / "photos" / "1" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(100_000))
    return source


def engines():
    try:
        on_server("SELECT 1")
    except psycopg.OperationalError:
        print("No PostgreSQL answers: SQLite only.")
        return ["sqlite"]
    return ["sqlite", "postgresql"]


def main():
    sources = {"sqlite": prepared_source()}
    quiz = json.loads(sources["sqlite"].manage("shell", "-v", "0", "-c", EDITION))
    targets = []
    for engine in engines():
        template, target = Place(engine, "template"), Place(engine, "target")
        template.manage("migrate")
        targets.append((target, template))
    if len(targets) == 2:
        sources["postgresql"] = Place("postgresql", "source")
        sources["sqlite"].manage("backup", sources["sqlite"].folder / "first.backup")
        sources["postgresql"].manage("restore", sources["sqlite"].folder / "first.backup")
        shutil.copytree(sources["sqlite"].folder / "static", sources["postgresql"].folder / "static")
    for source in sources.values():
        for number in range(1, ROUNDS + 1):
            drill(source, targets, quiz, number)
    if len(targets) == 2:
        names = [sources["postgresql"].name, *(place.name for place in targets[1])]
        on_server(*(f'DROP DATABASE "{name}" WITH (FORCE)' for name in names))


if __name__ == "__main__":
    main()
