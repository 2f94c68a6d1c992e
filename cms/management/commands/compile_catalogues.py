from django.conf import settings
from django.core.management.base import BaseCommand

from cms.catalogues import interface


class Command(BaseCommand):
    help = "Compile the catalogues in locale/ without gettext."

    def handle(self, **options):
        stale = [path for path in interface.po_paths() if not interface.is_current(path)]
        for path in stale:
            path.with_suffix(".mo").write_bytes(interface.compiled(path))
            self.stdout.write(f"compiled {path.relative_to(settings.BASE_DIR)}")
