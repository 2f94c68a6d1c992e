"""The questions of an edition, ready to show; kept in the process, read again when the stamp moves."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from cms.languages import SOURCE
from cms.models.translatable import TranslationState
from cms.page_cache.content_version import current_version as site_version
from quizzes.models import DONT_KNOW, Edition
from quizzes.taking.media import OF_CHOICE, OF_QUESTION, Drawn, Materials, Origin, Recorded

kept = {}


@dataclass(frozen=True)
class ShownChoice:
    key: str
    text: str
    feedback: str
    is_right: bool
    picture: Drawn | None
    sound: Recorded | None


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
    picture: Drawn | None
    sound: Recorded | None
    origin: Origin | None

    @property
    def answers(self):
        """All there can be: `(key, ShownChoice or None)`, the last one for somebody who does not know."""
        return [*((choice.key, choice) for choice in self.choices), (DONT_KNOW, None)]

    @property
    def has_pictures(self):
        return any(part.picture for part in (self, *self.choices))

    @property
    def right(self):
        return next((choice for choice in self.choices if choice.is_right), None)

    @property
    def is_expired(self):
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    def choice(self, key):
        return next((choice for choice in self.choices if choice.key == key), None)


def letter(place):
    """Return what stands before the choice at `place` (from 0); None is for "I don't know yet"."""
    return "?" if place is None else chr(ord("A") + place)


class Content:
    def __init__(self, edition):
        self.edition_id = edition.pk
        self.stamp = (edition.stamp, site_version())
        self.quiz_id, self.slug = edition.quiz_id, edition.quiz.slug
        self.titles = edition.titles
        self.topic = edition.quiz.topic
        self.versions = [item.version for item in edition.items.select_related("version")]
        self.materials = Materials(version.content for version in self.versions)
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
        """Languages in which somebody may take it: those with a title."""
        return [(code, name) for code, name in settings.LANGUAGES if code in self.titles]

    def question(self, position, language):
        """Return the `ShownQuestion` at `position` (from 1)."""
        if (position, language) not in self.shown:
            version = self.versions[position - 1]
            self.shown[position, language] = shown(version, position, language, self.materials)
        return self.shown[position, language]


def shown(version, position, wanted, materials):
    content = version.content
    language = wanted if wanted in content["texts"] else SOURCE
    texts = content["texts"][language]
    return ShownQuestion(
        version=version.pk,
        position=position,
        language=language,
        notice=notice(content, wanted),
        text=texts["text"],
        explanation=texts["explanation"],
        next_step=texts["next_step"],
        choices=tuple(shown_choice(choice, language, materials) for choice in content["choices"]),
        is_scored=version.is_scored,
        valid_until=date.fromisoformat(content["valid_until"]) if content["valid_until"] else None,
        picture=materials.picture(content["picture"], OF_QUESTION, language),
        sound=materials.sound(content["texts"], language),
        origin=materials.origin(content["facts"]),
    )


def shown_choice(choice, language, materials):
    texts = choice["texts"][language]
    return ShownChoice(
        key=choice["key"],
        text=texts["text"],
        feedback=texts["feedback"],
        is_right=choice["right"],
        picture=materials.picture(choice["picture"], OF_CHOICE, language),
        sound=materials.sound(choice["texts"], language),
    )


def notice(content, wanted):
    """Return the state of the translation that a reader must be told of, else nothing."""
    if wanted == SOURCE:
        return ""
    if wanted not in content["texts"]:
        return TranslationState.MISSING.value
    state = content.get("states", {}).get(wanted, TranslationState.DRAFT.value)
    return "" if state == TranslationState.REVIEWED else state


def content_of(edition_id, stamp):
    """Return the `Content` of an edition, from memory unless its wording or the site changed since."""
    content = kept.get(edition_id)
    if content is None or content.stamp != (stamp, site_version()):
        content = Content(Edition.objects.select_related("quiz__topic").get(pk=edition_id))
        kept[edition_id] = content
    return content
