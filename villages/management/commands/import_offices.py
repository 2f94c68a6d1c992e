from villages.roster_import import plan_offices
from villages.roster_import.base_command import ImportCommand


class Command(ImportCommand):
    help = "Import immigration offices from a CSV or XLSX file, matched on their name; all or nothing."
    make_plan = staticmethod(plan_offices)
