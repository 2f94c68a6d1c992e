"""The payload of a session as it was sent: exact bytes, digest, JSON of the right shape."""

import base64
import binascii
import hashlib
import json
import re
from typing import Any, NoReturn, cast

from django.utils.translation import gettext as _

from cms.editing.control_characters import cleaned
from cms.middleware.impossible_input import NUL

MOST_BYTES = 256 * 1024
MOST_REVISIONS = 1_000_000
# Answers that blame the line, not the report: the phone sends the same bytes again.
LINE_FAULTS = frozenset({"digest_mismatch", "digest_missing"})

# Key -> type; a list holds the shape of its items, a dict the keys of an object.
SHAPE: dict[str, Any] = {
    "revision": int,
    "base_revision": (int, type(None)),
    "village": str,
    "started_local": str,
    "ended_local": str,
    "activity": str,
    "topics": [str],
    "materials": [int],
    "venue": str,
    "attendance": [{"sex": str, "age": str, "count": int}],
    "disability": {"f": int, "m": int},
    "first_time": int,
    "officials": int,
    "referrals": [{"category": str, "agency": str, "count": int}],
    "notes": str,
    "photos": [{"sha256": str, "caption": str}],
}
# Keys that came after the first release: a payload without them, or with null, is valid for ever.
NEWER_SHAPE: dict[str, Any] = {"point": {"lat": (int, float), "lon": (int, float)}}
KIND_NAMES: dict[Any, str] = {
    int: "a whole number",
    str: "text",
    (int, type(None)): "a whole number or null",
    (int, float): "a number",
}


class OutboxRejected(Exception):
    """A payload that is not acceptable: `status` 413, 415 or 422, `errors` {key: [message]}."""

    def __init__(self, status: int, code: str, errors: dict[str, list[str]]) -> None:
        super().__init__(code)
        self.status, self.code, self.errors = status, code, errors

    @property
    def first_message(self) -> str:
        return next(message for messages in self.errors.values() for message in messages)


def rejection(key: str, message: str, code: str = "invalid") -> OutboxRejected:
    return OutboxRejected(422, code, {key: [message]})


def check_digest(header: str | None, raw: bytes) -> str:
    """Compare the `Content-Digest` header (RFC 9530) with the bytes sent; return their digest in hex."""
    match = re.search(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):", header or "")
    if not match:
        raise rejection(
            "content-digest", _("The Content-Digest header with sha-256 is missing."), "digest_missing"
        )
    digest = hashlib.sha256(raw)
    try:
        sent = base64.b64decode(match[1], validate=True)
    except binascii.Error:
        sent = b""
    if sent != digest.digest():
        raise rejection("content-digest", _("The data changed on the way. Send it again."), "digest_mismatch")
    return digest.hexdigest()


def parse_payload(raw: bytes) -> dict[str, Any]:
    """Return the JSON object in `raw`, checked for its shape; raise `OutboxRejected`.

    Phones take control characters out before they freeze a report. Those of older reports are not in what is
    returned; what is stored as it came still has them.
    """
    try:
        payload = json.loads(raw.decode(), object_pairs_hook=unique_keys, parse_constant=reject_constant)
        json.dumps(payload, ensure_ascii=False).encode()  # lone surrogates cannot be stored
    except (ValueError, RecursionError) as error:
        raise rejection("body", _("The body is not valid JSON in UTF-8."), "json") from error
    if not isinstance(payload, dict):
        raise rejection("body", _("The body is not an object."), "json")
    errors: dict[str, list[str]] = {}
    newer = {key: shape for key, shape in NEWER_SHAPE.items() if payload.get(key) is not None}
    given = {key: value for key, value in payload.items() if key in newer or key not in NEWER_SHAPE}
    check_keys(given, SHAPE | newer, "", errors)
    if not errors:
        check_revisions(payload, errors)
    if errors:
        raise OutboxRejected(422, "shape", errors)
    return cast("dict[str, Any]", cleaned(payload))


def check_revisions(payload: dict[str, Any], errors: dict[str, list[str]]) -> None:
    for key in ("revision", "base_revision"):
        if payload[key] is not None and not 1 <= payload[key] <= MOST_REVISIONS:
            errors[key] = [_("A revision is a whole number, 1 or more.")]


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _value in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError("duplicate key")
    return dict(pairs)


def reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def check_keys(value: dict[str, Any], shape: dict[str, Any], path: str, errors: dict[str, list[str]]) -> None:
    for key in sorted(set(value) - set(shape)):
        errors[f"{path}{key}".replace(NUL, "?")] = [_("This key is unknown.")]
    for key, inner in shape.items():
        if key in value:
            check_value(value[key], inner, f"{path}{key}", errors)
        else:
            errors[f"{path}{key}"] = [_("This key is missing.")]


def check_value(value: Any, shape: Any, path: str, errors: dict[str, list[str]]) -> None:
    if isinstance(shape, dict):
        if isinstance(value, dict):
            check_keys(value, shape, f"{path}.", errors)
        else:
            errors[path] = [_("This must be an object.")]
    elif isinstance(shape, list):
        if isinstance(value, list):
            for number, item in enumerate(value):
                check_value(item, shape[0], f"{path}.{number}", errors)
        else:
            errors[path] = [_("This must be a list.")]
    elif not isinstance(value, shape) or isinstance(value, bool):
        errors[path] = [_("This must be %(kind)s.") % {"kind": KIND_NAMES[shape]}]
    elif shape is str and NUL in value:
        errors[path] = [_("This text contains a character that cannot be stored. Type the text again.")]
