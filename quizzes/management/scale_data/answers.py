"""Invented rounds with attempts before and after, and attempts of people alone, with their tallies."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.core.management import CommandError
from django.utils import timezone

from quizzes.analysis.rebuild import rebuild_attempt_tallies
from quizzes.management.scale_data.bulk import Bulk
from quizzes.models import DONT_KNOW, Answer, AnswerTally, Attempt, Edition, Phase, QuestionVersion, Round
from quizzes.models.answer_tallies import ANSWER_KEY
from quizzes.models.attempts import new_token
from quizzes.models.rounds import new_code
from quizzes.models.versions import Outcome
from villages.models.tallies import month_of

ALONE_SHARE = 0.15  # of the attempts
PAIRED_SHARE = 0.65  # of those after a session
LANGUAGES, LANGUAGE_WEIGHTS = ["id", "jv", "su"], [80, 12, 8]
RIGHT_SHARE = {Phase.BEFORE: 0.45, Phase.AFTER: 0.72, Phase.ALONE: 0.6}
UNSURE_SHARE = {Phase.BEFORE: 0.4, Phase.AFTER: 0.15, Phase.ALONE: 0.2}  # of those that are not right


class QuizEdition(NamedTuple):
    row: Edition
    versions: list[QuestionVersion]


class AnswerMaker:
    """Makes `number` attempts: in rounds of the sessions passed to `add_rounds`, and of people alone."""

    def __init__(self, number, sessions, random):
        self.number, self.random, self.made, self.seen = number, random, 0, 0
        self.in_rounds = number - int(number * ALONE_SHARE)
        # Every so many sessions get rounds, so that the attempts last for all of them.
        self.every = max(1, sessions * 30 // max(1, self.in_rounds))
        self.editions = [
            QuizEdition(edition, [item.version for item in edition.items.all()])
            for edition in Edition.objects.filter(is_current=True).prefetch_related("items__version")
        ]
        if number and not self.editions:
            raise CommandError("There is no quiz to answer. Run `manage.py load_starter` first.")
        self.bulk, self.counts = Bulk(), Counter()
        self.rounds = self.bulk.table(
            Round,
            *("id", "code", "session", "quiz_id", "edition_id", "phase", "village_id", "office_id"),
            *("author_id", "opened_at", "closed_at"),
        )
        self.attempts = self.bulk.table(
            Attempt,
            *("id", "token", "edition_id", "round_id", "phase", "language", "date", "before_id"),
            *("answered", "right", "scored", "is_finished", "is_repeat", "set_aside", "aside_reason"),
        )
        self.answers = self.bulk.table(Answer, "attempt_id", "version_id", "choice", "outcome")
        self.codes = set(Round.objects.values_list("code", flat=True))

    def add_rounds(self, session, place):
        """Let the people of every so many sessions take a quiz before and after."""
        self.seen += 1
        if self.seen % self.every or self.made >= self.in_rounds:
            return
        edition = self.random.choice(self.editions)
        people = min(session.participants, (self.in_rounds - self.made + 1) // 2)
        before = self.make_round(session, edition, Phase.BEFORE, session.started_at, people)
        after = self.make_round(session, edition, Phase.AFTER, session.ended_at, people, before)
        self.made += len(before) + len(after)
        self.bulk.flush_when_full()

    def make_round(self, session, edition, phase, opened, people, before=()):
        key = self.rounds.new_key()
        self.rounds.add(
            *(key, self.unused_code(), session.uuid, edition.row.quiz_id, edition.row.pk, phase),
            *(session.village_id, session.office_id, session.author_id),
            *(opened, opened + timedelta(minutes=15)),
        )
        pairs = [pk for pk in before if self.random.random() < PAIRED_SHARE] + [None] * people
        where = (key, session.office_id, session.village_id, session.started_on)
        return [self.make_attempt(edition, phase, where, pair) for pair in pairs[:people]]

    def unused_code(self):
        while (code := new_code()) in self.codes:
            pass
        self.codes.add(code)
        return code

    def make_alone(self, log):
        """Make the rest of the attempts, of people who took a quiz by themselves."""
        today, random = timezone.localdate(), self.random
        while self.made < self.number:
            day = today - timedelta(days=random.randrange(730))
            self.make_attempt(random.choice(self.editions), Phase.ALONE, (None, None, None, day))
            self.made += 1
            if self.made % 1000 == 0:
                self.bulk.flush_when_full()
        self.save_tallies()
        self.bulk.close()
        rebuild_attempt_tallies()
        log(f"attempts: {self.made:,} of {self.number:,}")

    def make_attempt(self, edition, phase, where, before=None):
        """Store an attempt with its answers; return its key. `where`: (round, office, village, date)."""
        random, key, (round_, *place, date) = self.random, self.attempts.new_key(), where
        language = random.choices(LANGUAGES, LANGUAGE_WEIGHTS)[0]
        versions = edition.versions
        if random.random() < 0.04:
            versions = versions[: random.randint(1, len(versions))]
        is_repeat = phase == Phase.ALONE and random.random() < 0.1
        is_excluded = random.random() < 0.005
        answers = [(version, *self.choose(version, phase)) for version in versions]
        self.attempts.add(
            *(key, new_token(), edition.row.pk, round_, phase, language, date, before),
            *(len(answers), sum(outcome == Outcome.RIGHT for *_, outcome in answers)),
            *(sum(version.is_scored for version in versions), len(versions) == len(edition.versions)),
            *(is_repeat, is_excluded, Attempt.ExclusionReason.BURST if is_excluded else ""),
        )
        for version, choice, outcome in answers:
            self.answers.add(key, version.pk, choice, outcome)
            if not (is_repeat or is_excluded):
                tally = (edition.row.pk, version.pk, choice, phase, language, month_of(date), *place)
                self.counts[tally] += 1
        return key

    def choose(self, version, phase):
        """Return (choice, outcome)."""
        random, keys = self.random, version.choice_keys
        if version.is_scored and random.random() < RIGHT_SHARE[phase]:
            choice = version.right_key
        elif random.random() < UNSURE_SHARE[phase]:
            choice = DONT_KNOW
        else:
            choice = random.choice([key for key in keys if key != version.right_key])
        return choice, version.outcome(choice)

    def save_tallies(self):
        table = self.bulk.table(AnswerTally, *ANSWER_KEY, "count")
        for key, count in self.counts.items():
            table.add(*key, count)
