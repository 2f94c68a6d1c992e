"""The rules of taking a quiz: one attempt a person, the first answer counts, nothing is stored twice."""

from functools import partial

from django.db import IntegrityError, transaction

from quizzes.models import Answer, AnswerTally, Attempt, KnowledgeTally
from quizzes.models.attempts import NewAnswer
from quizzes.models.completion_tallies import add_finished_attempt
from quizzes.models.knowledge_tallies import knowledge_key, merge_sums, pair_changes
from quizzes.models.versions import Outcome
from quizzes.taking.anomalies import mark_straight_line, where_alone
from quizzes.taking.exclusions import set_straight_apart
from quizzes.taking.pairing import lock_pairs
from villages.models.tallies import month_of


def start_attempt(edition, language, is_repeat=False):
    """Begin an attempt of one person alone."""
    apart = where_alone(edition.pk)
    return Attempt.objects.create(edition=edition, language=language, is_repeat=is_repeat, **apart)


def store_answer(progress, position, key):
    """Store the first answer to a question and its tallies; a second answer changes nothing.

    ValueError for a choice the question does not have.
    """
    attempt, version = progress.attempt, progress.content.versions[position - 1]
    try:
        with transaction.atomic():
            store_answers(attempt, progress.content, {version.pk: key})
    except IntegrityError:
        # The answer is there after a double tap, Back, or the same page sent again. Else it is an error.
        if not Answer.objects.filter(attempt=attempt.pk, version=version).exists():
            raise


def store_answers(attempt, content, choices):
    """Add the answers `{version id: key}` to an attempt and all tallies, in the caller's transaction.

    `attempt` is an `Attempt` or an `AttemptStanding`.
    """
    answers = [
        NewAnswer(version, key, version.outcome(key))
        for version, key in ((content.version(pk), key) for pk, key in sorted(choices.items()))
    ]
    Answer.objects.insert(attempt.pk, answers)
    # Only now, with its row locked, is it certain whether a reviewer has excluded the attempt.
    sums = Attempt.objects.add_answers(attempt.pk, answers, len(content))
    if attempt.round_id and sums.is_finished and mark_straight_line(attempt, content.versions):
        transaction.on_commit(partial(set_straight_apart, attempt.round_id), robust=True)
    if attempt.is_repeat or sums.is_excluded:
        return
    knowledge = knowledge_added(attempt, content, answers, sums) if attempt.round_id else {}
    AnswerTally.objects.add_answers(attempt, answers)
    if sums.is_finished:
        right = Answer.objects.right_versions(attempt.pk)
        add_finished_attempt(attempt, [content.position_of[version] for version in right])
    KnowledgeTally.objects.add_knowledge(knowledge)


def knowledge_added(attempt, content, answers, sums):
    """Return {key: {sum: number}} for `KnowledgeTally`, with the pair that `answers` may complete."""
    scored = [answer for answer in answers if answer.version.is_scored]
    added = {
        f"people_{attempt.phase}": int(sums.answered == len(answers)),
        f"right_{attempt.phase}": sum(answer.outcome == Outcome.RIGHT for answer in scored),
        f"scored_{attempt.phase}": len(scored),
    }
    pair = pair_changes(lock_pairs([attempt.pk])) if sums.is_finished else {}
    month = month_of(attempt.date)
    village = (attempt.round.regency_id, attempt.village_id)
    place = knowledge_key(content.quiz_id, month, attempt.office_id, *village)
    return merge_sums({place: added}, pair)
