from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError


class BackupError(Exception):
    """What went wrong with a backup, as one sentence for whoever runs the command."""


def first_line(error):
    """Return what a database reports, without the values of the row, which may be private."""
    return str(error).strip().partition("\n")[0]


@contextmanager
def errors_in_a_sentence():
    try:
        yield
    except BackupError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise CommandError(f"{error.strerror or error}{place}; nothing was changed.") from error
    except DatabaseError as error:
        raise CommandError(
            f"The database stopped the work; nothing was changed. {first_line(error)}"
        ) from error
