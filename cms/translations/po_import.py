"""Reading a PO file back: what would change, what is refused and why, then all of it at once."""

from collections import defaultdict
from dataclasses import dataclass, field

import polib
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.permissions import editable_languages, may_change
from cms.languages import NAMES
from cms.translations import status
from cms.translations.digests import digest
from cms.translations.markup_checks import faults
from cms.translations.po_export import (
    DIGEST,
    FUZZY,
    TRANSLATED,
    new_file,
    object_address,
    objects_by_address,
    outdated_sources,
)
from cms.translations.segments import Piece, pieces, unmarked, write

MOST_BYTES = 5 * 1024 * 1024
IMPORTED = "cms.import_translations"


class UnreadableError(Exception):
    """The whole file is refused; the message says why."""


@dataclass
class Change:
    obj: object
    piece: Piece
    text: str


@dataclass
class Refusal:
    entry: polib.POEntry
    reason: str


@dataclass
class Plan:
    language: str
    changes: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    waiting: set = field(default_factory=set)  # addresses still older than the Indonesian

    @transaction.atomic
    def apply(self, user):
        """Write every change as a draft, a revision per object."""
        by_object = defaultdict(dict)
        for change in self.changes:
            by_object[change.obj][change.piece.address] = change.text
        for obj, said in by_object.items():
            newest = status.newest(obj)
            write(newest, self.language, said, self.waiting)
            status.save_draft(newest, user, IMPORTED)

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
        raise UnreadableError(_("The file is bigger than 5 MB. Split it, or export the texts again."))
    try:
        # The comment in front keeps polib from taking a short text for the name of a file.
        file = polib.pofile("#\n" + content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise UnreadableError(_("The file is not in UTF-8. Save it as UTF-8 and upload it again.")) from error
    except (OSError, ValueError, IndexError, AttributeError) as error:
        raise UnreadableError(_("This is not a PO file, or it is damaged. Nothing was changed.")) from error
    if not any(entry.msgctxt for entry in file):
        raise UnreadableError(_("This PO file holds no texts of this site. Export the texts here first."))
    return file


def plan(content, language, user=None):
    """Return the `Plan` of importing the bytes `content`; `user` None may do everything."""
    file = parsed(content)
    said = file.metadata.get("Language", "").strip()
    if said != language:
        sentence = _("The file is for “%(said)s”, but you chose %(chosen)s.")
        raise UnreadableError(sentence % {"said": NAMES.get(said, said or "?"), "chosen": NAMES[language]})
    if user and language not in editable_languages(user):
        raise UnreadableError(_("%(language)s is not one of your languages.") % {"language": NAMES[language]})
    return Judge(language, user).judge(file)


class Judge:
    """Goes through the entries of a file; each object is looked at once."""

    def __init__(self, language, user):
        self.plan = Plan(language)
        self.user = user
        self.objects = objects_by_address()
        self.opened, self.closed = {}, {}
        self.seen = set()

    def judge(self, file):
        for entry in file:
            if entry.obsolete or not entry.msgctxt:
                continue
            reason = self.reason_against(entry)
            if reason:
                self.plan.refused.append(Refusal(entry, reason))
        return self.plan

    def opened_text(self, address):
        """Return (object, pieces by address, what in it translates an older Indonesian)."""
        if address not in self.opened:
            obj = self.objects[address]
            found = {piece.address: piece for piece in pieces(obj, self.plan.language)}
            self.opened[address] = obj, found, outdated_sources(obj, self.plan.language)
        return self.opened[address]

    def is_closed(self, obj):
        if obj not in self.closed:
            self.closed[obj] = bool(self.user) and not may_change(self.user, status.newest(obj))
        return self.closed[obj]

    def reason_against(self, entry):
        """Return why `entry` is refused; else "", and what it changes is noted in the plan."""
        address = object_address(entry.msgctxt)
        if address not in self.objects:
            return _("This text is no longer there.")
        obj, found, outdated = self.opened_text(address)
        piece = found.get(entry.msgctxt) or the_same(entry, found)
        if piece is None:
            return _("This text is no longer there.")
        if piece.address in self.seen:
            return _("This text stands in the file twice.")
        self.seen.add(piece.address)
        text = unmarked(entry.msgstr)
        is_outdated = piece.address in outdated
        if is_outdated and FUZZY in entry.flags:
            self.plan.waiting.add(piece.address)
        if text == piece.target and (not text or not is_outdated or FUZZY in entry.flags):
            self.plan.empty += not text
            self.plan.unchanged += bool(text)
            return ""
        reason = self.fault(entry, obj, piece, text)
        if reason:
            if is_outdated:
                self.plan.waiting.add(piece.address)
            return reason
        self.plan.changes.append(Change(obj, piece, text))
        return ""

    def fault(self, entry, obj, piece, text):
        if self.is_closed(obj):
            return _("You may not change this text now: it is locked, under review or not yours.")
        if is_stale(entry, piece):
            return _("The Indonesian has changed since the file was made. Export this text again.")
        if FUZZY in entry.flags:
            return _("Marked as uncertain (fuzzy). Take the mark away when the translation is right.")
        if not text:
            return _("Empty: the translation that is there was kept. Delete it in the desk if you mean to.")
        if text != piece.target and moved_on(entry, piece):
            return _("Somebody else has translated this text since the file was made. Export it again.")
        return " ".join(faults(piece, text))


def the_same(entry, found):
    """Return the one piece that says what `entry` translates; its blocks may have got new ids meanwhile."""
    same = [piece for piece in found.values() if piece.source == unmarked(entry.msgid)]
    return same[0] if len(same) == 1 else None


def noted(entry, prefix):
    """Return what a line of the comment says after `prefix`; None when some tool has lost it."""
    lines = (entry.comment or "").replace("\n", " ")
    return lines.partition(prefix)[2].partition(" ")[0] or None


def is_stale(entry, piece):
    now = digest([piece.source])
    return unmarked(entry.msgid) != piece.source or noted(entry, DIGEST) not in (None, now)


def moved_on(entry, piece):
    return noted(entry, TRANSLATED) not in (None, digest([piece.target]))
