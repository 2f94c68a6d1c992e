"""Attempts set apart because they are odd, excluded by a reviewer, or counted again: never a deletion.

What is set apart without anybody's decision waits for one. What a reviewer has decided stays so.
"""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cms.models import AuditEntry
from quizzes.models import Answer, AnswerTally, Attempt, AttemptDecision, KnowledgeTally, Round
from quizzes.models.completion_tallies import add_finished_attempts
from quizzes.models.knowledge_tallies import knowledge_sums, merge_sums, pair_changes
from quizzes.taking.anomalies import are_many_straight, fits_hall
from quizzes.taking.pairing import lock_pairs
from villages.forms.personal_data import private_number_in, problem_with
from villages.models.scopes import reviews_office_of, sees_everything


class ExclusionRejected(Exception):
    """The message tells the reviewer why."""


def check_may_exclude(by, round_):
    """Raise for all but a reviewer of the round; attempts alone belong to no office, so analysts decide."""
    if round_ is None:
        if not sees_everything(by):
            raise ExclusionRejected(
                _("Only the programme's analysts decide on people who took a quiz alone.")
            )
        return
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


def set_excluded(round_, attempts, by, excluded, reason="", note=""):
    """Exclude the ticked `attempts` (ids) of `round_`, or let them count again. Return how many."""
    check_may_exclude(by, round_)
    if excluded and reason not in Attempt.ExclusionReason:
        raise ExclusionRejected(_("Choose a reason."))
    check_decision(attempts, note)
    return decide(round_, attempts, by, excluded, reason if excluded else "", note)


def accept(round_, attempts, by):
    """Let `attempts` (a queryset of those set apart) of `round_` count, in one step. Return how many."""
    check_may_exclude(by, round_)
    keys = list(attempts.set_apart().values_list("pk", flat=True))
    return decide(round_, keys, by, excluded=False)


def undo(round_, decisions, by):
    """Take back `decisions` of one step, newest first. Return how many attempts changed."""
    check_may_exclude(by, round_)
    newest = {}
    for decision in AttemptDecision.objects.filter(attempt__decisions__in=decisions):
        newest.setdefault(decision.attempt_id, decision)
    last = [decision for decision in decisions if newest[decision.attempt_id] == decision]
    if not last:
        raise ExclusionRejected(_("These attempts were decided on again since. Reload the page."))
    excluded = not last[0].excluded
    reason = (last[0].reason or Attempt.ExclusionReason.OTHER) if excluded else ""
    return decide(round_, [decision.attempt_id for decision in last], by, excluded, reason)


@transaction.atomic
def decide(round_, attempts, by, excluded, reason="", note=""):
    """Exclude `attempts` (ids) of `round_`, or let them count, with their tallies. Return how many.

    An answer given meanwhile waits for the lock, and then finds its attempt excluded.
    """
    known = Attempt.objects.filter(round=round_, pk__in=attempts)
    wanted = known.included() if excluded else known.excluded()
    reasons = {attempt.pk: attempt.aside_reason for attempt in wanted.locked()}
    found = list(reasons)
    if not found:
        raise ExclusionRejected(_("These attempts are already excluded or already counted. Reload the page."))
    if excluded:
        change_tallies(found, sign=-1)
    Attempt.objects.filter(pk__in=found).update(set_aside=excluded, aside_reason=reason)
    if not excluded:
        change_tallies(found, sign=1)
    AttemptDecision.objects.bulk_create(
        AttemptDecision(
            attempt_id=pk, actor=by, set_aside=excluded, reason=reason or reasons[pk], note=note.strip()[:200]
        )
        for pk in found
    )
    action = "answers excluded" if excluded else "answers counted again"
    AuditEntry.objects.record(
        AuditEntry.Subject.ROUNDS, action, round_, by, attempts=found, reason=reason, note=note.strip()[:200]
    )
    return len(found)


def set_apart(attempts, reason):
    """Exclude `attempts` (ids, locked by the caller) until a reviewer accepts them."""
    change_tallies(attempts, sign=-1)
    Attempt.objects.filter(pk__in=attempts).exclude_for(reason)


@transaction.atomic
def set_straight_apart(round_):
    """Set apart the straight lines of a round (its id) if they are many.

    A step of its own, after the answer that completed one: it locks attempts of others, and goes through the
    tallies, which an answer has locked already.
    """
    attempts = Attempt.objects.filter(round=round_)
    lines = attempts.undecided().included().filter(is_straight=True)
    locked = list(lines.locked().values_list("pk", flat=True))
    counts = attempts.aggregate(
        straight=Count("pk", filter=Q(is_straight=True)), finished=Count("pk", filter=Q(is_finished=True))
    )
    if locked and are_many_straight(**counts):
        set_apart(locked, Attempt.ExclusionReason.STRAIGHT)


def follow_session(instance, created=False, update_fields=None, raw=False, **_fields):
    """Look at the rounds of a session when it tells how many people were present."""
    if not raw and (update_fields is None or "participants" in update_fields):
        set_crowds_apart(instance)


@transaction.atomic
def set_crowds_apart(session):
    """Set apart the attempts of rounds of `session` in which more phones answered than people explain.

    An attempt with a paper card stays, for somebody in the hall was handed it. Where only more were begun
    than answered, those without an answer are set apart before they get one.
    """
    odd, fitting = set(), set()
    for round_ in Round.objects.filter(session=session.pk).with_hall():
        attempts = round_.attempts.included()
        if not session.participants or fits_hall(round_.begun, session.participants):
            fitting.update(attempts.filter(in_burst=True).values_list("pk", flat=True))
            continue
        if fits_hall(round_.attempts.filter(answered__gt=0).count(), session.participants):
            attempts = attempts.filter(answered=0)
        odd.update(attempts.filter(card=None).values_list("pk", flat=True))
    # All rounds at once: their attempts are locked in one order, and the tallies gone through once.
    locked = set(
        Attempt.objects.filter(pk__in=odd | fitting).included().locked().values_list("pk", flat=True)
    )
    Attempt.objects.filter(pk__in=locked & fitting).update(in_burst=False)
    undecided = Attempt.objects.filter(pk__in=locked & odd).undecided()
    if apart := list(undecided.values_list("pk", flat=True)):
        set_apart(apart, Attempt.ExclusionReason.TOO_MANY)


def change_tallies(attempts, sign):
    """Add the answers of `attempts` (ids) that count, and their pairs, to the tallies, or take them out."""
    counted = Attempt.objects.counted().filter(pk__in=attempts)
    # Rows of attempts are locked before those of tallies, here as when an answer is given.
    knowledge = merge_sums(pair_changes(lock_pairs(attempts)), knowledge_sums(counted))
    AnswerTally.objects.add_all_answers(Answer.objects.filter(attempt__in=counted), sign)
    add_finished_attempts(counted, sign)
    KnowledgeTally.objects.add_knowledge(knowledge, sign)
