"""What a reviewer decides about a session: the steps from one state to another, and who may take them."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from villages.models.roster import Village
from villages.models.tallies import count_alone, tally


class ReviewRefusedError(Exception):
    """The step is not allowed; the message says why in words for the reviewer."""


class ReviewedModel(models.Model):
    """The steps of a `Session`. Each locks the row, checks, changes and logs in one transaction.

    What is decided on is the revision that was loaded: one that came meanwhile has been read by nobody.
    """

    class Meta:
        abstract = True

    def approve(self, by):
        """Count the session in the indicators and lock it."""

        def step(session):
            if session.is_held:
                raise ReviewRefusedError(_("This report is held. Accept it first, then approve it."))
            session._go(by, "approved", from_states={"submitted"})
            tally(session, +1)

        self._take(by, step)

    def send_back(self, by, comment):
        """Return the session to its educator, who reads `comment` and mends it."""
        comment = needed(comment, _("Write what the educator should mend."))

        def step(session):
            session.review_comment = comment
            session._go(by, "returned", comment, from_states={"submitted"})

        self._take(by, step)

    def void(self, by, reason):
        """Take the session out of everything, for instance when logged twice; its educator reads why."""
        reason = needed(reason, _("Write why this session is void."))

        def step(session):
            session.review_comment = reason
            session._go(by, "void", reason, from_states={"submitted", "returned"})

        self._take(by, step)

    def reopen(self, by, reason):
        """Unlock an approved or void session; it waits for review again."""
        reason = needed(reason, _("Write why this session is reopened."))

        def step(session):
            was_counted = session.state == "approved"
            session.review_comment = ""
            session._go(by, "submitted", reason, from_states={"approved", "void"})
            if was_counted:
                tally(session, -1)

        self._take(by, step)

    def release(self, by, reason=""):
        """Accept a held report; it is then reviewed like any other."""

        def step(session):
            if not session.is_held:
                raise ReviewRefusedError(_("This report is not held."))
            session.is_held, session.held_because = False, ""
            session._go(by, session.state, reason, from_states={"submitted", "returned"})

        self._take(by, step)

    def _take(self, by, step):
        from villages.models.scopes import may_review

        with transaction.atomic():
            count_alone()
            Village.objects.locked(self.village_id)
            session = type(self).objects.select_for_update().get(pk=self.pk)
            if session.revision != self.revision:
                raise ReviewRefusedError(
                    _("The educator has sent a newer version meanwhile. Look at it first.")
                )
            if not may_review(by, session):
                raise ReviewRefusedError(_("Only a reviewer of this session's office decides on it."))
            if session.author_id == by.pk:
                raise ReviewRefusedError(
                    _("You logged this session yourself, so another reviewer decides on it.")
                )
            step(session)
        self.refresh_from_db()

    def _go(self, by, to_state, reason="", *, from_states):
        if self.state not in from_states:
            raise ReviewRefusedError(
                _("This session is “%(state)s” now, so this step is not possible. Load the page again.")
                % {"state": self.get_state_display()}
            )
        before, self.state = self.state, to_state
        self.save(update_fields=["state", "is_held", "held_because", "review_comment", "updated_at"])
        self.transitions.create(
            actor=by, from_state=before, to_state=to_state, revision=self.revision, reason=reason
        )


def needed(text, sentence):
    text = (text or "").strip()
    if not text:
        raise ReviewRefusedError(sentence)
    return text
