"""What was received and is needed no more: photos that no session names, and old refused bodies."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from villages.models import PhotoUpload, Quarantine

PHOTO_KEPT = timedelta(days=30)
REFUSED_KEPT = timedelta(days=180)


def unnamed_photos():
    return PhotoUpload.objects.unnamed().filter(received_at__lt=timezone.now() - PHOTO_KEPT)


def old_refused():
    return Quarantine.objects.filter(received_at__lt=timezone.now() - REFUSED_KEPT)


def remove_photos(photos):
    """Delete rows and files; return how many. A photo that a session names by now stays."""
    return sum(remove_photo(photo) for photo in list(photos))


def remove_photo(photo):
    with transaction.atomic():
        removed, _tables = PhotoUpload.objects.unnamed().filter(pk=photo.pk).delete()
        if removed:  # the file after the row: were the row to stay, its file must too
            transaction.on_commit(lambda: photo.file.storage.delete(photo.file.name))
    return removed
