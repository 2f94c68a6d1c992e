"""A phone, as far as the server can tell: what the tests of the outbox send."""

import base64
import hashlib
import io
import json
import uuid as uuids

from PIL import Image

URL = "/api/sessions/{}/"


def session_payload(**changes):
    return {
        "revision": 1,
        "base_revision": None,
        "village": "33.22.05.2003",
        "started_local": "2026-11-20T09:30",
        "ended_local": "2026-11-20T11:00",
        "activity": "counselling",
        "topics": [],
        "materials": [],
        "venue": "village_hall",
        "attendance": [
            {"sex": "f", "age": "18-24", "count": 7},
            {"sex": "m", "age": "35-59", "count": 5},
        ],
        "disability": {"f": 1, "m": 0},
        "first_time": 10,
        "officials": 2,
        "referrals": [{"category": "passport", "agency": "Kantor Imigrasi", "count": 1}],
        "notes": "",
        "photos": [],
    } | changes


def raw(value):
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def digest_header(content):
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def sha256(content):
    return hashlib.sha256(raw(content)).hexdigest()


def put(client, value, uuid=None, content_type="application/json", **headers):
    content = raw(value)
    headers = {"Content-Digest": digest_header(content)} | headers
    return client.put(URL.format(uuid or uuids.uuid4()), content, content_type=content_type, headers=headers)


def put_photo(client, content, address=None, content_type="image/jpeg"):
    path = f"/api/photos/{address or sha256(content)}/"
    headers = {"Content-Digest": digest_header(content)}
    return client.put(path, content, content_type=content_type, headers=headers)


def reconcile(client, rows):
    return client.post("/api/reconcile", {"sessions": rows}, content_type="application/json")


def jpeg(size=(640, 480), colour="navy", **options):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **options)
    return out.getvalue()
