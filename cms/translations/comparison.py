"""Reading a text line by line, and comparing the Indonesian of today with the one that was translated."""

import difflib
import re

from cms.languages import SOURCE
from cms.models.translatable import TranslationState
from cms.translations.digests import normalized_text
from cms.translations.segments import text_owners
from cms.translations.texts import from_revision

TARGET = re.compile(r"⟨[^⟩]*⟩ ?")
BEFORE_A_STOP = re.compile(r" (?=[.,;:!?)])")  # where a link or bold words ended


def lines_of(obj, language):
    """Return `[(field name, text), ...]` of `obj` and its rows; a stream gives a line per text in it."""
    lines = []
    for _address, owner in text_owners(obj):
        row = "" if owner is obj else f"{owner._meta.verbose_name} {owner.row_name}: "
        lines += [(f"{row}{name}", line) for name, line in own_lines(owner, language)]
    return lines


def own_lines(owner, language):
    """Return `[(field name, text), ...]` of `owner` without the rows inside it."""
    return [
        (owner._meta.get_field(field).verbose_name, line)
        for field in owner.translated_fields
        for line in flat(normalized_text(owner.text_in(field, language)))
    ]


def flat(normalized):
    """Return the texts inside `normalized` in reading order, without types of blocks and targets of links."""
    if isinstance(normalized, dict):
        is_block = normalized.keys() == {"type", "value"}
        items = [normalized["value"]] if is_block else normalized.values()
        return [line for item in items for line in flat(item)]
    if isinstance(normalized, list):
        return [line for item in normalized for line in flat(item)]
    text = BEFORE_A_STOP.sub("", TARGET.sub("", normalized)) if isinstance(normalized, str) else ""
    return [text] if text else []


def translated_source(obj, language, address=None):
    """Return the version of `obj` whose Indonesian was translated into `language`, or None if it is gone.

    `address` names the row whose Indonesian is looked for; without it, that of `obj` itself.
    """
    owner = dict(text_owners(obj)).get(address, obj)
    wanted = owner.translations.get(language, {}).get("source")
    if not wanted or not hasattr(obj, "revisions"):
        return None
    contents = obj.revisions.order_by("-created_at").values_list("content", flat=True)
    for content in contents.iterator(chunk_size=20):
        older = from_revision(obj, content)
        if dict(text_owners(older)).get(address, older).source_digest() == wanted:
            return older
    return None


def difference(before, now):
    """Return `[(op, word), ...]` between two texts; op is `" "`, `"-"` or `"+"`."""
    changes = difflib.ndiff(before.split(), now.split())
    return [(change[0], change[2:]) for change in changes if change[0] != "?"]


def source_changes(obj, language):
    """Return the differences between the translated Indonesian and today's, by line; None if not known."""
    owners = dict(text_owners(obj))
    outdated = [a for a in owners if owners[a].translation_state(language) == TranslationState.OUTDATED]
    versions = {address: translated_source(obj, language, address) for address in outdated}
    if not outdated or None in versions.values():
        return None
    changes = []
    for address, older in versions.items():
        changes += changed_lines(dict(text_owners(older))[address], owners[address])
    return changes


def changed_lines(older, now):
    before, after = ([line for _, line in own_lines(owner, SOURCE)] for owner in (older, now))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        difference(" ".join(before[a:b]), " ".join(after[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
