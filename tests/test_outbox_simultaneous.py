"""Fifty identical deliveries at the same moment, over real HTTP: one row, no error of the server."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.support.outbox_client import digest_header, raw, session_payload
from villages.models import Session, SessionRevision

ROUNDS = 20
AT_ONCE = 50


@pytest.mark.loss
@pytest.mark.django_db(transaction=True)
def test_fifty_identical_sessions_at_once_are_stored_once(live_server, signed_in, cast):
    client = signed_in(cast.educator)
    token = client.get("/api/ping")["X-CSRFToken"]
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    content = raw(session_payload())
    headers = {
        "Content-Type": "application/json",
        "Content-Digest": digest_header(content),
        "X-CSRFToken": token,
        "Cookie": cookies,
    }

    def connected():
        """A line that the server has taken already: fifty at once would fill the queue before it."""
        line = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=120)
        line.connect()
        return line

    def send(line, uuid):
        line.request("PUT", f"/api/sessions/{uuid}/", content, headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.status

    for round_number in range(1, ROUNDS + 1):
        lines = [connected() for _ in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            statuses = list(pool.map(send, lines, [uuid4()] * AT_ONCE))
        assert sorted(statuses) == [200] * (AT_ONCE - 1) + [201]
        assert Session.objects.count() == SessionRevision.objects.count() == round_number
    print(f"{ROUNDS} rounds of {AT_ONCE} identical deliveries: 1 row each, no error of the server")
