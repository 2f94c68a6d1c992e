"""The answers while nothing can be stored or read: a database or storage is away, or a disk is full."""

import errno
import sys
from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.defaults import server_error as error_page

RETRY_AFTER = "5"  # seconds
UNREACHABLE = (OperationalError, InterfaceError)
passing_errors = [*UNREACHABLE]  # a storage that may be away adds its own
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
NO_ROOM_IN_POSTGRES = {"53100", "53400"}  # disk_full, configuration_limit_exceeded: files of a query


def is_full(error):
    """Return True if `error`, of the system or of a database, is that there is no room left."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if not isinstance(error, UNREACHABLE):
        return False
    words = str(error).lower()
    in_postgres = (
        getattr(error.__cause__, "sqlstate", None) in NO_ROOM_IN_POSTGRES
    )  # its words are in any language
    return in_postgres or "disk is full" in words or "no space left" in words


def is_passing(error):
    """Return True if `error` is nobody's mistake and may be gone at the next try."""
    return isinstance(error, tuple(passing_errors)) or is_full(error)


def status_and_code(error):
    return (507, "full") if is_full(error) else (503, "busy")


def busy_words():
    return _("The server is busy. Send it again later.")


def with_retry_after(response):
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store"
    return response


def unavailable(request, error):
    """Return 503, or 507 for a full disk: JSON for programs, a page for people."""
    status, code = status_and_code(error)
    if request.path.startswith("/api/"):
        return with_retry_after(JsonResponse({"code": code, "detail": busy_words()}, status=status))
    return with_retry_after(HttpResponse(get_template("503.html").render(), status=status))


def guard(view, answer=unavailable):
    """Let `answer(first argument, error)` answer in place of a `view` that cannot store or read just now."""

    @wraps(view)
    def guarded(first, *args, **kwargs):
        try:
            return view(first, *args, **kwargs)
        except Exception as error:
            if not is_passing(error):
                raise
            return answer(first, error)

    return guarded


def server_error(request):
    """Answer any exception that no view has caught (`handler500`)."""
    error = sys.exc_info()[1]
    return unavailable(request, error) if is_passing(error) else error_page(request)
