"""What must happen before Django's set-up; the fixtures are in `tests/fixtures`."""

import atexit
import gc
import os
import shutil
import tempfile

import django
import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.support.redis_database import claim

pytest_plugins = [
    f"tests.fixtures.{name}"
    for name in (
        "access",
        "accounts",
        "backups",
        "browser",
        "database",
        "field_app",
        "old_engines",
        "pages",
        "partner_files",
        "phone",
        "places",
        "quizzes",
        "sessions",
        "storage",
        "trials",
    )
]

if settings.configured:  # see pytest_xdist_setupnodes
    raise SystemExit("The settings were read before tests/conftest.py: unset DJANGO_SETTINGS_MODULE.")
os.environ["ENVIRONMENT"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="migrasi-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
# A folder for each process: the version of the content is a file in it, and each process changes its own.
os.environ["DATA_DIR"] = os.path.join(os.environ["DATA_DIR"], os.environ.get("PYTEST_XDIST_WORKER", ""))
# WhiteNoise warns of a missing folder, and warnings are errors.
os.makedirs(os.path.join(os.environ["DATA_DIR"], "static"), exist_ok=True)
# Playwright's event loop runs in the test's thread; the database is still used by one thread at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
REDIS_LOCK = None
if os.environ.get("CACHE_URL"):
    os.environ["CACHE_URL"], REDIS_LOCK = claim(os.environ["CACHE_URL"])
# Not before: pytest-django would read the settings before this file if it knew their name.
django.setup()
# A page of the admin leaves 10,000 contexts with the test client. At its usual pace the garbage collector
# looks through them again and again, for a tenth of the time that all tests take.
gc.set_threshold(50_000, 10, 10)

# How long a search takes depends on how busy the machine is, so there is no deadline. CI tries the same
# examples in every run: a test that fails there fails for everybody.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("local", **PATIENT)
hypothesis_settings.register_profile("ci", **PATIENT, derandomize=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "local"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Free what the process that only hands out the tests has, before the processes that test start.

    They inherit its environment. With the name of the settings in it, pytest-django would read them there
    before this file, and all would share one `DATA_DIR` and one Redis database.
    """
    del os.environ["DJANGO_SETTINGS_MODULE"]
    if REDIS_LOCK is not None:
        os.close(REDIS_LOCK)
