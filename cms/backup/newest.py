"""When the newest backup of this machine was made: a file in DATA_DIR, which `/metrics` reads."""

from datetime import datetime

from django.conf import settings

FILE = "newest-backup"


def record_newest(made_at):
    (settings.DATA_DIR / FILE).write_text(made_at.isoformat())


def newest_backup():
    """Return when it was made; None if there is none."""
    try:
        return datetime.fromisoformat((settings.DATA_DIR / FILE).read_text())
    except (FileNotFoundError, ValueError):
        return None
