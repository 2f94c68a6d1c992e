from villages.roster_import import KINDS
from villages.roster_import.base_command import ImportCommand


class Command(ImportCommand):
    help = "Import villages from a CSV, XLSX or ODS file, matched on their Kemendagri code; all or nothing."
    kind = KINDS["villages"]
