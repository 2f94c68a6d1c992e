"""What was received, byte for byte: revisions of sessions, photos, and rejected payloads."""

import hashlib
import json
import re
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from villages.models.sessions import Session, SessionPhoto, private_storage

SESSION_ADDRESS = re.compile(r"/sessions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


class SessionRevision(models.Model):
    """One received version of a session; `body` is the JSON as it came, never changed."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField(_("revision"))
    base_revision = models.PositiveIntegerField(null=True)
    body = models.BinaryField()
    sha256 = models.CharField(_("digest"), max_length=64)
    receipt_code = models.CharField(_("receipt code"), max_length=12)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(fields=["session", "revision"], name="revision_once_per_session")
        ]

    def __str__(self):
        return f"{self.session_id} {self.revision}"


class PhotoUploadQuerySet(models.QuerySet):
    def unnamed(self):
        """Photos that no session of their author names (any more)."""
        naming = SessionPhoto.objects.filter(session__author=OuterRef("author"), sha256=OuterRef("sha256"))
        return self.filter(~Exists(naming))


class PhotoUpload(models.Model):
    """The bytes of a photo, re-encoded; `sha256` is the digest of the bytes as they were sent.

    Stored per author, so that no answer reveals what somebody else has sent.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(_("digest"), max_length=64)
    file = models.FileField(_("file"), storage=private_storage, max_length=200)
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    objects = PhotoUploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "sha256"], name="photo_upload_once_per_author")
        ]


MOST_A_DAY, MOST_BYTES_A_DAY = 200, 40 * 1024 * 1024  # of one account


class QuarantineManager(models.Manager):
    def is_full(self, author):
        """Return True if so much of `author` was refused in a day that more is not stored."""
        since = timezone.now() - timedelta(days=1)
        sums = self.filter(author=author, received_at__gt=since).aggregate(
            number=models.Count("pk"), size=models.Sum(Length("body"))
        )
        return sums["number"] >= MOST_A_DAY or (sums["size"] or 0) >= MOST_BYTES_A_DAY

    def store(self, author, address, status, errors, body):
        """Store a rejected payload once, however often it is sent."""
        return self.get_or_create(
            author=author,
            address=address,
            sha256=hashlib.sha256(body).hexdigest(),
            defaults={"status": status, "errors": errors, "body": body},
        )[0]


class Quarantine(models.Model):
    """A payload that could not be accepted, stored so that nothing an educator wrote is lost.

    Digits of NIK and telephone numbers are masked in it; the phone still has the original.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("educator"), related_name="+"
    )
    address = models.CharField(_("address"), max_length=120)
    status = models.PositiveSmallIntegerField(_("answer"))
    errors = models.JSONField(_("what is wrong"), default=dict)
    body = models.BinaryField()
    sha256 = models.CharField(_("digest"), max_length=64)
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    objects = QuarantineManager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("refused report")
        verbose_name_plural = _("refused reports")
        constraints = [
            models.UniqueConstraint(
                fields=["author", "address", "sha256"], name="quarantine_keeps_a_body_once"
            )
        ]

    def __str__(self):
        return f"{self.address} {self.received_at:%Y-%m-%d %H:%M}"

    @property
    def text(self):
        """The payload for people to read, as far as it is text; JSON with a line for each entry."""
        text = bytes(self.body).decode(errors="replace").replace("\0", "�")
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        except (ValueError, RecursionError):
            return text

    @property
    def session_uuid(self):
        """The uuid of the session that was sent; None for photos and anything else."""
        found = SESSION_ADDRESS.search(self.address)
        return UUID(found[1]) if found else None
