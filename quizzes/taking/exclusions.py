"""Setting attempts of a round aside, and back: a reviewer's decision, logged, never a deletion."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quizzes.models import Answer, AnswerTally, Attempt, AttemptDecision, KnowledgeTally
from quizzes.models.completion_tallies import add_finished_attempts
from quizzes.models.knowledge_tallies import knowledge_sums, merge_sums, pair_changes
from quizzes.taking.pairing import pairs_of
from villages.models.scopes import reviews_office_of


class AsideRefusedError(Exception):
    """The message says why, in words for the reviewer."""


def check_may_decide(by, round_):
    if not reviews_office_of(by, round_):
        raise AsideRefusedError(_("Only a reviewer of this round's office sets attempts aside."))
    if round_.author_id == by.pk:
        raise AsideRefusedError(_("You ran this round yourself, so another reviewer decides on it."))


@transaction.atomic
def decide(round_, attempts, by, set_aside, reason="", note=""):
    """Set `attempts` (ids) of `round_` aside, or let them count again; the tallies follow. Returns how many.

    An answer given meanwhile waits for the lock, and then sees that its attempt is set aside.
    """
    check_may_decide(by, round_)
    if set_aside and reason not in Attempt.Aside:
        raise AsideRefusedError(_("Choose a reason."))
    if not note.strip():
        raise AsideRefusedError(_("Write why, in a few words."))
    if not attempts:
        raise AsideRefusedError(_("Tick at least one attempt."))
    wanted = round_.attempts.filter(pk__in=attempts, answered__gt=0, set_aside=not set_aside)
    found = [attempt.pk for attempt in wanted.locked().order_by("pk")]
    if not found:
        raise AsideRefusedError(_("These attempts are already so. Load the page again."))
    reason = reason if set_aside else ""
    if set_aside:
        count(found, by=-1)
    Attempt.objects.filter(pk__in=found).update(set_aside=set_aside, aside_reason=reason)
    if not set_aside:
        count(found, by=1)
    AttemptDecision.objects.bulk_create(
        AttemptDecision(attempt_id=pk, actor=by, set_aside=set_aside, reason=reason, note=note.strip()[:200])
        for pk in found
    )
    return len(found)


def count(attempts, by):
    """Add what `attempts` (ids) answered, and their pairs, to the tallies while they count."""
    counted = Attempt.objects.counted().filter(pk__in=attempts)
    # Rows of attempts are locked before those of tallies, here as when an answer is given.
    known = merge_sums(pair_changes(pairs_of(attempts)), knowledge_sums(counted))
    AnswerTally.objects.add_all_answers(Answer.objects.filter(attempt__in=counted), by)
    add_finished_attempts(counted, by)
    KnowledgeTally.objects.add_knowledge(known, by)
