"""Which column of a file is which: by our names, their labels on the screen, and what clerks call them."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from villages.roster_import.problems import UnreadableTable
from villages.roster_import.sheets import HEADER_ROWS, INVISIBLE, is_blank

UNREAD = {"", "no", "nomor", "no urut", "nomor urut", "#"}  # numbers of the rows


@dataclass(frozen=True)
class ColumnNames:
    """The columns of one kind of file. `other` maps a column to more names, `fields` to its model field."""

    required: list[str]
    optional: list[str]
    other: dict[str, list[str]]
    fields: dict = field(default_factory=dict)

    @property
    def all(self):
        return [*self.required, *self.optional]

    def by_name(self):
        """Return the columns by all names that stand for them, as `heading_key` writes them."""
        found = {}
        for language in ("id", "en"):
            with override(language):
                found.update({heading_key(label.verbose_name): name for name, label in self.fields.items()})
        for name, others in self.other.items():
            found.update({heading_key(other): name for other in others})
        return found | {heading_key(name): name for name in self.all}


@dataclass(frozen=True)
class ImportTable:
    columns: list[str]  # ours, in the order of the file; what we do not know in the file's own words
    rows: list[tuple[int, dict]]  # the row's number in the file, and its cells by column
    headings: dict = field(default_factory=dict)  # what the file calls the columns
    notes: list = field(default_factory=list)  # what a person should know about how it was read
    surplus: list = field(default_factory=list)  # numbers of rows with more cells than columns
    samples: list = field(
        default_factory=list
    )  # (heading, column or "", first values) for a person to choose


def heading_key(text):
    """Return a heading for comparing: `Kab./Kota *` is `kab kota`, `yearly_target` is `yearly target`."""
    words = re.sub(r"[\W_]+", " ", str("" if text is None else text).translate(INVISIBLE).casefold())
    return words.strip()


def header_score(cells, names):
    """Return how many different columns the cells name; `names` as `ColumnNames.by_name()`."""
    return len({names[key] for key in map(heading_key, cells) if key in names})


def find_header(lines, names):
    """Return the index of the line with the column names, among the first rows of the sheet."""
    first = [line for line in lines if line[0] <= HEADER_ROWS] or lines[:1]
    scores = [header_score(cells, names) for _number, cells in first]
    if max(scores) < 2:
        scores = [sum(not is_blank(cell) for cell in cells) for _number, cells in first]
    return scores.index(max(scores))


def table_of(sheet, names, chosen=None):
    """Return the `ImportTable` in `sheet`. `chosen` are the columns as a person named them, "" for unread."""
    if not sheet.lines:
        raise UnreadableTable(_("The file is empty."))
    start = find_header(sheet.lines, names)
    number, header = sheet.lines[start]
    headings = [" ".join(str("" if cell is None else cell).translate(INVISIBLE).split()) for cell in header]
    columns = columns_of(headings, names, chosen)
    lines = [line for line in sheet.lines[start + 1 :] if not is_repeated_header(line[1], header)]
    notes = []
    if start:
        notes.append(
            _("Row %(row)d has the column names. What stands above it was not read.") % {"row": number}
        )
    return ImportTable(
        columns=[name for name in columns if name],
        rows=[(number, cells_by_column(cells, columns)) for number, cells in lines],
        headings={name: heading for name, heading in zip(columns, headings, strict=True) if name},
        notes=notes,
        surplus=[number for number, cells in lines if has_surplus(cells, headings)],
        samples=[
            (heading, names.get(heading_key(heading), ""), first_values(lines, place))
            for place, heading in enumerate(headings)
        ],
    )


def columns_of(headings, names, chosen):
    """Return our name for each heading; the heading in lower case when we do not know it, "" when unread."""
    if chosen is not None and len(chosen) == len(headings):
        return list(chosen)
    keys = [heading_key(heading) for heading in headings]
    return [
        names.get(key) or ("" if key in UNREAD else heading.lower())
        for key, heading in zip(keys, headings, strict=True)
    ]


def cells_by_column(cells, columns):
    cells = [*cells, *[None] * (len(columns) - len(cells))]
    return {name: cell for name, cell in zip(columns, cells, strict=False) if name}


def has_surplus(cells, headings):
    return any(
        not is_blank(cell) and (place >= len(headings) or not headings[place])
        for place, cell in enumerate(cells)
    )


def is_repeated_header(cells, header):
    """Return True for the names again, as on each printed page, and for (1) (2) (3) under them."""
    start = heading_key(next(cell for cell in cells if not is_blank(cell)))
    names = [heading_key(cell) for cell in header if not is_blank(cell)]
    if start not in ("1", *names[:1]):
        return False  # a sheet has up to 100,000 rows, and few begin like this
    filled = [heading_key(cell) for cell in cells if not is_blank(cell)]
    if filled == names:
        return True
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def first_values(lines, place):
    cells = (line[place] for _number, line in lines[:50] if place < len(line))
    return list(dict.fromkeys(str(cell)[:60] for cell in cells if not is_blank(cell)))[:3]
