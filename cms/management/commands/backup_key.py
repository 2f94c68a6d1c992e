from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.backup.encryption import new_key


class Command(BaseCommand):
    help = "Makes the two keys of backups: the private one in a new file, the public one on the screen."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the new file of the private key")

    def handle(self, *, file, **options):
        try:
            public = new_key(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"The private key is in {file}. Store it away from this server, twice: without it no"
            f" backup can be read.\nSet BACKUP_PUBLIC_KEY={public}"
        )
