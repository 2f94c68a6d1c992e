"""One stamp for the whole site that changes when anything readers see has changed.

The page cache (`cms.page_cache.middleware`) looks at it with every request. It is a file in `DATA_DIR`, seen
by every worker at once, or an entry in Redis where `CACHE_URL` names one (several machines), looked at twice
a second.
"""

import os
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save

STAMP_NAME = REDIS_KEY = "content-stamp"
REDIS_PAUSE = 0.5  # seconds

# What Wagtail writes to a page or snippet when only a draft is saved.
DRAFT_FIELDS = frozenset(
    {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
)


def stamp_file():
    return Path(settings.DATA_DIR) / STAMP_NAME


def file_stamp():
    try:
        # Every reader waits for this: making a `Path` would take longer than all the rest of a hit.
        found = os.stat(os.path.join(settings.DATA_DIR, STAMP_NAME))
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def renew_file():
    path = stamp_file()
    fresh = path.with_name(f"{path.name}.{uuid4().hex}")
    fresh.write_text(fresh.name)
    fresh.replace(path)


class RedisStamp:
    def __init__(self):
        self.value, self.looked = None, 0.0

    def __call__(self):
        now = time.monotonic()
        if now - self.looked >= REDIS_PAUSE:
            self.value, self.looked = cache.get(REDIS_KEY), now
        return self.value


stamp = RedisStamp() if settings.CACHE_URL else file_stamp


def renew():
    """Change the stamp now."""
    if settings.CACHE_URL:
        cache.set(REDIS_KEY, uuid4().hex, None)
    else:
        renew_file()


def content_changed():
    """Change the stamp when the present transaction is committed; needed after `update()` and bulk writes."""
    transaction.on_commit(renew)


def watch(*models):
    """Change the stamp whenever one of `models` is saved or deleted."""
    for model in models:
        post_save.connect(saved, sender=model, dispatch_uid=f"freshness-saved-{model._meta.label}")
        post_delete.connect(deleted, sender=model, dispatch_uid=f"freshness-deleted-{model._meta.label}")


def saved(sender, update_fields=None, **_):
    if not update_fields or set(update_fields) - DRAFT_FIELDS:
        content_changed()


def deleted(**_):
    content_changed()
