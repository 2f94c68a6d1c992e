"""Decides what a delivery is (new, the same again, a conflict) and stores it in one transaction."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from cms.models import User
from villages.models import (
    Attendance,
    PhotoUpload,
    Referral,
    Session,
    SessionPhoto,
    SessionRevision,
    SessionTransition,
    Village,
)
from villages.outbox.receipts import receipt_code
from villages.outbox.transactions import durable_transaction

ATTEMPTS = 3


@dataclass(frozen=True)
class Delivery:
    author: User
    uuid: UUID
    raw: bytes
    sha256: str
    revision: int
    base_revision: int | None


class OutboxConflict(Exception):
    """`code` is `content`, `base`, `locked` or `taken`; `session` is None when it is not the sender's."""

    def __init__(self, code, session=None):
        super().__init__(code)
        self.code, self.session = code, session


def known_revision(delivery):
    """Return the `SessionRevision` of a delivery that arrived before, None when it is new.

    Raise `OutboxConflict` when other content has its number, or the session is somebody else's.
    """
    session = Session.objects.filter(pk=delivery.uuid).first()
    return session and revision_of(session, delivery)


def revision_of(session, delivery):
    if session.author_id != delivery.author.pk:
        raise OutboxConflict("taken")
    revision = session.revisions.select_related("session").filter(revision=delivery.revision).first()
    if revision and revision.sha256 != delivery.sha256:
        raise OutboxConflict("content", session)
    return revision


def receive_delivery(delivery, form):
    """Store a delivery whose `form` is valid; return its `SessionRevision` and whether it is new."""
    for attempt in range(ATTEMPTS):
        try:
            with durable_transaction():
                return store_delivery(delivery, form)
        except IntegrityError:  # another request made the same session at the same moment
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def store_delivery(delivery, form):
    # Lock the village before the session, as everywhere: a transfer goes first, or waits for this report.
    data = form.cleaned_data | {"village": Village.objects.locked(form.cleaned_data["village"].pk)}
    session = Session.objects.select_for_update().filter(pk=delivery.uuid).first()
    before = session.state if session else ""
    if session:
        known = revision_of(session, delivery)
        if known:
            return known, False
        if delivery.revision < session.revision:
            # An older revision that arrived late, or that a restored server had lost: history only.
            return store_revision(session, delivery), True
        check_base(session, delivery)
    session = session or Session(pk=delivery.uuid, author=delivery.author)
    write_entries(session, delivery, data)
    revision = store_revision(session, delivery)
    if before != session.state:
        record_transition(session, delivery, before)
    return revision, True


def record_transition(session, delivery, from_state):
    SessionTransition.objects.create(
        session=session,
        actor=delivery.author,
        from_state=from_state,
        to_state=session.state,
        revision=delivery.revision,
    )


def check_base(session, delivery):
    if session.is_locked:
        raise OutboxConflict("locked", session)
    if delivery.base_revision != session.revision:
        raise OutboxConflict("base", session)


def write_entries(session, delivery, data):
    """Write the entries to the session and its rows."""
    set_held(session, delivery, data)
    session.set_entries(data)
    session.revision = delivery.revision
    session.state = Session.State.SUBMITTED
    session.body_sha256 = delivery.sha256
    session.receipt_code = receipt_code(delivery.uuid, delivery.revision, delivery.sha256)
    session.save(force_insert=session._state.adding)
    replace_rows(session, data)


def replace_rows(session, data):
    """Replace attendance, referrals and photos; photos that arrived before retain their file."""
    session.attendance.all().delete()
    Attendance.objects.bulk_create(Attendance(session=session, **row) for row in data["attendance"])
    session.referrals.all().delete()
    Referral.objects.bulk_create(Referral(session=session, **row) for row in data["referrals"])
    session.photos.all().delete()
    digests = [row["sha256"] for row in data["photos"]]
    uploads = PhotoUpload.objects.filter(author=session.author, sha256__in=digests)
    files = dict(uploads.values_list("sha256", "file"))
    SessionPhoto.objects.bulk_create(
        SessionPhoto(session=session, file=files.get(row["sha256"], ""), **row) for row in data["photos"]
    )


def set_held(session, delivery, data):
    """Hold what somebody should look at first; what a reviewer released stays released."""
    because = ""
    if not delivery.author.is_active:
        because = Session.HeldBecause.ACCOUNT
    elif session._state.adding or session.village_id != data["village"].pk:
        if not is_assigned(delivery.author, data):
            because = Session.HeldBecause.VILLAGE
    elif session.is_held:
        return
    session.is_held, session.held_because = bool(because), because


def is_assigned(author, data):
    """Return True if the village was the author's on the day of the session and still is."""
    village = Village.objects.filter(pk=data["village"].pk)
    return (
        village.assigned_to(author, data["started_local"].date()).exists()
        and village.assigned_to(author).exists()
    )


def store_revision(session, delivery):
    return SessionRevision.objects.create(
        session=session,
        revision=delivery.revision,
        base_revision=delivery.base_revision,
        body=delivery.raw,
        sha256=delivery.sha256,
        receipt_code=receipt_code(delivery.uuid, delivery.revision, delivery.sha256),
        author=delivery.author,
    )
