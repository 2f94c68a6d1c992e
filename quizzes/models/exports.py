from datetime import timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import AuditEntry
from villages.models.scopes import sees_everything

STORED_FOR = timedelta(days=7)
STUCK_AFTER = timedelta(minutes=10)  # a file that has not grown for so long has lost its worker


def private_storage():
    return storages["private"]


class ExportLogQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everything for people who see everything; their own exports for others."""
        return self if sees_everything(user) else self.filter(user=user)


class ExportLog(models.Model):
    """Who exported which rows, and when; `rows` is empty until the file is written."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    kind = models.CharField(_("file"), max_length=40)
    filters = models.TextField(_("filter"), blank=True)
    rows = models.PositiveIntegerField(_("rows"), null=True)

    objects = ExportLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            AuditEntry.objects.record(
                AuditEntry.Subject.EXPORTS, self.kind, actor=self.user, filters=self.filters[:2000]
            )


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files that `user` asked for, and nobody else's."""
        return self.filter(user=user)

    def expired(self):
        return self.filter(asked_at__lt=timezone.now() - STORED_FOR)


class Export(models.Model):
    """A file prepared in the background, to be fetched by its owner within `STORED_FOR`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for its turn")
        RUNNING = "running", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    query = models.TextField()  # the address the order was read from
    name = models.CharField(_("file"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    # Ids of the offices whose rows the file holds, those its owner might see then; null: all.
    offices = models.JSONField(null=True)
    file = models.FileField(storage=private_storage, upload_to="exports/", max_length=200, blank=True)
    asked_at = models.DateTimeField(_("when"), auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self):
        return self.name

    @property
    def is_in_progress(self):
        return self.state in {self.State.WAITING, self.State.RUNNING} and not self.is_stuck

    @property
    def is_stuck(self):
        """True if its worker ended in the middle, or none runs."""
        unfinished = self.state in {self.State.WAITING, self.State.RUNNING}
        return unfinished and self.changed_at < timezone.now() - STUCK_AFTER

    @property
    def can_retry(self):
        return self.state == self.State.FAILED or self.is_stuck

    @property
    def percent(self):
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def stored_until(self):
        return self.asked_at + STORED_FOR

    def exceeds(self, offices):
        """Return True if it has rows of other offices than `offices` (a set of ids; None: all)."""
        return offices is not None and (self.offices is None or not offices.issuperset(self.offices))

    def update_unfinished(self, **fields):
        """Store `fields` and the time; return False if the file is ready already or gone.

        So the second of two workers that wrote the same file knows that it was late.
        """
        for name, value in fields.items():
            setattr(self, name, value)
        unfinished = Export.objects.filter(pk=self.pk).exclude(state=self.State.READY)
        return bool(unfinished.update(**fields, changed_at=timezone.now()))


class PartnerEdition(models.Model):
    """What partners get of one finished quarter, as it was when the first file was made.

    A correction makes another edition, so that two files of a quarter never differ by a few people.
    """

    quarter = models.DateField()  # its first day
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    # [[[level, code of the province, id of the office or null], {column: value}], ...], small ones hidden.
    indicators = models.JSONField()
    # {id of a village: [sessions, participations]}, null where hidden.
    villages = models.JSONField()
    # {place: {sum: number}} with the hidden ones, to compare a correction with. They are never shown.
    sums = models.JSONField()

    class Meta:
        ordering = ["quarter", "number"]
        constraints = [models.UniqueConstraint(fields=["quarter", "number"], name="partner_edition_once")]

    def __str__(self):
        return f"{self.quarter} {self.number}"
