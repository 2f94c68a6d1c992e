"""Rows of tables as the sheets of an XLSX file, written one by one."""

from itertools import chain, count, islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cms.editing.csv_safety import harmless

MOST_ROWS = 1_048_575  # of a sheet, besides its heading
SAMPLE = 500  # rows that tell how wide the columns are
WIDEST = 70  # characters


def write_xlsx(file, sheets):
    """Write `sheets`, (title, heading, rows) each, to the binary `file`; a full one goes on in another."""
    book = Workbook(write_only=True)
    for title, header, rows in sheets:
        rows = iter(rows)
        for part in count(1):
            name = title if part == 1 else f"{title} {part}"
            if not fill(book.create_sheet(name[:31]), header, rows):
                break
    book.save(file)


def fill(sheet, header, rows):
    """Append as many of `rows` as a sheet holds; say whether it is full."""
    first = list(islice(rows, min(SAMPLE, MOST_ROWS)))
    set_widths(sheet, [header, *first])
    sheet.freeze_panes = "A2"
    sheet.append([heading(sheet, name) for name in header])
    written = 0
    for row in islice(chain(first, rows), MOST_ROWS):
        sheet.append(line(sheet, row))
        written += 1
    return written == MOST_ROWS


def set_widths(sheet, rows):
    """A sheet that is written row by row has its widths before its rows: those of the first tell."""
    for number, column in enumerate(zip(*rows, strict=True), 1):
        longest = max(len(str(value)) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = max(10, min(WIDEST, longest) + 3)


def heading(sheet, name):
    cell = WriteOnlyCell(sheet, harmless(str(name)))
    cell.font = Font(bold=True)
    return cell


def line(sheet, row):
    """Where a text is wider than its column, it goes on below, and the whole row begins at the top."""
    values = [harmless(value) for value in row]
    if any(isinstance(value, str) and len(value) > WIDEST for value in values):
        return [wrapped(sheet, value) for value in values]
    return values


def wrapped(sheet, value):
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
