"""The move of a village from one immigration office to another, with its day and reason."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from villages.models.assignments import Assignment
from villages.models.roster import ImmigrationOffice, Village
from villages.models.sessions import Session
from villages.models.tallies import add_to_tallies, lock_tallies, remove_from_tallies, update_visit_tallies


class VillageMoveManager(models.Manager):
    @transaction.atomic
    def move(self, village, to_office, on, reason, actor=None):
        """Move `village` to another office from the day `on`; earlier sessions stay with the old office."""
        lock_tallies()
        village = Village.objects.locked(village.pk)
        if village.office_id == to_office.pk:
            raise ValidationError(_("The village is with this office already."))
        from_office, village.office = village.office, to_office
        village.save(update_fields=["office", "updated_at"])
        return self.record(village, from_office, on, reason, actor)

    def record(self, village, from_office, on, reason, actor=None):
        """Record a move after the new office was stored, with its consequences; call `lock_tallies()` first.

        The move returned has `sessions_handed_over`, the number of sessions that went along.
        """
        update_visit_tallies(village)
        end_assignments(village, on)
        move = self.create(
            village=village,
            from_office=from_office,
            to_office=village.office,
            on=on,
            reason=reason,
            actor=actor,
        )
        move.sessions_handed_over = hand_over_sessions(move)
        return move


def hand_over_sessions(move):
    """Give the sessions since the day of `move` to the new office, with their counts; return how many."""
    sessions = move.village.sessions.select_for_update()
    handed_over = list(sessions.filter(office=move.from_office, started_on__gte=move.on))
    for session in handed_over:
        counted = session.state == Session.State.APPROVED
        if counted:
            remove_from_tallies(session)
        session.office = move.to_office
        session.save(update_fields=["office", "updated_at"])
        if counted:
            add_to_tallies(session)
        session.transitions.create(
            actor=move.actor,
            from_state=session.state,
            to_state=session.state,
            revision=session.revision,
            reason=f"{move.from_office} → {move.to_office}, {move.on.isoformat()}: {move.reason}",
        )
    return len(handed_over)


def end_assignments(village, on):
    """End the assignments to this one village; people assigned to the office lose it with the office.

    An assignment that has not begun is deleted.
    """
    ending = Assignment.objects.ending_with(village, on)
    ending.filter(since__gte=village.zone.today()).delete()
    for assignment in ending:
        assignment.until = max(assignment.since, on - timedelta(days=1))
        assignment.save(update_fields=["until"])


class VillageMove(models.Model):
    village = models.ForeignKey(Village, models.CASCADE, related_name="moves")
    from_office = models.ForeignKey(ImmigrationOffice, models.PROTECT, related_name="+")
    to_office = models.ForeignKey(
        ImmigrationOffice, models.PROTECT, verbose_name=_("to the office"), related_name="+"
    )
    on = models.DateField(_("first day at the new office"), default=timezone.localdate)
    reason = models.TextField(_("reason"), max_length=1000)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = VillageMoveManager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_office=F("to_office")), name="village_moves_to_another_office"
            )
        ]

    def __str__(self):
        return f"{self.village}: {self.from_office} → {self.to_office}"
