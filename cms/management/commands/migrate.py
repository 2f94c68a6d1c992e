from django.core.management import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

TOO_OLD = (
    "This database is older than the version these migrations start from: {missing} is not applied. "
    "Nothing was changed. First install the last version with the old migrations, which docs/deployment.md "
    "names, and run its `manage.py migrate`, then come back to this version."
)


def missing_migrations(connection):
    """Return the old migrations a database lacks of which it has others: Django could go neither way."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    replacements = MigrationLoader(None).replacements
    return sorted(
        f"{app}.{name}"
        for key, migration in replacements.items()
        if key not in applied and applied & set(migration.replaces)
        for app, name in set(migration.replaces) - applied
    )


class Command(Migrate):
    """Django's command; it would stop at an older database with a message for programmers."""

    def handle(self, *args, **options):
        missing = missing_migrations(connections[options["database"]])
        if missing:
            raise CommandError(TOO_OLD.format(missing=", ".join(missing)))
        return super().handle(*args, **options)
