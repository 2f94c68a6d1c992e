from django.conf import settings
from django.core.management.base import BaseCommand

from cms import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues in locale/ without gettext."

    def handle(self, **options):
        stale = [path for path in catalogues.po_paths() if not catalogues.is_current(path)]
        for path in stale:
            path.with_suffix(".mo").write_bytes(catalogues.compiled(path))
            self.stdout.write(f"compiled {path.relative_to(settings.BASE_DIR)}")
