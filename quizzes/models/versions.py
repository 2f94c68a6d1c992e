"""Questions and quizzes as people took them, stored for as long as there are answers to them.

A question version is one key: the same choices with the same right answer. Correcting the wording keeps the
version; changing the choices or the right answer makes a new one, so statistics never mix two keys. An
edition is a quiz version: an ordered set of question versions. Rounds and attempts belong to an edition, so
an edit in the middle of a round does not change what is being taken.
"""

import hashlib
import json

from django.db import models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from cms.languages import CODES
from cms.models.translatable import TranslationState
from quizzes.models.quizzes import Question, Quiz

DONT_KNOW = "dk"


class Outcome(models.TextChoices):
    RIGHT = "right", _("right")
    WRONG = "wrong", _("wrong")
    DONT_KNOW = "dk", _("don't know yet")
    UNSCORED = "unscored", _("no right answer")


def fingerprint(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def texts_by_language(row, fields, languages):
    """Return `{"id": {"text": ..., ...}, "en": ...}`, audio as the id of the recording."""
    return {
        language: {
            field: getattr(row, build_localized_fieldname(field, language) + suffix) or ""
            for field, suffix in fields
        }
        for language in languages
    }


def next_number(versions):
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


class QuestionVersionQuerySet(models.QuerySet):
    def choice_keys(self):
        """Return the set of the keys of all choices of these versions."""
        return {
            choice["key"]
            for content in self.values_list("content", flat=True)
            for choice in content["choices"]
        }

    def store_version(self, question):
        """Return the version of a saved `question`, and True if it or its wording is new."""
        content = question_content(question)
        key = [question.kind, sorted([choice["key"], choice["right"]] for choice in content["choices"])]
        version = self.filter(quiz=question.quiz_id, code=question.code, fingerprint=fingerprint(key)).first()
        if version is None:
            return self.create_version(question, content, fingerprint(key)), True
        if version.content == content:
            return version, False
        version.content = content
        version.save(update_fields=["content"])
        return version, True

    def create_version(self, question, content, fingerprint):
        earlier = self.filter(quiz=question.quiz_id, code=question.code)
        return self.create(
            quiz_id=question.quiz_id,
            code=question.code,
            number=next_number(earlier),
            fingerprint=fingerprint,
            kind=question.kind,
            content=content,
        )


def question_content(question):
    """Return the question as JSON; only languages in which the whole question is complete."""
    languages = [code for code in CODES if code == "id" or question.is_complete_in(code)]
    choices = [
        {
            "key": choice.key,
            "right": bool(choice.is_right and question.is_scored),
            "picture": choice.picture_id,
            "texts": texts_by_language(choice, [("text", ""), ("feedback", ""), ("audio", "_id")], languages),
        }
        for choice in question.choices.all()
    ]
    fields = [("text", ""), ("explanation", ""), ("next_step", ""), ("audio", "_id")]
    return {
        "texts": texts_by_language(question, fields, languages),
        "states": {code: worst_translation_state(question, code) for code in languages if code != "id"},
        "choices": choices,
        "picture": question.picture_id,
        "facts": sorted(question.facts.values_list("code", flat=True)),
        "valid_until": question.valid_until.isoformat() if question.valid_until else None,
    }


def worst_translation_state(question, language):
    """Return the worst state of the translation of `question` and its choices."""
    states = {row.translation_state(language) for row in (question, *question.choices.all())}
    worst_first = (TranslationState.MISSING, TranslationState.OUTDATED, TranslationState.DRAFT)
    return next((state for state in worst_first if state in states), TranslationState.REVIEWED).value


class QuestionVersion(models.Model):
    """A question with one key. `content` is its present wording in all languages (see `question_content`)."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="question_versions")
    code = models.CharField(_("code"), max_length=20)
    number = models.PositiveSmallIntegerField(_("version"))
    fingerprint = models.CharField(max_length=32)
    kind = models.CharField(_("kind"), max_length=12, choices=Question.Kind)
    content = models.JSONField()

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["quiz", "code", "number"]
        verbose_name = _("question version")
        constraints = [
            models.UniqueConstraint(fields=["quiz", "code", "number"], name="question_version_number_once"),
            models.UniqueConstraint(fields=["quiz", "code", "fingerprint"], name="question_version_key_once"),
        ]

    def __str__(self):
        return f"{self.code} v{self.number}"

    @property
    def is_scored(self):
        return self.kind != Question.Kind.ATTITUDE

    @property
    def choice_keys(self):
        return [choice["key"] for choice in self.content["choices"]]

    @property
    def right_key(self):
        return next((choice["key"] for choice in self.content["choices"] if choice["right"]), None)

    def outcome(self, key):
        """Return the `Outcome` of the choice `key`; ValueError when there is none."""
        if key == DONT_KNOW:
            return Outcome.DONT_KNOW
        if key not in self.choice_keys:
            raise ValueError(f"{self} has no choice {key!r}.")
        if not self.is_scored:
            return Outcome.UNSCORED
        return Outcome.RIGHT if key == self.right_key else Outcome.WRONG


class EditionQuerySet(models.QuerySet):
    @transaction.atomic
    def publish_edition(self, quiz):
        """Make the published questions the current edition, and let every process reload changed wording."""
        stored = [QuestionVersion.objects.store_version(question) for question in quiz.questions.all()]
        edition = self.make_current(quiz, [version for version, _changed in stored])
        changed = [version.pk for version, is_new in stored if is_new]
        self.filter(versions__in=changed).update(stamp=F("stamp") + 1)
        self.filter(pk=edition.pk).update(stamp=F("stamp") + 1)
        return self.get(pk=edition.pk)

    def make_current(self, quiz, versions):
        """Return the edition of exactly these question versions, created where there is none yet."""
        digest = fingerprint([version.pk for version in versions])
        titles = {code: quiz.text_in("title", code) for code in quiz.translated_languages}
        editions = self.filter(quiz=quiz)
        editions.filter(is_current=True).exclude(fingerprint=digest).update(is_current=False)
        edition = editions.filter(fingerprint=digest).first()
        if edition is None:
            return self.create_edition(quiz, versions, digest, titles)
        editions.filter(pk=edition.pk).update(is_current=True, titles=titles)
        return edition

    def create_edition(self, quiz, versions, fingerprint, titles):
        number = next_number(self.filter(quiz=quiz))
        edition = self.create(
            quiz=quiz, number=number, fingerprint=fingerprint, titles=titles, is_current=True
        )
        EditionQuestion.objects.bulk_create(
            EditionQuestion(edition=edition, version=version, position=position)
            for position, version in enumerate(versions, 1)
        )
        return edition


class Edition(models.Model):
    """A version of a whole quiz. `stamp` grows when any wording in it changes."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("version"))
    fingerprint = models.CharField(max_length=32)
    titles = models.JSONField(default=dict)
    versions = models.ManyToManyField(QuestionVersion, through="EditionQuestion", related_name="editions")
    is_current = models.BooleanField(default=False)
    stamp = models.PositiveIntegerField(default=0)
    made_on = models.DateField(_("since"), auto_now_add=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["quiz", "number"]
        verbose_name = _("quiz version")
        constraints = [
            models.UniqueConstraint(fields=["quiz", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["quiz", "fingerprint"], name="edition_questions_once"),
            models.UniqueConstraint(
                fields=["quiz"], condition=models.Q(is_current=True), name="edition_current_once"
            ),
        ]

    def __str__(self):
        return f"{self.titles.get('id', self.quiz_id)} v{self.number}"


class EditionQuestion(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="edition_position_once"),
            models.UniqueConstraint(fields=["edition", "version"], name="edition_version_once"),
        ]
