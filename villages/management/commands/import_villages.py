from villages.roster_import import plan_villages
from villages.roster_import.base_command import ImportCommand


class Command(ImportCommand):
    help = "Import villages from a CSV or XLSX file, matched on their Kemendagri code; all or nothing."
    make_plan = staticmethod(plan_villages)
