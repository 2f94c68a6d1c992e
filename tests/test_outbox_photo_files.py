"""The files of photos and the rows that name them: as many of one as of the other, whatever happens."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage, storages
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from tests.support.outbox_client import jpeg, put_photo, sha256
from villages.models import PhotoUpload
from villages.outbox import photos
from villages.outbox.photo_storage import store_file

PHOTO = jpeg()


def photo_files():
    root = Path(storages["private"].location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def photo_rows():
    return sorted(PhotoUpload.objects.values_list("file", flat=True))


def send(author):
    return photos.store_photo(author, sha256(PHOTO), PHOTO)


@pytest.mark.django_db(transaction=True)
def test_one_photo_sent_five_times_at_once_is_one_row_and_one_file(cast, monkeypatch):
    together = threading.Barrier(5)
    monkeypatch.setattr(photos, "reencoded", lambda raw, _formats: (together.wait(30), raw)[1])
    new = []

    def send_once():
        try:
            new.append(send(cast.educator)[1])
        finally:
            connection.close()

    threads = [threading.Thread(target=send_once) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [False] * 4 + [True]
    assert photo_files() == photo_rows() == [f"photos/{cast.educator.pk}/{sha256(PHOTO)}.jpg"]


def test_a_photo_sent_again_after_the_database_failed_takes_the_same_file(cast, monkeypatch):
    def fail(*_args, **_options):
        raise OperationalError("the database is gone")

    with monkeypatch.context() as patched:
        patched.setattr(PhotoUpload, "save", fail)
        for _ in range(5):
            with pytest.raises(OperationalError):
                send(cast.educator)
    assert (len(photo_files()), photo_rows()) == (1, [])
    assert send(cast.educator)[1]
    assert photo_files() == photo_rows()
    assert not send(cast.educator)[1]


def test_a_full_disk_leaves_no_file_and_no_row(cast, signed_in, monkeypatch):
    def no_room(_file):
        raise OSError(28, "No space left on device")

    phone = signed_in(cast.educator)
    phone.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", no_room)
        for _ in range(3):
            assert put_photo(phone, PHOTO).status_code in (503, 507)
    assert photo_files() == photo_rows() == []
    assert put_photo(phone, PHOTO).status_code == 201
    assert photo_files() == photo_rows() != []


def test_file_and_folder_are_on_the_disk_before_the_row_names_the_file(cast, monkeypatch):
    steps = []
    sync, save = os.fsync, PhotoUpload.save
    monkeypatch.setattr(os, "fsync", lambda file: (steps.append("synced"), sync(file)))
    monkeypatch.setattr(
        PhotoUpload, "save", lambda *args, **options: (steps.append("row"), save(*args, **options))
    )
    send(cast.educator)
    assert steps == ["synced", "synced", "row"]


def test_a_storage_without_a_disk_of_ours_holds_one_file_a_photo_too():
    storage = InMemoryStorage()
    assert [store_file(storage, "photos/1/a.jpg", content) for content in (b"1", b"2")] == [
        "photos/1/a.jpg"
    ] * 2
    assert storage.listdir("photos/1") == ([], ["a.jpg"])
    assert storage.open("photos/1/a.jpg").read() == b"2"


@pytest.mark.django_db(transaction=True)
def test_files_without_a_row_go_after_two_days_and_no_other_goes(cast, capsys):
    send(cast.educator)
    folder = Path(storages["private"].path(f"photos/{cast.educator.pk}"))
    ages = {"lost.jpg": 50, ".unfinished": 50, "arriving.jpg": 40}
    for name, hours in ages.items():
        (folder / name).write_bytes(b"")
        moment = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(folder / name, (moment, moment))
    os.utime(folder / f"{sha256(PHOTO)}.jpg", (0, 0))
    call_command("purge_expired", dry_run=True)
    assert "Files of photos without a row, over 2 days old: 2" in capsys.readouterr().out
    assert len(photo_files()) == 4
    call_command("purge_expired")
    assert photo_files() == sorted([*photo_rows(), f"photos/{cast.educator.pk}/arriving.jpg"])
