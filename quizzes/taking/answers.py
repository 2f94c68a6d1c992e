"""The rules of taking a quiz: one attempt a person, the first answer counts, nothing is stored twice."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from quizzes.models import Answer, AnswerTally, Attempt, KnowledgeTally, Phase
from quizzes.models.completion_tallies import add_finished_attempt
from quizzes.models.knowledge_tallies import knowledge_key, merge_sums, pair_changes
from quizzes.taking.anomalies import note_straight
from quizzes.taking.content import Content, content_of
from quizzes.taking.pairing import pairs_of
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
            version.outcome(self.given[position]) == "right"
            for position, version in enumerate(self.content.versions, 1)
            if position in self.given
        )


def progress_of(token, slug):
    """Return the `Progress` of the attempt `token` in one query, or None for a token nobody was given."""
    rows = list(Attempt.objects.with_answers().filter(token=token, edition__quiz__slug=slug))
    if not rows:
        return None
    content = content_of(rows[0].edition_id, rows[0].stamp)
    given = {content.position_of[row.version]: row.choice for row in rows if row.version}
    return Progress(rows[0], content, given)


def start(edition, language, is_repeat=False):
    """Begin an attempt of somebody alone."""
    return Attempt.objects.create(edition=edition, language=language, is_repeat=is_repeat)


def give_answer(progress, position, key):
    """Store the first answer to a question and its tallies; a second one changes nothing.

    ValueError for a choice the question does not have.
    """
    attempt, version = progress.attempt, progress.content.versions[position - 1]
    try:
        with transaction.atomic():
            store(attempt, progress.content, {version.pk: key})
    except IntegrityError:
        # A double tap, Back, or the same page sent again: the answer is there. Anything else is a fault.
        if not Answer.objects.filter(attempt=attempt, version=version).exists():
            raise


def store(attempt, content, choices):
    """Add the answers `{version id: key}` to an attempt, with all sums, inside the caller's transaction.

    In the order of the versions, as `AnswerTally.objects.add_all_answers` does: both lock the same tallies.
    """
    answers = [
        Answer(attempt=attempt, version=version, choice=key, outcome=version.outcome(key))
        for version, key in ((content.version(pk), key) for pk, key in sorted(choices.items()))
    ]
    Answer.objects.bulk_create(answers)
    # Only now, with its row locked, is it sure whether a reviewer has set the attempt aside.
    attempt.count(answers, len(content))
    if attempt.round_id and attempt.is_finished:
        note_straight(attempt, content.versions)
    if attempt.is_repeat or attempt.set_aside:
        return
    known = knowledge_of(attempt, content, answers) if attempt.round_id else {}
    AnswerTally.objects.add_answers(attempt, answers)
    if attempt.is_finished:
        right = attempt.answers.filter(outcome=Answer.Outcome.RIGHT).values_list("version", flat=True)
        add_finished_attempt(attempt, [content.position_of[version] for version in right])
    KnowledgeTally.objects.add_knowledge(known)


def knowledge_of(attempt, content, answers):
    """Return what `answers` add to what people knew, and the pair that may be complete with them."""
    scored = [answer for answer in answers if answer.version.is_scored]
    sums = {
        f"people_{attempt.phase}": int(attempt.answered == len(answers)),
        f"right_{attempt.phase}": sum(answer.outcome == "right" for answer in scored),
        f"scored_{attempt.phase}": len(scored),
    }
    pair = pair_changes(pairs_of([attempt.pk])) if attempt.is_finished else {}
    round_, month = attempt.round, month_of(attempt.date)
    place = knowledge_key(content.quiz_id, month, round_.office_id, round_.village.regency_id)
    return merge_sums({place: sums}, pair)
