from pathlib import Path

from django.core.management.base import BaseCommand

from cms.languages import TARGETS
from cms.translations.po_export import po_file


class Command(BaseCommand):
    help = "Write every text and its translation into one language as a PO file."

    def add_arguments(self, parser):
        parser.add_argument("language", choices=TARGETS)
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")

    def handle(self, language, output=None, **options):
        file = po_file(language)
        if output is None:
            self.stdout.write(str(file))
            return
        output.write_text(str(file), encoding="utf-8")
        self.stdout.write(f"{len(file)} texts written to {output}")
