from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.languages import TARGETS
from cms.translations.po_import import PoFileError, plan


class Command(BaseCommand):
    help = "Read translations from a PO file of export_translations and store them as drafts."

    def add_arguments(self, parser):
        parser.add_argument("language", choices=TARGETS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report what would change, change nothing")
        parser.add_argument("--refused", type=Path, help="a PO file for what is refused, with the reasons")

    def handle(self, language, file, dry_run=False, refused=None, **options):
        try:
            planned = plan(file.read_bytes(), language)
        except (OSError, PoFileError) as error:
            raise CommandError(str(error)) from error
        for refusal in planned.refused:
            self.stderr.write(f"{refusal.entry.msgctxt}: {refusal.reason}")
        if refused and planned.refused:
            refused.write_text(str(planned.refused_file()), encoding="utf-8")
        if not dry_run:
            planned.apply(None)
        self.stdout.write(
            f"changed: {len(planned.changes)}, refused: {len(planned.refused)}, "
            f"unchanged: {planned.unchanged}, not translated: {planned.empty}"
        )
