"""Reading a PO file back: plan what would change and what is refused and why, then apply it all at once."""

from collections import defaultdict
from dataclasses import dataclass, field

import polib
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.permissions import editable_languages, may_change
from cms.editing.control_characters import without_control_characters
from cms.languages import NAMES
from cms.translations.digests import digest
from cms.translations.markup_checks import translation_errors
from cms.translations.po_export import (
    DIGEST,
    FUZZY,
    TRANSLATED,
    new_file,
    object_address,
    objects_by_address,
    outdated_sources,
)
from cms.translations.segments import Segment, exchange_form, segments, write_texts
from cms.translations.texts import newest_version, save_draft

MOST_BYTES = 5 * 1024 * 1024
IMPORTED = "cms.import_translations"


class PoFileError(Exception):
    """The whole file is refused; the message gives the reason."""


@dataclass
class SegmentChange:
    obj: object
    segment: Segment
    text: str


@dataclass
class Refusal:
    entry: polib.POEntry
    reason: str


@dataclass
class ImportPlan:
    language: str
    changes: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    outdated: set = field(default_factory=set)  # addresses still older than the Indonesian

    @transaction.atomic
    def apply(self, user):
        """Write every change as a draft, a revision per object."""
        by_object = defaultdict(dict)
        for change in self.changes:
            by_object[change.obj][change.segment.address] = change.text
        for obj, texts in by_object.items():
            newest = newest_version(obj)
            write_texts(newest, self.language, texts, self.outdated)
            save_draft(newest, user, IMPORTED)

    def refused_file(self):
        """Return the refused entries as a PO file, each with the reason as comment."""
        file = new_file(self.language)
        for refusal in self.refused:
            refusal.entry.tcomment = refusal.reason
            file.append(refusal.entry)
        return file


def parsed(content):
    """Return the `polib.POFile` in the bytes `content`."""
    if len(content) > MOST_BYTES:
        raise PoFileError(_("The file is bigger than 5 MB. Split it, or export the texts again."))
    try:
        text = without_control_characters(content.decode("utf-8-sig")).replace("\r\n", "\n")
        # The comment in front stops polib from reading a short text as the name of a file.
        file = polib.pofile(f"#\n{text}")
    except UnicodeDecodeError as error:
        raise PoFileError(_("The file is not in UTF-8. Save it as UTF-8 and upload it again.")) from error
    except (OSError, ValueError, IndexError, AttributeError) as error:
        raise PoFileError(_("This is not a PO file, or it is damaged. Nothing was changed.")) from error
    if not any(entry.msgctxt for entry in file):
        raise PoFileError(_("This PO file has no texts from this site. Export the texts here first."))
    return file


def plan(content, language, user=None):
    """Return the `ImportPlan` of importing the bytes `content`; `user` None may do everything."""
    file = parsed(content)
    declared = file.metadata.get("Language", "").strip()
    if declared != language:
        message = _("The file is for “%(language)s”, but you chose %(chosen)s.")
        name = NAMES.get(declared, declared or "?")
        raise PoFileError(message % {"language": name, "chosen": NAMES[language]})
    if user and language not in editable_languages(user):
        raise PoFileError(_("%(language)s is not one of your languages.") % {"language": NAMES[language]})
    return Planner(language, user).plan_for(file)


class Planner:
    """Goes through the entries of a file; reads each object only once."""

    def __init__(self, language, user):
        self.plan = ImportPlan(language)
        self.user = user
        self.objects = objects_by_address()
        self.opened, self.locked = {}, {}
        self.seen = set()

    def plan_for(self, file):
        for entry in file:
            if entry.obsolete or not entry.msgctxt:
                continue
            reason = self.add(entry)
            if reason:
                self.plan.refused.append(Refusal(entry, reason))
        return self.plan

    def opened_text(self, address):
        """Return (object, segments by address, older Indonesian by address of what is outdated)."""
        if address not in self.opened:
            obj = self.objects[address]
            found = {segment.address: segment for segment in segments(obj, self.plan.language)}
            self.opened[address] = obj, found, outdated_sources(obj, self.plan.language)
        return self.opened[address]

    def is_locked(self, obj):
        if obj not in self.locked:
            self.locked[obj] = bool(self.user) and not may_change(self.user, newest_version(obj))
        return self.locked[obj]

    def add(self, entry):
        """Add what `entry` changes to the plan and return ""; or return why it is refused."""
        address = object_address(entry.msgctxt)
        if address not in self.objects:
            return _("This text no longer exists.")
        obj, found, outdated = self.opened_text(address)
        segment = found.get(entry.msgctxt) or with_same_source(entry, found)
        if segment is None:
            return _("This text no longer exists.")
        if segment.address in self.seen:
            return _("This text is in the file twice.")
        self.seen.add(segment.address)
        text = exchange_form(entry.msgstr)
        is_outdated = segment.address in outdated
        if is_outdated and FUZZY in entry.flags:
            self.plan.outdated.add(segment.address)
        if text == segment.target and (not text or not is_outdated or FUZZY in entry.flags):
            self.plan.empty += not text
            self.plan.unchanged += bool(text)
            return ""
        reason = self.reason_to_refuse(entry, obj, segment, text)
        if reason:
            if is_outdated:
                self.plan.outdated.add(segment.address)
            return reason
        self.plan.changes.append(SegmentChange(obj, segment, text))
        return ""

    def reason_to_refuse(self, entry, obj, segment, text):
        if self.is_locked(obj):
            return _("You cannot change this text now: it is locked, under review or not yours.")
        if is_stale(entry, segment):
            return _("The Indonesian has changed since the file was made. Export this text again.")
        if FUZZY in entry.flags:
            return _("Marked as uncertain (fuzzy). Remove the mark when the translation is right.")
        if not text:
            return _("Empty, so the present translation stays. To delete it, open the text in the admin.")
        if text != segment.target and is_superseded(entry, segment):
            return _("Somebody else has translated this text since the file was made. Export it again.")
        return " ".join(translation_errors(segment, text))


def with_same_source(entry, found):
    """Return the only segment with the Indonesian of `entry`; its blocks may have got new ids meanwhile."""
    same = [segment for segment in found.values() if segment.source == exchange_form(entry.msgid)]
    return same[0] if len(same) == 1 else None


def comment_value(entry, prefix):
    """Return what the comment of `entry` has after `prefix`; None when some tool has lost it."""
    lines = (entry.comment or "").replace("\n", " ")
    return lines.partition(prefix)[2].partition(" ")[0] or None


def is_stale(entry, segment):
    now = digest([segment.source])
    return exchange_form(entry.msgid) != segment.source or comment_value(entry, DIGEST) not in (None, now)


def is_superseded(entry, segment):
    return comment_value(entry, TRANSLATED) not in (None, digest([segment.target]))
