"""What every text in several languages shares: guard, fallback, state of each translation."""

from django.conf import settings
from django.db import models
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.models import get_serializable_data_for_fields, model_from_serializable_data
from modeltranslation.utils import build_localized_fieldname
from wagtail.api import APIField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PageViewRestriction,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from cms.editing.forms import TranslatedModelForm, TranslatedPageForm
from cms.editing.publishing import page_content_errors
from cms.languages import CODES, SOURCE, current, switcher
from cms.page_cache.middleware import BROWSER_MAX_AGE
from cms.translations.digests import digest

PHONE_WIDTH = 360
FIRST_VERSION = "cms.first_version"


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


class LanguagePreviews:
    """A preview per language; its phone is as wide as that of most readers."""

    @property
    def preview_modes(self):
        return list(settings.LANGUAGES)

    @property
    def default_preview_mode(self):
        return SOURCE

    @property
    def preview_sizes(self):
        phone, *others = super().preview_sizes
        return [{**phone, "device_width": PHONE_WIDTH}, *others]

    def serve_preview(self, request, mode_name):
        with override(mode_name if mode_name in CODES else SOURCE):
            request.is_preview = True
            response = super().serve_preview(request, "")
            return response.render() if hasattr(response, "render") else response


class TranslatedPage(LanguagePreviews, TranslatedModel, Page):
    """Base of every page, with its translated fields; Wagtail's title is a copy of the Indonesian heading."""

    translated_fields = ("heading", "intro", "meta_title", "meta_description")
    needed_fields = ("heading",)
    private_page_options = []
    base_form_class = TranslatedPageForm

    api_fields = [APIField(name) for name in ("heading", "intro", "translated_languages", "shown_in")]

    heading = models.CharField(_("heading"), max_length=120)
    intro = models.TextField(_("introduction"), blank=True, max_length=500)
    meta_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    meta_description = models.CharField(_("description for search engines"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        self.copy_heading()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self.copy_heading()
        super().minimal_clean()

    def copy_heading(self):
        """Make Wagtail's title that of the Indonesian heading; a draft may lack it."""
        headings = (self.text_in("heading", code) for code in CODES)
        self.title = self.text_in("heading", SOURCE) or self.title or next(filter(None, headings), "–")

    def content_errors(self):
        return page_content_errors(self)

    def get_view_restrictions(self):
        """No page is private: what readers get is published, what is not is a draft."""
        return PageViewRestriction.objects.none()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context.update(kwargs)  # Wagtail drops them.
        context["languages"] = switcher(request, self.translated_languages)
        return context

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            patch_cache_control(response, public=True, max_age=BROWSER_MAX_AGE)
        return response

    @property
    def shown_in(self):
        """`{field: language}`: which language each text now shows."""
        return {field: self.language_of(field) for field in self.translated_fields}

    @property
    def content_language(self):
        """The language the reader gets: the active one where it is translated, else Indonesian."""
        return current() if self.is_translated(current()) else SOURCE

    @property
    def notice(self):
        """`"missing"`, `"draft"`, `"outdated"` or `""`: which notice readers of this language get."""
        state = self.translation_state(current())
        return "" if state == TranslationState.REVIEWED else state.value


class EditorialModel(
    LanguagePreviews,
    TranslatedModel,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
):
    """A snippet in several languages with drafts, revisions, locking and workflow."""

    class Meta:
        abstract = True

    def get_preview_template(self, request, mode_name):
        return f"cms/preview/{self._meta.model_name}.html"

    def save_revision(self, *args, **kwargs):
        if self.pk and not self.latest_revision_id:
            self.save_first_version()
        return super().save_revision(*args, **kwargs)

    def save_first_version(self):
        """Save what readers see as a version to go back to: a loaded text came without one."""
        first = type(self)._default_manager.filter(pk=self.pk, live=True).first()
        if first:
            revision = super(EditorialModel, first).save_revision(clean=False, log_action=FIRST_VERSION)
            first.live_revision, first.has_unpublished_changes = revision, False
            first.save(update_fields=["live_revision", "has_unpublished_changes"])
            self.live_revision = first.live_revision
