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

from cms.languages import current
from cms.models import EditorialModel, TranslatedModel
from cms.rendering import icons
from quizzes.authoring.forms import QuizForm
from quizzes.authoring.validation import faults

SCHEDULED = "wagtail.publish.scheduled"
REFUSED = "quizzes.publish_refused"
logger = logging.getLogger(__name__)


class QuizFaultsError(ValueError):
    """The quiz cannot be published; the message says what to mend."""

    def __init__(self, found):
        super().__init__(" ".join(found))


def keep_back(quiz, revision, found):
    """Take `revision` off the schedule; what is live stays, and the history says why."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=quiz, action=REFUSED, revision=revision, data={"faults": found})
    logger.warning("Scheduled quiz %s was not published: %s", quiz.slug, " ".join(found))


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
    """A short quiz; all languages in one record. What people took is kept apart, in editions."""

    translated_fields = ("title", "intro")
    needed_fields = ("title",)
    base_form_class = QuizForm

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

    def name_parts(self):
        """Give new questions a code and new choices a key that was never used before in their question."""
        for number, question in enumerate(self.questions.all(), 1):
            question.code = question.code or f"N{number}-{timezone.now():%y%m%d%H%M%S}"
            versions = self.question_versions.filter(code=question.code) if self.pk else None
            question.name_choices(versions.keys() if versions else set())

    def content_errors(self):
        return [(None, sentence) for sentence in faults(self)]

    def save_revision(self, *args, **kwargs):
        self.name_parts()
        return super().save_revision(*args, **kwargs)

    def get_preview_template(self, request, mode_name):
        return "quizzes/authoring/preview.html"

    def get_preview_context(self, request, mode_name):
        from quizzes.authoring.preview import (
            draft_questions,  # built on what people take, which is built on this
        )

        context = super().get_preview_context(request, mode_name)
        return {**context, "quiz": self, "questions": draft_questions(self, current())}

    def publish(self, revision, *args, **kwargs):
        """Publish, and keep the questions as people will now take them.

        `QuizFaultsError` for a quiz with faults. A scheduled one is kept back, and its history says why:
        nobody is there to read an error, and what else is scheduled must go on.
        """
        found = faults(revision.as_object())
        if found and kwargs.get("log_action") == SCHEDULED:
            keep_back(self, revision, found)
            return
        if found:
            raise QuizFaultsError(found)
        super().publish(revision, *args, **kwargs)
        published = Quiz.objects.get(pk=self.pk)
        if published.live:
            published.editions.keep(published)


class Question(TranslatedModel, ClusterableModel, Orderable):
    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", _("knowledge")
        SCENARIO = "scenario", _("scenario: what would you do?")
        TRUE_FALSE = "true_false", _("true or false")
        ATTITUDE = "attitude", _("attitude or intention, without right and wrong")

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

    def name_choices(self, used):
        """Give each new choice a key outside `used`, the keys of all earlier versions of this question."""
        choices = list(self.choices.all())
        used = used | {choice.key for choice in choices}
        free = iter(letter for letter in ascii_lowercase if letter not in used)
        for choice in choices:
            choice.key = choice.key or next(free)

    def is_complete_in(self, language):
        """Say whether all that the Indonesian question says is there in `language`: never half of it."""
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
