"""What editors write: a quiz, its questions and their choices, each in all languages."""

import logging
from string import ascii_lowercase

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.log_actions import log
from wagtail.models import Orderable

from cms.models import EditorialModel, TranslatedModel
from cms.rendering import icons
from quizzes.authoring.validation import quiz_errors

SCHEDULED = "wagtail.publish.scheduled"
PUBLISHING_CANCELLED = "quizzes.publish_refused"
logger = logging.getLogger(__name__)


class QuizNotPublishable(ValueError):
    """The message says what the editor must fix first."""

    def __init__(self, errors):
        super().__init__(" ".join(errors))


def cancel_scheduled_publishing(quiz, revision, errors):
    """Take `revision` off the schedule and log the errors; what is live stays."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=quiz, action=PUBLISHING_CANCELLED, revision=revision, data={"faults": errors})
    logger.warning("Scheduled quiz %s was not published: %s", quiz.slug, " ".join(errors))


def audio_field():
    return models.ForeignKey("cms.Recording", models.SET_NULL, verbose_name=_("audio"), null=True, blank=True)


def picture_field():
    return models.ForeignKey(
        "cms.Picture", models.SET_NULL, verbose_name=_("picture"), null=True, blank=True, related_name="+"
    )


class QuizQuerySet(models.QuerySet):
    def published(self):
        """Quizzes that people can take: live, with a current edition."""
        return self.filter(live=True, editions__is_current=True)


class Quiz(EditorialModel, ClusterableModel):
    """A short quiz in all its languages, as editors write it. People take its editions."""

    translated_fields = ("title", "intro")
    needed_fields = ("title",)

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("introduction"), blank=True, max_length=400)
    icon = models.CharField(_("picture"), max_length=20, choices=icons.CHOICES)
    topic = models.ForeignKey(
        "cms.TopicPage",
        models.SET_NULL,
        verbose_name=_("topic: what to read next"),
        null=True,
        blank=True,
        related_name="quizzes",
    )

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self):
        return self.title

    @property
    def current_edition(self):
        return self.editions.filter(is_current=True).first()

    def assign_codes(self):
        """Give new questions a code, and new choices a key that was never used in their question."""
        for number, question in enumerate(self.questions.all(), 1):
            question.code = question.code or f"N{number}-{timezone.now():%y%m%d%H%M%S}"
            versions = self.question_versions.filter(code=question.code) if self.pk else None
            question.assign_choice_keys(versions.choice_keys() if versions else set())

    def content_errors(self):
        return [(None, sentence) for sentence in quiz_errors(self)]

    def save_revision(self, *args, **kwargs):
        self.assign_codes()
        return super().save_revision(*args, **kwargs)

    def get_preview_template(self, request, mode_name):
        return "quizzes/authoring/preview.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "quiz": self}

    def publish(self, revision, *args, **kwargs):
        """Publish, and store the edition that people take from now on.

        `QuizNotPublishable` for a quiz with errors. A scheduled one is cancelled instead: nobody is there to
        read an error, and whatever else is scheduled must go on.
        """
        errors = quiz_errors(revision.as_object())
        if errors and kwargs.get("log_action") == SCHEDULED:
            cancel_scheduled_publishing(self, revision, errors)
            return
        if errors:
            raise QuizNotPublishable(errors)
        super().publish(revision, *args, **kwargs)
        published = Quiz.objects.get(pk=self.pk)
        if published.live:
            published.editions.publish_edition(published)


class Question(TranslatedModel, ClusterableModel, Orderable):
    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", _("knowledge")
        SCENARIO = "scenario", _("scenario: what would you do?")
        TRUE_FALSE = "true_false", _("true or false")
        ATTITUDE = "attitude", _("attitude or intention, with no right answer")

    translated_fields = ("text", "explanation", "next_step", "audio")
    needed_fields = ("text",)

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(
        _("code"),
        max_length=20,
        blank=True,
        help_text=_("Names the question in reports, such as Q05. A different question needs a new code."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.KNOWLEDGE)
    text = models.TextField(_("question"), max_length=500)
    explanation = models.TextField(_("why"), blank=True, max_length=800)
    next_step = models.TextField(_("what to do"), blank=True, max_length=300)
    audio = audio_field()
    picture = picture_field()
    facts = ParentalManyToManyField("cms.Fact", verbose_name=_("sources"), blank=True, related_name="+")
    valid_until = models.DateField(_("check again by"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [models.UniqueConstraint(fields=["quiz", "code"], name="question_code_once_per_quiz")]

    def __str__(self):
        return f"{self.code} {self.text}"

    @property
    def row_name(self):
        return self.code

    @property
    def is_scored(self):
        return self.kind != self.Kind.ATTITUDE

    @property
    def is_expired(self):
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    def assign_choice_keys(self, used):
        """Give each new choice a key outside `used`, the keys of all earlier versions of this question."""
        choices = list(self.choices.all())
        used = used | {choice.key for choice in choices}
        free = iter(letter for letter in ascii_lowercase if letter not in used)
        for choice in choices:
            choice.key = choice.key or next(free)

    def is_complete_in(self, language):
        """Return True if `language` has a text wherever Indonesian has one."""
        parts = [(self, ("text", "explanation", "next_step"))]
        parts += [(choice, ("text", "feedback")) for choice in self.choices.all()]
        return all(
            part.text_in(field, language) or not part.text_in(field, "id")
            for part, fields in parts
            for field in fields
        )


class Choice(TranslatedModel, Orderable):
    translated_fields = ("text", "feedback", "audio")
    needed_fields = ("text",)

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    # Identifies the choice in answers; stays with the choice when wording or order changes.
    key = models.CharField(max_length=1, blank=True)
    text = models.CharField(_("choice"), max_length=200)
    feedback = models.CharField(_("feedback on this choice"), max_length=300, blank=True)
    is_right = models.BooleanField(_("right answer"), default=False)
    audio = audio_field()
    picture = picture_field()

    class Meta(Orderable.Meta):
        verbose_name = _("choice")
        verbose_name_plural = _("choices")

    def __str__(self):
        return self.text

    @property
    def row_name(self):
        return self.key
