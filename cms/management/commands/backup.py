from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.backup import encryption
from cms.backup.errors import errors_in_a_sentence
from cms.backup.progress import Progress
from cms.backup.saving import save

NAME = "migrasi-{:%Y-%m-%dT%H%M%SZ}.backup"
PATTERN = NAME.partition("{")[0] + "*Z.backup"


class Command(BaseCommand):
    help = "Saves the database, public files and private files in one file, while the site serves."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, help="a new file; in a folder that exists it is named for the time"
        )
        parser.add_argument(
            "--public-key", default=settings.BACKUP_PUBLIC_KEY, help="encrypt for this key, see backup_key"
        )
        parser.add_argument(
            "--newest", type=int, metavar="N", help="in a folder: afterwards delete all but the newest N"
        )

    def handle(self, *, file, public_key, newest, **options):
        path = file / NAME.format(datetime.now(UTC)) if file.is_dir() else file
        if path.exists():
            raise CommandError(f"{path} exists already: name a new file.")
        with errors_in_a_sentence():
            key = encryption.public_key(public_key) if public_key else None
            saved = save(path, Progress(self.log), key)
        self.log(f"{saved['rows']:,} rows and {saved['files']:,} files are saved in {path}.")
        if not key:
            self.log("The file is not encrypted: it holds what only the office may read.")
        if newest and file.is_dir():
            self.delete_old(file, newest)

    def delete_old(self, folder, newest):
        for path in sorted(folder.glob(PATTERN))[: -max(newest, 1)]:
            path.unlink()
            self.log(f"{path.name} is deleted.")

    def log(self, text):
        self.stdout.write(text)
        self.stdout.flush()
