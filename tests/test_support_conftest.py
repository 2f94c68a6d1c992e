"""Each process that tests is set up once."""

import os
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings

LOCK = re.compile(r".*/migrasi-test-redis-\d+\.lock")


def locks_of(process):
    """Return the Redis databases that a process has claimed."""
    found = []
    for number in Path(f"/proc/{process}/fd").iterdir():
        try:
            found.append(os.readlink(number))
        except FileNotFoundError:  # closed meanwhile
            continue
    return [path for path in found if LOCK.fullmatch(path)]


def test_the_set_up_is_loaded_under_one_name():
    """Under a second name it would run again and claim a second Redis database."""
    path = str(Path(__file__).with_name("conftest.py"))
    names = [name for name, module in sys.modules.items() if getattr(module, "__file__", None) == path]
    assert names == ["tests.conftest"]


@pytest.mark.skipif(not os.environ.get("CACHE_URL"), reason="the tests run without Redis")
def test_a_process_that_tests_claims_one_redis_database_and_one_that_only_hands_out_tests_none():
    assert len(locks_of("self")) == 1
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert locks_of(os.getppid()) == []


def test_the_settings_are_those_of_this_process():
    """They were read too early once: the processes shared a cache, and emptied it for each other."""
    assert Path(os.environ["DATA_DIR"]) == settings.DATA_DIR
    assert (settings.CACHE_URL or "") == os.environ.get("CACHE_URL", "")
    assert settings.DATA_DIR.name == os.environ.get("PYTEST_XDIST_WORKER", settings.DATA_DIR.name)
