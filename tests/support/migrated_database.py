"""A migrated database that is stored between runs and copied for each process that tests.

Migrating takes half a minute, copying a second. Its name is a digest of the migrations that made it, so none
is found after a change. The first process that finds none makes it while the others wait. A copy is migrated
like any database, only faster.
"""

import fcntl
import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction


def digest():
    """Return a digest of everything that decides what a freshly migrated database looks like."""
    paths = sorted(path for app in apps.get_app_configs() for path in Path(app.path).glob("migrations/*.py"))
    found = hashlib.sha256()
    for path in paths:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def one_at_a_time():
    """Wait until no other process looks for a migrated database or makes one."""
    with Path(tempfile.gettempdir(), "migrasi-test.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class MigratedFile:
    """On SQLite: a file; each process tests on a copy in a folder of its own."""

    def __init__(self):
        self.path = Path(tempfile.gettempdir(), f"migrasi-test-{digest()}.sqlite3")

    def exists(self):
        return self.path.exists()

    def copy_for_this_process(self):
        own = Path(tempfile.mkdtemp(prefix="migrasi-db-"), "test.sqlite3")
        if self.exists():
            shutil.copyfile(self.path, own)
        connection.settings_dict["TEST"]["NAME"] = str(own)

    def store(self):
        unfinished = self.path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(unfinished)])
        unfinished.replace(self.path)


class MigratedDatabase:
    """On PostgreSQL: a database, copied by the server (`CREATE DATABASE ... TEMPLATE`)."""

    def __init__(self):
        self.name = f"migrated_for_tests_{digest()}"

    def exists(self):
        return self.name in stored_names()

    def copy_for_this_process(self):
        if self.exists():
            connection.settings_dict["TEST"]["TEMPLATE"] = self.name

    def store(self):
        """Copy our own, which is whole or not there at all; those of other migrations go."""
        own = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            for name in stored_names():
                cursor.execute(f"DROP DATABASE {name}")
            cursor.execute(f'CREATE DATABASE {self.name} TEMPLATE "{own}"')


def stored_names():
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^migrated_for_tests_[0-9a-f]{16}$'")
        return [name for (name,) in cursor.fetchall()]


def empty_filled_tables(connection):
    """Delete the rows of a PostgreSQL database; TRUNCATE makes new files for all tables and takes 0.6 s.

    A replica's role checks no foreign keys and runs no triggers, which protect the audit log.
    """
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in sorted(filled):
            cursor.execute(f'DELETE FROM "{name}"')
        # A restore empties the database in the transaction that fills it, and there the keys must hold.
        cursor.execute("SET LOCAL session_replication_role = origin")
