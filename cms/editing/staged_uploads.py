"""Files stored between a preview and its confirmation, for the person who uploaded them."""

import secrets
from datetime import timedelta

from django.core import signing
from django.core.files.storage import storages
from django.utils import timezone

FOLDER = "imports"
MAX_AGE_SECONDS = 3600
OLD = timedelta(days=1)
SALT = "kept-upload"


def stage_upload(user, file, suffix, **about):
    """Store the uploaded `file`; return a token that only `user` can use, for an hour."""
    file.seek(0)
    name = storages["private"].save(f"{FOLDER}/{secrets.token_hex(16)}{suffix}", file)
    return sign_upload({**about, "name": name, "user": user.pk})


def sign_upload(upload):
    """Return a token for `upload`, as `staged_upload` returns it."""
    return signing.dumps(upload, salt=SALT)


def staged_upload(user, token):
    """Return `{"name", "user", **about}` for `token`; None when it is old, used or not theirs."""
    try:
        upload = signing.loads(token, salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    if upload["user"] != user.pk or not storages["private"].exists(upload["name"]):
        return None
    return upload


def open_upload(upload):
    return storages["private"].open(upload["name"])


def discard_upload(upload):
    storages["private"].delete(upload["name"])


def old_previews():
    """Return the names of files that nobody confirmed."""
    storage = storages["private"]
    try:
        _folders, files = storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    names = [f"{FOLDER}/{file}" for file in files]
    return [name for name in names if storage.get_modified_time(name) < timezone.now() - OLD]


def remove_previews(names):
    for name in names:
        storages["private"].delete(name)
