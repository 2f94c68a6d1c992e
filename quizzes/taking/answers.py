"""The rules of taking a quiz: one attempt a person, the first answer counts, nothing is stored twice."""

from dataclasses import dataclass
from functools import partial

from django.db import IntegrityError, transaction

from quizzes.models import Answer, AnswerTally, Attempt, KnowledgeTally, Phase
from quizzes.models.completion_tallies import add_finished_attempt
from quizzes.models.knowledge_tallies import knowledge_key, merge_sums, pair_changes
from quizzes.models.versions import Outcome
from quizzes.taking.anomalies import mark_straight_line, where_alone
from quizzes.taking.content import Content, edition_content
from quizzes.taking.exclusions import set_straight_apart
from quizzes.taking.pairing import lock_pairs
from villages.models.tallies import month_of


@dataclass(frozen=True)
class Progress:
    """Where an attempt stands. `given` is {position: key of the choice}."""

    attempt: Attempt
    content: Content
    given: dict

    @property
    def phase(self):
        return self.attempt.phase

    @property
    def round(self):
        return self.attempt.round

    @property
    def has_feedback(self):
        return self.phase != Phase.BEFORE

    @property
    def is_finished(self):
        return len(self.given) == len(self.content)

    @property
    def accepts_answers(self):
        return self.round is None or self.round.accepts_answers

    @property
    def scored(self):
        return self.content.scored

    @property
    def right(self):
        return sum(
            version.outcome(self.given[position]) == Outcome.RIGHT
            for position, version in enumerate(self.content.versions, 1)
            if position in self.given
        )


# Built once: every page and answer of a quiz asks this, and building it takes longer than the answer.
ATTEMPTS = Attempt.objects.with_answers()


def load_progress(token, slug):
    """Return the `Progress` of the attempt `token` in one query, or None for an unknown token."""
    rows = list(ATTEMPTS.filter(token=token, edition__quiz__slug=slug))
    if not rows:
        return None
    content = edition_content(rows[0].edition)
    given = {content.position_of[row.version]: row.choice for row in rows if row.version}
    return Progress(rows[0], content, given)


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
        if not Answer.objects.filter(attempt=attempt, version=version).exists():
            raise


def store_answers(attempt, content, choices):
    """Add the answers `{version id: key}` to an attempt and all tallies, in the caller's transaction."""
    answers = [
        Answer(attempt=attempt, version=version, choice=key, outcome=version.outcome(key))
        for version, key in ((content.version(pk), key) for pk, key in sorted(choices.items()))
    ]
    Answer.objects.bulk_create(answers)
    # Only now, with its row locked, is it certain whether a reviewer has excluded the attempt.
    attempt.add_answers(answers, len(content))
    if attempt.round_id and attempt.is_finished and mark_straight_line(attempt, content.versions):
        transaction.on_commit(partial(set_straight_apart, attempt.round_id), robust=True)
    if attempt.is_repeat or attempt.set_aside:
        return
    knowledge = knowledge_added(attempt, content, answers) if attempt.round_id else {}
    AnswerTally.objects.add_answers(attempt, answers)
    if attempt.is_finished:
        right = attempt.answers.filter(outcome=Outcome.RIGHT).values_list("version", flat=True)
        add_finished_attempt(attempt, [content.position_of[version] for version in right])
    KnowledgeTally.objects.add_knowledge(knowledge)


def knowledge_added(attempt, content, answers):
    """Return {key: {sum: number}} for `KnowledgeTally`, with the pair that `answers` may complete."""
    scored = [answer for answer in answers if answer.version.is_scored]
    sums = {
        f"people_{attempt.phase}": int(attempt.answered == len(answers)),
        f"right_{attempt.phase}": sum(answer.outcome == Outcome.RIGHT for answer in scored),
        f"scored_{attempt.phase}": len(scored),
    }
    pair = pair_changes(lock_pairs([attempt.pk])) if attempt.is_finished else {}
    round_, month = attempt.round, month_of(attempt.date)
    place = knowledge_key(content.quiz_id, month, round_.office_id, round_.village.regency_id)
    return merge_sums({place: sums}, pair)
