"""Attempts of a round excluded by a reviewer, or counted again: logged, never a deletion."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.models import AuditEntry
from quizzes.models import Answer, AnswerTally, Attempt, AttemptDecision, KnowledgeTally
from quizzes.models.completion_tallies import add_finished_attempts
from quizzes.models.knowledge_tallies import knowledge_sums, merge_sums, pair_changes
from quizzes.taking.pairing import lock_pairs
from villages.forms.personal_data import private_number_in, problem_with
from villages.models.scopes import reviews_office_of


class ExclusionRejected(Exception):
    """The message tells the reviewer why."""


def check_may_exclude(by, round_):
    if not reviews_office_of(by, round_):
        raise ExclusionRejected(_("Only a reviewer at this round's office can exclude attempts."))
    if round_.author_id == by.pk:
        raise ExclusionRejected(_("You ran this round yourself, so another reviewer decides on it."))


def check_decision(attempts, note):
    if not note.strip():
        raise ExclusionRejected(_("Give the reason in a few words."))
    if kind := private_number_in(note):
        raise ExclusionRejected(problem_with(kind))
    if not attempts:
        raise ExclusionRejected(_("Tick at least one attempt."))


@transaction.atomic
def set_excluded(round_, attempts, by, excluded, reason="", note=""):
    """Exclude `attempts` (ids) of `round_`, or let them count again, with their tallies. Return how many.

    An answer given meanwhile waits for the lock, and then finds its attempt excluded.
    """
    check_may_exclude(by, round_)
    if excluded and reason not in Attempt.ExclusionReason:
        raise ExclusionRejected(_("Choose a reason."))
    check_decision(attempts, note)
    wanted = round_.attempts.filter(pk__in=attempts, answered__gt=0, set_aside=not excluded)
    found = [attempt.pk for attempt in wanted.locked().order_by("pk")]
    if not found:
        raise ExclusionRejected(_("These attempts are already excluded or already counted. Reload the page."))
    reason = reason if excluded else ""
    if excluded:
        change_tallies(found, sign=-1)
    Attempt.objects.filter(pk__in=found).update(set_aside=excluded, aside_reason=reason)
    if not excluded:
        change_tallies(found, sign=1)
    AttemptDecision.objects.bulk_create(
        AttemptDecision(attempt_id=pk, actor=by, set_aside=excluded, reason=reason, note=note.strip()[:200])
        for pk in found
    )
    action = "answers excluded" if excluded else "answers counted again"
    AuditEntry.objects.record(
        AuditEntry.Subject.ROUNDS, action, round_, by, attempts=found, reason=reason, note=note.strip()[:200]
    )
    return len(found)


def change_tallies(attempts, sign):
    """Add the answers of `attempts` (ids) that count, and their pairs, to the tallies, or take them out."""
    counted = Attempt.objects.counted().filter(pk__in=attempts)
    # Rows of attempts are locked before those of tallies, here as when an answer is given.
    knowledge = merge_sums(pair_changes(lock_pairs(attempts)), knowledge_sums(counted))
    AnswerTally.objects.add_all_answers(Answer.objects.filter(attempt__in=counted), sign)
    add_finished_attempts(counted, sign)
    KnowledgeTally.objects.add_knowledge(knowledge, sign)
