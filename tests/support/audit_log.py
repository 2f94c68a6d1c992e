"""Taking the protection off the audit log, as nobody but the owner of the database can."""

from cms.audit.protection import TABLE, triggers_in


def drop_triggers(connection):
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    names = triggers_in(connection)
    with connection.cursor() as cursor:
        for name in names:
            if name.startswith("audit_"):
                cursor.execute(f"DROP TRIGGER {name}{on_table}")
