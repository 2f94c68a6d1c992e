"""Photos: decoded and encoded again, so that nothing but the picture remains; in the private storage."""

import io
import warnings

from django.db import IntegrityError
from PIL import Image, ImageOps

from villages.models import PhotoUpload, SessionPhoto
from villages.outbox.photo_refusals import PhotoRefused, megabytes, megapixels, reason_unreadable
from villages.outbox.photo_storage import FOLDER, store_file
from villages.outbox.transactions import durable_transaction

MOST_BYTES = 300_000
MOST_UPLOAD = 12_000_000  # in the form, before it is encoded again
MOST_ON_PHONE = 30_000_000  # where only the reduced photo is sent
MOST_PIXELS = 50_000_000
LONG_EDGE = 1280
QUALITIES = (80, 70, 60, 50, 40, 30)
FORMATS = ["JPEG", "PNG", "WEBP"]


def reencoded(raw, formats=("JPEG",)):
    """Return `raw` as a JPEG of at most 1280 px and 300 kB without metadata; raise `PhotoRefused`."""
    picture = decoded(raw, formats)
    picture.thumbnail((LONG_EDGE, LONG_EDGE))
    picture.info.clear()  # comments, colour profile and whatever else the camera wrote
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def decoded(raw, formats):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(raw), formats=formats)
            if picture.width * picture.height > MOST_PIXELS:
                raise PhotoRefused("large", megapixels(MOST_PIXELS))
            picture.draft("RGB", (LONG_EDGE, LONG_EDGE))
            return upright(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused("large", megapixels(MOST_PIXELS)) from error
    except (OSError, ValueError, SyntaxError, Warning) as error:
        raise PhotoRefused(reason_unreadable(raw)) from error


def limits_in_words():
    """Return the limits that the phone names when it refuses a photo."""
    return {"file": megabytes(MOST_ON_PHONE), "pixels": megapixels(MOST_PIXELS)}


def upright(picture):
    """Return the picture turned by its EXIF orientation; unreadable EXIF data leave it as it is."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # broken EXIF data raise anything; a broken picture fails again later
        return picture


def store_photo(author, sha256, raw, formats=("JPEG",)):
    """Store a photo once per author; return the `PhotoUpload` and whether it is new.

    Every session of the author that names the photo gets its file at once.
    """
    existing = PhotoUpload.objects.filter(author=author, sha256=sha256).first()
    if existing and existing.file.storage.exists(existing.file.name):
        attach_to_sessions(existing)
        return existing, False
    content = reencoded(raw, formats)
    upload = existing or PhotoUpload(author=author, sha256=sha256)
    upload.file.name = store_file(upload.file.storage, f"{FOLDER}/{author.pk}/{sha256}.jpg", content)
    try:
        with durable_transaction():
            upload.save()
            attach_to_sessions(upload)
    except IntegrityError:  # another request stored the same photo at the same moment, in the same file
        return PhotoUpload.objects.get(author=author, sha256=sha256), False
    return upload, True


def attach_to_sessions(upload):
    SessionPhoto.objects.filter(session__author=upload.author, sha256=upload.sha256).exclude(
        file=upload.file.name
    ).update(file=upload.file.name)
