"""Two hosts behind nginx, with one PostgreSQL, one Redis and one S3 for both."""

import re
import shutil
import signal
import subprocess
import sys
from urllib.parse import urlencode
from uuid import uuid4

from tests.support.s3_stand_in import S3
from tests.support.server import ROOT
from tests.support.trial_educator import FORM
from tests.support.trial_site import HELP, PAGE, Crowd, TrialSite
from tests.support.web_server import NAME, WebServer

ORIGIN = f"https://{NAME}"
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
print(json.dumps(opened.code))
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
        self.round = self.shell(OPEN_ROUND)
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

    def close(self):
        for host in self.hosts:
            host.__exit__()
        self.web.stop(signal.SIGTERM)
        self.s3.stop(signal.SIGKILL)
        super().close()


class Hall(Crowd):
    """Readers, phones, somebody who answers a round page by page, and an educator."""

    def __init__(self, site):
        super().__init__(site, site.web, ORIGIN)
        self.attempt = None

    def members(self):
        return [self.read, self.read, self.send, self.answer, self.educator.send]

    def address(self):
        """Among them always one that no cache has stored yet."""
        new = f"{HELP}?fbclid={uuid4().hex}"
        return (PAGE, HELP, new)[self.seen["read"] % 3]

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
