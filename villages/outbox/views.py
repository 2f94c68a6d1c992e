import json
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.middleware.verbs import take_verbs
from villages.forms import SessionForm
from villages.models import Assignment, Session, SessionRevision
from villages.models.assignments import reviewers_of
from villages.models.scopes import is_educator
from villages.outbox import photos
from villages.outbox.decorators import error_response, outbox_view, read_body, read_digested, sender
from villages.outbox.payload import MOST_BYTES, OutboxRejected, parse_payload, rejection
from villages.outbox.receipts import receipt, receipts
from villages.outbox.receiving import Delivery, OutboxConflict, known_revision, receive_delivery

MOST_COMPARED = 2000


@require_safe
@never_cache
def ping(request):
    """Answer 204 with headers that name our server and the signed-in user, and hold a new token."""
    user = sender(request)
    return HttpResponse(
        status=204,
        headers={
            "X-Migrasi-User": quote(user.username, safe="@+") if user else "",
            "X-CSRFToken": get_token(request),
        },
    )


@take_verbs("PUT")
@outbox_view
@require_http_methods(["GET", "HEAD", "PUT"])
def session(request, uuid):
    return put_session(request, uuid) if request.method == "PUT" else get_session(request, uuid)


def get_session(request, uuid):
    """Answer with what the office has; 304 when that is the revision the phone knows and may still change."""
    found = Session.objects.visible_to(request.sender).filter(author=request.sender, pk=uuid).first()
    if not found:
        return error_response(404, "unknown", _("The office does not have this session."))
    etag = f'"{found.revision}-locked"' if found.is_locked else f'"{found.revision}"'
    is_known = request.headers.get("If-None-Match") == etag
    response = HttpResponse(status=304) if is_known else JsonResponse(current_version(found))
    response["ETag"] = etag
    return response


def put_session(request, uuid):
    raw, sha256 = read_digested(request, "application/json", MOST_BYTES)
    payload = parse_payload(raw)
    delivery = Delivery(request.sender, uuid, raw, sha256, payload["revision"], payload["base_revision"])
    try:
        revision, new = known_revision(delivery), False
        if not revision:
            form = valid_form(payload)
            check_sends_sessions(request.sender, form.cleaned_data["started_local"].date())
            revision, new = receive_delivery(delivery, form)
    except OutboxConflict as conflict:
        return conflict_answer(conflict, request.sender)
    status = 202 if revision.session.is_held else 201 if new else 200
    return JsonResponse(without_standing(receipt(revision), request.sender), status=status)


def check_sends_sessions(sender, day):
    """Refuse a session of somebody who neither is an educator nor was one on its day."""
    was_educator = sender.assignments.on(day).filter(role=Assignment.Role.EDUCATOR)
    if not is_educator(sender) and not was_educator.exists():
        raise rejection("author", _("This account does not log sessions."))


def without_standing(receipt, sender):
    """What a disabled account learns of its reports: that they have arrived, not what became of them."""
    return receipt if sender.is_active else {**receipt, "state": "held"}


def valid_form(payload):
    form = SessionForm(payload)
    if not form.is_valid():
        raise OutboxRejected(422, "invalid", plain_errors(form))
    return form


def plain_errors(form):
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


def conflict_answer(conflict, sender):
    messages = {
        "content": _("The office already has this revision with different content."),
        "base": _("This session was changed in the meantime."),
        "locked": _("This session is approved or void, and locked."),
        "taken": _("This number is taken. Save the report as a new one."),
    }
    shown = conflict.session if sender.is_active else None
    current = {"current": current_version(shown)} if shown else {}
    return error_response(409, conflict.code, messages[conflict.code], **current)


def current_version(session):
    """Return what the office has, to show beside what the phone has, and who can reopen it."""
    revision = session.revisions.select_related("session").get(revision=session.revision)
    return {
        **receipt(revision),
        "is_held": session.is_held,
        "body": json.loads(bytes(revision.body)),
        "office": session.office.name,
        "reviewers": [person.display_name for person in reviewers_of(session)],
    }


@take_verbs("PUT")
@outbox_view
@require_http_methods(["PUT"])
def put_photo(request, sha256):
    raw, digest = read_digested(request, "image/jpeg", photos.MOST_BYTES)
    if digest != sha256:
        return error_response(409, "content", _("This photo does not match its address."))
    check_sends_photos(request.sender)
    upload, new = photos.store_photo(request.sender, sha256, raw)
    received_at = upload.received_at.isoformat(timespec="seconds")
    return JsonResponse({"sha256": sha256, "received_at": received_at}, status=201 if new else 200)


def check_sends_photos(sender):
    was_educator = sender.assignments.filter(role=Assignment.Role.EDUCATOR)
    if not is_educator(sender) and not was_educator.exists():
        raise rejection("author", _("This account does not log sessions."))


@outbox_view
@require_POST
def reconcile(request):
    """Answer which of the phone's sent reports are not here, and the state of the others."""
    rows = compared_rows(read_body(request, "application/json", MOST_BYTES))
    sessions = Session.objects.filter(author=request.sender, pk__in={row["uuid"] for row in rows})
    found = SessionRevision.objects.filter(session__in=sessions).values_list("session_id", "sha256")
    have = {(str(uuid), sha256) for uuid, sha256 in found}
    missing = [row for row in rows if (row["uuid"], row["sha256"]) not in have]
    known = current_receipts(sessions)
    if not request.sender.is_active:
        known = [
            {**without_standing(row, request.sender), "is_held": True, "review_comment": ""} for row in known
        ]
    return JsonResponse({"missing": missing, "known": known})


def compared_rows(raw):
    try:
        rows = json.loads(raw)
        rows = rows["sessions"] if isinstance(rows, dict) else rows
        rows = [{"uuid": str(UUID(row["uuid"])), "sha256": str(row["sha256"])} for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise rejection("sessions", _("Send a list of uuid and sha256.")) from error
    if len(rows) > MOST_COMPARED:
        raise OutboxRejected(413, "size", {"sessions": [_("Send at most 2,000 at a time.")]})
    return rows


def current_receipts(sessions):
    """Return a receipt of the current revision of each session, with the reviewer's comment.

    The `state` of a receipt hides that a returned session is held; `is_held` shows it.
    """
    current = {}
    revisions = SessionRevision.objects.filter(session__in=sessions).defer("body")
    for revision in revisions.select_related("session"):
        if revision.revision == revision.session.revision:
            current[revision.session_id] = revision
    newest = list(current.values())
    return [
        {
            **made,
            "is_held": revision.session.is_held,
            "review_comment": revision.session.review_comment,
        }
        for revision, made in zip(newest, receipts(newest), strict=True)
    ]
