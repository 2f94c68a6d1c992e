"""Triggers by which the database itself refuses to change the audit log.

A row may be deleted once the date it carries is over, which only `purge_expired` does; nothing else may
change. They are created after every migration: on SQLite, changing the table makes a new one without them.
"""

from contextlib import contextmanager

from django.db import connections

from cms.models import AuditEntry

TABLE = AuditEntry._meta.db_table
REFUSAL = "The audit log cannot be changed."

POSTGRESQL = {
    "audit_no_change": (
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    ),
    "audit_no_truncate": (
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    ),
}
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.expires_on < CURRENT_DATE THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
ABORT = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
SQLITE = {
    "audit_no_update": f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} {ABORT}",
    "audit_no_delete": (
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} WHEN OLD.expires_on >= date('now') {ABORT}"
    ),
    # INSERT OR REPLACE deletes the older row without asking the trigger above.
    "audit_no_replace": (
        f"CREATE TRIGGER audit_no_replace BEFORE INSERT ON {TABLE}"  # noqa: S608 our own name
        f" WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) {ABORT}"
    ),
}


def triggers_in(connection):
    """Return the names of the triggers that are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s)", [TABLE])
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        return {name for (name,) in cursor.fetchall()}


def protect(connection):
    """Create the triggers that are missing."""
    wanted = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    missing = wanted.keys() - triggers_in(connection)
    with connection.cursor() as cursor:
        if missing and wanted is POSTGRESQL:
            cursor.execute(POSTGRESQL_FUNCTION)
        for name in sorted(missing):
            cursor.execute(wanted[name])


@contextmanager
def lifted(connection):
    """Let the log be replaced as a whole, inside one transaction: when a backup is restored."""
    wanted = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    of_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in wanted.keys() & triggers_in(connection):
            cursor.execute(f"DROP TRIGGER {name}{of_table}")
    yield
    protect(connection)


def protect_after_migrating(using, **kwargs):
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        protect(connection)
