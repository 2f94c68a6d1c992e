"""What every text in several languages shares: guard, fallback, state of each translation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.models import get_serializable_data_for_fields, model_from_serializable_data
from modeltranslation.utils import build_localized_fieldname

from cms.editing.forms import TranslatedModelForm
from cms.languages import CODES, SOURCE, current
from cms.translations.digests import digest


class SourceLanguageGuard(models.Model):
    """Cleans, saves and (de)serialises with Indonesian active.

    The un-suffixed columns that django-modeltranslation keeps, the slug and a revision's copy of them
    follow the active language, which in the editor is the editor's own.
    """

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        with override(SOURCE):
            return super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        with override(SOURCE):
            return super().save(*args, **kwargs)

    def serializable_data(self):
        with override(SOURCE):
            parent = super()
            if hasattr(parent, "serializable_data"):
                return parent.serializable_data()
            return get_serializable_data_for_fields(self)

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        with override(SOURCE):
            parent = super()
            if hasattr(parent, "from_serializable_data"):
                return parent.from_serializable_data(data, check_fks, strict_fks)
            return model_from_serializable_data(cls, data, check_fks, strict_fks)

    def with_content_json(self, content):
        with override(SOURCE):
            return super().with_content_json(content)


class TranslationState(models.TextChoices):
    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft, not yet checked")
    REVIEWED = "reviewed", _("checked by a native speaker")
    OUTDATED = "outdated", _("older than the Indonesian")


class TranslatedModel(SourceLanguageGuard):
    """A model whose `translated_fields` hold all languages (registered in `translation.py`).

    `translations` holds, per language, `{"state", "source", "reviewer", "reviewed_on"}`: `source` is the
    digest of the Indonesian text that was translated. It is part of the revision, so a draft carries
    its own states and publishing publishes them. Under `"unfinished"` it holds, per language, the segments
    of a stream that is not fully translated yet (see `cms.translations.segments`).
    """

    translated_fields = ()
    # Without these a translation counts as missing; where none is named, without any of its fields.
    needed_fields = ()
    base_form_class = TranslatedModelForm
    # Whether changing the texts takes Django's permission to change the object.
    texts_need_permission = True

    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def text_in(self, field, language):
        """Return the text of `field` in exactly `language`, without fallback."""
        return getattr(self, build_localized_fieldname(field, language))

    def language_of(self, field):
        """Return the language whose text `field` shows now: the active one, or the source."""
        return current() if self.text_in(field, current()) else SOURCE

    def is_translated(self, language):
        needed = self.needed_fields or self.translated_fields
        return all(self.text_in(field, language) for field in needed)

    @property
    def row_name(self):
        """The name of this row among its siblings in the address of a text; empty while it has none."""
        return str(self.pk or "")

    @property
    def translated_languages(self):
        return tuple(code for code in CODES if self.is_translated(code))

    def text_digest(self, language):
        """Return the digest of the text in `language` (see `cms.translations.digests`)."""
        return digest(self.text_in(field, language) for field in self.translated_fields)

    def field_digests(self, language):
        return {field: digest([self.text_in(field, language)]) for field in self.translated_fields}

    def all_digests(self):
        """Return the `field_digests` of every language, to compare after a save."""
        return {code: self.field_digests(code) for code in CODES}

    def source_digest(self):
        return self.text_digest(SOURCE)

    def translation_state(self, language):
        """Return the `TranslationState` of `language`."""
        if not self.is_translated(language):
            return TranslationState.MISSING
        if language == SOURCE:
            return TranslationState.REVIEWED
        stored = self.translations.get(language, {})
        if stored.get("source") not in (None, self.source_digest()):
            return TranslationState.OUTDATED
        return TranslationState(stored.get("state", TranslationState.DRAFT))

    def mark_translation(self, language, state, reviewer="", on=None):
        """Record that `language` translates the present Indonesian text and is `state`; not saved."""
        self.translations = {
            **self.translations,
            language: {
                "state": str(state.value),
                "source": self.source_digest(),
                "reviewer": reviewer,
                "reviewed_on": on.isoformat() if on else None,
            },
        }

    def unfinished(self, language):
        """Return `{"body/<path>": text}`, the segments that wait until the whole stream is translated."""
        return self.translations.get("unfinished", {}).get(language, {})

    def store_unfinished(self, language, field, segments):
        """Replace the segments that wait for the rest of `field` by `segments`; not saved."""
        waiting = self.unfinished(language)
        others = {key: text for key, text in waiting.items() if not key.startswith(f"{field}/")}
        if others | segments != waiting:
            unfinished = {**self.translations.get("unfinished", {}), language: others | segments}
            self.translations = {**self.translations, "unfinished": unfinished}

    def content_errors(self):
        """Return `[(field, message), ...]`: what prevents publishing it as it is now."""
        return []

    def mark_changed_drafts(self, before):
        """Make a draft of each translation whose text differs from `before` (see `all_digests`)."""
        for code, digests in before.items():
            now = self.field_digests(code)
            for field in [field for field in now if now[field] != digests[field]]:
                self.store_unfinished(code, field, {})
            if code != SOURCE and self.is_translated(code) and now != digests:
                self.mark_translation(code, TranslationState.DRAFT)
