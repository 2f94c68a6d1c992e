"""The description of the API for programs: OpenAPI 3.1, with the columns that the answers really have."""

from django.conf import settings
from django.http import JsonResponse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quizzes.programme.api.protocol import DEFAULT_LIMIT, MAX_LIMIT
from quizzes.programme.api.views import SESSION_STATES, VILLAGE_STATES
from quizzes.programme.exports.files import codebook
from quizzes.programme.exports.request import Kind
from quizzes.taking import description as attempts
from quizzes.taking.description import json_of
from villages.outbox import description as phones

MONTH = {"type": "string", "pattern": r"^20[0-9]{2}-(0[1-9]|1[0-2])$"}
MOMENT = {"type": "string", "format": "date-time"}
VALUE = {"type": ["string", "number", "boolean", "null"]}
COMMON = {
    "first": ("The first month; the last twelve months if left out", MONTH),
    "last": ("The last month", MONTH),
    "province": ("Code of a province", {"type": "string"}),
    "office": ("Number of an office", {"type": "integer", "minimum": 1}),
    "topic": ("Slug of a topic", {"type": "string"}),
    "limit": ("Results in one answer", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}),
    "cursor": ("From `next` of the answer before", {"type": "string"}),
}
CHANGES = {"updated_since": ("Only what changed since then", MOMENT)}
ERRORS = {
    "400": "A parameter is wrong; `parameter` names it",
    "401": "No key, or one that is not known, was revoked or belongs to a disabled account",
    "403": "The account may not see the numbers of any office",
}


@require_safe
@cache_control(public=True, max_age=3600)
def openapi(request):
    with override("en"):
        return JsonResponse(description())


def description():
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Migrasi Aman",
            "version": "1",
            "description": "Numbers, read-only, with a key: small ones are hidden where offices are compared"
            " (`null`). Tag `phones`: what the field app sends, with its sign-in.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}],
        "paths": {
            "/sessions/": path("Sessions", Kind.SESSIONS, changing(SESSION_STATES)),
            "/villages/": path("Villages and their reach", Kind.VILLAGES, changing(VILLAGE_STATES)),
            "/indicators/": path("Country, provinces, offices", Kind.REACH, {}, with_indicators=True),
            **phones.paths(),
            **attempts.paths(),
        },
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
            },
            "schemas": {"Error": error_schema(), **phones.schemas()},
        },
    }


def changing(states):
    state = {"type": "string", "enum": list(states), "default": states[0]}
    return {**CHANGES, "state": ("Which of them", state)}


def path(summary, kind, own_parameters, with_indicators=False):
    parameters = [
        {"name": name, "in": "query", "description": text, "schema": schema}
        for name, (text, schema) in {**COMMON, **own_parameters}.items()
    ]
    answers = {
        "200": {"description": "A page of results", "content": json_of(page_schema(kind, with_indicators))},
        "304": {"description": "Nothing changed since the answer with this `ETag`"},
    }
    refusals = {
        status: {"description": text, "content": json_of({"$ref": "#/components/schemas/Error"})}
        for status, text in ERRORS.items()
    }
    return {"get": {"summary": summary, "parameters": parameters, "responses": {**answers, **refusals}}}


def page_schema(kind, with_indicators):
    columns = {name: {**VALUE, "description": english} for name, _indonesian, english in codebook(kind)}
    required = ["results", "next"]
    properties = {
        "results": {
            "type": "array",
            "maxItems": MAX_LIMIT,
            "items": {"type": "object", "required": list(columns), "properties": columns},
        },
        "next": {
            "type": ["string", "null"],
            "description": f"The next page ({DEFAULT_LIMIT} results if no `limit` is given)",
        },
    }
    if with_indicators:
        required.append("indicators")
        properties["indicators"] = {"type": "array", "items": {"type": "object"}}
    return {"type": "object", "required": required, "properties": properties}


def error_schema():
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["error", "message"],
        "properties": {"error": text, "message": text, "parameter": text},
    }
