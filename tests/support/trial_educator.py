"""An educator who sends reports with a photo, as the field app does, while parts of the site are away."""

import collections
import json
import re
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

from django.utils.timezone import localdate

from tests.support.outbox_client import URL, digest_header, jpeg, session_payload, sha256

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TIMES_A_PHOTO = 5  # as if its receipt had been lost four times
PASSWORD = "jalur-aman-2026"


class Educator:
    """Signed in; `send()` sends what is next, and again as the same if it was not received."""

    def __init__(self, server, is_received, village, origin):
        self.server, self.is_received = server, is_received
        self.village, self.origin = village, origin
        self.cookies, self.token = signed_in(server, origin), ""
        self.received, self.unsent = set(), collections.deque()

    def send(self):
        if not self.token:
            self.ping()
            return
        if not self.unsent:
            self.unsent.extend(report_with_photo(self.village))
        name, path, kind, body = self.unsent[0]
        headers = {"Content-Type": kind, "Content-Digest": digest_header(body), "X-CSRFToken": self.token}
        if self.is_received("report", path, "PUT", body, **headers, **self.signed()):
            self.received.add(name)
            self.unsent.popleft()

    def ping(self):
        answer = self.is_received("ping", "/api/ping", "GET", None, good=(204,), **self.signed())
        if answer:
            self.token = answer.getheader("X-CSRFToken")
            self.cookies |= cookies_of(answer)

    def signed(self):
        return {"Cookie": joined(self.cookies), "Origin": self.origin}

    def finish(self):
        """Send the rest of what has begun, so that each file can have its row."""
        for _ in range(TIMES_A_PHOTO * 10):
            if not self.unsent:
                return
            self.send()
        raise AssertionError("What the educator had begun was not received.")


def report_with_photo(village):
    """Return `[(name, path, type, body)]`: a session, and its photo several times."""
    day, uuid = localdate() - timedelta(days=2), str(uuid4())
    photo = jpeg((64, 48), f"#{uuid[:6]}")
    photos = [{"sha256": sha256(photo), "caption": ""}]
    session = session_payload(
        village=village, started_local=f"{day}T09:30", ended_local=f"{day}T11:00", photos=photos
    )
    sent = [(uuid, URL.format(uuid), "application/json", json.dumps(session).encode())]
    address = f"/api/photos/{sha256(photo)}/"
    return sent + [(sha256(photo), address, "image/jpeg", photo)] * TIMES_A_PHOTO


def signed_in(server, origin):
    """Return the cookies of somebody who has signed in to the field app."""
    path = "/lapangan/masuk/"
    form = server.ask(path)
    cookies = cookies_of(form)
    hidden = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', form.content)[1].decode()
    entries = {"username": "pimpasa", "password": PASSWORD, "csrfmiddlewaretoken": hidden}
    answer = server.ask(path, "POST", urlencode(entries), Cookie=joined(cookies), Origin=origin, **FORM)
    assert answer.status == 302, answer.status
    return cookies | cookies_of(answer)


def cookies_of(answer):
    found = SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie") or []:
        found.load(line)
    return {name: morsel.value for name, morsel in found.items()}


def joined(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
