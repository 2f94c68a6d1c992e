"""Tables become Wagtail's typed tables, in pages and in their revisions; migrations see streams as plain JSON.

The digest of a text with lists changes with the form of the lists. It is replaced wherever it is stored, so a
translation keeps its state, and the Indonesian that it was made from is found again.
"""

import json
from hashlib import sha256

from django.db import migrations

from cms.blocks import TableBlock
from cms.translations.digests import digest, normalized_html

PAGES = ("homepage", "helppage", "glossarypage", "standardpage", "articlepage")
STREAMS = ("body", *(f"body_{code}" for code in ("ind", "en", "jv", "su", "mad", "sas")))
TEXTS = ("heading_ind", "intro_ind", "meta_title_ind", "meta_description_ind")


# --- tables --------------------------------------------------------------------------------------


def typed(table):
    return table if is_typed(table) else TableBlock.from_lists(without_ids(table))


def untyped(table):
    return TableBlock.as_lists(table) if is_typed(table) else table


def is_typed(table):
    items = [*table["columns"], *table["rows"]]
    return any(isinstance(item, dict) and ("heading" in item or "values" in item) for item in items)


def is_item(value):
    return isinstance(value, dict) and value.get("type") == "item"


def without_ids(value):
    """Return `value` with the items of its lists in place of `{"type", "value", "id"}`."""
    if isinstance(value, list):
        return [without_ids(item["value"] if is_item(item) else item) for item in value]
    return {key: without_ids(item) for key, item in value.items()} if isinstance(value, dict) else value


def with_ids(value):
    """Return `value` with items as an editor stores them: the opposite of `without_ids`."""
    if isinstance(value, list):
        return [item if is_item(item) else {"type": "item", "value": with_ids(item)} for item in value]
    return {key: with_ids(item) for key, item in value.items()} if isinstance(value, dict) else value


def in_blocks(change, stream, *kinds):
    return [
        {**block, "value": change(block["value"])} if not kinds or block["type"] in kinds else block
        for block in stream or []
    ]


# --- what is stored of the form of a text --------------------------------------------------------


def old_text(value):
    if isinstance(value, dict):
        return {key: old_text(item) for key, item in value.items() if key != "id"}
    if isinstance(value, list):
        return [old_text(item) for item in value]
    return normalized_html(value) if isinstance(value, str) else "" if value is None else str(value)


def old_digest(texts):
    return sha256(json.dumps(old_text(texts), ensure_ascii=False).encode()).hexdigest()[:16]


def texts_of(version, stream):
    """Return what the digest of the Indonesian is made of; an article has a recording, which does not count."""
    return [*(version.get(name) for name in TEXTS), stream, *([None] if "audio_ind" in version else [])]


def digests_forwards(version):
    """Return `{old: new}`: an editor's digest differs from the one of the same text as it was loaded."""
    stream = version["body_ind"]
    new = digest(texts_of(version, in_blocks(typed, stream, "table")))
    return {old_digest(texts_of(version, form)): new for form in (stream, in_blocks(with_ids, stream))}


def digests_backwards(version):
    stream = version["body_ind"]
    old = old_digest(texts_of(version, in_blocks(untyped, stream, "table")))
    return {digest(texts_of(version, stream)): old}


def new_addresses(stream):
    """Return `{address of a text in an old table: its address now}`; a typed table has no ids in it."""
    found = {}
    for number, block in enumerate(stream):
        if block["type"] != "table" or is_typed(block["value"]):
            continue
        place = f"body/{block.get('id') or number}"
        for column, heading in enumerate(block["value"]["columns"]):
            found[f"{place}/columns/{key_of(heading, column)}"] = f"{place}/columns/{column}"
        for row, cells in enumerate(block["value"]["rows"]):
            for column, cell in enumerate(cells["value"] if is_item(cells) else cells):
                old = f"{place}/rows/{key_of(cells, row)}/{key_of(cell, column)}"
                found[old] = f"{place}/rows/{row}/{column}"
    return found


def key_of(item, number):
    return (item.get("id") if is_item(item) else None) or str(number)


def with_changes(translations, digests, addresses):
    """Return `translations` with other digests, and other addresses of the segments that wait."""
    changed = {
        code: {**found, "source": digests.get(found["source"], found["source"])}
        if "source" in found
        else found
        for code, found in translations.items()
    }
    if "unfinished" in translations:
        changed["unfinished"] = {
            code: {addresses.get(address, address): text for address, text in segments.items()}
            for code, segments in translations["unfinished"].items()
        }
    return changed


# --- pages and revisions -------------------------------------------------------------------------


def forwards(apps, schema_editor):
    for name in PAGES:
        change_pages(apps, name, typed, digests_forwards)


def backwards(apps, schema_editor):
    for name in PAGES:
        change_pages(apps, name, untyped, digests_backwards)


def change_pages(apps, name, convert, digests_of):
    pages = apps.get_model("cms", name).objects
    audio = ["audio_ind"] if name == "articlepage" else []
    for page in pages.values("pk", "translations", *STREAMS, *TEXTS, *audio):
        revisions = list(
            apps.get_model("wagtailcore", "Revision").objects.filter(
                content_type__app_label="cms", content_type__model=name, object_id=str(page["pk"])
            )
        )
        for revision in revisions:
            decode(revision.content)
        versions = [page, *(revision.content for revision in revisions)]
        digests = {}
        for version in versions:
            digests |= digests_of(version)
        for version in versions:
            change_version(version, convert, digests)
        for revision in revisions:
            encode(revision.content)
            revision.save(update_fields=["content"])
        pages.filter(pk=page["pk"]).update(**{key: page[key] for key in ("translations", *STREAMS)})


def decode(content):
    """Streams are text inside the content of a revision."""
    for name in STREAMS:
        content[name] = json.loads(content.get(name) or "[]")


def encode(content):
    for name in STREAMS:
        content[name] = json.dumps(content[name])


def change_version(version, convert, digests):
    addresses = new_addresses(version["body_ind"] or [])
    version["translations"] = with_changes(version.get("translations") or {}, digests, addresses)
    for name in STREAMS:
        if version[name] is not None:
            version[name] = in_blocks(convert, version[name], "table")


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
