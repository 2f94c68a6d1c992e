"""The editing forms of texts in several languages."""

from contextlib import contextmanager

from django.forms import HiddenInput, model_to_dict
from django.utils.text import slugify
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.blocks import BlockField

from cms.accounts.permissions import editable_languages, is_only_translator
from cms.languages import SOURCE


class TranslationFormMixin:
    """Locks what a translator may not change, and makes drafts of the translations that a save has changed.

    A locked field ignores what is sent and has the value of the latest version.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.digests_before = self.instance.all_digests()
        self.is_restricted = is_only_translator(self.for_user)
        if self.is_restricted:
            self.lock()

    def lock(self):
        allowed = {
            build_localized_fieldname(field, code)
            for field in self.instance.translated_fields
            for code in editable_languages(self.for_user)
        }
        locked = [name for name in self.fields if name not in allowed and name != "comment_notifications"]
        for name in locked:
            self.fields[name].disabled = True
            if isinstance(self.fields[name], BlockField):
                # A tab that is not shown sends no stream, and its widget fails without one.
                self.fields[name].widget = HiddenInput()
        if self.instance.pk:
            latest = type(self.instance)._default_manager.get(pk=self.instance.pk)
            if hasattr(latest, "get_latest_revision_as_object"):
                latest = latest.get_latest_revision_as_object()
            self.initial.update(model_to_dict(latest, fields=locked))

    @contextmanager
    def without_locked_rows(self):
        """Leave rows of numbers, facts and sources alone: a translator's form does not send them."""
        if not self.is_restricted:
            yield
            return
        rows = {name: formset for name, formset in self.formsets.items() if name != "comments"}
        for name in rows:
            del self.formsets[name]
        try:
            yield
        finally:
            self.formsets.update(rows)

    def is_valid(self):
        with self.without_locked_rows():
            return super().is_valid()

    def has_changed(self):
        with self.without_locked_rows():
            return super().has_changed()

    def save(self, commit=True):
        self.instance.mark_changed_drafts(self.digests_before)
        with self.without_locked_rows():
            return super().save(commit)


class TranslatedModelForm(TranslationFormMixin, WagtailAdminModelForm):
    pass


class TranslatedPageForm(TranslationFormMixin, WagtailAdminPageForm):
    """An empty address is made from the Indonesian heading."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self):
        heading = self.cleaned_data.get(build_localized_fieldname("heading", SOURCE), "")
        return self.cleaned_data["slug"] or self.instance.slug or slugify(heading)

    def _post_clean(self):
        super()._post_clean()
        if not self.is_deferred_validation:  # a draft may be unfinished
            for field, message in self.instance.content_errors():
                self.add_error(field, message)
