"""Collecting static files only when one has changed: hashing and Brotli take seconds, looking takes none."""

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MANIFEST = "staticfiles.json"


def sources_digest():
    """Return a digest of path, size and time of change of every static file, and of how they are stored."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            found = os.stat(storage.path(path))
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files():
    """Collect into `STATIC_ROOT`; return False when nothing has changed since the last time."""
    note, fresh = settings.DATA_DIR / "static-sources", sources_digest()
    known = note.read_text() if note.exists() and (settings.STATIC_ROOT / MANIFEST).exists() else None
    if known == fresh:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(fresh)
    return True
