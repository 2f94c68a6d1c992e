"""What `import_offices` and `import_villages` have in common."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from villages.models.tallies import lock_tallies
from villages.roster_import.problems import UnreadableTable

MOST_LINES = 50


class ImportCommand(BaseCommand):
    kind = None  # RosterKind

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a CSV, XLSX or ODS file")
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would change, and change nothing"
        )

    def handle(self, file, dry_run, **options):
        with transaction.atomic():
            lock_tallies()
            plan = self.read(file)
            for warning in shortened([f"! {warning}" for warning in plan.warnings]):
                self.stdout.write(warning)
            if plan.problems:
                raise CommandError(problem_list(plan.problems))
            self.show(plan)
            if dry_run:
                transaction.set_rollback(True)
            else:
                plan.apply()
        self.stdout.write(plan.summary())
        if dry_run:
            self.stdout.write(_("Dry run: nothing was changed."))

    def read(self, file):
        try:
            with file.open("rb") as opened:
                return self.kind.read(file.name, opened)
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _("The file %(file)s cannot be opened: %(reason)s.")
                % {"file": file, "reason": error.strerror}
            ) from error

    def show(self, plan):
        lines = [f"+ {obj}" for obj in [*plan.needed, *plan.created]]
        for change in plan.changed:
            lines.append(f"~ {change.obj}")
            lines += [f"    {name}: {old} → {new}" for name, (old, new) in change.fields.items()]
        for line in shortened(lines):
            self.stdout.write(line)


def problem_list(problems):
    heading = _("Nothing was imported. Correct this in the file and import it again:")
    return "\n".join([heading, *shortened([f"- {problem}" for problem in problems])])


def shortened(lines):
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], _("… and %(count)d more.") % {"count": len(lines) - MOST_LINES}]
