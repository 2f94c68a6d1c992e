"""The single texts of an object and of the rows inside it: their addresses, reading and writing.

A piece is a heading, a choice of a question, one step of an article. Its address names the object, the
rows on the way, the field and, in a body, the ids of the blocks: `quizzes.quiz/3/questions/Q05/text`.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from django import forms
from django.db import models
from modelcluster.models import get_all_child_relations
from modeltranslation.utils import build_localized_fieldname
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField, StreamField

from cms.fields import EDITORS_MARK
from cms.languages import SOURCE
from cms.models.translatable import TranslatedModel, TranslationState
from cms.translations.stream_segments import leaves, rebuilt


@dataclass(frozen=True)
class Piece:
    address: str
    member: str  # address of the object or row it belongs to
    heading: str
    source: str
    target: str
    is_rich: bool
    formfield: forms.Field


@cache
def rows_inside(model):
    """Return the names of the relations whose rows say something in several languages."""
    relations = get_all_child_relations(model)
    return [rel.get_accessor_name() for rel in relations if issubclass(rel.related_model, TranslatedModel)]


def address_of(obj):
    return f"{obj._meta.label_lower}/{obj.pk}"


def members(obj, address=""):
    """Yield `(address, member)` for `obj` and the rows edited inside it, in reading order.

    A row without a name of its own yet (added to a draft) is left out.
    """
    address = address or address_of(obj)
    yield address, obj
    for relation in rows_inside(type(obj)):
        seen = Counter()
        for row in getattr(obj, relation).get_object_list():
            seen[row.row_name] += 1
            again = f"~{seen[row.row_name]}" if seen[row.row_name] > 1 else ""
            if row.row_name:
                yield from members(row, f"{address}/{relation}/{row.row_name}{again}")


def unmarked(text):
    """Return `text` as it travels: without the editor's marks, with plain line ends."""
    return EDITORS_MARK.sub("", text or "").replace("\r\n", "\n")


def pieces(obj, language):
    """Return a `Piece` for everything `obj` and its rows say in Indonesian."""
    return [
        piece
        for address, member in members(obj)
        for field in text_fields(type(member))
        for piece in pieces_of(member, address, field, language)
    ]


@cache
def text_fields(model):
    """Return the translated fields of `model` that hold words, not files."""
    fields = [model._meta.get_field(name) for name in model.translated_fields]
    return [field for field in fields if isinstance(field, models.CharField | models.TextField | StreamField)]


def pieces_of(member, address, field, language):
    place = f"{address}/{field.name}"
    row = f"{member._meta.verbose_name} {member.row_name}: " if address.count("/") > 1 else ""
    name = f"{row}{field.verbose_name}"
    if isinstance(field, StreamField):
        waiting = member.unfinished(language)
        for leaf in leaves(field.stream_block, *bodies(member, field, language)):
            key = f"{field.name}/{leaf.path}"
            target = waiting.get(key, leaf.target)
            is_rich = isinstance(leaf.block, RichTextBlock)
            heading = leaf.heading or name
            yield Piece(
                f"{address}/{key}",
                address,
                heading,
                unmarked(leaf.source),
                unmarked(target),
                is_rich,
                leaf.block.field,
            )
    elif source := member.text_in(field.name, SOURCE):
        column = member._meta.get_field(build_localized_fieldname(field.name, language))
        target = member.text_in(field.name, language)
        is_rich = isinstance(field, RichTextField)
        yield Piece(place, address, name, unmarked(source), unmarked(target), is_rich, column.formfield())


def bodies(member, field, language):
    """Return the raw bodies in Indonesian and in `language`."""
    return [member.text_in(field.name, code).get_prep_value() for code in (SOURCE, language)]


# --- writing -------------------------------------------------------------------------------------


def write(obj, language, texts, waiting=()):
    """Put `texts`, `{address: text}`, into `obj` and its rows; not saved. They become drafts.

    A member with an address in `waiting` still translates an older Indonesian and keeps its state.
    """
    for address, member in members(obj):
        mine = {key: text for key, text in texts.items() if belongs(key, address, member)}
        if not mine:
            continue
        for field in text_fields(type(member)):
            write_field(member, field, language, relative(mine, f"{address}/"))
        held = member.unfinished(language) or any(belongs(key, address, member) for key in waiting)
        if member.is_translated(language) and not held:
            member.mark_translation(language, TranslationState.DRAFT)


def belongs(key, address, member):
    """Say whether the piece at `key` is one of `member` itself, not of a row inside it."""
    if not key.startswith(f"{address}/"):
        return False
    return key.removeprefix(f"{address}/").partition("/")[0] in member.translated_fields


def relative(texts, prefix):
    return {key.removeprefix(prefix): text for key, text in texts.items()}


def write_field(member, field, language, texts):
    if isinstance(field, StreamField):
        mine = {key: text for key, text in texts.items() if key.startswith(f"{field.name}/")}
        if mine:
            write_body(member, field, language, mine)
    elif field.name in texts:
        setattr(member, build_localized_fieldname(field.name, language), texts[field.name])


def write_body(member, field, language, texts):
    """Make the body when every piece of it is there; until then keep the pieces beside it.

    Readers never get half a text: what they read stays as it is.
    """
    prefix = f"{field.name}/"
    source, target = bodies(member, field, language)
    found = list(leaves(field.stream_block, source, target))
    said = {leaf.path: leaf.target for leaf in found}
    said |= relative(member.unfinished(language), prefix) | relative(texts, prefix)
    said = {leaf.path: said[leaf.path] for leaf in found}
    if all(said.values()) or not any(said.values()):
        raw = rebuilt(field.stream_block, source, target, said) if all(said.values()) else []
        setattr(member, build_localized_fieldname(field.name, language), field.to_python(raw))
        kept = {}
    else:
        kept = {prefix + leaf.path: said[leaf.path] for leaf in found if said[leaf.path] != leaf.target}
    member.keep_unfinished(language, field.name, kept)
