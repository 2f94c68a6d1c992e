"""A backup is of one moment, proved whole before anything changes, and comes back complete or not at all."""

import os
import stat
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from wagtail.search.models import IndexEntry

from cms.backup.rows import GAP_AFTER_RESTORE, all_tables
from cms.backup.saving import save
from cms.models import AuditEntry, User
from quizzes.analysis.rebuild import answer_tally_differences
from tests.support.backups import contents, empty_place, quiet
from tests.support.migrated_database import MigratedFile
from villages.models import Session

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_comes_back_into_an_empty_place(backup_file, capsys):
    before = contents()
    highest = User.objects.latest("pk").pk
    empty_place()
    call_command("restore", backup_file)
    assert contents() == before
    assert "are restored" in capsys.readouterr().out
    assert list(answer_tally_differences()) == []
    photo = storages["private"].path("photos/1/balai.jpg")
    with pytest.raises(IntegrityError, match="audit log cannot be changed"):
        AuditEntry.objects.update(action="other")
    assert IndexEntry.objects.exists()
    assert stat.S_IMODE(os.stat(photo).st_mode) == 0o600
    call_command("restore", backup_file, compare=True)
    newcomer = User.objects.create(username="baru")
    assert newcomer.pk > highest + GAP_AFTER_RESTORE - 1, "an id may be on a phone already"
    with pytest.raises(CommandError, match="The rows of these tables differ: cms_auditentry, cms_user"):
        call_command("restore", backup_file, compare=True)


def test_rows_stored_while_a_backup_is_made_are_in_it_together_or_not_at_all(full_place, tmp_path):
    """Between the tables, somebody else stores a row in the first and one in the last of them."""
    before = contents()
    stored = []

    def store_a_pair():
        Group.objects.create(name=f"Group {len(stored)}")
        Session.objects.update(notes=f"Changed {len(stored)}")
        connection.close()

    def log(text, now=False):
        if "rows" in text:
            thread = threading.Thread(target=store_a_pair)
            thread.start()
            thread.join()
            stored.append(text)

    save(tmp_path / "moment.backup", log)
    assert len(stored) > 20
    empty_place()
    call_command("restore", tmp_path / "moment.backup")
    assert contents() == before


def test_a_place_that_is_not_empty_is_refused_unless_forced(backup_file):
    before = contents()
    User.objects.create(username="baru")
    storages["default"].save("images/late.jpg", storages["default"].open("images/lampu.jpg"))
    with pytest.raises(CommandError, match=r"not empty: the table cms_user has rows.*--force"):
        call_command("restore", backup_file)
    call_command("restore", backup_file, force=True)
    assert contents() == before
    roots = [storages[alias].location for alias in ("default", "private")]
    assert not [name for root in roots for name in os.listdir(root) if name.startswith(".")]


def test_a_row_that_the_database_refuses_changes_nothing(backup_file, monkeypatch):
    before = contents()
    lost = {name: table for name, table in all_tables().items() if name != "villages_village"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("cms.backup.saving.all_tables", lambda: lost)
        save(backup_file, quiet)
    with pytest.raises(CommandError, match=r"refused the backup; nothing was changed\. .*(?i:foreign key)"):
        call_command("restore", backup_file, force=True)
    assert contents() == before


def test_every_table_of_the_database_is_in_a_backup_or_made_again():
    others = {"django_migrations"}
    names = set(connection.introspection.table_names()) - others
    assert {name for name in names - set(all_tables()) if not name.startswith("wagtailsearch_")} == set()


def test_a_backup_goes_to_the_other_engine_and_back(backup_file, tmp_path, on_sqlite):
    """The tests on SQLite have no PostgreSQL beside them; those on PostgreSQL go to SQLite and back."""
    if on_sqlite:
        pytest.skip("runs with the tests on PostgreSQL")
    before = contents()
    there = tmp_path / "there"
    there.mkdir()
    if MigratedFile().exists():
        (there / "migrasi.sqlite3").write_bytes(MigratedFile().path.read_bytes())
    environment = {**os.environ, "DATA_DIR": str(there), "DATABASE_URL": "", "CACHE_URL": ""}
    del environment["DATABASE_URL"]

    def manage(*arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)

    manage("restore", backup_file)
    manage("restore", backup_file, "--compare")
    manage("backup", there / "back.backup")
    call_command("restore", there / "back.backup", force=True)
    assert contents() == before
