"""Tables as the sheets of an XLSX file, written row by row."""

from importlib import import_module
from itertools import chain, count, islice

from django.utils.functional import SimpleLazyObject

from cms.editing.csv_safety import harmless

# Loaded on first use: it takes 4.6 MiB in every process and 0.2 s, and few processes ever write a workbook.
openpyxl = SimpleLazyObject(lambda: import_module("openpyxl"))

MAX_ROWS = 1_048_575  # of a sheet, below its header
SAMPLE_ROWS = 500  # rows that decide how wide the columns are
MAX_WIDTH = 70  # characters


def write_xlsx(file, sheets):
    """Write `sheets`, (title, header, rows) each, to the binary `file`; a full sheet continues on another."""
    book = openpyxl.Workbook(write_only=True)
    for title, header, rows in sheets:
        rows = iter(rows)
        for part in count(1):
            name = title if part == 1 else f"{title} {part}"
            if not fill_sheet(book.create_sheet(name[:31]), header, rows):
                break
    book.save(file)


def fill_sheet(sheet, header, rows):
    """Append as many `rows` as fit; return True if the sheet is full."""
    sample = list(islice(rows, min(SAMPLE_ROWS, MAX_ROWS)))
    set_column_widths(sheet, [header, *sample])
    sheet.freeze_panes = "A2"
    sheet.append([header_cell(sheet, name) for name in header])
    written = 0
    for row in islice(chain(sample, rows), MAX_ROWS):
        sheet.append(row_cells(sheet, row))
        written += 1
    return written == MAX_ROWS


def set_column_widths(sheet, rows):
    """Set the widths from a sample of `rows`: a write-only sheet takes them before its first row."""
    for number, column in enumerate(zip(*rows, strict=True), 1):
        longest = max(len(str(value)) for value in column)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = max(
            10, min(MAX_WIDTH, longest) + 3
        )


def header_cell(sheet, name):
    cell = openpyxl.cell.WriteOnlyCell(sheet, harmless(str(name)))
    cell.font = openpyxl.styles.Font(bold=True)
    return cell


def row_cells(sheet, row):
    """Return the cells of `row`, wrapped and aligned to the top if a text is wider than its column."""
    values = [harmless(value) for value in row]
    if any(isinstance(value, str) and len(value) > MAX_WIDTH for value in values):
        return [wrapped_cell(sheet, value) for value in values]
    return values


def wrapped_cell(sheet, value):
    cell = openpyxl.cell.WriteOnlyCell(sheet, value)
    cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
    return cell
