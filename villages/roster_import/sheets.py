"""The sheets of a file, as its reader found them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from villages.roster_import.problems import UnreadableTable

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
HEADER_ROWS = 20  # the column names stand in one of these
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))


@dataclass
class Sheet:
    title: str = ""
    lines: list[tuple[int, list]] = field(default_factory=list)  # row number, cells; without blank rows
    hidden_rows: list[int] = field(default_factory=list)
    is_hidden: bool = False

    def add(self, number, cells):
        """Append a row that has anything in it."""
        cells = without_blank_end(cells)
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise UnreadableTable(_("The file has more than 200 columns. Remove those that are not needed."))
        if len(self.lines) >= MOST_ROWS + HEADER_ROWS:
            raise UnreadableTable(_("The file has more than 100,000 rows. Split it into smaller files."))
        self.lines.append((number, cells))


def is_blank(cell):
    """Return True for nothing, and for spaces of any kind: non-breaking, of no width."""
    return cell is None or (isinstance(cell, str) and not cell.translate(INVISIBLE).strip())


def without_blank_end(cells):
    end = len(cells)
    while end and is_blank(cells[end - 1]):
        end -= 1
    return list(cells[:end])


class MergedCells:
    """Gives the cells of one column that are merged over several rows the value of the first."""

    def __init__(self, ranges):
        """`ranges` are of (first row, last row, column from 0)."""
        self.starting = {}
        for first, last, column in ranges:
            self.starting.setdefault(first, []).append((last, column))
        self.open = {}  # column: last row, value

    def fill(self, number, cells):
        """Return the cells of row `number` with those from above; rows come in their order."""
        if not self.starting or not without_blank_end(cells):
            return cells
        cells = list(cells)
        for column, (last, value) in list(self.open.items()):
            if number > last:
                del self.open[column]
            else:
                cells += [None] * (column + 1 - len(cells))
                cells[column] = value if is_blank(cells[column]) else cells[column]
        for last, column in self.starting.get(number, []):
            if column < len(cells):
                self.open[column] = (last, cells[column])
        return cells
