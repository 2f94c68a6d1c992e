from villages.roster_import import KINDS
from villages.roster_import.base_command import ImportCommand


class Command(ImportCommand):
    help = "Import immigration offices from a CSV, XLSX or ODS file, matched on their name; all or nothing."
    kind = KINDS["offices"]
