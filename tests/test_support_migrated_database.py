"""The tests never copy a database that other migrations made."""

from types import SimpleNamespace

import pytest

from tests.support.migrated_database import digest


@pytest.mark.parametrize("name,text", [("0001_first.py", "other"), ("0002_second.py", "")])
def test_a_changed_or_added_migration_asks_for_another_database(tmp_path, monkeypatch, name, text):
    monkeypatch.setattr(
        "tests.support.migrated_database.apps.get_app_configs", lambda: [SimpleNamespace(path=tmp_path)]
    )
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.py").write_text("first")
    before = digest()
    assert digest() == before
    (folder / name).write_text(text)
    assert digest() != before
