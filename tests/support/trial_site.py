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
from tests.support.trial_educator import PASSWORD, Educator

PAGE, HELP, QUIZ_ADDRESS = "/id/jalur-resmi/delapan-dokumen/", "/id/bantuan/", "/api/attempts/"
STARTER = """
import json
from cms.models import User
from quizzes.models import Quiz
edition = Quiz.objects.get(slug="paspor").current_edition
office = User.objects.get(username="pimpasa").assignments.first().office
print(json.dumps({"village": office.villages.first().code, "payload": {
    "edition": edition.pk, "language": "id", "age": 5,
    "answers": {str(item.version_id): "dk" for item in edition.items.all()}}}))
"""
# Pairs of what may have been acknowledged, and its rows or answers; photos and files that lack each other.
COUNT = """
import json
from django.db.models import Count
from quizzes.models import Attempt
from villages.models import PhotoUpload, Session, SessionPhoto
from villages.models.sessions import private_storage
from villages.outbox.photo_storage import unnamed_files
storage = private_storage()
rows = [row for model in (PhotoUpload, SessionPhoto) for row in model.objects.values_list("sha256", "file")]
sessions = Session.objects.annotate(rows=Count("attendance")).values_list("pk", "rows")
print(json.dumps({
    "attempts": list(Attempt.objects.filter(round=None).exclude(nonce=None).values_list("nonce", "answered")),
    "round": list(Attempt.objects.exclude(round=None).values_list("token", "answered")),
    "sessions": [[str(pk), attendance] for pk, attendance in sessions],
    "photos": [sha256 for sha256, file in rows if file and storage.exists(file) and storage.size(file)],
    "without_file": [sha256 for sha256, file in rows if not file or not storage.exists(file)],
    "without_row": [name for name in unnamed_files(storage)],
}))
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
        self.prepare()
        starter = self.shell(STARTER)
        self.payload, self.village = starter["payload"], starter["village"]

    def prepare(self):
        """Take what TRIAL_DATA holds, as `prepare` takes a minute; on PostgreSQL always prepare."""
        if "TRIAL_DATA" in os.environ and not self.postgres:
            shutil.copytree(os.environ["TRIAL_DATA"], self.folder / "var")
        else:
            self.manage("prepare")

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
        """Return `Counter({what was acknowledged: rows})`, and the names of files of photos without a row."""
        rows, questions = self.shell(COUNT), len(self.payload["answers"])
        found = collections.Counter(nonce for nonce, answers in rows["attempts"] if answers == questions)
        for token, answers in rows["round"]:
            found.update(f"{token}/{position}" for position in range(1, answers + 1))
        found.update({pk: attendance / 2 for pk, attendance in rows["sessions"]})
        # A photo has a row of its own and one of its session.
        found.update({sha256: times / 2 for sha256, times in collections.Counter(rows["photos"]).items()})
        assert not set(rows["without_file"]) & set(rows["photos"])
        return found, rows["without_row"]

    def close(self):
        for each in (self.redis, self.postgres):
            if each:
                each.stop(signal.SIGINT)
        shutil.rmtree(self.folder)


class Crowd:
    """Readers, phones and an educator, from `with` to its end; every answer they got is in `seen`.

    What a phone got no receipt for it sends again, as the same.
    """

    def __init__(self, site, server, origin=None):
        self.site, self.server = site, server
        self.seen, self.acknowledged = collections.Counter(), set()
        self.unsent = collections.deque()
        origin = origin or f"http://127.0.0.1:{server.port}"
        self.educator = Educator(server, self.is_received, site.village, origin)
        self.over = threading.Event()
        self.people = [threading.Thread(target=self.go_on, args=(ask,)) for ask in self.members()]

    def members(self):
        return [self.read, self.send, self.read, self.send, self.educator.send]

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
        if not exception[0]:
            self.educator.finish()
            self.acknowledged |= self.educator.received

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
