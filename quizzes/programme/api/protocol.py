"""The protocol of the API: tokens, parameters, cursors, and errors that name the wrong parameter."""

import base64
import json
from datetime import UTC
from functools import wraps

from django.http import JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.dateparse import parse_datetime
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from quizzes.models import ApiToken
from quizzes.programme.permissions import may_see_dashboard

MAX_LIMIT, DEFAULT_LIMIT = 1000, 100


class ApiError(Exception):
    """`status`, a `code` for programs, a `message` for people and the name of the wrong `parameter`."""

    def __init__(self, status, code, message, parameter=None):
        self.status, self.payload = status, {"error": code, "message": message}
        if parameter:
            self.payload["parameter"] = parameter


def api_view(view):
    """Decorate `view`, which returns the JSON content: require a token, answer in English, support 304."""

    @wraps(view)
    def wrapper(request):
        with override("en"):
            try:
                request.user = authenticate(request)
                response = JsonResponse(view(request), json_dumps_params={"ensure_ascii": False})
            except ApiError as error:
                response = JsonResponse(error.payload, status=error.status)
                if error.status == 401:
                    response["WWW-Authenticate"] = "Bearer"
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization"])
        return response

    return require_safe(conditional_page(wrapper))


def authenticate(request):
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise ApiError(401, "no_token", "Send the header 'Authorization: Bearer <key>'.")
    token = ApiToken.objects.authenticate(secret.strip())
    if token is None:
        raise ApiError(401, "bad_token", "This key is not known, was revoked, or its account is disabled.")
    if not may_see_dashboard(token.user):
        raise ApiError(403, "no_office", "This account may not see the numbers of any office.")
    return token.user


def reject_unknown_parameters(request, known):
    for name in request.GET:
        if name not in known:
            raise parameter_error(name, f"There is no such parameter. Known: {', '.join(sorted(known))}.")


def parameter_error(parameter, message):
    return ApiError(400, "bad_parameter", message, parameter)


def parse_limit(request):
    text = request.GET.get("limit", str(DEFAULT_LIMIT))
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_LIMIT))
    if not is_number or not 1 <= int(text) <= MAX_LIMIT:
        raise parameter_error("limit", f"Write a whole number from 1 to {MAX_LIMIT}.")
    return int(text)


def parse_updated_since(request):
    text = request.GET.get("updated_since")
    if not text:
        return None
    try:
        return parse_moment(text.replace(" ", "+"))  # a plus that was not encoded
    except ValueError:
        message = "Write date, time and zone: 2026-11-24T09:00:00+07:00 or ...T02:00:00Z."
        raise parameter_error("updated_since", message) from None


def parse_moment(text):
    """Return the UTC time in `text`; ValueError if it is no time, has no zone or is out of range."""
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError("not a time with a zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


def encode_cursor(*values):
    return base64.urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode()


def decode_cursor(request, parse):
    """Return `parse(*values)` of the cursor's values; None without a cursor."""
    text = request.GET.get("cursor")
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text.encode()))
        if not isinstance(values, list) or not all(map(is_printable_ascii, values)):
            raise ValueError("not from `encode_cursor`")
        return parse(*values)
    except (TypeError, ValueError, RecursionError):
        message = "Use the address in 'next' as it was given, or leave the cursor out."
        raise parameter_error("cursor", message) from None


def is_printable_ascii(value):
    return isinstance(value, str) and value.isascii() and value.isprintable()


def next_page_url(request, cursor):
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
