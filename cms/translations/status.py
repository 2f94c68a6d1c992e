"""The state of each translation of a text, and the stage of changes that readers do not see yet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from cms.languages import CODES, SOURCE
from cms.models.translatable import TranslatedModel, TranslationState
from cms.translations.digests import normalized_text
from cms.translations.segments import address_of, text_owners
from cms.translations.texts import all_texts, main_field

TO_DO = (TranslationState.OUTDATED, TranslationState.MISSING)
# What is to be done first stands first.
ORDER = (*TO_DO, TranslationState.DRAFT, TranslationState.REVIEWED)


class Stage(TextChoices):
    WAITING = "waiting", _("changes wait to be published")
    IN_REVIEW = "review", _("changes are in review")


@dataclass(frozen=True)
class TextRow:
    obj: TranslatedModel
    language: str
    state: TranslationState
    stage: str = ""  # what happens to its changes that readers do not see yet, one of `Stage`

    @property
    def kind(self):
        return self.obj._meta.verbose_name

    @property
    def label(self):
        return self.obj._meta.label_lower

    @property
    def title(self):
        return normalized_text(self.obj.text_in(main_field(self.obj), SOURCE)) or str(self.obj)

    @property
    def reviewer(self):
        return self.obj.translations.get(self.language, {}).get("reviewer", "")

    @property
    def reviewed_on(self):
        day = self.obj.translations.get(self.language, {}).get("reviewed_on")
        return date.fromisoformat(day) if day else None

    @property
    def stage_label(self):
        return Stage(self.stage).label if self.stage else ""

    @property
    def address(self):
        return address_of(self.obj)

    @property
    def is_ready(self):
        """Changes in this language wait, and nothing of it is missing or older than the Indonesian."""
        if not self.stage or self.state in TO_DO or is_unfinished(self.obj, self.language):
            return False
        return is_changed(self.obj, self.language)


def row_in(language, obj, reviewed):
    return TextRow(obj, language, state_of(obj, language), stage_of(obj, reviewed))


def rows_in(language, texts):
    """Return a `TextRow` for each of `texts`: outdated first, then missing, drafts and reviewed."""
    reviewed = in_review()
    rows = [row_in(language, obj, reviewed) for obj in texts]
    return sorted(rows, key=lambda row: ORDER.index(row.state))


def next_to_translate(language, obj):
    """Return the `TextRow` to translate after `obj`, or None when nothing else is missing or out of date."""
    texts = all_texts()
    addresses = [address_of(text) for text in texts]
    here = addresses.index(address_of(obj)) if address_of(obj) in addresses else -1
    rows = (
        TextRow(text, language, state_of(text, language))
        for text in texts[here + 1 :] + texts[: max(here, 0)]
    )
    return next((row for row in rows if row.state in TO_DO), None)


def state_of(obj, language):
    """Return the state of `obj` and the rows inside it: that of the part that needs most work."""
    filled = [owner for _address, owner in text_owners(obj) if owner.is_translated(SOURCE)]
    states = {owner.translation_state(language) for owner in filled or [obj]}
    return next(state for state in ORDER if state in states)


def in_review():
    """Return the addresses of the texts that somebody has sent in and nobody has decided on."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    keys = states.values_list("content_type__app_label", "content_type__model", "object_id")
    return {f"{app}.{model}/{pk}" for app, model, pk in keys}


def stage_of(obj, reviewed):
    if not getattr(obj, "has_unpublished_changes", False):
        return ""
    return Stage.IN_REVIEW if address_of(obj) in reviewed else Stage.WAITING


def is_unfinished(obj, language):
    """Return True if segments of a stream wait until the rest of it is translated."""
    return any(owner.unfinished(language) for _address, owner in text_owners(obj))


def is_changed(obj, language):
    """Return True if readers do not see yet the text or state that the draft `obj` has in `language`."""
    published = getattr(obj, "published", None)
    return published is None or text_and_state(obj, language) != text_and_state(published, language)


def text_and_state(obj, language):
    """Return what differs when a text or its state differs in `language`."""
    return [
        (owner.text_digest(language), owner.translations.get(language))
        for _address, owner in text_owners(obj)
    ]


def progress(texts):
    """Return `[{"code", "name", "counts": {state: number}, "done": percent}]`, a line per language."""
    lines = []
    for code, name in settings.LANGUAGES:
        counts = Counter(state_of(obj, code) for obj in texts)
        present = len(texts) - counts[TranslationState.MISSING]
        done = round(100 * present / len(texts)) if texts else 0
        numbers = [counts[state] for state in TranslationState]
        lines.append({"code": code, "name": name, "counts": counts, "numbers": numbers, "done": done})
    return lines


def counts_for_print():
    """Return `{language: {state: number}}` over every text, rows of others included."""
    texts = all_texts(rows_of_others=True)
    counts = {code: Counter(obj.translation_state(code).value for obj in texts) for code in CODES}
    return {
        code: {state.value: found[state.value] for state in TranslationState}
        for code, found in counts.items()
    }
