"""The single texts of an object and of the rows inside it: their addresses, reading and writing.

A segment is a heading, a choice of a question, one step of an article. Its address names the object, the
rows on the way, the field and, in a stream, the ids of the blocks: `quizzes.quiz/3/questions/Q05/text`.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from django import forms
from django.db import models
from modelcluster.models import get_all_child_relations
from modeltranslation.utils import build_localized_fieldname
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField

from cms.editing.control_characters import without_control_characters
from cms.fields import EDITORS_MARK, StreamField
from cms.languages import SOURCE
from cms.models.translatable import TranslatedModel, TranslationState
from cms.translations.stream_segments import leaves, rebuilt


@dataclass(frozen=True)
class Segment:
    address: str
    owner: str  # address of the object or row it belongs to
    heading: str
    source: str
    target: str
    is_rich: bool
    formfield: forms.Field


def address_of(obj):
    return f"{obj._meta.label_lower}/{obj.pk}"


@cache
def translated_relations(model):
    """Return the names of the relations whose rows have texts in several languages."""
    relations = get_all_child_relations(model)
    return [rel.get_accessor_name() for rel in relations if issubclass(rel.related_model, TranslatedModel)]


@cache
def text_fields(model):
    """Return the translated fields of `model` that hold text, not files."""
    fields = [model._meta.get_field(name) for name in model.translated_fields]
    return [field for field in fields if isinstance(field, models.CharField | models.TextField | StreamField)]


def text_owners(obj, address=""):
    """Yield `(address, owner)` for `obj` and the rows edited inside it, in reading order.

    A row without a name of its own yet (added to a draft) is left out.
    """
    address = address or address_of(obj)
    yield address, obj
    for relation in translated_relations(type(obj)):
        seen = Counter()
        for row in getattr(obj, relation).get_object_list():
            seen[row.row_name] += 1
            repeat = f"~{seen[row.row_name]}" if seen[row.row_name] > 1 else ""
            if row.row_name:
                yield from text_owners(row, f"{address}/{relation}/{row.row_name}{repeat}")


# --- reading -------------------------------------------------------------------------------------


def segments(obj, language):
    """Return a `Segment` for every Indonesian text of `obj` and its rows."""
    return [
        segment
        for address, owner in text_owners(obj)
        for field in text_fields(type(owner))
        for segment in field_segments(owner, address, field, language)
    ]


def field_segments(owner, address, field, language):
    row = f"{owner._meta.verbose_name} {owner.row_name}: " if address.count("/") > 1 else ""
    heading = f"{row}{field.verbose_name}"
    if isinstance(field, StreamField):
        yield from stream_segments(owner, address, field, language, heading)
    elif source := owner.text_in(field.name, SOURCE):
        column = owner._meta.get_field(build_localized_fieldname(field.name, language))
        yield Segment(
            f"{address}/{field.name}",
            address,
            heading,
            exchange_form(source),
            exchange_form(owner.text_in(field.name, language)),
            isinstance(field, RichTextField),
            column.formfield(),
        )


def stream_segments(owner, address, field, language, heading):
    waiting = owner.unfinished(language)
    for leaf in leaves(field.stream_block, *raw_streams(owner, field, language)):
        key = f"{field.name}/{leaf.path}"
        yield Segment(
            f"{address}/{key}",
            address,
            leaf.heading or heading,
            exchange_form(leaf.source),
            exchange_form(waiting.get(key, leaf.target)),
            isinstance(leaf.block, RichTextBlock),
            leaf.block.field,
        )


def raw_streams(owner, field, language):
    """Return the raw streams in Indonesian and in `language`."""
    return [owner.text_in(field.name, code).get_prep_value() for code in (SOURCE, language)]


def exchange_form(text):
    """Return `text` as forms and PO files hold it: plain line ends, no marks of the editor."""
    return without_control_characters(EDITORS_MARK.sub("", text or "")).replace("\r\n", "\n")


# --- writing -------------------------------------------------------------------------------------


def write_texts(obj, language, texts, outdated=()):
    """Put `texts`, `{address: text}`, into `obj` and its rows; not saved. They become drafts.

    An owner with an address in `outdated` still translates an older Indonesian and does not change its state.
    """
    for address, owner in text_owners(obj):
        mine = {key: text for key, text in texts.items() if owns(owner, address, key)}
        if not mine:
            continue
        for field in text_fields(type(owner)):
            write_field(owner, field, language, relative(mine, f"{address}/"))
        waits = owner.unfinished(language) or any(owns(owner, address, key) for key in outdated)
        if owner.is_translated(language) and not waits:
            owner.mark_translation(language, TranslationState.DRAFT)


def owns(owner, address, key):
    """Return True if the segment at `key` is one of `owner` itself, not of a row inside it."""
    if not key.startswith(f"{address}/"):
        return False
    return key.removeprefix(f"{address}/").partition("/")[0] in owner.translated_fields


def relative(texts, prefix):
    return {key.removeprefix(prefix): text for key, text in texts.items()}


def write_field(owner, field, language, texts):
    if isinstance(field, StreamField):
        mine = {key: text for key, text in texts.items() if key.startswith(f"{field.name}/")}
        if mine:
            write_stream(owner, field, language, mine)
    elif field.name in texts:
        setattr(owner, build_localized_fieldname(field.name, language), texts[field.name])


def write_stream(owner, field, language, texts):
    """Build the stream when all its segments are there; until then store them as unfinished.

    Readers never get half a text: until then they read what was there before.
    """
    prefix = f"{field.name}/"
    source, target = raw_streams(owner, field, language)
    found = list(leaves(field.stream_block, source, target))
    known = {leaf.path: leaf.target for leaf in found}
    known |= relative(owner.unfinished(language), prefix) | relative(texts, prefix)
    known = {leaf.path: known[leaf.path] for leaf in found}
    if all(known.values()) or not any(known.values()):
        raw = rebuilt(field.stream_block, source, target, known) if all(known.values()) else []
        setattr(owner, build_localized_fieldname(field.name, language), field.to_python(raw))
        unfinished = {}
    else:
        unfinished = {
            prefix + leaf.path: known[leaf.path] for leaf in found if known[leaf.path] != leaf.target
        }
    owner.store_unfinished(language, field.name, unfinished)
