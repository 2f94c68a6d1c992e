"""A whole site of its own to try things on: database, Redis, server, people who read and phones that send."""

import collections
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from uuid import uuid4

from tests.support.background import Background
from tests.support.server import ROOT, Server, free_port

PAGE, HELP, QUIZ_ADDRESS = "/id/jalur-resmi/delapan-dokumen/", "/id/bantuan/", "/api/attempts/"
PASSWORD = "jalur-aman-2026"
PAYLOAD = """
import json
from quizzes.models import Quiz
edition = Quiz.objects.get(slug="paspor").current_edition
print(json.dumps({"edition": edition.pk, "language": "id", "age": 5,
    "answers": {str(item.version_id): "dk" for item in edition.items.all()}}))
"""
COUNT = """
import json
from quizzes.models import Attempt
print(json.dumps(list(Attempt.objects.exclude(nonce=None).values_list("nonce", "answered"))))
"""


def new_postgres(folder):
    """Start a server of PostgreSQL in `folder`, which does not run as root."""
    port = free_port()
    user = {"user": "postgres"} if os.getuid() == 0 else {}
    if user:
        folder.mkdir(mode=0o700)
        subprocess.run(["chown", "postgres", folder], check=True)
    subprocess.run(
        ["initdb", "-A", "trust", "-U", "postgres", "-D", folder / "data"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        **user,
    )
    command = ["postgres", "-D", folder / "data", "-p", str(port), "-k", "", "-h", "127.0.0.1"]
    return Background(command, port, cwd="/", **user)


def new_redis():
    port = free_port()
    return Background(["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", ""], port)


class TrialSite:
    """The starter content on `engine`, prepared once; `serve()` runs it."""

    def __init__(self, engine, **environment):
        self.engine = engine
        self.folder = Path(tempfile.mkdtemp(prefix="migrasi-trial-"))
        self.folder.chmod(0o755)
        self.environment = {"DATA_DIR": str(self.folder / "var"), "ENVIRONMENT": "development"}
        self.environment |= {"DEMO_PASSWORD": PASSWORD, "CACHE_URL": "", "PAGE_CACHE": "1"} | environment
        self.redis = self.postgres = None
        self.environment["DATABASE_URL"] = f"sqlite:///{self.folder}/var/migrasi.sqlite3"
        if engine == "PostgreSQL":
            self.redis, self.postgres = new_redis(), new_postgres(self.folder / "postgres")
            self.environment["CACHE_URL"] = f"redis://127.0.0.1:{self.redis.port}/0"
            self.environment["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:{self.postgres.port}/postgres"
        self.manage("prepare")
        self.payload = self.shell(PAYLOAD)

    def manage(self, *arguments, **environment):
        run = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment, **environment},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return run.stdout

    def shell(self, code, **environment):
        """Return what `code` prints, as JSON."""
        return json.loads(self.manage("shell", "-v", "0", "-c", code, **environment))

    def serve(self, **environment):
        return Server("--blocking-threads", "4", **{**self.environment, **environment})

    def stored(self):
        """Return `Counter({nonce: rows})` of the attempts with all their answers."""
        rows = self.shell(COUNT)
        all_of_them = len(self.payload["answers"])
        return collections.Counter(nonce for nonce, answered in rows if answered == all_of_them)

    def close(self):
        for each in (self.redis, self.postgres):
            if each:
                each.stop(signal.SIGINT)
        shutil.rmtree(self.folder)


class Crowd:
    """Two readers and two phones, from `with` to its end; every answer they got is in `seen`.

    What a phone got no receipt for it sends again, as the same.
    """

    def __init__(self, site, server):
        self.site, self.server = site, server
        self.seen, self.acknowledged = collections.Counter(), set()
        self.unsent = collections.deque()
        self.over = threading.Event()
        self.people = [threading.Thread(target=self.go_on, args=(ask,)) for ask in self.members()]

    def members(self):
        return [self.read, self.send] * 2

    def __enter__(self):
        for path in (PAGE, HELP) * 4:  # both workers have the pages
            for _ in range(4):
                self.server.ask(path)
        for each in self.people:
            each.start()
        time.sleep(1)
        return self

    def __exit__(self, *exception):
        self.over.set()
        for each in self.people:
            each.join()

    def go_on(self, ask):
        while not self.over.is_set():
            ask()
            time.sleep(0.02)

    def address(self):
        return (PAGE, HELP)[self.seen["read"] % 2]

    def read(self):
        try:
            answer = self.server.ask(self.address())
            good = answer.status == 200 and answer.seconds < 1
            self.seen["read" if good else f"reader: {answer.status} in {answer.seconds:.0f} s"] += 1
        except (OSError, http.client.HTTPException) as error:
            self.seen[f"reader: {type(error).__name__}"] += 1

    def send(self):
        nonce = self.unsent.popleft() if self.unsent else uuid4().hex
        body = json.dumps({**self.site.payload, "nonce": nonce})
        if self.is_received("phone", QUIZ_ADDRESS, "POST", body, **{"Content-Type": "application/json"}):
            self.acknowledged.add(nonce)
        else:
            self.unsent.append(nonce)

    def is_received(self, who, path, method, body, good=(200, 201), **headers):
        """Send it; return the answer if its status is one of `good`, else note why not."""
        try:
            answer = self.server.ask(path, method, body, **headers)
        except (OSError, http.client.HTTPException) as error:
            self.seen[f"{who}: {type(error).__name__}"] += 1
            return None
        if answer.status in good:
            return answer
        asked_to_wait = answer.status in (503, 507) and answer.getheader("Retry-After")
        asked_to_wait = asked_to_wait and (json.loads(answer.content) if path.startswith("/api/") else True)
        self.seen["asked to wait" if asked_to_wait else f"{who}: {answer.status}"] += 1
        return None

    def seconds_until_stored(self, limit=60):
        """Return how long it takes from now until a phone gets a receipt and a reader her page."""
        began, before = time.monotonic(), (len(self.acknowledged), self.seen["read"])
        while len(self.acknowledged) <= before[0] or self.seen["read"] <= before[1]:
            assert time.monotonic() - began < limit, self.seen
            time.sleep(0.02)
        return time.monotonic() - began

    def errors(self):
        return {what: times for what, times in self.seen.items() if what not in ("read", "asked to wait")}


class Table:
    """What came of each trial; `add` checks that nothing acknowledged was lost or stored twice."""

    LINE = "{:<28}{:<12}{:>7}{:>14}{:>6}{:>9}{:>15}{:>12}  {}"
    HEAD = ["trial", "engine", "tried", "acknowledged", "lost", "doubled", "asked to wait", "back after"]

    def __init__(self):
        self.lines = [self.LINE.format(*self.HEAD, "errors seen")]

    def add(self, name, site, crowds, seconds):
        """Return the errors by what they were, how often somebody was asked to wait, the longest way back."""
        stored, errors = site.stored(), collections.Counter()
        sent = set().union(*(crowd.acknowledged for crowd in crowds))
        lost, doubled = len(sent - set(stored)), sum(rows > 1 for rows in stored.values())
        for crowd in crowds:
            errors.update(crowd.errors())
        tried = len(sent) + sum(sum(crowd.seen.values()) for crowd in crowds)
        waited = sum(crowd.seen["asked to wait"] for crowd in crowds)
        words = ", ".join(f"{times} {what}" for what, times in errors.items()) or "none"
        back = f"{max(seconds):.1f} s"
        self.lines.append(
            self.LINE.format(name, site.engine, tried, len(sent), lost, doubled, waited, back, words)
        )
        assert (lost, doubled) == (0, 0)
        return errors, waited, max(seconds)

    def print(self, config):
        with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            print("\n" + "\n".join(self.lines))
