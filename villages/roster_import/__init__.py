"""Import of the roster from CSV and XLSX: read a table, plan what would change, apply all or nothing.

table = read_table(path.name, path.open("rb"))
plan = plan_villages(table)  # plan.problems, plan.created, plan.changed, plan.unchanged
plan.apply()
"""

from villages.roster_import.offices import plan_offices
from villages.roster_import.plan import ChangedRow, ImportRejected, RosterPlan
from villages.roster_import.reader import ImportProblem, ImportTable, UnreadableTable, read_table
from villages.roster_import.villages import plan_villages

__all__ = [
    "ChangedRow",
    "ImportProblem",
    "ImportRejected",
    "ImportTable",
    "RosterPlan",
    "UnreadableTable",
    "plan_offices",
    "plan_villages",
    "read_table",
]
