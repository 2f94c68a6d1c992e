"""The cache of Django that goes on while Redis is away, or while the disk is full."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis import ConnectionError as RedisIsAway
from redis import TimeoutError as RedisIsSlow

PAUSE = 2.0  # seconds until Redis is tried again
log = logging.getLogger(__name__)


class CacheFiles(FileBasedCache):
    """Files that are left out while the disk is full: whoever asks for them again works them out again."""

    def set(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(*args, **kwargs)
        except OSError as error:
            log.warning("The cache cannot write its files: %s", error.strerror)


class Outage:
    """Whether Redis is away, as this process knows it: all its threads share what one of them found."""

    def __init__(self) -> None:
        self.is_on = False
        self.try_again_at = 0.0

    def is_over(self) -> None:
        if self.is_on:
            log.warning("Redis is back.")
        self.is_on = False

    def goes_on(self, error: Exception) -> bool:
        """Return True if it has just begun."""
        began, self.is_on = not self.is_on, True
        self.try_again_at = time.monotonic() + PAUSE
        if began:
            log.warning("Redis is away, a cache in files takes its place: %s", error)
        return began


outage = Outage()


class RedisOrFiles(RedisCache):
    """Redis; while it is away, files in `DATA_DIR`, so that each machine still counts failed sign-ins."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.files = CacheFiles(str(settings.DATA_DIR / "cache-without-redis"), {})

    @property
    def is_away(self) -> bool:
        return outage.is_on

    def from_redis_or_files(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if not outage.is_on or time.monotonic() >= outage.try_again_at:
            try:
                answer = getattr(super(), name)(*args, **kwargs)
            except (RedisIsAway, RedisIsSlow) as error:
                if outage.goes_on(error):
                    self.files.clear()
            else:
                outage.is_over()
                return answer
        return getattr(self.files, name)(*args, **kwargs)


def through(name: str) -> Any:
    def method(self: RedisOrFiles, *args: Any, **kwargs: Any) -> Any:
        return self.from_redis_or_files(name, *args, **kwargs)

    return method


READING = ["get", "get_many", "has_key"]
WRITING = ["add", "set", "touch", "delete", "incr", "set_many", "delete_many", "clear"]
for each in READING + WRITING:
    setattr(RedisOrFiles, each, through(each))
