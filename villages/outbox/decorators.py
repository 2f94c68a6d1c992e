"""What every view of the outbox checks of a request: who sends it, its CSRF token, its type and size."""

from functools import wraps

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.deployment.unavailable import guard
from cms.models import User
from villages.forms.masking import mask_errors, mask_private_numbers
from villages.forms.point import coarse_points
from villages.models import Quarantine
from villages.outbox.payload import LINE_FAULTS, OutboxRejected, check_digest

MOST_READ = 4 * 1024 * 1024


class TokenCheck(CsrfViewMiddleware):
    """Returns the reason in place of an error page."""

    def _reject(self, request, reason):
        return reason


def sender(request):
    """Return the signed-in user, also one whose account was disabled since; None when nobody is signed in.

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


def error_response(status, code, detail, **rest):
    return JsonResponse({"code": code, "detail": detail, **rest}, status=status)


def outbox_view(view):
    """Answer 401, 403, 413, 415, 422, 503 and 507 as the protocol says; `view` gets `request.sender`."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        request.sender = sender(request)
        if request.sender is None:
            return error_response(401, "sign_in", _("Sign in and send again. Nothing is lost."))
        if stale_token(request):
            return error_response(403, "csrf", _("The token is out of date. Get a new one from /api/ping."))
        request.raw = b""
        return accepted_or_rejected(view, request, *args, **kwargs)

    return never_cache(csrf_exempt(guard(checked)))


def accepted_or_rejected(view, request, *args, **kwargs):
    try:
        return view(request, *args, **kwargs)
    except OutboxRejected as error:
        return reject_request(request, error)


def reject_request(request, error):
    """Store what was sent in the quarantine, and answer with the errors.

    What was damaged on the way is not stored: the phone sends it again whole, and nobody has to look at it.
    """
    if error.code in LINE_FAULTS:
        return error_response(error.status, error.code, error.first_message, errors=error.errors)
    if Quarantine.objects.is_full(request.sender):
        detail = _(
            "This could not be accepted, and too much was refused today to store it. The phone still has it."
        )
        return error_response(error.status, error.code, detail, errors=error.errors)
    Quarantine.objects.store(
        author=request.sender,
        address=request.path[:120],
        status=error.status,
        errors=mask_errors(error.errors),
        body=mask_private_numbers(coarse_points(request.raw)),
    )
    detail = _("This could not be accepted. It is stored, and an administrator can read it.")
    return error_response(error.status, error.code, detail, errors=error.errors)


def read_body(request, content_type, most):
    """Read the whole body into `request.raw`; raise `OutboxRejected` for a wrong type or too many bytes."""
    read_at_most(request, most)
    check_type(request, content_type)
    return request.raw


def read_digested(request, content_type, most):
    """Like `read_body`, with the digest of the bytes: return `(bytes, digest)`.

    What the line damaged shows no other error: the digest is checked before anything else it may have spoilt.
    """
    read_at_most(request, most)
    sha256 = check_digest(request.headers.get("Content-Digest"), request.raw)
    check_type(request, content_type)
    return request.raw, sha256


def read_at_most(request, most):
    request.raw = request.read(MOST_READ)
    while len(request.raw) == MOST_READ and request.read(MOST_READ):
        pass  # read to the end, so that the client reads the answer
    if len(request.raw) > most:
        message = _("This is larger than %(most)d kB.") % {"most": most // 1024}
        request.raw = request.raw[:most]
        raise OutboxRejected(413, "size", {"body": [message]})


def check_type(request, content_type):
    if request.content_type != content_type:
        message = _("Send this as %(type)s.") % {"type": content_type}
        raise OutboxRejected(415, "type", {"content-type": [message]})
