"""What was received and is not needed any more: photos that no session names, old rejected payloads."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from villages.models import PhotoUpload, Quarantine
from villages.models.sessions import private_storage
from villages.outbox.photo_storage import files_without_rows

PHOTO_RETENTION = timedelta(days=30)
FILE_RETENTION = timedelta(days=2)  # without a row: an upload that was killed between the two
QUARANTINE_RETENTION = timedelta(days=180)


def unnamed_photos():
    return PhotoUpload.objects.unnamed().filter(received_at__lt=timezone.now() - PHOTO_RETENTION)


def expired_quarantine():
    return Quarantine.objects.filter(received_at__lt=timezone.now() - QUARANTINE_RETENTION)


def remove_photos(photos):
    """Delete rows and files; return how many. A photo that a session names by now stays."""
    return sum(remove_photo(photo) for photo in list(photos))


def remove_photo(photo):
    with transaction.atomic():
        removed, _tables = PhotoUpload.objects.unnamed().filter(pk=photo.pk).delete()
        if removed:  # the file last: if the row stays, so must its file
            transaction.on_commit(lambda: remove_photo_file(photo.file.name))
    return removed


def remove_photo_file(name):
    """Delete the file unless the photo has arrived again meanwhile, under the same name."""
    if not PhotoUpload.objects.filter(file=name).exists():
        private_storage().delete(name)


def files_left_behind():
    return files_without_rows(timezone.now() - FILE_RETENTION)


def remove_photo_files(names):
    for name in names:
        remove_photo_file(name)
