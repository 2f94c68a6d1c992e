from villages.imports import plan_offices
from villages.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import immigration offices from a CSV or XLSX file, matched on their name; all or nothing."
    make_plan = staticmethod(plan_offices)
