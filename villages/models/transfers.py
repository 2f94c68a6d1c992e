"""A village that went from one immigration office to another: from when on, and why."""

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
        """Give `village` to another office from the day `on`; sessions of before stay with theirs."""
        lock_tallies()
        village = Village.objects.locked(village.pk)
        if village.office_id == to_office.pk:
            raise ValidationError(_("The village is with this office already."))
        from_office, village.office = village.office, to_office
        village.save(update_fields=["office", "updated_at"])
        return self.note(village, from_office, on, reason, actor)

    def note(self, village, from_office, on, reason, actor=None):
        """Keep a move whose office is stored already, and what follows from it, after `lock_tallies()`.

        `sessions_handed_over` of the move says how many sessions went along.
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
    """Give what was held in the village since the first day of `move` to the new office, counts too."""
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
    """End what people were given in this one village; those of the whole office lose it with the office.

    What has not begun by now never will, and leaves no history.
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
