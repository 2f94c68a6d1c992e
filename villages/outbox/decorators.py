"""Who sends, with what token, how many bytes: what every view of the outbox asks of a request."""

from functools import wraps

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import OperationalError
from django.http import JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.models import User
from villages.forms.personal_data import without_private_numbers
from villages.models import Quarantine
from villages.outbox.payload import RefusedError

MOST_READ = 4 * 1024 * 1024


class TokenCheck(CsrfViewMiddleware):
    """Returns the reason instead of a page."""

    def _reject(self, request, reason):
        return reason


def sender(request):
    """Return the signed-in user, also one whose account was disabled since; None when nobody is.

    Reports of a disabled account are held, not lost; no page opens for such an account.
    """
    if request.user.is_authenticated:
        return request.user
    key, proof = request.session.get(SESSION_KEY), request.session.get(HASH_SESSION_KEY, "")
    if not key or BACKEND_SESSION_KEY not in request.session:
        return None
    user = User.objects.filter(pk=key, is_active=False).first()
    return user if user and constant_time_compare(proof, user.get_session_auth_hash()) else None


def stale_token(request):
    check = TokenCheck(lambda request: None)
    check.process_request(request)
    return check.process_view(request, None, (), {})


def answer(status, code, detail, **rest):
    return JsonResponse({"code": code, "detail": detail, **rest}, status=status)


def outbox(view):
    """Answer 401, 403, 413, 415, 422 and 503 as the protocol says; `view` gets `request.sender`."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        request.sender = sender(request)
        if request.sender is None:
            return answer(401, "sign_in", _("Sign in and send again. Nothing is lost."))
        if stale_token(request):
            return answer(403, "csrf", _("The token is out of date. Get a new one from /api/ping."))
        request.raw = b""
        try:
            return accepted_or_refused(view, request, *args, **kwargs)
        except OperationalError:
            response = answer(503, "busy", _("The server is busy. Send the same again later."))
            response["Retry-After"] = "5"
            return response

    return never_cache(csrf_exempt(checked))


def accepted_or_refused(view, request, *args, **kwargs):
    try:
        return view(request, *args, **kwargs)
    except RefusedError as error:
        return refuse(request, error)


def refuse(request, error):
    Quarantine.objects.keep(
        author=request.sender,
        address=request.path[:120],
        status=error.status,
        errors=error.errors,
        body=without_private_numbers(request.raw),
    )
    detail = _("This could not be accepted. It is kept, and an administrator can read it.")
    return answer(error.status, error.code, detail, errors=error.errors)


def read_body(request, content_type, most):
    """Read the whole body into `request.raw`; raise `RefusedError` for a wrong type or too many bytes."""
    request.raw = request.read(MOST_READ)
    while len(request.raw) == MOST_READ and request.read(MOST_READ):
        pass  # taken off the line, so that the answer can be read
    if request.content_type != content_type:
        sentence = _("Send this as %(type)s.") % {"type": content_type}
        raise RefusedError(415, "type", {"content-type": [sentence]})
    if len(request.raw) > most:
        sentence = _("This is larger than %(most)d kB.") % {"most": most // 1024}
        request.raw = request.raw[:most]
        raise RefusedError(413, "size", {"body": [sentence]})
    return request.raw
