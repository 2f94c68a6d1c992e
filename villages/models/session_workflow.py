"""What a reviewer decides about a session: the steps from one state to another, and who may take them."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cms.models import AuditEntry
from villages.models.roster import Village
from villages.models.scopes import reviews_office_of
from villages.models.tallies import add_to_tallies, lock_tallies, remove_from_tallies


class ReviewNotAllowed(Exception):
    """The step is not allowed; the message tells the reviewer why."""


class ReviewedModel(models.Model):
    """The steps of a `Session`. Each locks the row, checks, changes and logs in one transaction.

    The decision applies to the revision that was loaded: nobody has read one that arrived meanwhile.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("waiting for review")
        RETURNED = "returned", _("returned with a comment")
        APPROVED = "approved", _("approved")
        VOID = "void", _("void")

    OPEN_STATES = (State.SUBMITTED, State.RETURNED)
    LOCKED_STATES = (State.APPROVED, State.VOID)

    class Meta:
        abstract = True

    def approve(self, by):
        """Count the session in the indicators and lock it."""

        def step(session):
            if session.is_held:
                raise ReviewNotAllowed(_("This report is held. Accept it first, then approve it."))
            session._change_state(by, self.State.APPROVED, from_states=[self.State.SUBMITTED])
            add_to_tallies(session)

        self._perform(by, step)

    def send_back(self, by, comment):
        """Return the session to its educator, who reads `comment` and corrects the report."""
        comment = required_text(comment, _("Write what the educator should correct."))

        def step(session):
            session.review_comment = comment
            session._change_state(by, self.State.RETURNED, comment, from_states=[self.State.SUBMITTED])

        self._perform(by, step)

    def void(self, by, reason):
        """Remove a session, such as one logged twice, from every count; its educator reads why."""
        reason = required_text(reason, _("Write why this session is void."))

        def step(session):
            session.review_comment = reason
            session._change_state(by, self.State.VOID, reason, from_states=self.OPEN_STATES)

        self._perform(by, step)

    def reopen(self, by, reason):
        """Unlock an approved or void session; it waits for review again."""
        reason = required_text(reason, _("Write why this session is reopened."))

        def step(session):
            was_counted = session.state == self.State.APPROVED
            session.review_comment = ""
            session._change_state(by, self.State.SUBMITTED, reason, from_states=self.LOCKED_STATES)
            if was_counted:
                remove_from_tallies(session)

        self._perform(by, step)

    def release(self, by, reason=""):
        """Accept a held report; it is then reviewed like any other."""

        def step(session):
            if not session.is_held:
                raise ReviewNotAllowed(_("This report is not held."))
            session.is_held, session.held_because = False, ""
            session._change_state(by, session.state, reason, from_states=self.OPEN_STATES)

        self._perform(by, step)

    def _perform(self, by, step):
        with transaction.atomic():
            lock_tallies()
            Village.objects.locked(self.village_id)
            session = type(self).objects.select_for_update().get(pk=self.pk)
            if session.revision != self.revision:
                raise ReviewNotAllowed(_("The educator has since sent a newer version. Look at it first."))
            if not reviews_office_of(by, session):
                raise ReviewNotAllowed(_("Only a reviewer from this session's office can decide on it."))
            if session.author_id == by.pk:
                raise ReviewNotAllowed(
                    _("You logged this session yourself, so another reviewer decides on it.")
                )
            step(session)
        self.refresh_from_db()

    def _change_state(self, by, to_state, reason="", *, from_states):
        if self.state not in from_states:
            raise ReviewNotAllowed(
                _("This session is “%(state)s” now, so this step is not possible. Load the page again.")
                % {"state": self.get_state_display()}
            )
        before, self.state = self.state, to_state
        self.save(update_fields=["state", "is_held", "held_because", "review_comment", "updated_at"])
        self.transitions.create(
            actor=by, from_state=before, to_state=to_state, revision=self.revision, reason=reason
        )
        AuditEntry.objects.record(
            AuditEntry.Subject.REVIEW,
            f"{before} → {to_state}",
            self,
            by,
            revision=self.revision,
            reason=reason,
        )


def required_text(text, message):
    text = (text or "").strip()
    if not text:
        raise ReviewNotAllowed(message)
    return text
