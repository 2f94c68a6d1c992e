"""What is wrong with a file: each cause once, with all the rows it is in."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_RANGES = 6


class UnreadableTable(Exception):
    """The file is not a table we can read; the message tells the user what to do."""


@dataclass(frozen=True)
class ImportProblem:
    """What is wrong, or odd, in a column of some rows, or in the file as a whole (no rows)."""

    message: str
    rows: tuple[int, ...] = ()
    column: str = ""

    def __str__(self):
        place = {"rows": row_ranges(self.rows), "column": self.column, "message": self.message}
        if not self.rows:
            return self.message
        if len(self.rows) == 1:
            one = _("Row %(rows)s, column %(column)s: %(message)s")
            return (one if self.column else _("Row %(rows)s: %(message)s")) % place
        many = _("Rows %(rows)s, column %(column)s: %(message)s")
        return (many if self.column else _("Rows %(rows)s: %(message)s")) % place


@dataclass
class ProblemList:
    """Iterates over one `ImportProblem` for each cause, in the order of their first rows."""

    rows_of: dict = field(default_factory=dict)  # (column, message): row numbers

    def add(self, message, row=None, column=""):
        rows = self.rows_of.setdefault((column, str(message)), [])
        if row and row not in rows[-1:]:
            rows.append(row)

    def __len__(self):
        return len(self.rows_of)

    def __iter__(self):
        for (column, message), rows in self.rows_of.items():
            yield ImportProblem(message, tuple(rows), column)


def row_ranges(rows):
    """Return `2–5, 9` for 2, 3, 4, 5 and 9."""
    ranges = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    shown = ", ".join(texts[:MOST_RANGES])
    return f"{shown}, …" if len(texts) > MOST_RANGES else shown
