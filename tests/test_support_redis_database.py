"""Two runs of the tests on one machine never share a Redis database, whatever numbers they ask for."""

import os

import pytest

from tests.support.redis_database import claim


@pytest.fixture(autouse=True)
def own_locks(monkeypatch, tmp_path):
    """The locks of this very run are not touched."""
    monkeypatch.setattr("tests.support.redis_database.tempfile.gettempdir", lambda: tmp_path)


def test_each_process_gets_the_next_database_that_nobody_holds():
    held = [claim("redis://127.0.0.1:6379/14") for _ in range(3)]
    assert [url for url, _lock in held] == [f"redis://127.0.0.1:6379/{number}" for number in (14, 15, 0)]
    os.close(held[1][1])
    assert claim("redis://127.0.0.1:6379/14")[0] == "redis://127.0.0.1:6379/15"


def test_where_none_is_left_the_tests_do_not_start():
    held = [claim("redis://127.0.0.1:6379/9") for _ in range(16)]
    with pytest.raises(SystemExit, match="All 16 databases"):
        claim("redis://127.0.0.1:6379/9")
    assert len({url for url, _lock in held}) == 16
