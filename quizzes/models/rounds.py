"""A quiz taken together in a session: by phone with a code, or by raised hands."""

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.models.quizzes import Quiz
from quizzes.models.versions import Edition, QuestionVersion
from villages.models import ImmigrationOffice, Session, Village
from villages.models.scopes import reviewed_offices, sees_everything

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no 0 O 1 I L
CLOSES_AFTER = timedelta(hours=24)
# People in the middle of the quiz when the educator closes may finish.
TIME_TO_FINISH = timedelta(minutes=10)
# People who finished on a phone without a signal have this long to find one.
TIME_TO_SEND = timedelta(days=3)
# People who choose the same position all the way are odd from three on, and from one in ten on.
FEWEST_STRAIGHT = 3
STRAIGHT_SHARE = 10
# People who may answer in a round of which the session has not arrived: as many as it may have cards.
MOST_PEOPLE = 200


def new_code():
    return "".join(secrets.choice(ALPHABET) for _letter in range(6))


class Phase(models.TextChoices):
    ALONE = "alone", _("alone")
    BEFORE = "before", _("before the session")
    AFTER = "after", _("after the session")


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own rounds; those of the reviewed offices; everything for analysts: the only door to rounds."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if sees_everything(user):
            return self
        return self.filter(Q(author=user) | Q(office__in=reviewed_offices(user)))

    def asking_before(self, quiz_id):
        """Rounds before a session in which a quiz is being asked: its right answers stay secret."""
        opened = timezone.now() - CLOSES_AFTER
        return self.filter(phase=Phase.BEFORE, quiz=quiz_id, closed_at=None, opened_at__gt=opened)

    def with_hall(self):
        """Annotate the `people` present, None until the session has arrived, and attempts `begun`."""
        return self.annotate(
            people=Subquery(Session.objects.filter(pk=OuterRef("session")).values("participants")),
            begun=Count("attempts"),
        )

    def before_session(self, session, author):
        """Rounds of `author` before the session with the uuid `session`, with their villages."""
        found = self.filter(phase=Phase.BEFORE, session=session, author=author)
        return found.select_related("village__regency__province")

    def matching(self, filters):
        """Rounds within a `Filters`."""
        found = self.filter(opened_at__date__gte=filters.first, opened_at__date__lt=filters.end)
        found = found.filter(filters.where("village__regency__province"))
        if filters.topic:
            found = found.filter(quiz__topic__slug=filters.topic)
        return found

    def with_anomaly_counts(self):
        """Annotate the numbers of `quizzes.taking.anomalies.RoundCounts`, and of `excluded` attempts.

        `waiting` are those that were set apart and wait for a reviewer.
        """
        count = {
            "answered": Q(attempts__answered__gt=0),
            "finished": Q(attempts__is_finished=True),
            "burst": Q(attempts__in_burst=True, attempts__answered__gt=0),
            "straight": Q(attempts__is_straight=True),
        }
        participants = Session.objects.filter(pk=OuterRef("session")).values("participants")
        waiting = self.model.attempts.rel.related_model.objects.filter(round=OuterRef("pk")).set_apart()
        waiting = waiting.order_by().values("round").annotate(number=Count("pk")).values("number")
        return self.annotate(
            people=Subquery(participants),
            waiting=Coalesce(Subquery(waiting), 0),
            excluded=Count("attempts", filter=Q(attempts__set_aside=True)),
            **{
                name: Count("attempts", filter=where & Q(attempts__set_aside=False))
                for name, where in count.items()
            },
        )

    def flagged(self):
        """Of `with_anomaly_counts()`, those with attempts that wait, or with anomalies."""
        crowd = Q(people__gt=0, twice_answered__gt=F("people") * 3)
        straight = Q(straight__gte=FEWEST_STRAIGHT, finished__lte=F("straight") * STRAIGHT_SHARE)
        return self.alias(twice_answered=F("answered") * 2).filter(
            crowd | Q(burst__gt=0) | straight | Q(waiting__gt=0)
        )


class AnswerWindow:
    """How long a round takes answers, by its `opened_at` and `closed_at`."""

    @property
    def ended_at(self):
        """When the window closed, by the educator or after `CLOSES_AFTER`; None while it is open."""
        latest = self.opened_at + CLOSES_AFTER
        if self.closed_at:
            return min(self.closed_at, latest)
        return latest if self.has_timed_out else None

    @property
    def has_timed_out(self):
        return self.opened_at + CLOSES_AFTER <= timezone.now()

    @property
    def is_open(self):
        return self.ended_at is None

    @property
    def accepts_answers(self):
        return self.is_open or timezone.now() <= self.ended_at + TIME_TO_FINISH


class Round(AnswerWindow, models.Model):
    code = models.CharField(
        _("code"),
        max_length=6,
        unique=True,
        default=new_code,
        validators=[RegexValidator(rf"^[{ALPHABET}]{{6}}$")],
    )
    # The session's uuid, made on the educator's phone: the session itself may arrive later.
    session = models.UUIDField(_("session"), default=uuid.uuid4, db_index=True)
    quiz = models.ForeignKey(Quiz, models.PROTECT, verbose_name=_("quiz"), related_name="rounds")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds")
    phase = models.CharField(
        _("phase"), max_length=6, choices=[choice for choice in Phase.choices if choice[0] != Phase.ALONE]
    )
    village = models.ForeignKey(Village, models.PROTECT, verbose_name=_("village"), related_name="rounds")
    office = models.ForeignKey(ImmigrationOffice, models.PROTECT, related_name="rounds")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rounds")
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(fields=["session", "quiz", "phase"], name="round_once_per_phase"),
            models.CheckConstraint(
                condition=Q(phase__in=[Phase.BEFORE, Phase.AFTER]), name="round_has_a_phase"
            ),
        ]
        indexes = [models.Index(fields=["author", "-opened_at"], name="round_of_author")]

    def __str__(self):
        return f"{self.code} ({self.get_phase_display()})"

    @property
    def is_of_today(self):
        """True until the day on which it opened is over in its village."""
        return self.day_of(self.opened_at) == self.village.zone.today()

    def day_of(self, moment):
        """Return the date of `moment` in the village."""
        return timezone.localdate(moment, self.village.zone.tzinfo)

    @property
    def regency_id(self):
        return self.village.regency_id

    def accepts_sent(self, begun_at, answered_at):
        """Return True if an attempt begun and answered on a phone at these times, and sent now, still counts.

        A time before the opening comes from a clock that was set right meanwhile: it does not count.
        """
        if self.is_open:
            return True
        in_time = self.opened_at <= begun_at <= self.ended_at
        finished = self.opened_at <= answered_at <= self.ended_at + TIME_TO_FINISH
        return in_time and finished and timezone.now() <= self.ended_at + TIME_TO_SEND

    def within(self, moment):
        """Return the time nearest to `moment` at which the window was open."""
        return min(max(moment, self.opened_at), self.ended_at or timezone.now())

    def siblings(self):
        """The rounds of the same quiz in the same session, this one included."""
        return Round.objects.filter(session=self.session, quiz=self.quiz_id)

    def partner(self):
        """The round of the other phase, or None."""
        return self.siblings().exclude(pk=self.pk).first()


class Card(models.Model):
    """A numbered paper card a villager draws; links before and after on shared phones, not to a name."""

    session = models.UUIDField(db_index=True)
    number = models.CharField(_("card number"), max_length=4)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="card_number_once")]

    def __str__(self):
        return self.number


class HandCount(models.Model):
    """Raised hands for one choice. `choice` is a key of the version, "dk", or "none" for no answer."""

    NO_ANSWER = "none"

    round = models.ForeignKey(Round, models.CASCADE, related_name="hand_counts")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="hand_counts")
    choice = models.CharField(max_length=4)
    count = models.PositiveIntegerField(_("hands"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "version", "choice"], name="hand_count_once_per_choice")
        ]
