"""Anonymous attempts and answers. A date, never a time; no name, address, telephone or browser."""

import secrets
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.models.rounds import Card, Phase, Round
from quizzes.models.versions import Edition, Outcome, QuestionVersion


def new_token():
    return secrets.token_urlsafe(12)


# Attempts that are in no tally of people. An index holds them, so that counting them reads no others.
NOT_TALLIED = Q(is_repeat=True) | Q(set_aside=True) | Q(is_finished=False)


def exclusion(reason):
    """Return the fields of an attempt that is excluded for `reason`."""
    return {"set_aside": True, "aside_reason": reason}


class AttemptQuerySet(models.QuerySet):
    def counted(self):
        """Attempts that count in statistics: something answered, the first one, not excluded."""
        return self.filter(answered__gt=0, is_repeat=False, set_aside=False)

    def set_apart(self):
        """Attempts that wait for a reviewer: excluded, and nobody has decided so."""
        return self.excluded().filter(decisions=None)

    def excluded(self, reason=None):
        found = self.filter(set_aside=True)
        return found.filter(aside_reason=reason) if reason else found

    def included(self):
        return self.filter(set_aside=False)

    def exclude_for(self, reason):
        """Store that these are excluded; the tallies are left to the caller."""
        return self.update(**exclusion(reason))

    def alone(self):
        return self.filter(phase=Phase.ALONE)

    def undecided(self):
        return self.filter(decisions=None)

    def finished(self):
        return self.filter(is_finished=True)

    def not_tallied(self):
        return self.filter(NOT_TALLIED)

    def locked(self):
        """Lock these attempts, and nothing joined to them; others may go on referring to them meanwhile.

        A locked round would stop everybody who answers in it, and two of them could wait for each other. The
        later attempts of pairs come first, as with an answer (`quizzes.taking.pairing.lock_pairs`).
        """
        return self.select_for_update(of=("self",), no_key=True).order_by("phase", "pk")

    def add_answers(self, pk, answers, of):
        """Add new `answers` of `of` questions to the sums of one attempt, inside the caller's transaction.

        One statement that also locks the row and returns the sums; the ORM would need two.
        """
        number = len(answers)
        right = sum(answer.outcome == Outcome.RIGHT for answer in answers)
        scored = sum(answer.version.is_scored for answer in answers)
        with connection.cursor() as cursor:
            cursor.execute(ADD_ANSWERS, [number, right, scored, number, of, pk])
            finished, excluded, answered = cursor.fetchone()
        return StoredSums(bool(finished), bool(excluded), answered)

    def empty(self):
        """Attempts in which nothing was answered."""
        return self.filter(answered=0, answers__isnull=True)

    def paired(self):
        """Counted, finished after-attempts whose before-attempt is known, counted and finished too.

        Scores: `right` and `before__right`, out of `scored`.
        """
        return self.counted().filter(
            is_finished=True,
            phase=Phase.AFTER,
            before__is_finished=True,
            before__set_aside=False,
            before__edition=F("edition"),
        )


class Attempt(models.Model):
    """One person's way through an edition, known only by a random token in the address."""

    class ExclusionReason(models.TextChoices):
        TOO_MANY = "too_many", _("more answers than people present")
        BURST = "burst", _("many attempts within a minute")
        STRAIGHT = "straight", _("always the same choice")
        LATE = "late", _("sent after the round had closed")
        OTHER = "other", _("another reason")

    token = models.CharField(max_length=16, unique=True, default=new_token, editable=False)
    # Made by the page or the phone, so that starting or sending twice is one attempt.
    nonce = models.CharField(max_length=32, null=True, blank=True, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="attempts")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="attempts")
    phase = models.CharField(_("phase"), max_length=6, choices=Phase, default=Phase.ALONE)
    language = models.CharField(_("language"), max_length=8)
    date = models.DateField(_("date"), default=timezone.localdate)
    # Random, from the round cookie of the phone; empty when unknown or the phone is shared.
    pair = models.CharField(max_length=22, blank=True)
    card = models.ForeignKey(Card, models.PROTECT, null=True, blank=True, related_name="attempts")
    before = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="after", verbose_name=_("before")
    )
    is_repeat = models.BooleanField(_("taken again"), default=False)
    # Tallies written in the same transaction as each answer.
    answered = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveSmallIntegerField(default=0)
    scored = models.PositiveSmallIntegerField(default=0)
    is_finished = models.BooleanField(default=False)
    in_burst = models.BooleanField(default=False)
    is_straight = models.BooleanField(default=False)
    set_aside = models.BooleanField(_("excluded"), default=False)
    aside_reason = models.CharField(_("why"), max_length=10, choices=ExclusionReason, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "pair"], condition=~Q(pair=""), name="attempt_once_per_phone"
            ),
            models.UniqueConstraint(fields=["round", "card"], name="attempt_once_per_card"),
            models.CheckConstraint(condition=Q(right__lte=F("scored")), name="attempt_right_fits"),
            models.CheckConstraint(
                condition=Q(phase=Phase.ALONE, round__isnull=True)
                | Q(phase__in=[Phase.BEFORE, Phase.AFTER], round__isnull=False),
                name="attempt_phase_fits_round",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "phase", "date"], name="attempt_by_edition"),
            models.Index(
                fields=["edition", "phase", "date"], condition=NOT_TALLIED, name="attempt_not_tallied"
            ),
        ]

    def __str__(self):
        return f"{self.phase} {self.date}"

    @property
    def office_id(self):
        return self.round and self.round.office_id

    @property
    def village_id(self):
        return self.round and self.round.village_id


ADD_ANSWERS = """
UPDATE quizzes_attempt
SET answered = answered + %s, "right" = "right" + %s, scored = scored + %s,
    is_finished = (answered + %s >= %s)
WHERE id = %s
RETURNING is_finished, set_aside, answered
"""


class StoredSums(NamedTuple):
    """How an attempt is stored after an answer was added to it."""

    is_finished: bool
    is_excluded: bool
    answered: int


class NewAnswer(NamedTuple):
    version: QuestionVersion
    choice: str
    outcome: Outcome

    @property
    def version_id(self):
        return self.version.pk


class AnswerQuerySet(models.QuerySet):
    def counted(self):
        """Answers of attempts that count in statistics."""
        return self.filter(attempt__is_repeat=False, attempt__set_aside=False)

    def insert(self, attempt_id, answers):
        """Store `answers`, each a `NewAnswer`; `IntegrityError` if one of the questions has an answer."""
        values = [
            value
            for answer in answers
            for value in (attempt_id, answer.version_id, answer.choice, answer.outcome)
        ]
        with connection.cursor() as cursor:
            cursor.execute(INSERT_ANSWERS + ", ".join(["(%s, %s, %s, %s)"] * len(answers)), values)

    def right_versions(self, attempt_id):
        """Return the ids of the question versions that were answered right."""
        with connection.cursor() as cursor:
            cursor.execute(RIGHT_VERSIONS, [attempt_id, Outcome.RIGHT.value])
            return [version for (version,) in cursor.fetchall()]


# Written out, as Django takes ten times as long to compose them as the database to carry them out.
INSERT_ANSWERS = "INSERT INTO quizzes_answer (attempt_id, version_id, choice, outcome) VALUES "
RIGHT_VERSIONS = "SELECT version_id FROM quizzes_answer WHERE attempt_id = %s AND outcome = %s"


class Answer(models.Model):
    """The first answer to a question; it never changes."""

    Outcome = Outcome

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="answers")
    # A key of the version's choices, or "dk".
    choice = models.CharField(max_length=2)
    outcome = models.CharField(max_length=8, choices=Outcome)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "version"], name="answer_once_per_question"),
            models.CheckConstraint(condition=~Q(choice=""), name="answer_chooses"),
        ]


class AttemptDecision(models.Model):
    """Who excluded an attempt or let it count again, when and why."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="decisions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    set_aside = models.BooleanField(_("excluded"))
    # Of what counts again: why it was excluded before.
    reason = models.CharField(_("why"), max_length=10, choices=Attempt.ExclusionReason, blank=True)
    note = models.CharField(_("in your words"), max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("decision on an attempt")
        verbose_name_plural = _("decisions on attempts")

    @property
    def excluded(self):
        return self.set_aside
