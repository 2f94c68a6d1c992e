"""Every text as a PO file: an entry per segment, found again by its address."""

import polib
from django.utils import timezone

from cms.languages import NAMES, SOURCE
from cms.models.translatable import TranslationState
from cms.translations.comparison import translated_source
from cms.translations.digests import digest, normalized_text
from cms.translations.segments import address_of, segments, text_owners
from cms.translations.texts import all_texts, main_field

FUZZY = "fuzzy"
DIGEST = "indonesian: "
TRANSLATED = "translation: "
STATE = "state: "


def po_file(language):
    """Return a `polib.POFile` with the newest version of every text in `language`."""
    file = new_file(language)
    for obj in all_texts():
        file.extend(entries_of(obj, language))
    return file


def new_file(language):
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": "Migrasi Aman",
        "PO-Revision-Date": timezone.now().strftime("%Y-%m-%d %H:%M%z"),
        "Language": language,
        "Language-Team": NAMES[language],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": SOURCE,
    }
    return file


def entries_of(obj, language):
    changed = outdated_sources(obj, language)
    about = f"{obj._meta.verbose_name}: {normalized_text(obj.text_in(main_field(obj), SOURCE))}"
    states = {address: state_line(owner, language) for address, owner in text_owners(obj)}
    for segment in segments(obj, language):
        is_outdated = bool(segment.target) and segment.address in changed
        lines = [
            f"{about} - {segment.heading}",
            DIGEST + digest([segment.source]),
            TRANSLATED + digest([segment.target]),
            STATE + states[segment.owner],
        ]
        yield polib.POEntry(
            msgctxt=segment.address,
            msgid=segment.source,
            msgstr=segment.target,
            comment="\n".join(lines),
            flags=[FUZZY] if is_outdated else [],
            previous_msgid=changed[segment.address] or None if is_outdated else None,
        )


def state_line(owner, language):
    stored = owner.translations.get(language, {})
    by = [stored.get("reviewer"), stored.get("reviewed_on")]
    return ", ".join([owner.translation_state(language).value, *filter(None, by)])


def outdated_sources(obj, language):
    """Return `{address: older Indonesian, "" when not known}` for what was translated from an older text."""
    changed = {}
    for address, owner in text_owners(obj):
        if owner.translation_state(language) != TranslationState.OUTDATED:
            continue
        mine = {
            segment.address: segment.source for segment in segments(obj, language) if segment.owner == address
        }
        older = translated_source(obj, language, address)
        before = {segment.address: segment.source for segment in segments(older, language)} if older else {}
        differing = [key for key, source in mine.items() if before.get(key) != source] or mine
        changed |= {key: before.get(key, "") for key in differing}
    return changed


def object_address(context):
    """Return the address of the object in that of a segment: its first two parts."""
    return "/".join((context or "").split("/")[:2])


def objects_by_address():
    return {address_of(obj): obj for obj in all_texts()}
