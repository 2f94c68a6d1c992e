from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands.flush import Command as Flush
from django.db import connections

from cms.audit.protection import lifted

REFUSED = (
    "Nothing was removed. In production the audit log cannot be emptied, so this command does not run. "
    "For an empty site make a new database and run `manage.py prepare`."
)


class Command(Flush):
    """Django's command, which the triggers of the audit log would stop with a message for programmers."""

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError(REFUSED)
        if "inhibit_post_migrate" in options:  # Django's test cases, for which ours lift the triggers
            return super().handle(**options)
        with lifted(connections[options["database"]]):
            return super().handle(**options)
