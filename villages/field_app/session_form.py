"""The session form as an HTML page: its entries become the payload that a phone would send."""

import hashlib
import json
import re
from datetime import timedelta
from uuid import UUID, uuid4

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from villages.field_app.form_parts import form_parts
from villages.field_app.form_rows import attendance_inputs, referral_rows
from villages.field_app.permissions import educator_required, resumed_by
from villages.field_app.questions import open_questions, sessions_for_phone
from villages.field_app.topics import no_longer_offered, topics_with_articles
from villages.field_app.views import my_sessions
from villages.forms import SessionForm
from villages.forms.limits import MOST_PHOTOS, limits_for_phone
from villages.models import Session, SessionRevision, Village
from villages.models.assignments import reviewers_of
from villages.outbox import photos
from villages.outbox.photo_refusals import REASONS, PhotoRefused, megabytes, refusal
from villages.outbox.receiving import Delivery, OutboxConflict, known_revision, receive_delivery

REVISION = re.compile(r"[0-9]{1,6}")
JUST_NOW = timedelta(hours=1)


def resume_session_form(request, entries, uuid=None):
    """Show the form with `entries`; if they are of another session than `uuid`, go to the first page."""
    posted = posted_uuid(entries)
    if uuid and uuid != posted:
        return redirect("villages:field-home")
    session = my_sessions(request.user).filter(pk=posted).first()
    is_stale = session and entries.get("base_revision") != str(session.revision)
    address = reverse("villages:session-edit", args=[uuid]) if uuid else reverse("villages:session-create")
    conflict = "base" if is_stale else "resumed"
    return form_page(request, SessionForm(entries), posted, session, action=address, conflict=conflict)


@resumed_by(resume_session_form)
@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_create(request):
    if request.method == "POST":
        return save_session(request, posted_uuid(request.POST), None)
    uuid = posted_uuid(request.GET)
    # Somebody may scan the code on a sheet again after its session was entered.
    if my_sessions(request.user).filter(pk=uuid).exists():
        return redirect("villages:session-detail", uuid=uuid)
    return form_page(request, SessionForm(initial={"village": request.GET.get("desa", "")}), uuid, None)


@resumed_by(resume_session_form)
@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request, uuid):
    session = get_object_or_404(my_sessions(request.user), pk=uuid)
    if request.method == "POST":
        return save_session(request, uuid, session)
    if session.is_locked:
        return redirect("villages:session-detail", uuid=uuid)
    revision = session.revisions.get(revision=session.revision)
    return form_page(request, SessionForm(initial=json.loads(bytes(revision.body))), uuid, session)


def posted_uuid(entries):
    try:
        return UUID(entries.get("uuid", ""))
    except ValueError:
        return uuid4()


def save_session(request, uuid, session):
    data = request.POST.copy()
    refused_photos = store_uploads(request, data)
    form = SessionForm(data)
    if refused_photos:
        form.add_error("photos", refused_photos)
    if not form.is_valid():
        return form_page(request, form, uuid, session, status=422)
    base = int(data["base_revision"]) if REVISION.fullmatch(data.get("base_revision", "")) else None
    delivery = delivery_of(request.user, uuid, form, base)
    try:
        twin = None if session else saved_before(delivery)
        found = known_revision(delivery) or twin
        if not found and (questions := open_questions(form, request.user, uuid)):
            return form_page(request, form, uuid, session, status=422, questions=questions)
        found or receive_delivery(delivery, form)
    except OutboxConflict as conflict:
        if conflict.session is None:
            return form_page(request, form, uuid4(), None, status=409, conflict="taken")
        current = my_sessions(request.user).get(pk=uuid)
        return form_page(request, form, uuid, current, status=409, conflict=conflict.code)
    return redirect("villages:session-detail", uuid=twin.session_id if twin else uuid)


def saved_before(delivery):
    """Return the first revision of a session that the author saved with exactly these entries, or None.

    After the browser's Back the form may come with a new number: the same entries are no second session.
    """
    first = SessionRevision.objects.filter(session__author=delivery.author, revision=1)
    return first.filter(sha256=delivery.sha256).first()


def delivery_of(author, uuid, form, base):
    payload = form.as_payload((base or 0) + 1, base)
    raw = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Delivery(author, uuid, raw, hashlib.sha256(raw).hexdigest(), payload["revision"], base)


def store_uploads(request, data):
    """Store uploaded photos and name them in `data`; return a message for each that is refused.

    They are stored at once, so that a mistake elsewhere on the page does not lose them.
    """
    refused = []
    for upload in request.FILES.getlist("photo"):
        try:
            store_upload(request.user, upload, data)
        except PhotoRefused as error:
            refused.append(refusal(error.reason, upload.name, error.limit))
    return refused


def store_upload(author, upload, data):
    if upload.size > photos.MOST_UPLOAD:
        raise PhotoRefused("large", megabytes(photos.MOST_UPLOAD))
    raw = upload.read()
    sha256 = hashlib.sha256(raw).hexdigest()
    rows = [f"photos-{number}" for number in range(MOST_PHOTOS)]
    taken = {row: data[f"{row}-sha256"] for row in rows if is_named(data, row)}
    if sha256 in taken.values():
        raise PhotoRefused("twice")
    if len(taken) == MOST_PHOTOS:
        raise PhotoRefused("most", str(MOST_PHOTOS))
    photos.store_photo(author, sha256, raw, photos.FORMATS)
    free = next(row for row in rows if row not in taken)
    for part in ("remove", "caption"):
        data.pop(f"{free}-{part}", None)
    data[f"{free}-sha256"] = sha256


def is_named(data, row):
    return f"{row}-sha256" in data and f"{row}-remove" not in data


def other_village(form, mine):
    """Return the village of the form if it is none of the educator's own, or is no longer fostered."""
    code = form["village"].value()
    if not code or any(code == village.code or code in village.former for village in mine):
        return None
    return Village.objects.for_list().by_code(code)


def is_held_in(village, session):
    """Return True if a report of this village, none of the educator's own, is held (`receiving.set_held`)."""
    return not session or session.is_held or session.village_id != village.pk


def reviewer_names(session):
    """Return who can reopen `session`: its reviewers and their office."""
    names = [person.display_name for person in reviewers_of(session)]
    return f"{', '.join(names)} ({session.office})" if names else str(session.office)


def just_saved(user):
    return my_sessions(user).filter(received_at__gt=timezone.now() - JUST_NOW).order_by("received_at").last()


def form_page(request, form, uuid, session, status=200, conflict="", action="", questions=None):
    context = {
        "form": form,
        "uuid": uuid,
        "session": session,
        "conflict": conflict,
        "whom": reviewer_names(session) if conflict == "locked" else "",
        "action": action,
        "parts": form_parts(form),
        "activities": Session.Activity.choices,
        "venues": Session.Venue.choices,
        "referrals": referral_rows(form["referrals"].value()),
        "photos_sure": form.photos_sure,
        "limits": limits_for_phone(),
        "known_sessions": sessions_for_phone(request.user),
        "questions": questions,
        "asked": [*(form.data.getlist("asked") if form.is_bound else []), *(questions or [])],
        "section": "create",
        "just_saved": None if form.is_bound or session else just_saved(request.user),
        "photo_words": REASONS,
        "photo_limits": photos.limits_in_words(),
        **village_context(request.user, form, session),
        **topics_context(form),
        **attendance_context(form),
    }
    return render(request, "villages/field_app/session_form.html", context, status=status)


def village_context(user, form, session):
    mine = Village.objects.fostered_by(user).by_need()
    other = other_village(form, mine)
    return {
        "villages": mine,
        "other_village": other,
        "is_held_there": other and is_held_in(other, session),
    }


def topics_context(form):
    topics = topics_with_articles()
    chosen_pages = {str(page) for page in form["materials"].value() or []}
    other_topics, other_articles = no_longer_offered(topics, form["topics"].value() or [], chosen_pages)
    return {
        "topics": topics,
        "other_topics": other_topics,
        "other_articles": other_articles,
        "chosen_pages": chosen_pages,
    }


def attendance_context(form):
    usual, not_recorded = attendance_inputs(form["attendance"].value())
    return {"attendance": usual, "not_recorded": not_recorded}
