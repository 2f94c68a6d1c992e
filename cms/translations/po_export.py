"""Every text as a PO file: an entry per piece, found again by its address."""

import polib
from django.utils import timezone

from cms.languages import NAMES, SOURCE
from cms.models.translatable import TranslationState
from cms.translations import status
from cms.translations.digests import digest, words
from cms.translations.segments import address_of, members, pieces

FUZZY = "fuzzy"
DIGEST = "indonesian: "
TRANSLATED = "translation: "
STATE = "state: "


def exported(language):
    """Return a `polib.POFile` with the newest version of every text in `language`."""
    file = new_file(language)
    for obj in status.all_texts():
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
    about = f"{obj._meta.verbose_name}: {words(obj.text_in(status.main_field(obj), SOURCE))}"
    states = {address: state_line(member, language) for address, member in members(obj)}
    for piece in pieces(obj, language):
        is_outdated = bool(piece.target) and piece.address in changed
        lines = [
            f"{about} - {piece.heading}",
            DIGEST + digest([piece.source]),
            TRANSLATED + digest([piece.target]),
            STATE + states[piece.member],
        ]
        yield polib.POEntry(
            msgctxt=piece.address,
            msgid=piece.source,
            msgstr=piece.target,
            comment="\n".join(lines),
            flags=[FUZZY] if is_outdated else [],
            previous_msgid=changed[piece.address] or None if is_outdated else None,
        )


def state_line(member, language):
    kept = member.translations.get(language, {})
    by = [kept.get("reviewer"), kept.get("reviewed_on")]
    return ", ".join([member.translation_state(language).value, *filter(None, by)])


def outdated_sources(obj, language):
    """Return `{address: older Indonesian, "" when not known}` for what was translated from an older text."""
    changed = {}
    for address, member in members(obj):
        if member.translation_state(language) != TranslationState.OUTDATED:
            continue
        mine = {piece.address: piece.source for piece in pieces(obj, language) if piece.member == address}
        older = status.translated_source(obj, language, address)
        before = {piece.address: piece.source for piece in pieces(older, language)} if older else {}
        other = [key for key, source in mine.items() if before.get(key) != source] or mine
        changed |= {key: before.get(key, "") for key in other}
    return changed


def object_address(context):
    """Return the address of the object in that of a piece: its first two parts."""
    return "/".join((context or "").split("/")[:2])


def objects_by_address():
    return {address_of(obj): obj for obj in status.all_texts()}
