from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.public.baking import BakingError, bake


class Command(BaseCommand):
    help = "Copies the emergency pages as files, for the web server to show while the site is gone."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", type=Path, nargs="?", default=settings.DATA_DIR / "baked", help="DATA_DIR/baked"
        )

    def handle(self, *, folder, **options):
        try:
            pages = bake(folder)
        except BakingError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}.") from error
        self.stdout.write(f"{len(pages)} pages are in {folder}.")
