"""Rows of tables as the sheets of an XLSX file, written one by one."""

from itertools import count, islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from cms.spreadsheets import harmless

MOST_ROWS = 1_048_575  # of a sheet, besides its heading


def write_xlsx(file, sheets):
    """Write `sheets`, (title, heading, rows) each, to the binary `file`; a full one goes on in another."""
    book = Workbook(write_only=True)
    for title, header, rows in sheets:
        rows = iter(rows)
        for part in count(1):
            if not fill(new_sheet(book, title if part == 1 else f"{title} {part}", header), rows):
                break
    book.save(file)


def new_sheet(book, title, header):
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header, 1):
        width = max(10, min(40, len(str(name)) + 4))
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([heading(sheet, name) for name in header])
    return sheet


def heading(sheet, name):
    cell = WriteOnlyCell(sheet, harmless(str(name)))
    cell.font = Font(bold=True)
    return cell


def fill(sheet, rows):
    """Append as many of `rows` as a sheet holds; say whether it is full."""
    written = 0
    for row in islice(rows, MOST_ROWS):
        sheet.append([harmless(value) for value in row])
        written += 1
    return written == MOST_ROWS
