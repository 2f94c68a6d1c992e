"""The texts inside a stream of blocks: found by a path of ids, paired with another language, put back."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import TableBlock

TABLE_AS_LISTS = blocks.StructBlock(
    [
        ("caption", blocks.CharBlock(label=_("Caption"))),
        ("columns", blocks.ListBlock(blocks.CharBlock(), label=_("Column headings"))),
        ("rows", blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False)), label=_("Rows"))),
    ]
)
TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)


@dataclass(frozen=True)
class Leaf:
    path: str  # "<id of the block>/steps/<id of the step>/title"
    block: blocks.Block
    heading: str  # what the editor calls the place: "Numbered steps: Title"
    source: str
    target: str


def with_keys(raw):
    """Return `[(id, type, value), ...]` of the raw items of a stream or list; old lists have no ids."""
    return [
        (item.get("id") or str(number), item["type"], item["value"])
        if isinstance(item, dict) and {"type", "value"} <= item.keys()
        else (str(number), "item", item)
        for number, item in enumerate(raw or [])
    ]


def is_id(key):
    """Return True if `key` is an id, not a position in a list."""
    return not key.isdecimal()


def paired(source, target):
    """Return, for each item of `source`, the value in `target` that translates it, or None.

    A translation of the same item has its id; streams written apart are matched by the order of their blocks.
    """
    by_id = {key: value for key, _kind, value in target}
    if any(is_id(key) and key in by_id for key, _kind, _value in source):
        return [by_id.get(key) for key, _kind, _value in source]
    found = [None] * len(source)
    kinds = [[kind for _key, kind, _value in side] for side in (source, target)]
    for a, b, size in SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks():
        found[a : a + size] = [value for _key, _kind, value in target[b : b + size]]
    return found


def leaves(block, source, target, path="", heading=""):
    """Yield a `Leaf` for each text in the raw `source`; `target` is the raw value in another language."""
    if isinstance(block, TEXT_BLOCKS):
        if source:
            yield Leaf(path, block, heading, source, target if isinstance(target, str) else "")
        return
    if isinstance(block, TableBlock):
        block, source, target = table_as_lists(source, target)
    for key, child, value, other in children(block, source, target):
        name = heading if isinstance(block, blocks.ListBlock) else joined(heading, child.label)
        yield from leaves(child, value, other, f"{path}/{key}" if path else key, name)


def table_as_lists(source, target):
    return TABLE_AS_LISTS, TableBlock.as_lists(source), TableBlock.as_lists(target)


def joined(heading, label):
    return ": ".join(filter(None, [heading, str(label)]))


def children(block, source, target):
    """Yield `(key, block, source value, target value)` for each value inside `block`."""
    if isinstance(block, blocks.BaseStructBlock):
        for key, child in block.child_blocks.items():
            yield key, child, (source or {}).get(key), (target or {}).get(key)
    elif isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
        mine = with_keys(source)
        for (key, kind, value), other in zip(mine, paired(mine, with_keys(target)), strict=True):
            yield key, child_of(block, kind), value, other


def child_of(block, kind):
    return block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks[kind]


def rebuilt(block, source, target, texts, path=""):
    """Return the raw `source` with every text replaced by `texts[path]`, else by that of `target`.

    Pictures, helplines and quizzes that the other language chose for itself stay.
    """
    if isinstance(block, TEXT_BLOCKS):
        return texts.get(path, target if isinstance(target, str) else "")
    if isinstance(block, TableBlock):
        lists = rebuilt(*table_as_lists(source, target), texts, path)
        return TableBlock.from_lists(unwrapped(lists))
    below = [
        (key, rebuilt(child, value, other, texts, f"{path}/{key}" if path else key))
        for key, child, value, other in children(block, source, target)
    ]
    if isinstance(block, blocks.BaseStructBlock):
        return dict(below)
    if isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
        kinds = [kind for _key, kind, _value in with_keys(source)]
        return [
            {"type": kind, "value": value, "id": key if is_id(key) else None}
            for (key, value), kind in zip(below, kinds, strict=True)
        ]
    return source if target in (None, "") else target


def unwrapped(raw):
    """Return the raw value with the items of its lists in place of `{"type", "value", "id"}`."""
    if isinstance(raw, list):
        return [unwrapped(item["value"]) for item in raw]
    return {key: unwrapped(value) for key, value in raw.items()} if isinstance(raw, dict) else raw
