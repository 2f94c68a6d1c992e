"""One version for the whole site, which changes when anything readers see has changed.

The page cache (`cms.page_cache.middleware`) reads it on every request. It is a file in `DATA_DIR`, which
every worker sees at once, or an entry in Redis where `CACHE_URL` is set (several machines), read twice a
second.
"""

import os
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

FILE_NAME = REDIS_KEY = "content-stamp"
REDIS_INTERVAL = 0.5  # seconds between two reads

# What Wagtail writes to a page or snippet when only a draft is saved.
DRAFT_FIELDS = frozenset(
    {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
)


def file_version() -> tuple[int, int] | None:
    """Return what changes whenever the file is replaced; None while there is no file."""
    try:
        # Every reader waits for this: a `Path` would take longer to make than the rest of a cache hit.
        found = os.stat(os.path.join(settings.DATA_DIR, FILE_NAME))
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def replace_file() -> None:
    path = Path(settings.DATA_DIR) / FILE_NAME
    new = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        new.write_text(new.name)
        new.replace(path)
    except OSError:  # a full disk has room for another time of change
        new.unlink(missing_ok=True)
        path.touch()


class RedisVersion:
    def __init__(self) -> None:
        self.value: str | None = None
        self.read_at = 0.0
        self.was_away = False

    def __call__(self) -> str | None:
        if not self.is_fresh():
            self.read_at = time.monotonic()
            self.value = self.read()
        return self.value

    def is_fresh(self) -> bool:
        return time.monotonic() - self.read_at < REDIS_INTERVAL

    def replace(self) -> None:
        """Change it; readers of this process get the change at once."""
        value = uuid4().hex
        cache.set(REDIS_KEY, value, None)
        self.value, self.read_at = value, time.monotonic()

    def read(self) -> str | None:
        """Return the value in Redis; while Redis is away, that of this machine.

        Redis did not hear of changes meanwhile, so its old value counts as changed once it is back.
        """
        value: str | None = cache.get(REDIS_KEY)
        was_away, self.was_away = self.was_away, getattr(cache, "is_away", False)
        if was_away and not self.was_away:
            self.replace()
            return self.value
        return value


current_version = RedisVersion() if settings.CACHE_URL else file_version


def renew() -> None:
    """Change the version now."""
    if isinstance(current_version, RedisVersion):
        current_version.replace()
    else:
        replace_file()


def content_changed() -> None:
    """Change the version when the present transaction commits; call it after `update()` and bulk writes."""
    transaction.on_commit(renew)


def watch(*models: type[Model]) -> None:
    """Change the version whenever one of `models` is saved or deleted."""
    for model in models:
        label = model._meta.label
        post_save.connect(on_save, sender=model, dispatch_uid=f"content-version-save-{label}")
        post_delete.connect(on_delete, sender=model, dispatch_uid=f"content-version-delete-{label}")


def on_save(sender: type[Model], update_fields: Collection[str] | None = None, **_: Any) -> None:
    if not update_fields or set(update_fields) - DRAFT_FIELDS:
        content_changed()


def on_delete(**_: Any) -> None:
    content_changed()
