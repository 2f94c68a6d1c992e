"""How phones send attempts, for the description of the API (OpenAPI 3.1)."""

from django import forms
from django.conf import settings

from quizzes.taking.offline import SentAttemptForm
from quizzes.taking.offline_views import NUMBER_STORED

ANSWERS = {
    "201": "Stored",
    "200": "Was stored before, as the same",
    "409": "There is another attempt under this `nonce`, or more came after its end",
    "422": "Not accepted, and nothing was stored",
    "503": "Cannot be stored just now: send the same again after `Retry-After`",
    "507": "No room left: send the same again after `Retry-After`",
}
TYPES = {forms.IntegerField: "integer", forms.BooleanField: "boolean"}


def paths():
    """Return the path below `/api`; nobody has to be signed in."""
    fields = SentAttemptForm.base_fields
    schema = {
        "type": "object",
        "required": [name for name, field in fields.items() if field.required],
        "properties": {name: {"type": TYPES.get(type(field), "string")} for name, field in fields.items()},
    }
    schema["properties"]["answers"] = {"type": "object", "additionalProperties": {"type": "string"}}
    schema["properties"]["language"] = {
        "type": "string",
        "enum": [code for code, _name in settings.LANGUAGES],
    }
    post = {
        "summary": "Send an attempt at a quiz, as often as needed",
        "tags": ["phones"],
        "security": [],
        "requestBody": {"required": True, "content": json_of(schema)},
        "responses": {status: answer(status, text) for status, text in ANSWERS.items()},
    }
    return {"/attempts/": {"servers": [{"url": "/api"}], "post": post}}


def answer(status, text):
    property_, kind = (NUMBER_STORED, "integer") if status.startswith("2") else ("error", "string")
    schema = {"type": "object", "required": [property_], "properties": {property_: {"type": kind}}}
    return {"description": text, "content": json_of(schema)}


def json_of(schema):
    return {"application/json": {"schema": schema}}
