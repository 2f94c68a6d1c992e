"""An invented server for the modules of the field app, and the script that loads them in a page."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

PREPARE = """async () => {
  const base = "/static/js/field/";
  const names = ["db", "digest", "sync", "payload", "photo", "failpoints", "backup-file",
                  "storage-quota", "states", "store"];
  const modules = await Promise.all(names.map((name) => import(base + name + ".js")));
  globalThis.app = Object.fromEntries(names.map((name, at) => [name.replace("-", "_"), modules[at]]));
  app.newReport = async (user, {photos = [], uuid = crypto.randomUUID(), revision = 1, notes = ""} = {}) => {
    const stored = [];
    for (const text of photos) {
      const bytes = new TextEncoder().encode(text).buffer;
      stored.push({ sha256: await app.digest.sha256Hex(bytes), bytes });
    }
    const fields = { ...app.payload.blank(), village: "33.22.05.2003", notes,
                     photos: stored.map(({sha256}) => ({sha256, caption: ""})) };
    const { bytes, sha256 } = await app.payload.freeze(
        app.payload.bodyOf(fields, revision, revision > 1 ? revision - 1 : null));
    const fresh = { uuid, user, revision, base_revision: null, fields, seq: 0 };
    const draft = await app.store.saveDraft(fresh, stored);
    const report = { uuid, revision, user, body: bytes, sha256, photos: stored.map(({sha256}) => sha256) };
    return app.store.queue(draft, report);
  };
  app.states_now = async () => (await app.store.reports()).map(({state}) => state);
  app.clock = { now: 1e12 };
  app.go = (urgent = false) => app.sync.drain({ urgent, now: () => app.clock.now });
}"""


class Office:
    """An invented server: stores what it is sent and answers as the test says."""

    def __init__(self):
        self.user = "sari"
        self.now = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
        self.sessions = {}
        self.photos = {}
        self.calls = []
        self.ping_status = 204
        # To the next PUTs of sessions: a status, "cut", "lost", "silent", or (status, headers, body).
        self.answers = []
        self.photo_answers = []
        self.tokens = []
        self.missing = []
        self.reconcile_status = 200
        self.contents = {}
        self.payloads = []
        self.versions = set()  # (uuid, revision, digest) of all that ever arrived

    def puts(self):
        return [call for call in self.calls if call.startswith("PUT")]

    def serve(self, route):
        request = route.request
        path = urlsplit(request.url).path
        self.calls.append(f"{request.method} {path.split('/')[2]}")
        if path == "/api/ping":
            return self.ping(route)
        if path == "/api/reconcile":
            return json_answer(route, *self.compared(json.loads(request.post_data)["sessions"]))
        if "/photos/" in path:
            return self.photo(route, request, path.split("/")[3])
        return self.session(route, request, path.split("/")[3])

    def ping(self, route):
        if self.ping_status == "cut":
            return route.abort()
        headers = {
            "Date": format_datetime(self.now, usegmt=True),
            "X-Migrasi": "1",
            "X-Migrasi-User": self.user,
            "X-CSRFToken": f"t{len(self.calls)}",
        }
        if self.ping_status != 204:
            return route.fulfill(
                status=self.ping_status, body="<h1>Wi-Fi login</h1>", content_type="text/html"
            )
        return route.fulfill(status=204, headers=headers)

    def special(self, route, answers):
        answer = answers.pop(0) if answers else None
        if answer is None:
            return False
        if answer == "cut":
            route.abort()
        elif answer == "silent":
            pass
        elif isinstance(answer, tuple):
            route.fulfill(status=answer[0], headers=answer[1], body=answer[2])
        else:
            json_answer(route, answer, refusal(answer))
        return True

    def session(self, route, request, uuid):
        self.tokens.append(request.headers["x-csrftoken"])
        body = request.post_data_buffer
        digest = hashlib.sha256(body).hexdigest()
        self.payloads.append(json.loads(body))
        self.versions.add((uuid, json.loads(body)["revision"], digest))
        assert request.headers["content-digest"] == digest_header(body)
        if self.answers and self.answers[0] == "lost":
            self.answers.pop(0)
            self.sessions[uuid] = digest
            return route.abort()
        if self.special(route, self.answers):
            return None
        status = 200 if self.sessions.get(uuid) == digest else 201
        self.sessions[uuid] = digest
        self.contents[uuid] = body
        missing = [p["sha256"] for p in json.loads(body)["photos"] if p["sha256"] not in self.photos]
        return json_answer(route, status, receipt(uuid, json.loads(body), digest, missing))

    def compared(self, rows):
        if self.reconcile_status != 200:
            return self.reconcile_status, {}
        here = [row for row in rows if row["uuid"] in self.contents and row["uuid"] not in self.missing]
        return 200, {"missing": self.missing, "known": [self.receipt_of(row["uuid"]) for row in here]}

    def receipt_of(self, uuid):
        content = self.contents[uuid]
        body = json.loads(content)
        missing = [p["sha256"] for p in body["photos"] if p["sha256"] not in self.photos]
        known = receipt(uuid, body, hashlib.sha256(content).hexdigest(), missing)
        return {**known, "is_held": False, "review_comment": ""}

    def photo(self, route, request, sha256):
        if self.special(route, self.photo_answers):
            return None
        self.photos[sha256] = request.post_data_buffer
        return json_answer(route, 201, {"sha256": sha256})


def refusal(status, code="", errors=None):
    """What our server answers with this status."""
    codes = {401: "sign_in", 403: "csrf", 409: "content", 413: "size", 415: "photo", 422: "invalid"}
    errors = errors or {"notes": ["Too long."]}
    return {"code": code or codes.get(status, "busy"), "errors": errors, "detail": "refused"}


def damaged(status=422, code="digest_mismatch"):
    """The answer to bytes that the line has changed."""
    content = refusal(status, code, {"content-digest": ["The data changed on the way."]})
    return status, {"Content-Type": "application/json"}, json.dumps(content)


def digest_header(body):
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def json_answer(route, status, value):
    return route.fulfill(status=status, body=json.dumps(value), content_type="application/json")


def receipt(uuid, body, digest, missing=()):
    return {
        "uuid": uuid,
        "revision": body["revision"],
        "sha256": digest,
        "state": "submitted",
        "received_at": "2026-11-24T09:14:00+07:00",
        "receipt_code": "ABC123",
        "missing_photos": list(missing),
    }
