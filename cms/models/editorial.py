"""What editors work on: pages and snippets in several languages, with drafts, review and previews."""

from django.conf import settings
from django.db import models
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
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

from cms.editing.forms import TranslatedPageForm
from cms.editing.publishing import page_content_errors
from cms.languages import CODES, SOURCE, current, switcher
from cms.models.translatable import TranslatedModel, TranslationState
from cms.page_cache.middleware import BROWSER_MAX_AGE

PHONE_WIDTH = 360
FIRST_VERSION = "cms.first_version"


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
