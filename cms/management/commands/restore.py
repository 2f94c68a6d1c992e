from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.backup import encryption
from cms.backup.errors import errors_in_a_sentence
from cms.backup.progress import Progress
from cms.backup.restoring import check, differences, restore


class Command(BaseCommand):
    help = "Puts a backup back into an empty place, whichever engine it was made on; stop the site before."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, metavar="FILE", help="the file with the private key")
        parser.add_argument(
            "--force", action="store_true", help="replace everything in a place that is not empty"
        )
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--check", action="store_true", help="only read the backup and prove it whole")
        only.add_argument(
            "--compare", action="store_true", help="only check it, and compare it with the rows of this place"
        )

    def handle(self, *, file, key, force, **options):
        only_read = options["check"] or options["compare"]
        log = Progress(self.log)
        with errors_in_a_sentence():
            private_key = encryption.private_key(key) if key else None
            if only_read:
                header, manifest = check(file, log, private_key)
            else:
                header, manifest = restore(file, log, private_key, force)
            different = differences(manifest, log) if options["compare"] else []
        if different:
            raise CommandError(f"The rows of these tables differ: {', '.join(different)}.")
        rows, files = sum(manifest["rows"].values()), manifest["files"]
        result = "are whole" if only_read else "are restored"
        self.log(f"{rows:,} rows and {files:,} files of {header['made_at']} {result}.")

    def log(self, text):
        self.stdout.write(text)
        self.stdout.flush()
