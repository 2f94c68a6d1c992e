"""Wrong settings are rejected with a message that says how to fix them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "x7" * 40,
    "ALLOWED_HOSTS": "migrasi.example",
    "SITE_URL": "https://migrasi.example",
}


def started(tmp_path, **environment):
    """Import the settings in a process of their own; return its exit status and output."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    result = subprocess.run(
        [sys.executable, "-c", "import cms.settings as s; print(s.DATABASES['default']['ENGINE'])"],
        cwd=ROOT,
        env={**keep, "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def test_in_production_other_users_of_the_machine_read_no_new_file(tmp_path):
    program = (
        "import cms.settings, pathlib; p = pathlib.Path('new'); p.touch(); print(oct(p.stat().st_mode & 0o7))"
    )
    environment = {**GOOD, "PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    shown = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == "0o0"


def test_production_settings_that_are_complete_are_taken(tmp_path):
    status, output = started(tmp_path, **GOOD)
    assert status == 0, output


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"DEBUG": "1"}, "Unset DEBUG"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY to at least 50 random characters"),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY to at least 50 random characters"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"SITE_URL": "http://migrasi.example"}, "begins with https://"),
        ({"ENVIRONMENT": "prod"}, "Must be one of: development, test, production"),
        ({"DEBUG": "perhaps"}, "DEBUG: Not a valid boolean."),
        ({"DATABASE_URL": "not a database"}, "DATABASE_URL"),
        ({"SECURITY_CONTACT": "keamanan@example.org"}, "SECURITY_CONTACT: Begin with mailto:"),
        ({"PUBLISHER_CONTACT": "humas@example.org"}, "PUBLISHER_CONTACT: Begin with mailto:"),
        ({"PUBLISHER_EMBLEM": "https://example.org/a.png"}, "PUBLISHER_EMBLEM: Begin with /media/"),
        ({"BACKUP_PUBLIC_KEY": "AGE-SECRET-KEY-1"}, "BACKUP_PUBLIC_KEY: Make one with backup_key."),
        ({"CACHE_URL": "memory"}, "CACHE_URL: Write it as redis://"),
    ],
)
def test_production_refuses(tmp_path, changed, sentence):
    status, output = started(tmp_path, **{**GOOD, **changed})
    assert status != 0
    assert sentence in output


def test_a_secret_key_is_created_once_and_readable_by_the_owner_only(tmp_path):
    assert started(tmp_path)[0] == 0
    path = tmp_path / "secret_key"
    first = path.read_text()
    assert started(tmp_path)[0] == 0
    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600
