"""Receipts: the proof that a report arrived. Only a receipt makes it green on the phone."""

import base64
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from villages.models import SessionRevision
from villages.outbox.photo_storage import missing_photos

# Base 32 without characters that are easily confused (0 O 1 I).
READABLE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "ABCDEFGH2JKLMN3PQRSTUVWXYZ456789")


def receipt_code(uuid: UUID, revision: int, sha256: str) -> str:
    """Return a code such as `K7M2-9QXD`: the same for the same content, and only this server can make it."""
    mac = salted_hmac("villages.outbox.receipt", f"{uuid} {revision} {sha256}", algorithm="sha256")
    code = base64.b32encode(mac.digest())[:8].decode().translate(READABLE)
    return f"{code[:4]}-{code[4:]}"


def receipt(revision: SessionRevision) -> dict[str, Any]:
    """Return the receipt of a stored `SessionRevision` as a dict."""
    (made,) = receipts([revision])
    return made


def receipts(revisions: list[SessionRevision]) -> list[dict[str, Any]]:
    """Return the receipt of each revision, in the same order."""
    missing = missing_photos([revision.session for revision in revisions])
    return [receipt_of(revision, missing[revision.session.pk]) for revision in revisions]


def receipt_of(revision: SessionRevision, missing: list[str]) -> dict[str, Any]:
    session = revision.session
    waits_held = session.is_held and session.state == session.State.SUBMITTED
    return {
        "uuid": str(session.pk),
        "revision": revision.revision,
        "sha256": revision.sha256,
        "state": "held" if waits_held else session.state,
        "received_at": session.zone_time(revision.received_at).isoformat(timespec="seconds"),
        "receipt_code": revision.receipt_code,
        "missing_photos": missing,
    }
