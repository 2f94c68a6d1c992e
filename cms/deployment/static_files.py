"""Collects static files only if one has changed: hashing and Brotli take seconds, checking takes none."""

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.management import call_command
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

from cms.rendering.inline_assets import minified_css

# By folder: the files of other packages are in folders of their own, and stay as they are.
MINIFIERS = {"css": minified_css, "js": jsmin}
MANIFEST = "staticfiles.json"


class MinifiedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    # Modules import each other by hashed names: a page stored on a phone runs with those of its own version.
    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a chain of imports settles one link a pass

    def _save(self, name, content):
        if minify := MINIFIERS.get(name.partition("/")[0]):
            content.seek(0)
            content = ContentFile(minify(content.read().decode()).encode())
        return super()._save(name, content)


def sources_digest():
    """Return a digest of the storage and of the path, size and change time of every static file."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            found = os.stat(storage.path(path))
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files():
    """Collect into `STATIC_ROOT`; return False if nothing has changed since the last time."""
    digest_file, new = settings.DATA_DIR / "static-sources", sources_digest()
    old = (
        digest_file.read_text()
        if digest_file.exists() and (settings.STATIC_ROOT / MANIFEST).exists()
        else None
    )
    if old == new:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    digest_file.write_text(new)
    return True
