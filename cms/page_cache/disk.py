"""The last form of public pages in files, for workers that start while the database is away.

Each page has one of SLOTS files, by a digest of its key, and gives way to the next page of that file. So the
folder has a limit without anybody counting.
"""

import contextlib
import gzip
import hashlib
import json
import time
import zlib
from pathlib import Path
from uuid import uuid4

from cms.page_cache.entries import Entry, Key

SLOTS = 4096
OLDEST = 7 * 24 * 3600  # seconds, as in deploy/nginx.conf


class PagesOnDisk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: Key) -> Path:
        slot = int(hashlib.sha256(repr(key).encode()).hexdigest()[:8], 16) % SLOTS
        return self.folder / f"{slot:04}"

    def write(self, key: Key, entry: Entry) -> None:
        """Store the page in place of what is there; a disk that is full is left alone."""
        head = {"key": repr(key), "status": entry.status, "headers": entry.headers, "made_at": time.time()}
        content = gzip.compress(json.dumps(head).encode() + b"\n" + entry.body, 1)
        path = self.path(key)
        unfinished = path.with_name(f".{uuid4().hex}")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.write_bytes(content)
            unfinished.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink()

    def read(self, key: Key) -> Entry | None:
        """Return the page unless it is older than OLDEST, with its age."""
        try:
            head, _, body = gzip.decompress(self.path(key).read_bytes()).partition(b"\n")
            about = json.loads(head)
        except (
            OSError,
            EOFError,
            ValueError,
            zlib.error,
        ):  # none is there, or not all of it reached the disk
            return None
        age = max(0.0, time.time() - about["made_at"])
        if about["key"] != repr(key) or age > OLDEST:
            return None
        entry = Entry(about["status"], [(name, value) for name, value in about["headers"]], body)
        entry.made_at -= age
        return entry
