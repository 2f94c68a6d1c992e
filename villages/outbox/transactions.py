"""A transaction that is on the disk when it returns: a receipt may not be lost in a power cut."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def durable_transaction():
    """Like `atomic()`; on SQLite the log is flushed to the disk, which `synchronous=NORMAL` does not do."""
    flush = connection.vendor == "sqlite" and not connection.in_atomic_block
    if flush:
        synchronous("FULL")
    try:
        with transaction.atomic():
            yield
    finally:
        if flush:
            synchronous("NORMAL")


def synchronous(level):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
