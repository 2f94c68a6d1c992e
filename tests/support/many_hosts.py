"""Two hosts behind nginx, with one PostgreSQL, one Redis and one S3 for both."""

import collections
import json
import re
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

from django.utils.timezone import localdate

from tests.support.outbox_client import URL, digest_header, session_payload
from tests.support.s3_stand_in import S3
from tests.support.server import ROOT
from tests.support.trial_site import HELP, PAGE, PASSWORD, Crowd, TrialSite
from tests.support.web_server import NAME, WebServer

ORIGIN = f"https://{NAME}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OPEN_ROUND = """
import json
from cms.models import User
from quizzes.models import Quiz, Round
from villages.models import Village
quiz = Quiz.objects.get(slug="paspor")
educator = User.objects.get(username="pimpasa")
office = educator.assignments.first().office
village = office.villages.first()
opened = Round.objects.create(
    quiz=quiz, edition=quiz.current_edition, phase="after", village=village, office=office, author=educator)
print(json.dumps([opened.code, village.code]))
"""
# Pairs of what may have been acknowledged, and its rows or answers.
COUNT = """
import json
from django.db.models import Count
from quizzes.models import Attempt
from villages.models import Session
sessions = Session.objects.annotate(rows=Count("attendance")).values_list("pk", "rows")
print(json.dumps({
    "attempts": list(Attempt.objects.filter(round=None).values_list("nonce", "answered")),
    "round": list(Attempt.objects.exclude(round=None).values_list("token", "answered")),
    "sessions": [[str(pk), rows] for pk, rows in sessions],
}))
"""
# Publishes the page with every heading it reads, and prints when the database had it.
EDITOR = """
import sys, time
from django.db import transaction
from django.db.models.signals import post_save
from cms.models import ArticlePage
stored_at = []
def note(**about):
    transaction.on_commit(lambda: stored_at.append(time.time()))
post_save.connect(note, sender=ArticlePage)
for heading in sys.stdin:
    article = ArticlePage.objects.get(slug="delapan-dokumen")
    article.heading_ind = heading.strip()
    article.save_revision().publish()
    print(stored_at[-1], flush=True)
"""


class Editor:
    """A process of one host that publishes."""

    def __init__(self, environment):
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", EDITOR]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)

    def publish(self, heading):
        """Return the time at which it was stored."""
        self.process.stdin.write(f"{heading}\n")
        return float(self.process.stdout.readline())

    def close(self):
        self.process.communicate()


class ManyHosts(TrialSite):
    def __init__(self):
        self.s3 = S3()
        shared = {"SECRET_KEY": uuid4().hex * 2, "SITE_URL": ORIGIN, "ALLOWED_HOSTS": f"{NAME},127.0.0.1"}
        super().__init__("PostgreSQL", BEHIND_PROXY="1", **shared, **self.s3.environment)
        self.round, self.village = self.shell(OPEN_ROUND)
        self.hosts = [self.new_host("var"), self.new_host("var-2")]
        (self.folder / "nginx").mkdir()
        self.web = WebServer(self.folder / "nginx", [host.port for host in self.hosts])
        self.manage("bake", str(self.folder / "nginx" / "baked"))
        for host in self.hosts:
            host.__enter__()

    def new_host(self, name):
        """Return a host with a folder of its own, which holds what `prepare` collects on each."""
        folder = self.folder / name
        if not folder.exists():
            shutil.copytree(self.folder / "var", folder)
        return self.serve(DATA_DIR=str(folder))

    def editor(self, host):
        return Editor(host.environment)

    def stored(self):
        """Return `Counter({what was acknowledged: rows})`: attempts, answers to a round, sessions."""
        rows, questions = self.shell(COUNT), len(self.payload["answers"])
        found = collections.Counter(nonce for nonce, answers in rows["attempts"] if answers == questions)
        for token, answers in rows["round"]:
            found.update(f"{token}/{position}" for position in range(1, answers + 1))
        found.update({pk: attendance / 2 for pk, attendance in rows["sessions"]})
        return found

    def close(self):
        for host in self.hosts:
            host.__exit__()
        self.web.stop(signal.SIGTERM)
        self.s3.stop(signal.SIGKILL)
        super().close()


class Hall(Crowd):
    """Readers, phones, somebody who answers a round page by page, and an educator who sends reports."""

    def __init__(self, site):
        super().__init__(site, site.web)
        self.cookies, self.token = self.signed_in(), ""
        self.attempt = self.report = None

    def members(self):
        return [self.read, self.read, self.send, self.answer, self.send_report]

    def address(self):
        """Among them always one that no cache has stored yet."""
        new = f"{HELP}?fbclid={uuid4().hex}"
        return (PAGE, HELP, new)[self.seen["read"] % 3]

    def signed_in(self):
        path = "/lapangan/masuk/"
        form = self.server.ask(path)
        cookies = cookies_of(form)
        hidden = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', form.content)[1].decode()
        entries = {"username": "pimpasa", "password": PASSWORD, "csrfmiddlewaretoken": hidden}
        answer = self.server.ask(
            path, "POST", urlencode(entries), Cookie=joined(cookies), Origin=ORIGIN, **FORM
        )
        assert answer.status == 302, answer.status
        return cookies | cookies_of(answer)

    def answer(self):
        """Join the round, or answer the next question."""
        if self.attempt is None:
            self.attempt = [f"/g/{self.site.round}", {"nonce": uuid4().hex, "language": "id"}]
        path, entries = self.attempt
        answer = self.is_received("round", path, "POST", urlencode(entries), good=(303,), **FORM)
        if not answer:
            return
        token, position = self.place_of(path)
        if position:
            self.acknowledged.add(f"{token}/{position}")
        token, _position = self.place_of(answer.getheader("Location"))
        last = len(self.site.payload["answers"])
        if position == last:
            self.attempt = None
        else:
            self.attempt = [f"/id/kuis/paspor/{token}/{position + 1}/", {"choice": "dk"}]

    def place_of(self, path):
        found = re.fullmatch(r"/\w+/kuis/paspor/([\w-]{16})/(?:(\d)/|hasil/)?", path)
        return (found[1], int(found[2] or 0)) if found else ("", 0)

    def send_report(self):
        """Send a report as the field app does; an unsent one is sent again."""
        signed = {"Cookie": joined(self.cookies), "Origin": ORIGIN}
        if not self.token:
            answer = self.is_received("ping", "/api/ping", "GET", None, good=(204,), **signed)
            if not answer:
                return
            self.token = answer.getheader("X-CSRFToken")
            self.cookies |= cookies_of(answer)
            signed["Cookie"] = joined(self.cookies)
        if self.report is None:
            day = localdate() - timedelta(days=2)
            times = {"started_local": f"{day}T09:30", "ended_local": f"{day}T11:00"}
            self.report = (
                str(uuid4()),
                json.dumps(session_payload(village=self.site.village, **times)).encode(),
            )
        uuid, body = self.report
        headers = {"Content-Type": "application/json", "Content-Digest": digest_header(body)}
        headers |= {"X-CSRFToken": self.token, **signed}
        if self.is_received("report", URL.format(uuid), "PUT", body, **headers):
            self.acknowledged.add(uuid)
            self.report = None


def cookies_of(answer):
    found = SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie") or []:
        found.load(line)
    return {name: morsel.value for name, morsel in found.items()}


def joined(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
