"""The protocol of phones for the description of the API (OpenAPI 3.1), with the payload that is checked."""

from typing import Any

from villages.outbox.payload import MOST_BYTES, NEWER_SHAPE, SHAPE
from villages.outbox.photos import MOST_BYTES as MOST_BYTES_OF_PHOTO

TEXT: dict[str, Any] = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
UUID = {"type": "string", "format": "uuid"}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TYPES = {int: "integer", float: "number", str: "string", type(None): "null"}
REFUSALS = {
    "401": "Nobody is signed in",
    "403": "The token of `X-CSRFToken` is out of date: ask `/ping` for another",
    "409": "The office has something else under this number, or the photo does not match its address",
    "413": "Too large",
    "415": "Another type than the one described, or a photo that cannot be opened",
    "422": "Not accepted: `errors` names the fields. `digest_mismatch` means that the line changed the bytes",
    "503": "Cannot be stored just now: send the same again after `Retry-After`",
    "507": "No room left: send the same again after `Retry-After`",
}
RECEIPT = {
    "uuid": UUID,
    "revision": {"type": "integer"},
    "sha256": SHA256,
    "state": TEXT,
    "received_at": MOMENT,
    "receipt_code": TEXT,
    "missing_photos": {"type": "array", "items": SHA256},
}
KNOWN = {**RECEIPT, "is_held": {"type": "boolean"}, "review_comment": TEXT}
DIGEST = {"name": "Content-Digest", "in": "header", "required": True, "schema": TEXT}
DIGEST["description"] = "`sha-256=:...:` of the body (RFC 9530)"
TOKEN = {"name": "X-CSRFToken", "in": "header", "required": True, "schema": TEXT}
TOKEN["description"] = "From `/ping`"


def schema_of(shape: Any) -> dict[str, Any]:
    """Return the JSON schema of a part of `SHAPE`."""
    if isinstance(shape, dict):
        return object_of({name: schema_of(part) for name, part in shape.items()})
    if isinstance(shape, list):
        return {"type": "array", "items": schema_of(shape[0])}
    kinds = shape if isinstance(shape, tuple) else (shape,)
    return {"type": [TYPES[kind] for kind in kinds]} if len(kinds) > 1 else {"type": TYPES[shape]}


def object_of(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties}


def answer(text: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": text, **({"content": content(schema)} if schema else {})}


def content(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {kind: {"schema": schema}}


def refusals(*left_out: str) -> dict[str, Any]:
    body = {"$ref": "#/components/schemas/Refusal"}
    return {status: answer(text, body) for status, text in REFUSALS.items() if status not in left_out}


def in_path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def payload_schema() -> dict[str, Any]:
    shape = {**SHAPE, **NEWER_SHAPE}
    schema = object_of({name: schema_of(part) for name, part in shape.items()}, tuple(NEWER_SHAPE))
    return {
        **schema,
        "description": f"At most {MOST_BYTES // 1024} kB. Keep the bytes: they are sent again as they are",
    }


def ping() -> dict[str, Any]:
    headers = {name: {"schema": TEXT} for name in ("X-Migrasi-User", "X-CSRFToken")}
    named = {**answer("Our server, the user and a new token"), "headers": headers}
    return {"get": {"summary": "Is the line ours?", "responses": {"204": named}}}


def session() -> dict[str, Any]:
    received = {"$ref": "#/components/schemas/Receipt"}
    stored = {
        "201": "Stored",
        "200": "Was stored before, as the same",
        "202": "Stored, and held until it is accepted",
    }
    put = {
        "summary": "Send a report, as often as needed",
        "parameters": [DIGEST, TOKEN],
        "requestBody": {"required": True, "content": content(payload_schema())},
        "responses": {status: answer(text, received) for status, text in stored.items()} | refusals(),
    }
    current = object_of({**KNOWN, "body": {"type": "object"}, "office": TEXT}, ("review_comment",))
    get = {
        "summary": "What the office has",
        "responses": {
            "200": answer("The newest revision", current),
            "304": answer("It is the one of `If-None-Match`"),
            "404": answer("The office does not have it", {"$ref": "#/components/schemas/Refusal"}),
            **refusals("409", "413", "415", "422"),
        },
    }
    return {"parameters": [in_path("uuid", UUID)], "put": put, "get": get}


def photo() -> dict[str, Any]:
    received = object_of({"sha256": SHA256, "received_at": MOMENT})
    put = {
        "summary": "Send a photo that a report names",
        "description": f"JPEG, at most {MOST_BYTES_OF_PHOTO // 1024} kB.",
        "parameters": [DIGEST, TOKEN],
        "requestBody": {"required": True, "content": content({"type": "string"}, "image/jpeg")},
        "responses": {
            "201": answer("Stored", received),
            "200": answer("Was stored before", received),
            **refusals(),
        },
    }
    return {"parameters": [in_path("sha256", SHA256)], "put": put}


def reconcile() -> dict[str, Any]:
    row = object_of({"uuid": UUID, "sha256": SHA256})
    rows = {"type": "array", "items": row, "maxItems": 2000}
    known = {"type": "array", "items": object_of(KNOWN)}
    post = {
        "summary": "Ask which receipts still hold, after a restore",
        "parameters": [TOKEN],
        "requestBody": {"required": True, "content": content(object_of({"sessions": rows}))},
        "responses": {
            "200": answer(
                "What is not here, and the state of the rest", object_of({"missing": rows, "known": known})
            ),
            **refusals("409"),
        },
    }
    return {"post": post}


PATHS = {
    "/ping": ping,
    "/sessions/{uuid}/": session,
    "/photos/{sha256}/": photo,
    "/reconcile": reconcile,
}


def paths() -> dict[str, Any]:
    """Return the paths below `/api`, each with what opens it."""
    own = {"servers": [{"url": "/api"}]}
    return {path: {**own, **described(make())} for path, make in PATHS.items()}


def described(path: dict[str, Any]) -> dict[str, Any]:
    """Add the sign-in of the field app to each operation."""
    signed_in = {"tags": ["phones"], "security": [{"session": []}]}
    return {name: {**part, **signed_in} if isinstance(part, dict) else part for name, part in path.items()}


def schemas() -> dict[str, Any]:
    errors = {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}
    refusal = object_of({"code": TEXT, "detail": TEXT, "errors": errors}, ("errors",))
    return {"Receipt": object_of(RECEIPT), "Refusal": refusal}
