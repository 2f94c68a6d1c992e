"""Import of the roster from spreadsheets: read a table, plan what would change, apply all or nothing.

plan = KINDS["villages"].read(path.name, path.open("rb"))  # plan.problems, .warnings, .created, .changed
plan.apply()
"""

from dataclasses import dataclass
from typing import Any

from villages.roster_import import offices, villages
from villages.roster_import.columns import ColumnNames, ImportTable
from villages.roster_import.plan import ChangedRow, ImportRejected, RosterPlan
from villages.roster_import.problems import ImportProblem, UnreadableTable
from villages.roster_import.reader import read_table

__all__ = [
    "KINDS",
    "ChangedRow",
    "ColumnNames",
    "ImportProblem",
    "ImportRejected",
    "ImportTable",
    "RosterKind",
    "RosterPlan",
    "UnreadableTable",
]


@dataclass(frozen=True)
class RosterKind:
    """One of the two kinds of files."""

    columns: ColumnNames
    plan: Any  # of an `ImportTable`

    def table(self, name, file, chosen=None):
        return read_table(name, file, self.columns, chosen)

    def read(self, name, file, chosen=None):
        """Return the `RosterPlan` of the open binary `file`; raise `UnreadableTable`."""
        return self.plan(self.table(name, file, chosen))


KINDS = {
    "villages": RosterKind(villages.COLUMNS, villages.plan_villages),
    "offices": RosterKind(offices.COLUMNS, offices.plan_offices),
}
