"""Reading a table from a file of any kind that offices have, whatever spreadsheet wrote it."""

import io
import zipfile

from django.utils.translation import gettext as _

from villages.roster_import.columns import find_header, header_score, table_of
from villages.roster_import.csv_reader import read_csv
from villages.roster_import.ods_reader import read_ods
from villages.roster_import.problems import UnreadableTable, row_ranges
from villages.roster_import.sheets import MOST_BYTES, MOST_ROWS
from villages.roster_import.xlsx_reader import read_xlsx

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_table(name, file, column_names, chosen=None):
    """Return the `ImportTable` in the open binary `file` called `name`; raise `UnreadableTable`.

    `column_names` are the `ColumnNames` of its kind; `chosen` are the columns a person chose, see `table_of`.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than 20 MB. Split it into smaller files."))
    if not content.strip():
        raise UnreadableTable(_("The file is empty."))
    names = column_names.by_name()
    sheets, notes = read_sheets(name, content, names)
    sheet = best_sheet(sheets, names)
    table = table_of(sheet, names, chosen)
    if len(table.rows) > MOST_ROWS:
        raise UnreadableTable(_("The file has more than 100,000 rows. Split it into smaller files."))
    table.notes[:0] = [*notes, *sheet_notes(sheets, sheet)]
    return table


def read_sheets(name, content, names):
    """Return the sheets of a file and notes on it."""
    if content.startswith(ZIP_MAGIC):
        return (read_ods if is_opendocument(content) else read_xlsx)(content), []
    if content.startswith(OLE_MAGIC):
        if ENCRYPTED in content:
            raise UnreadableTable(_("This file has a password. Save it without one and try again."))
        raise UnreadableTable(_("This is an old XLS file. Save it as XLSX and try again."))
    if name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise UnreadableTable(_("This is not an XLSX file. Save it as XLSX or as CSV UTF-8 and try again."))
    return read_csv(content, names)


def is_opendocument(content):
    try:
        return "content.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return False  # the reader of XLSX finds the words


def best_sheet(sheets, names):
    """Return the first sheet in which column names are found, else the first with anything in it."""
    filled = [sheet for sheet in sheets if sheet.lines]
    if not filled:
        raise UnreadableTable(
            _("All sheets of the file are hidden. Show the one to import and try again.")
            if any(sheet.is_hidden for sheet in sheets)
            else _("The file is empty.")
        )
    for sheet in filled:
        if header_score(sheet.lines[find_header(sheet.lines, names)][1], names) > 1:
            return sheet
    return filled[0]


def sheet_notes(sheets, read):
    others = [sheet.title for sheet in sheets if sheet.lines and sheet is not read]
    hidden = [sheet.title for sheet in sheets if sheet.is_hidden]
    if others:
        yield _("The sheet “%(read)s” was read, not: %(others)s.") % {
            "read": read.title,
            "others": ", ".join(others),
        }
    if hidden:
        yield _("Hidden sheets were not read: %(sheets)s.") % {"sheets": ", ".join(hidden)}
    if read.hidden_rows:
        yield _("Hidden rows, perhaps hidden by a filter, were read too: %(rows)s.") % {
            "rows": row_ranges(read.hidden_rows)
        }
