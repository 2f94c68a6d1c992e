"""The questions of an edition, ready to show; cached in the process until their version changes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from cms.languages import SOURCE
from cms.models.translatable import TranslationState
from cms.page_cache.content_version import current_version as site_version
from quizzes.models import DONT_KNOW, Edition
from quizzes.taking.media import (
    CHOICE_SIZE,
    QUESTION_SIZE,
    Origin,
    QuestionMedia,
    ShownPicture,
    ShownRecording,
)

cached_contents = {}  # by id of the edition


@dataclass(frozen=True)
class ShownChoice:
    key: str
    text: str
    feedback: str
    is_right: bool
    picture: ShownPicture | None
    sound: ShownRecording | None


@dataclass(frozen=True)
class ShownQuestion:
    """A question in one language, whole: where anything is missing, all of it is Indonesian."""

    version: int | None
    position: int
    language: str
    notice: str  # "missing", "draft", "outdated" or nothing
    text: str
    explanation: str
    next_step: str
    choices: tuple[ShownChoice, ...]
    is_scored: bool
    valid_until: date | None
    picture: ShownPicture | None
    sound: ShownRecording | None
    origin: Origin | None

    @property
    def answers(self):
        """All possible answers: `(key, ShownChoice or None)`, the last one for "I don't know yet"."""
        return [*((choice.key, choice) for choice in self.choices), (DONT_KNOW, None)]

    @property
    def has_pictures(self):
        return any(shown.picture for shown in (self, *self.choices))

    @property
    def right(self):
        return next((choice for choice in self.choices if choice.is_right), None)

    @property
    def is_expired(self):
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    def choice(self, key):
        return next((choice for choice in self.choices if choice.key == key), None)


def choice_letter(place):
    """Return the letter of the choice at `place` (from 0); None is for "I don't know yet"."""
    return "?" if place is None else chr(ord("A") + place)


class Content:
    def __init__(self, edition):
        self.edition_id = edition.pk
        self.cache_version = (edition.stamp, site_version())
        self.quiz_id, self.slug = edition.quiz_id, edition.quiz.slug
        self.titles = edition.titles
        self.topic = edition.quiz.topic
        self.versions = [item.version for item in edition.items.select_related("version")]
        self.media = QuestionMedia(version.content for version in self.versions)
        self.shown = {}

    def __len__(self):
        return len(self.versions)

    @cached_property
    def scored(self):
        return [version for version in self.versions if version.is_scored]

    def title(self, language):
        return self.titles.get(language) or self.titles[SOURCE]

    @cached_property
    def position_of(self):
        return {version.pk: position for position, version in enumerate(self.versions, 1)}

    def version(self, pk):
        return self.versions[self.position_of[pk] - 1]

    def questions(self, language):
        return [self.question(position, language) for position in range(1, len(self) + 1)]

    @property
    def languages(self):
        """Languages in which it can be taken: those with a title."""
        return [(code, name) for code, name in settings.LANGUAGES if code in self.titles]

    def question(self, position, language):
        """Return the `ShownQuestion` at `position` (from 1)."""
        key = (position, language)
        if key not in self.shown:
            version = self.versions[position - 1]
            self.shown[key] = show_question(version, position, language, self.media)
        return self.shown[key]


def show_question(version, position, wanted, media):
    content = version.content
    language = wanted if wanted in content["texts"] else SOURCE
    texts = content["texts"][language]
    return ShownQuestion(
        version=version.pk,
        position=position,
        language=language,
        notice=translation_notice(content, wanted),
        text=texts["text"],
        explanation=texts["explanation"],
        next_step=texts["next_step"],
        choices=tuple(show_choice(choice, language, media) for choice in content["choices"]),
        is_scored=version.is_scored,
        valid_until=date.fromisoformat(content["valid_until"]) if content["valid_until"] else None,
        picture=media.picture(content["picture"], QUESTION_SIZE, language),
        sound=media.sound(content["texts"], language),
        origin=media.origin(content["facts"]),
    )


def show_choice(choice, language, media):
    texts = choice["texts"][language]
    return ShownChoice(
        key=choice["key"],
        text=texts["text"],
        feedback=texts["feedback"],
        is_right=choice["right"],
        picture=media.picture(choice["picture"], CHOICE_SIZE, language),
        sound=media.sound(choice["texts"], language),
    )


def translation_notice(content, wanted):
    """Return the state of the translation that readers must know, else nothing."""
    if wanted == SOURCE:
        return ""
    if wanted not in content["texts"]:
        return TranslationState.MISSING.value
    state = content.get("states", {}).get(wanted, TranslationState.DRAFT.value)
    return "" if state == TranslationState.REVIEWED else state


def edition_content(edition):
    return content_of(edition.pk, edition.stamp)


def content_of(edition_id, wording):
    """Return the `Content` of an edition, from memory unless its wording or the site changed since."""
    content = cached_contents.get(edition_id)
    if content is None or content.cache_version != (wording, site_version()):
        content = Content(Edition.objects.select_related("quiz__topic").get(pk=edition_id))
        cached_contents[edition_id] = content
    return content
