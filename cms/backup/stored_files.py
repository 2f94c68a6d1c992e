"""The files of the site, public and private, wherever their storage is."""

import os
import shutil
import uuid
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

from cms.backup.errors import BackupError

# By the name in a backup: pictures, recordings, documents; photos of sessions, exports, staged uploads.
STORAGES = {"media": "default", "private": "private"}
OWN_FOLDERS = ".restore-"  # our own folders, while a restore runs


def names_in(storage, folder=""):
    """Yield the name of every file below `folder`, folder by folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        if not name.startswith(OWN_FOLDERS):
            yield from names_in(storage, f"{folder}{name}/")


def stored_files():
    """Yield (name in the backup, storage, name in it)."""
    for kind, alias in STORAGES.items():
        for name in names_in(storages[alias]):
            yield f"{kind}/{name}", storages[alias], name


def no_file_is_stored():
    return next(stored_files(), None) is None


def checked_name(name):
    """Return (kind, name in its storage) of a name in a backup, which may come from anywhere."""
    kind, _, path = name.partition("/")
    parts = PurePosixPath(path).parts
    if kind not in STORAGES or not parts or ".." in parts or parts[0] == "/" or "\\" in path:
        raise BackupError(f"The backup holds a file with a forbidden name: {name!r}.")
    return kind, path


class Restoring:
    """Files wait in a folder of their own until the rows are complete; then all change places, or none."""

    def __init__(self):
        self.places = {
            kind: (LocalPlace if isinstance(storages[alias], FileSystemStorage) else DistantPlace)(
                storages[alias]
            )
            for kind, alias in STORAGES.items()
        }

    def add(self, name, content):
        kind, path = checked_name(name)
        self.places[kind].add(path, content)

    def __enter__(self):
        return self

    def switch(self):
        for place in self.places.values():
            place.switch()

    def __exit__(self, failed, *_details):
        for place in self.places.values():
            if failed:
                place.undo()
            else:
                place.finish()


class LocalPlace:
    def __init__(self, storage):
        self.root = Path(storage.location)
        self.mode = storage.file_permissions_mode
        mark = uuid.uuid4().hex
        # In the same folder, so on the same disk: changing places copies nothing and needs no room.
        self.new, self.old = (self.root / f"{OWN_FOLDERS}{mark}-{which}" for which in ("new", "old"))
        self.moved = []
        for left_behind in self.root.glob(f"{OWN_FOLDERS}*-new"):  # by a restore that was killed
            shutil.rmtree(left_behind)

    def add(self, name, content):
        path = self.new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            shutil.copyfileobj(content, file, 2**20)
            file.flush()
            os.fsync(file.fileno())
        if self.mode is not None:
            path.chmod(self.mode)

    def switch(self):
        self.root.mkdir(parents=True, exist_ok=True)
        present = [path for path in self.root.iterdir() if not path.name.startswith(OWN_FOLDERS)]
        for path in present:
            self.move(path, self.old / path.name)
        for path in sorted(self.new.iterdir()) if self.new.exists() else ():
            self.move(path, self.root / path.name)

    def move(self, source, target):
        target.parent.mkdir(exist_ok=True)
        source.rename(target)
        self.moved.append((source, target))

    def undo(self):
        for source, target in reversed(self.moved):
            target.rename(source)
        self.finish()

    def finish(self):
        for folder in (self.new, self.old):
            shutil.rmtree(folder, ignore_errors=True)


class DistantPlace:
    """A storage without folders that could change places, such as S3: files wait in it under other names."""

    def __init__(self, storage):
        self.storage = storage
        self.mark = f"{OWN_FOLDERS}{uuid.uuid4().hex}/"
        self.added = set()

    def add(self, name, content):
        self.storage.save(f"{self.mark}{name}", File(content))
        self.added.add(name)

    def switch(self):
        for name in self.added:
            self.storage.delete(name)
            with self.storage.open(f"{self.mark}{name}") as content:
                self.storage.save(name, content)

    def undo(self):
        for name in self.added:
            self.storage.delete(f"{self.mark}{name}")

    def finish(self):
        self.undo()
        for name in set(names_in(self.storage)) - self.added:
            self.storage.delete(name)
