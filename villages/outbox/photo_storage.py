"""Which photos the storage really holds: it may be older than the database, after a disk was restored."""

from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.storage import Storage
from django.db.models import prefetch_related_objects

from villages.models import Session
from villages.models.sessions import private_storage

MOST_ASKED_SINGLY = 6


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
