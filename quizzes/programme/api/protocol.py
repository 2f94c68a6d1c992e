"""Who asks, and what for: the token, the parameters, and errors that say which of them is wrong."""

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

MOST, USUAL = 1000, 100


class RefusedError(Exception):
    """`status`, a `code` for programs, words for people and the parameter that is wrong."""

    def __init__(self, status, code, message, parameter=None):
        self.status, self.body = status, {"error": code, "message": message}
        if parameter:
            self.body["parameter"] = parameter


def api_view(view):
    """Ask for a token, answer JSON in English words, and 304 to who knows the answer already."""

    @wraps(view)
    def guarded(request):
        with override("en"):
            try:
                request.user = token_user(request)
                answer = JsonResponse(view(request), json_dumps_params={"ensure_ascii": False})
            except RefusedError as refused:
                answer = JsonResponse(refused.body, status=refused.status)
                if refused.status == 401:
                    answer["WWW-Authenticate"] = "Bearer"
        patch_cache_control(answer, private=True, no_cache=True)
        patch_vary_headers(answer, ["Authorization"])
        return answer

    return require_safe(conditional_page(guarded))


def token_user(request):
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise RefusedError(401, "no_token", "Send the header 'Authorization: Bearer <key>'.")
    token = ApiToken.objects.of(secret.strip())
    if token is None:
        raise RefusedError(
            401, "bad_token", "This key is not known, was revoked, or its account is disabled."
        )
    if not may_see_dashboard(token.user):
        raise RefusedError(403, "no_office", "This account may not see the numbers of any office.")
    return token.user


def refuse_unknown(request, known):
    for name in request.GET:
        if name not in known:
            raise wrong(name, f"There is no such parameter. Known: {', '.join(sorted(known))}.")


def wrong(parameter, message):
    return RefusedError(400, "bad_parameter", message, parameter)


def asked_limit(request):
    text = request.GET.get("limit", str(USUAL))
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST))
    if not is_number or not 1 <= int(text) <= MOST:
        raise wrong("limit", f"Write a whole number from 1 to {MOST}.")
    return int(text)


def asked_since(request):
    text = request.GET.get("updated_since")
    if not text:
        return None
    try:
        return moment_of(text.replace(" ", "+"))  # a plus that was not encoded
    except ValueError:
        words = "Write date, time and zone: 2026-11-24T09:00:00+07:00 or ...T02:00:00Z."
        raise wrong("updated_since", words) from None


def moment_of(text):
    """Return the moment in `text`; ValueError for none, one without a zone or beyond the calendar."""
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError("no moment")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error


def cursor_of(*values):
    return base64.urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode()


def asked_cursor(request, parse):
    """Return what `parse` makes of the cursor's values, None without a cursor."""
    text = request.GET.get("cursor")
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text.encode()))
        if not isinstance(values, list) or not all(map(is_plain, values)):
            raise ValueError("not made by `cursor_of`")
        return parse(*values)
    except (TypeError, ValueError, RecursionError):
        raise wrong("cursor", "Use the address in 'next' as it was given, or leave the cursor out.") from None


def is_plain(value):
    return isinstance(value, str) and value.isascii() and value.isprintable()


def next_address(request, cursor):
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
