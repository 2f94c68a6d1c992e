"""Translating a text beside its Indonesian: a form with a field for every piece of it."""

import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.fields import filled_rich_text
from cms.translations import status
from cms.translations.digests import digest, words
from cms.translations.markup_checks import Markup, faults
from cms.translations.po_export import outdated_sources
from cms.translations.segments import address_of, pieces, unmarked, write


class PiecesForm(forms.Form):
    """The fields are named by the addresses of the pieces, so words cannot get into another place."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, obj, language, data=None):
        self.obj, self.language = obj, language
        self.pieces = {piece.address: piece for piece in pieces(obj, language)}
        self.older = outdated_sources(obj, language)
        initial = {address: piece.target for address, piece in self.pieces.items()}
        super().__init__(data, initial={**initial, "seen": self.version()})
        for number, (address, piece) in enumerate(self.pieces.items()):
            self.fields[address] = field_for(piece, language)
            self.fields[address].widget.attrs["id"] = f"id_piece_{number}"  # an address is no selector

    def version(self):
        """Return what changes when somebody else changes the Indonesian or the translation."""
        return digest([text for piece in self.pieces.values() for text in (piece.source, piece.target)])

    def lines(self):
        """Return `[{"piece", "field", "changes"}]`; `changes` is how the Indonesian differs from before."""
        return [
            {"piece": piece, "field": self[address], "changes": self.changes(piece)}
            for address, piece in self.pieces.items()
        ]

    def changes(self, piece):
        before = self.older.get(piece.address)
        return status.difference(words(before), words(piece.source)) if before else []

    def clean(self):
        cleaned = super().clean()
        for address, piece in self.pieces.items():
            if address in cleaned:
                cleaned[address] = tidy(piece, cleaned[address])
                if cleaned[address] and not says_the_same(piece, cleaned[address]):
                    for sentence in faults(piece, cleaned[address]):
                        self.add_error(address, sentence)
        if cleaned.get("seen") != self.version():
            self.data = {**self.data.dict(), "seen": self.version()}
            raise ValidationError(
                _("Somebody has changed this text meanwhile. Look at your words once more, then save again.")
            )
        return cleaned

    def typed(self):
        """Return `{address: text}` for what says something else than before."""
        found = {address: self.cleaned_data[address] for address in self.pieces}
        return {a: text for a, text in found.items() if not says_the_same(self.pieces[a], text)}

    def save(self, user):
        """Keep what was typed as a draft; return how many pieces that were."""
        typed = self.typed()
        if typed:
            write(self.obj, self.language, typed)
            status.save_draft(self.obj, user)
        return len(typed)

    def filled(self):
        return sum(bool(piece.target) for piece in self.pieces.values())


def field_for(piece, language):
    field = copy.deepcopy(piece.formfield)
    field.required, field.label = False, piece.heading
    if not piece.is_rich:
        field.widget = AdminAutoHeightTextInput(attrs={"lang": language, "rows": 2})
    return field


def tidy(piece, text):
    """Return `text` as it is kept: no empty paragraphs, no line breaks where the Indonesian has none."""
    if piece.is_rich:
        return filled_rich_text(unmarked(text))
    text = unmarked(text).strip()
    return text if "\n" in piece.source else " ".join(text.split())


def says_the_same(piece, text):
    """Say whether `text` is what is there already; the editor writes the same markup in its own way."""
    if not piece.is_rich:
        return text == tidy(piece, piece.target)
    return words(text) == words(piece.target) and Markup(text).tags == Markup(piece.target).tags


def following(language, obj):
    """Return the `TextRow` to translate after `obj`, or None when nothing else is missing or out of date."""
    found = status.all_texts()
    addresses = [address_of(other) for other in found]
    here = addresses.index(address_of(obj)) if address_of(obj) in addresses else -1
    rows = (
        status.TextRow(other, language, status.state_of(other, language))
        for other in found[here + 1 :] + found[: max(here, 0)]
    )
    return next((row for row in rows if row.state in status.TO_DO), None)
