"""Files kept between a preview and its confirmation, for the person who uploaded them."""

import secrets
from datetime import timedelta

from django.core import signing
from django.core.files.storage import storages
from django.utils import timezone

FOLDER = "imports"
KEPT_SECONDS = 3600
OLD = timedelta(days=1)
SALT = "kept-upload"


def keep(user, file, suffix, **about):
    """Keep the uploaded `file`; return a token that only `user` can use, for an hour."""
    file.seek(0)
    name = storages["private"].save(f"{FOLDER}/{secrets.token_hex(16)}{suffix}", file)
    return signing.dumps({**about, "name": name, "user": user.pk}, salt=SALT)


def kept(user, token):
    """Return what was kept with `token` and under which `name`; None when it is old, used or not theirs."""
    try:
        found = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    if found["user"] != user.pk or not storages["private"].exists(found["name"]):
        return None
    return found


def opened(found):
    return storages["private"].open(found["name"])


def forget(found):
    storages["private"].delete(found["name"])


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
