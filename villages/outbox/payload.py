"""The body of a session as it comes over the wire: exact bytes, digest, JSON of the right shape."""

import base64
import binascii
import hashlib
import json
import re

from django.utils.translation import gettext as _

from cms.middleware.null_bytes import NUL

MOST_BYTES = 256 * 1024
MOST_REVISIONS = 1_000_000
COUNTED = {"count": int}

# Key -> type; a list holds the shape of its items, a dict the keys of an object.
SHAPE = {
    "revision": int,
    "base_revision": (int, type(None)),
    "village": str,
    "started_local": str,
    "ended_local": str,
    "activity": str,
    "topics": [str],
    "materials": [int],
    "venue": str,
    "attendance": [{"sex": str, "age": str, **COUNTED}],
    "disability": {"f": int, "m": int},
    "first_time": int,
    "officials": int,
    "referrals": [{"category": str, "agency": str, **COUNTED}],
    "notes": str,
    "photos": [{"sha256": str, "caption": str}],
}
NAMES = {int: "a whole number", str: "text", (int, type(None)): "a whole number or null"}


class RefusedError(Exception):
    """Not acceptable: `status` 413, 415 or 422, `errors` by key."""

    def __init__(self, status, code, errors):
        super().__init__(code)
        self.status, self.code, self.errors = status, code, errors


def refused(key, sentence, code="invalid"):
    return RefusedError(422, code, {key: [sentence]})


def check_digest(header, body):
    """Compare the `Content-Digest` header (RFC 9530) with the body; return the digest in hex."""
    match = re.search(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):", header or "")
    if not match:
        raise refused(
            "content-digest", _("The header Content-Digest with sha-256 is missing."), "digest_missing"
        )
    digest = hashlib.sha256(body)
    try:
        sent = base64.b64decode(match[1], validate=True)
    except binascii.Error:
        sent = b""
    if sent != digest.digest():
        raise refused(
            "content-digest", _("The bytes changed on the way. Send them again."), "digest_mismatch"
        )
    return digest.hexdigest()


def parse(raw):
    """Return the JSON object in `raw`, checked for shape; raise `RefusedError`."""
    try:
        body = json.loads(raw.decode(), object_pairs_hook=unique_keys, parse_constant=no_constant)
        json.dumps(body, ensure_ascii=False).encode()  # lone surrogates cannot be stored
    except (ValueError, RecursionError) as error:
        raise refused("body", _("The body is not valid JSON in UTF-8."), "json") from error
    if not isinstance(body, dict):
        raise refused("body", _("The body is not an object."), "json")
    problems = {}
    check_keys(body, SHAPE, "", problems)
    if not problems:
        check_revisions(body, problems)
    if problems:
        raise RefusedError(422, "shape", problems)
    return body


def check_revisions(body, problems):
    for key in ("revision", "base_revision"):
        if body[key] is not None and not 1 <= body[key] <= MOST_REVISIONS:
            problems[key] = [_("A revision is a number from 1.")]


def unique_keys(pairs):
    keys = [key for key, _value in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError("a key is there twice")
    return dict(pairs)


def no_constant(name):
    raise ValueError(f"{name} is not JSON")


def check_keys(value, shape, path, problems):
    for key in sorted(set(value) - set(shape)):
        problems[f"{path}{key}".replace(NUL, "?")] = [_("This key is unknown.")]
    for key, inner in shape.items():
        if key in value:
            check(value[key], inner, f"{path}{key}", problems)
        else:
            problems[f"{path}{key}"] = [_("This key is missing.")]


def check(value, shape, path, problems):
    if isinstance(shape, dict):
        if isinstance(value, dict):
            check_keys(value, shape, f"{path}.", problems)
        else:
            problems[path] = [_("This must be an object.")]
    elif isinstance(shape, list):
        if isinstance(value, list):
            for number, item in enumerate(value):
                check(item, shape[0], f"{path}.{number}", problems)
        else:
            problems[path] = [_("This must be a list.")]
    elif not isinstance(value, shape) or isinstance(value, bool):
        problems[path] = [_("This must be %(kind)s.") % {"kind": NAMES[shape]}]
    elif shape is str and NUL in value:
        problems[path] = [_("This text holds a sign that cannot be kept. Type the text again.")]
