"""Workbooks of LibreOffice (ODS): one XML part, read as a stream."""

import io
import zipfile

from django.utils.translation import gettext as _

from villages.roster_import.problems import UnreadableTable
from villages.roster_import.sheets import MOST_COLUMNS, MOST_ROWS, MergedCells, Sheet, is_blank
from villages.roster_import.xlsx_reader import UNREADABLE, refuse_bomb
from villages.roster_import.xml_events import parse_events

MOST_CELL_LETTERS = 32_767  # as much as a cell of a spreadsheet holds
UNSHOWN = {"annotation", "tracked-changes", "shapes", "forms"}


def read_ods(content):
    """Return the sheets of an OpenDocument workbook, those that are hidden without their rows."""
    try:
        refuse_bomb(content)
        book = OdsBook()
        with zipfile.ZipFile(io.BytesIO(content)).open("content.xml") as part:
            parse_events(part, book.start, book.end, book.text)
    except UNREADABLE as error:
        raise UnreadableTable(
            _("This ODS file cannot be read. Save it as XLSX or as CSV UTF-8 and try again.")
        ) from error
    if not book.sheets:
        raise UnreadableTable(_("This ODS file has no table. Save it as XLSX or as CSV UTF-8 and try again."))
    return book.sheets


class OdsBook:
    """Collects sheets from the events of `content.xml`."""

    def __init__(self):
        self.sheets = []
        self.hidden_styles, self.style = set(), ""
        self.unshown = 0  # how many elements deep we are in what is no part of the table

    def start(self, name, attributes):
        if self.unshown or name in UNSHOWN:
            self.unshown += 1
        elif name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table":
            self.start_table(attributes)
        elif name == "table-row":
            self.start_row(attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self.start_cell(attributes)
        elif name in ("p", "line-break", "tab", "s"):
            self.add_text(" ")

    def end(self, name):
        if self.unshown:
            self.unshown -= 1
        elif name in ("table-cell", "covered-table-cell"):
            self.end_cell()
        elif name == "table-row":
            self.end_row()

    def text(self, data):
        if not self.unshown:
            self.add_text(data)

    def start_table(self, attributes):
        is_hidden = attributes.get("style-name") in self.hidden_styles
        self.sheets.append(Sheet(attributes.get("name", ""), is_hidden=is_hidden))
        self.row, self.merged, self.cell = 0, MergedCells([]), None

    def start_row(self, attributes):
        self.row += 1
        self.row_times = int(attributes.get("number-rows-repeated", 1))
        self.row_is_hidden = attributes.get("visibility") in ("collapse", "filter")
        self.cells = []

    def start_cell(self, attributes):
        self.cell, self.words = attributes, []

    def add_text(self, data):
        if getattr(self, "cell", None) is not None and sum(map(len, self.words)) < MOST_CELL_LETTERS:
            self.words.append(data)

    def end_cell(self):
        value = cell_value(self.cell, "".join(self.words).strip())
        times = min(int(self.cell.get("number-columns-repeated", 1)), MOST_COLUMNS + 1)
        deep = int(self.cell.get("number-rows-spanned", 1))
        if deep > 1:
            place = (self.row + deep - 1, len(self.cells))
            self.merged.starting.setdefault(self.row, []).append(place)
        self.cells = [*self.cells, *[value] * times][: MOST_COLUMNS + 1]
        self.cell = None

    def end_row(self):
        sheet = self.sheets[-1]
        if not sheet.is_hidden and not all(map(is_blank, self.cells)):
            for number in range(self.row, self.row + min(self.row_times, MOST_ROWS * 2)):
                sheet.add(number, self.merged.fill(number, self.cells))
                if self.row_is_hidden:
                    sheet.hidden_rows.append(number)
        self.row += self.row_times - 1


def cell_value(attributes, text):
    """Return a number or a date as spreadsheets store them, else the text of the cell."""
    kind = attributes.get("value-type")
    if kind in ("float", "percentage", "currency"):
        number = float(attributes["value"])
        return int(number) if number.is_integer() else number
    if kind == "date":
        return attributes["date-value"]
    return text
