"""Reading a table from a CSV or XLSX file, whatever spreadsheet wrote it."""

import csv
import io
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_UNPACKED = 300 * 1024 * 1024  # a roster of all 83,762 villages has about 130 MB
MOST_TEXTS = 64 * 1024 * 1024  # of the texts that cells share: they are read into memory as a whole
ZIP_MAGIC = b"PK\x03\x04"


class UnreadableTable(Exception):
    """The file is not a table we can read; the message tells the user what to do."""


@dataclass(frozen=True)
class ImportProblem:
    """What is wrong with one cell, or with a whole row or file."""

    message: str
    row: int | None = None
    column: str = ""

    def __str__(self):
        if self.row and self.column:
            return _("Row %(row)d, column %(column)s: %(message)s") % vars(self)
        if self.row:
            return _("Row %(row)d: %(message)s") % vars(self)
        return self.message


@dataclass(frozen=True)
class ImportTable:
    columns: list[str]
    rows: list[tuple[int, dict]]  # the row's number in the file, and its cells by column


def read_table(name, file):
    """Return the `ImportTable` in the open binary `file` called `name`; raise `UnreadableTable`."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than 20 MB. Split it into smaller files."))
    if not content.strip():
        raise UnreadableTable(_("The file is empty."))
    if content.startswith(ZIP_MAGIC):
        lines = read_xlsx(content)
    elif name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise UnreadableTable(_("This is not an XLSX file. Save it as XLSX or as CSV UTF-8 and try again."))
    else:
        lines = read_csv(content)
    return as_table(lines)


def read_xlsx(content):
    """Return the lines of the first sheet."""
    # Imported here: it costs a worker 4.6 MB and half a second, and few of them ever read a workbook.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    unreadable = (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        LookupError,
        ValueError,
        TypeError,
        OSError,
    )
    try:
        refuse_bomb(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        sizes = {"max_row": MOST_ROWS + 2, "max_col": MOST_COLUMNS + 1}
        lines = [without_end(line) for line in sheet.iter_rows(values_only=True, **sizes)]
        book.close()
    except (*unreadable, AttributeError, NotImplementedError) as error:
        raise UnreadableTable(
            _("This XLSX file cannot be read. Open it in a spreadsheet, save it again and try again.")
        ) from error
    if any(len(line) > MOST_COLUMNS for line in lines):
        raise UnreadableTable(_("The file has more than 200 columns. Remove those that are not needed."))
    return lines


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


def without_end(line):
    """Return the cells of `line` up to the last that is filled in."""
    cells = list(line)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def read_csv(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable(_("The file is not in UTF-8. Save it as “CSV UTF-8” and try again.")) from error
    if "\0" in text:
        raise UnreadableTable(_("The file is neither CSV nor XLSX."))
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableTable(_("The file is neither CSV nor XLSX.")) from error


def as_table(lines):
    if not lines:
        raise UnreadableTable(_("The file is empty."))
    if len(lines) > MOST_ROWS + 1:
        raise UnreadableTable(_("The file has more than 100,000 rows. Split it into smaller files."))
    columns = [str(cell or "").strip().lower() for cell in lines[0]]
    while columns and not columns[-1]:
        columns.pop()
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = [*line, *[None] * (len(columns) - len(line))]
        if any(cell not in (None, "") for cell in cells):
            rows.append((number, dict(zip([*columns, *[""] * len(cells)], cells, strict=False))))
    return ImportTable(columns, rows)
