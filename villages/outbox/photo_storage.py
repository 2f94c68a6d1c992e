"""The files of photos: stored whole, under one name, or not at all; and which of them the storage holds.

The storage may be older than the database, after a disk was restored.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models import prefetch_related_objects

from villages.models import PhotoUpload, Session, SessionPhoto
from villages.models.sessions import private_storage

FOLDER = "photos"  # and in it one for each author
MOST_ASKED_SINGLY = 6


def store_file(storage: Storage, name: str, content: bytes) -> str:
    """Store `content` under `name`, in place of what is there; return the name once it is on the disk."""
    if not isinstance(storage, FileSystemStorage):
        storage.delete(name)
        return storage.save(name, ContentFile(content))
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{uuid4().hex}")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return name


def files_without_rows(before: datetime) -> list[str]:
    """Return the files of photos that no row names, older than `before`, so that none still arrives."""
    storage = private_storage()
    return [name for name in unnamed_files(storage) if storage.get_modified_time(name) < before]


def unnamed_files(storage: Storage) -> Iterator[str]:
    for author in folders_in(FOLDER, storage):
        folder = f"{FOLDER}/{author}"
        names = {f"{folder}/{file}" for file in files_in(folder, storage)}
        for model in (PhotoUpload, SessionPhoto):
            names -= set(model.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
        yield from sorted(names)


def folders_in(folder: str, storage: Storage) -> list[str]:
    try:
        return storage.listdir(folder)[0]
    except FileNotFoundError:  # no photo was ever stored
        return []


def missing_photos(sessions: list[Session]) -> dict[UUID, list[str]]:
    """Return the digests of the photos of each session that are named but not in the storage, by session.

    A distant storage takes as long to answer for one file as to list a folder of a thousand, so the folder of
    many photos is listed once.
    """
    prefetch_related_objects(sessions, "photos")
    names = {photo.file.name or "" for session in sessions for photo in session.photos.all()} - {""}
    stored = stored_names(names, private_storage())
    return {
        session.pk: [photo.sha256 for photo in session.photos.all() if photo.file.name not in stored]
        for session in sessions
    }


def stored_names(names: set[str], storage: Storage) -> set[str]:
    if len(names) <= MOST_ASKED_SINGLY:
        return {name for name in names if storage.exists(name)}
    folders = {str(PurePosixPath(name).parent) for name in names}
    return {f"{folder}/{file}" for folder in folders for file in files_in(folder, storage)} & names


def files_in(folder: str, storage: Storage) -> list[str]:
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:  # nothing is left of it
        return []
