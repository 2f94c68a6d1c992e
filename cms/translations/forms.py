"""Translating a text beside its Indonesian: a form with a field for every segment of it."""

import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.fields import filled_rich_text
from cms.translations.comparison import difference
from cms.translations.digests import digest, normalized_text
from cms.translations.markup_checks import Markup, translation_errors
from cms.translations.po_export import outdated_sources
from cms.translations.segments import exchange_form, segments, write_texts
from cms.translations.texts import save_draft


class SegmentsForm(forms.Form):
    """The fields are named by the addresses of the segments, so a text cannot get into another place."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, obj, language, data=None):
        self.obj, self.language = obj, language
        self.segments = {segment.address: segment for segment in segments(obj, language)}
        self.older_sources = outdated_sources(obj, language)
        initial = {address: segment.target for address, segment in self.segments.items()}
        super().__init__(data, initial={**initial, "seen": self.version()})
        for number, (address, segment) in enumerate(self.segments.items()):
            self.fields[address] = field_for(segment, language)
            self.fields[address].widget.attrs["id"] = f"id_segment_{number}"  # an address is no selector

    def version(self):
        """Return what changes when somebody else changes the Indonesian or the translation."""
        return digest(
            [text for segment in self.segments.values() for text in (segment.source, segment.target)]
        )

    def lines(self):
        """Return `[{"segment", "field", "changes"}]`; `changes` is how the Indonesian differs from before."""
        return [
            {"segment": segment, "field": self[address], "changes": self.changes(segment)}
            for address, segment in self.segments.items()
        ]

    def changes(self, segment):
        before = self.older_sources.get(segment.address)
        return difference(normalized_text(before), normalized_text(segment.source)) if before else []

    def clean(self):
        cleaned = super().clean()
        for address, segment in self.segments.items():
            if address in cleaned:
                cleaned[address] = tidy(segment, cleaned[address])
                if is_new(segment, cleaned[address]):
                    for message in translation_errors(segment, cleaned[address]):
                        self.add_error(address, message)
        if cleaned.get("seen") != self.version():
            self.data = {**self.data.dict(), "seen": self.version()}
            raise ValidationError(
                _("Somebody else just changed this text. Your work is not lost: check it, then save again.")
            )
        return cleaned

    def new_texts(self):
        """Return `{address: text}` for the texts that differ from those stored."""
        typed = {address: self.cleaned_data[address] for address in self.segments}
        return {address: text for address, text in typed.items() if is_new(self.segments[address], text)}

    def save(self, user):
        """Save the new texts as a draft; return their number."""
        texts = self.new_texts()
        if texts:
            write_texts(self.obj, self.language, texts)
            save_draft(self.obj, user)
        return len(texts)

    def filled(self):
        return sum(bool(segment.target) for segment in self.segments.values())


def field_for(segment, language):
    field = copy.deepcopy(segment.formfield)
    field.required, field.label = False, segment.heading
    if not segment.is_rich:
        field.widget = AdminAutoHeightTextInput(attrs={"lang": language, "rows": 2})
    return field


def tidy(segment, text):
    """Return `text` as it is stored: no empty paragraphs, no line breaks where the Indonesian has none."""
    if segment.is_rich:
        return filled_rich_text(exchange_form(text))
    text = exchange_form(text).strip()
    return text if "\n" in segment.source else " ".join(text.split())


def is_new(segment, text):
    """Return True if `text` differs from the stored one; the editor writes the same markup in its own way."""
    if not segment.is_rich:
        return text != tidy(segment, segment.target)
    same_words = normalized_text(text) == normalized_text(segment.target)
    return not same_words or Markup(text).tags != Markup(segment.target).tags
