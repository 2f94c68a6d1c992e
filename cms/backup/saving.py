"""Makes a backup while the site serves: all rows of one moment, then the files, none of which is younger."""

import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from cms.backup.archive import FILES, FORMAT, HEADER, writing
from cms.backup.errors import BackupError
from cms.backup.newest import record_newest
from cms.backup.rows import all_tables
from cms.backup.stored_files import stored_files


def migration_state():
    """Return the migrations that are applied, and those that this version has."""
    loader = MigrationLoader(connection)
    known = {".".join(key) for key in loader.graph.nodes}
    return {".".join(key) for key in loader.applied_migrations} & known, known


@contextmanager
def one_moment():
    """All reads inside see the database as it is now, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # `atomic()` would take the lock of writers (settings: IMMEDIATE); a deferred transaction only reads.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM django_migrations")  # the moment
            yield
        finally:
            cursor.execute("ROLLBACK")


def save(path, log, key=None):
    """Write a backup to `path`, encrypted for the public `key`; return its manifest counts.

    It has another name until it is complete and on the disk, so a file with this name is whole.
    """
    path = Path(path)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with writing(file, key) as archive:
                counts = fill(archive, log)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)
    record_newest(counts["made_at"])
    return counts


def sync_folder(folder):
    found = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(found)
    finally:
        os.close(found)


def fill(archive, log):
    applied, known = migration_state()
    if applied != known:
        raise BackupError("The database does not fit this version of the site: run manage.py migrate first.")
    made_at = datetime.now(UTC)  # before the moment: what was stored by then is certainly inside
    with one_moment():
        tables = all_tables()
        rows = {name: table.count() for name, table in tables.items()}
        archive.add_json(HEADER, header(made_at, applied, tables, rows))
        digests = {name: add_table(archive, table, rows[name], log) for name, table in tables.items()}
    files = 0
    for name, storage, stored_name in stored_files():
        files += add_file(archive, name, storage, stored_name)
        log(f"files: {files:,}")
    archive.finish({"rows": rows, "digests": digests, "files": files})
    return {"rows": sum(rows.values()), "files": files, "made_at": made_at}


def header(made_at, migrations, tables, rows):
    return {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "engine": connection.vendor,
        "migrations": sorted(migrations),
        "tables": {
            name: {"columns": [column.name for column in table.columns], "rows": rows[name]}
            for name, table in tables.items()
        },
    }


def add_table(archive, table, rows, log):
    """Return the digest of the rows as hexadecimal digits."""
    digest = done = 0

    def batches():
        nonlocal digest, done
        for batch in table.read():
            digest = (digest + table.digest_of(batch)) % 2**256
            done += len(batch)
            log(f"{table.name}: {done:,} of {rows:,} rows")
            yield batch

    if archive.add_rows(table.name, batches()) != rows:
        raise BackupError(f"The rows of {table.name} changed while they were read: this is not one moment.")
    return f"{digest:064x}"


def add_file(archive, name, storage, stored_name):
    """Add one file; return 0 if it was deleted since its folder was listed."""
    try:
        content = storage.open(stored_name)
    except FileNotFoundError:
        return 0
    with content:
        archive.add(f"{FILES}{name}", content)
    return 1
