"""Puts a backup back: proves that it is whole, then loads rows and files, all of them or none."""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cms.backup.archive import FILES, ROWS, reading, table_of
from cms.backup.errors import BackupError, first_line
from cms.backup.rows import all_tables, empty_tables, leave_gap_in_ids
from cms.backup.saving import migration_state, one_moment
from cms.backup.stored_files import Restoring, no_file_is_stored
from cms.page_cache import content_version

# Rows of these make a place one that somebody uses; migrations make none of them.
SIGNS_OF_USE = [
    "cms_user",
    "cms_articlepage",
    "quizzes_quiz",
    "quizzes_attempt",
    "villages_village",
    "villages_session",
]
NEWER = "The backup was made by a newer version of the site ({}): install that version, then restore it."
OLDER = (
    "The backup was made by an older version of the site (without {}): install that version, restore there,"
    " then update."
)
REFUSED = "The database refused the backup; nothing was changed. {}"
NOT_EMPTY = (
    "This place is not empty: {}. Restore into an empty one, or replace everything in it with --force."
)


def check(path, log, key=None):
    """Read the backup to its end; return its header and manifest, or raise `BackupError`."""
    with reading(path, key) as archive:
        require_same_version(archive.header)
        for name, member in archive.members():
            with archive.content(member):
                log(f"checking: {name.partition('/')[0]} {archive.members_read:,}")
    return archive.header, archive.manifest


def require_same_version(header):
    _applied, known = migration_state()
    made = set(header["migrations"])
    if newer := sorted(made - known):
        raise BackupError(NEWER.format(newer[0]))
    if missing := sorted(known - made):
        raise BackupError(OLDER.format(missing[0]))


def require_empty():
    present = set(connection.introspection.table_names())
    used = [name for name in SIGNS_OF_USE if name in present and all_tables()[name].count()]
    if used:
        raise BackupError(NOT_EMPTY.format(f"the table {used[0]} has rows"))
    if not no_file_is_stored():
        raise BackupError(NOT_EMPTY.format("it has files"))


def restore(path, log, key=None, force=False):
    """Put the backup at `path` back; return its header and manifest."""
    header, manifest = check(path, log, key)
    if not force:
        require_empty()
    if migration_state()[0] != set(header["migrations"]):
        log("preparing the tables", now=True)
        call_command("migrate", verbosity=0, interactive=False)
    try:
        with reading(path, key) as archive, Restoring() as files, transaction.atomic():
            load(archive, files, log)
            require_equal(manifest, archive.manifest)
            log("making the search index", now=True)
            call_command("update_index", verbosity=0)
            connection.check_constraints()
            files.switch()
    except DatabaseError as error:
        raise BackupError(REFUSED.format(first_line(error))) from error
    ContentType.objects.clear_cache()
    cache.clear()
    content_version.renew()
    return header, manifest


def load(archive, files, log):
    empty_tables()
    tables = all_tables()
    done = dict.fromkeys(tables, 0)
    for name, member in archive.members():
        if name.startswith(ROWS):
            load_rows(archive, member, tables[table_of(name)], done, log)
        elif name.startswith(FILES):
            with archive.content(member) as content:
                files.add(name.removeprefix(FILES), content)
            log(f"files: {archive.members_read:,}")
    for name, table in tables.items():
        if not done[name] == table.count() == archive.manifest["rows"].get(name, 0):
            raise BackupError(f"The table {name} did not take all its rows; nothing was changed.")
    leave_gap_in_ids()


def load_rows(archive, member, table, done, log):
    described = archive.header["tables"][table.name]
    if described["columns"] != [column.name for column in table.columns]:
        raise BackupError(f"The table {table.name} has other columns here; nothing was changed.")
    rows = archive.rows(member)
    table.write(rows)
    done[table.name] += len(rows)
    log(f"{table.name}: {done[table.name]:,} of {described['rows']:,} rows")


def require_equal(checked, loaded):
    if checked != loaded:
        raise BackupError("The backup changed while it was read; nothing was changed here.")


def differences(manifest, log):
    """Return the names of the tables whose rows here differ from those of the backup."""
    found = []
    with one_moment():
        for name, table in all_tables().items():
            log(f"comparing: {name}")
            digest = sum(table.digest_of(rows) for rows in table.read()) % 2**256
            if f"{digest:064x}" != manifest["digests"].get(name):
                found.append(name)
    return found
