"""Workbooks of Excel: openpyxl reads the cells, expat what openpyxl leaves out when it reads row by row."""

import io
import re
import zipfile
from collections import namedtuple
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from django.utils.translation import gettext as _

from villages.roster_import.problems import UnreadableTable, row_ranges
from villages.roster_import.sheets import MOST_COLUMNS, MergedCells, Sheet
from villages.roster_import.xml_events import parse_events

MOST_UNPACKED = 300 * 1024 * 1024  # a roster of all 83,762 villages has about 130 MB
MOST_TEXTS = 64 * 1024 * 1024  # of the texts that cells share: they are read into memory as a whole
LAST_ROW = 1_048_576
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
UNREADABLE = (
    zipfile.BadZipFile,
    expat.ExpatError,
    ParseError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
    zipfile.zlib.error,
)

Layout = namedtuple("Layout", "merged hidden_rows empty_formulas")


def read_xlsx(content):
    """Return the sheets of a workbook, those that are hidden without their rows."""
    try:
        refuse_bomb(content)
        return sheets_of(content)
    except UNREADABLE as error:
        raise UnreadableTable(
            _("This XLSX file cannot be read. Open it in a spreadsheet, save it again and try again.")
        ) from error


def sheets_of(content):
    # Imported here: it costs a worker 4.6 MB and half a second, and few of them ever read a workbook.
    import openpyxl
    from openpyxl.utils.datetime import MAC_EPOCH

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if book.epoch == MAC_EPOCH:
        raise UnreadableTable(
            _("This workbook counts its days from 1904. Save it as CSV UTF-8 and try again.")
        )
    if not book.worksheets:
        raise ValueError
    sheets = [read_sheet(content, worksheet) for worksheet in book.worksheets]
    book.close()
    return sheets


def read_sheet(content, worksheet):
    sheet = Sheet(worksheet.title, is_hidden=worksheet.sheet_state != "visible")
    if sheet.is_hidden:
        return sheet
    layout = layout_of(content, worksheet._worksheet_path)
    if layout.empty_formulas:
        raise UnreadableTable(
            _("Formulas without a result in rows %(rows)s. Open the file in a spreadsheet and save it.")
            % {"rows": row_ranges(layout.empty_formulas)}
        )
    merged = MergedCells(layout.merged)
    worksheet.reset_dimensions()
    lines = worksheet.iter_rows(values_only=True, max_row=LAST_ROW, max_col=MOST_COLUMNS + 1)
    for number, cells in enumerate(lines, 1):
        sheet.add(number, merged.fill(number, cells))
    filled = {number for number, _cells in sheet.lines}
    sheet.hidden_rows = [number for number in layout.hidden_rows if number in filled]
    return sheet


def layout_of(content, path):
    """Return the `Layout` of the sheet at `path`, a part of the workbook."""
    layout = Layout([], [], [])
    row, within, has_formula, has_value = 0, "", False, False

    def start(name, attributes):
        nonlocal row, within, has_formula, has_value
        within = name
        if name == "row":
            row = int(attributes.get("r", row + 1))
            if attributes.get("hidden") in ("1", "true"):
                layout.hidden_rows.append(row)
        elif name == "c":
            has_formula = has_value = False
        elif name == "f":
            has_formula = True
        elif name == "mergeCell" and (found := RANGE.fullmatch(attributes.get("ref", ""))):
            first, last = int(found[2]), int(found[4])
            if last > first and len(layout.merged) < LAST_ROW:
                layout.merged.append((first, last, column_number(found[1])))

    def text(data):
        nonlocal has_value
        has_value = has_value or within in ("v", "t")

    def end(name):
        if name == "c" and has_formula and not has_value and row not in layout.empty_formulas[-1:]:
            layout.empty_formulas.append(row)

    with zipfile.ZipFile(io.BytesIO(content)).open(path.removeprefix("/")) as part:
        parse_events(part, start, end, text)
    return layout


def column_number(letters):
    """Return 0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def refuse_bomb(content):
    """Raise `UnreadableTable` if the archive unfolds to more than a roster can have.

    The sizes are the archive's own word; `zipfile` never unfolds more of a part than its word.
    """
    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    texts = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    if texts > MOST_TEXTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableTable(
            _("The file unpacks to more than 300 MB. Copy the table alone into a new workbook and try again.")
        )
