"""What is wrong with a backup or its disk is found before anything changes, and explained in a sentence."""

import os
import stat

import pytest
from django.conf import settings
from django.core.files.storage import InMemoryStorage, storages
from django.core.management import CommandError, call_command

from cms.backup import archive, restoring, stored_files
from cms.backup.errors import BackupError
from cms.backup.progress import Progress
from cms.backup.rows import empty_tables
from cms.backup.saving import save
from tests.support.backups import contents, quiet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="the same on both engines"
    ),
]


def test_files_alone_make_a_place_not_empty(backup_file):
    empty_tables()
    with pytest.raises(CommandError, match="not empty: it has files"):
        call_command("restore", backup_file)


@pytest.mark.parametrize("damage", ["cut off", "changed"])
def test_a_damaged_backup_is_refused_before_anything_changes(backup_file, damage):
    before = contents()
    whole = backup_file.read_bytes().rstrip(b"\0")
    for share in (0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999):
        content, at = bytearray(whole), int(len(whole) * share)
        if damage == "changed":
            content[at : at + 600] = b"\1" * 600
        backup_file.write_bytes(content[:at] if damage == "cut off" else content)
        with pytest.raises(CommandError, match=r"damaged or cut off|not a backup of this site"):
            call_command("restore", backup_file, force=True)
    assert contents() == before


def test_an_encrypted_backup_opens_with_its_private_key_only(full_place, tmp_path, capsys):
    keys = []
    for name in ("own", "other"):
        call_command("backup_key", tmp_path / name)
        keys.append(capsys.readouterr().out.rpartition("=")[2].strip())
    path = tmp_path / "secret.backup"
    call_command("backup", path, public_key=keys[0])
    assert b"educator" not in path.read_bytes()
    with pytest.raises(CommandError, match="encrypted: name the file with its private key"):
        call_command("restore", path, check=True)
    with pytest.raises(CommandError, match="This private key does not open the backup"):
        call_command("restore", path, check=True, key=tmp_path / "other")
    with pytest.raises(CommandError, match="holds no private key"):
        call_command("restore", path, check=True, key=__file__)
    call_command("restore", path, check=True, key=tmp_path / "own")
    assert "are whole" in capsys.readouterr().out
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CommandError, match="damaged or cut off"):
        call_command("restore", path, check=True, key=tmp_path / "own")


def test_a_key_is_never_written_over(tmp_path):
    call_command("backup_key", tmp_path / "key")
    with pytest.raises(CommandError, match="cannot be written: File exists"):
        call_command("backup_key", tmp_path / "key")
    with pytest.raises(CommandError, match="not one of age"):
        call_command("backup", tmp_path / "a.backup", public_key="age1no")


def test_a_backup_of_another_version_is_refused_in_words(full_place, tmp_path, monkeypatch):
    applied, known = restoring.migration_state()
    path = tmp_path / "other.backup"
    monkeypatch.setattr("cms.backup.saving.migration_state", lambda: (applied | {"cms.9999_new"},) * 2)
    save(path, quiet)
    with pytest.raises(BackupError, match=r"newer version of the site \(cms.9999_new\)"):
        restoring.restore(path, quiet)
    monkeypatch.setattr("cms.backup.saving.migration_state", lambda: (applied - {max(applied)},) * 2)
    save(path, quiet)
    with pytest.raises(BackupError, match=r"older version of the site \(without "):
        restoring.restore(path, quiet)
    monkeypatch.setattr("cms.backup.saving.migration_state", lambda: (applied - {max(applied)}, known))
    with pytest.raises(BackupError, match="run manage"):
        save(path, quiet)
    monkeypatch.undo()
    monkeypatch.setattr(archive, "FORMAT", 2)
    monkeypatch.setattr("cms.backup.saving.FORMAT", 2)
    save(path, quiet)
    monkeypatch.undo()
    with pytest.raises(BackupError, match="newer version of the site: install that version"):
        restoring.restore(path, quiet)


def test_a_full_disk_leaves_neither_half_a_backup_nor_half_a_place(backup_file, monkeypatch, tmp_path):
    def no_room(*_args):
        raise OSError(28, "No space left on device", "/disk")

    before = contents()
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(CommandError, match=r"No space left on device \(/disk\); nothing was changed"):
        call_command("backup", tmp_path / "second.backup")
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("restore", backup_file, force=True)
    assert sorted(path.name for path in tmp_path.glob("*backup*")) == ["place.backup"]
    monkeypatch.undo()
    monkeypatch.setattr(stored_files.LocalPlace, "switch", no_room)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("restore", backup_file, force=True)
    assert contents() == before


def test_files_go_into_a_storage_without_folders_of_ours(backup_file, monkeypatch):
    before = contents()
    distant = {alias: InMemoryStorage() for alias in ("default", "private")}
    monkeypatch.setattr(stored_files, "storages", distant)
    distant["default"].save("images/old.jpg", storages["default"].open("images/lampu.jpg"))
    call_command("restore", backup_file, force=True)
    assert contents() == before


@pytest.mark.parametrize("name", ["media/../key", "media//etc/passwd", "other/a", "media/", "private/a\\b"])
def test_a_backup_cannot_write_outside_its_folders(name):
    with pytest.raises(BackupError, match="forbidden name"):
        stored_files.checked_name(name)


def test_a_folder_gets_one_backup_after_another_and_the_oldest_go(full_place, tmp_path, capsys):
    old = tmp_path / "migrasi-2026-01-01T000000Z.backup"
    old.write_text("old")
    call_command("backup", tmp_path, newest=1)
    assert not old.exists()
    made = list(tmp_path.glob("*.backup"))
    assert len(made) == 1
    assert stat.S_IMODE(made[0].stat().st_mode) == 0o600
    assert "not encrypted" in capsys.readouterr().out
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", made[0])


def test_long_work_is_heard_of_every_two_seconds(monkeypatch):
    clock, lines = [0.0], []
    monkeypatch.setattr("cms.backup.progress.time.monotonic", lambda: clock[0])
    progress = Progress(lines.append)
    for second in range(7):
        clock[0] = float(second)
        progress(f"{second}")
    progress("last", now=True)
    assert lines == ["2", "4", "6", "last"]
