"""The text of a value apart from how an editor stores it: two forms of the same text have one digest."""

import hashlib
import html
import json
import re
from collections.abc import Iterable
from typing import Any

from wagtail.blocks import StreamValue

from cms.blocks import TableBlock

TABLE = {"caption", "columns", "rows"}
LINK_TARGETS = re.compile(r'\b(?:href|id|alt)="([^"]*)"')
OPENING_TAG = re.compile(r"<(a|embed)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")


def normalized_text(value: Any) -> Any:
    """Return the words and link targets of `value`: plain text, rich text or a stream of blocks.

    Targets stand in ⟨⟩. The editor's marks (`data-block-key`, ids of blocks), bold and white space do not
    count.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, StreamValue):
        return normalized_text(value.get_prep_value())
    if isinstance(value, dict):
        return normalized_dict(value)
    if isinstance(value, list):
        return [normalized_text(item) for item in value]
    if hasattr(value, "pk"):  # a recording: another voice makes no translation out of date
        return ""
    return normalized_html(str(value)) if isinstance(value, str) else str(value)


def normalized_dict(value: dict[str, Any]) -> Any:
    if value.keys() == TABLE:
        value = TableBlock.as_lists(value)
    if value.get("type") == "item":  # a list from the editor wraps its items, one from the starter does not
        return normalized_text(value["value"])
    return {key: normalized_text(item) for key, item in value.items() if key != "id"}


def normalized_html(text: str) -> str:
    text = OPENING_TAG.sub(link_targets, text)
    return " ".join(html.unescape(TAG.sub(" ", text)).split())


def link_targets(tag: re.Match[str]) -> str:
    return f" ⟨{' '.join(sorted(LINK_TARGETS.findall(tag[0])))}⟩ "


def digest(values: Iterable[Any]) -> str:
    """Return 16 hex digits of the SHA-256 of the normalized text of `values`."""
    text = json.dumps([normalized_text(value) for value in values], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
