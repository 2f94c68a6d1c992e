"""The site goes on reading and stores nothing, while it is updated: `manage.py maintenance on`.

Each machine has its own switch, a file in `DATA_DIR`, so that it works while the database is away.
"""

import os
import re
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

WRITING = "insert|update|delete|replace|truncate|merge|copy|create|alter|drop"
WRITES = re.compile(
    rf"\s*(?:{WRITING}|with\b.*\b(?:insert|update|delete|merge))\b", re.IGNORECASE | re.DOTALL
)
LONGEST_REQUEST = 10.0  # seconds: what began before waits that long for a lock


class UnderMaintenance(OperationalError):
    """Answered like a database that is away: phones and people are asked to send it again later."""


def switch() -> Path:
    return Path(settings.DATA_DIR) / "maintenance"


def is_on() -> bool:
    # Every request waits for this: a `Path` takes three times as long.
    return os.path.exists(os.path.join(settings.DATA_DIR, "maintenance"))


def turn_on() -> None:
    """Return when the last request that had begun is over."""
    switch().touch()
    time.sleep(LONGEST_REQUEST)


def turn_off() -> None:
    switch().unlink(missing_ok=True)


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let a statement pass that only reads (a wrapper of Django's `connection.execute_wrapper`)."""
    if WRITES.match(sql):
        raise UnderMaintenance("The site is under maintenance and stores nothing.")
    return execute(sql, params, many, context)


class MaintenanceMiddleware:
    """Stands around the sessions, which are stored as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_on():
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
