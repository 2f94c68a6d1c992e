"""Text files: CSV with commas, semicolons, tabs or bars, in the encodings that spreadsheets write."""

import codecs
import csv
import io
import itertools
import re

from django.utils.translation import gettext as _

from villages.roster_import.columns import header_score
from villages.roster_import.problems import UnreadableTable
from villages.roster_import.sheets import HEADER_ROWS, Sheet, is_blank

DELIMITERS = ",;\t|"
SEPARATOR_LINE = re.compile(r"\A\ufeff?\"?sep=(.)\"?[ ,;\t]*(\r\n|\r|\n)", re.IGNORECASE)
# UTF-8 that was read as Windows-1252 begins its letters with one of these pairs.
TWICE_ENCODED = re.compile("[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]")
ACCENTED_WORD = re.compile(r"\w*[^\x00-\x7f]\w*")
OTHER_FILES = [b"%pdf", b"{\\rtf", b"<html", b"<!doctype html", b"<table", b"<?xml"]


def read_csv(content, names):
    """Return the one sheet of a text file, and notes on how it was read."""
    if content[:200].lstrip().lower().startswith(tuple(OTHER_FILES)):
        raise UnreadableTable(
            _("This is a page or a document, not a table. Save it as XLSX or as CSV UTF-8 and try again.")
        )
    text, notes = decoded(content)
    if "\0" in text:
        raise UnreadableTable(_("The file is neither CSV nor XLSX."))
    separator = SEPARATOR_LINE.match(text)
    if separator:
        text = text[separator.end() :]
    delimiter = separator[1] if separator else best_delimiter(text, names)
    sheet = Sheet()
    try:
        for number, cells in enumerate(lines_of(text, delimiter), 1):
            sheet.add(number, cells)
    except csv.Error as error:
        raise UnreadableTable(
            _("The file is neither CSV nor XLSX: a quotation mark is open, or a cell is endless.")
        ) from error
    return [sheet], notes


def decoded(content):
    """Return the text of the file, and a list with a note if its encoding was a guess."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), []
        if encoding := utf16_without_mark(content):
            return content.decode(encoding), []
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return from_windows(content)


def utf16_without_mark(content):
    """Return the UTF-16 in which every other byte of the first hundred is zero, or None."""
    start = content[:100]
    zeros = {"utf-16-le": start[1::2].count(0), "utf-16-be": start[::2].count(0)}
    encoding = max(zeros, key=zeros.get)
    return encoding if len(start) > 7 and zeros[encoding] > 0.8 * (len(start) // 2) else None


def from_windows(content):
    message = _("The file is not in UTF-8. Save it as “CSV UTF-8” and try again.")
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableTable(message) from error
    if TWICE_ENCODED.search(text) or content.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTable(message)
    words = list(dict.fromkeys(ACCENTED_WORD.findall(text)))[:5]
    note = _("The file is not in UTF-8; it was read as Windows-1252. Look at these words: %(words)s.")
    return text, [note % {"words": ", ".join(words)}]


def best_delimiter(text, names):
    """Return the delimiter with which the first rows show most column names, then most cells."""

    def score(delimiter):
        try:
            lines = list(itertools.islice(lines_of(text, delimiter), HEADER_ROWS))
        except csv.Error:
            return (-1, 0)
        filled = (sum(not is_blank(cell) for cell in line) for line in lines)
        return (max((header_score(line, names) for line in lines), default=0), max(filled, default=0))

    return max(DELIMITERS, key=score)


def lines_of(text, delimiter):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
