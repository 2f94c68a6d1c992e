"""A transaction that is on the disk when it returns, so that a power cut loses no receipt."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def durable_transaction():
    """Like `atomic()`; on SQLite the log is flushed to the disk, which `synchronous=NORMAL` does not do."""
    flush = connection.vendor == "sqlite" and not connection.in_atomic_block
    if flush:
        set_synchronous("FULL")
    try:
        with transaction.atomic():
            yield
    finally:
        if flush:
            set_synchronous("NORMAL")


def set_synchronous(level):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
