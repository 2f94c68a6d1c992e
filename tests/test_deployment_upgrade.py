"""A database of the version before the migrations started over goes on; an older one is refused in words.

`tests/data/before_0_1` holds such a database, made by that version from its starter content and an invented
programme: two articles, five quizzes, 60 sessions and 40 attempts.
"""

import lzma
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

DATA = Path(__file__).parent / "data" / "before_0_1"
COUNTS = """
from cms.models import ArticlePage
from quizzes.models import Answer, Quiz
from villages.models import Session
print([model.objects.count() for model in (ArticlePage, Quiz, Session, Answer)])
"""
ARTICLES = """
from django.test import Client
paths = [page.url_path.split("/", 2)[2] for page in ArticlePage.objects.all()]
print([Client(headers={"host": "localhost"}).get(f"/id/{path}").status_code for path in paths])
"""
DRAFT_OF_A_HELPLINE = """
from cms.models import Helpline
line = Helpline.objects.get(slug="kbri-phnom-penh")
line.name_ind = "Nama baru"
line.save_revision()
"""
PLACES = """
from cms.models import Helpline
for line in Helpline.objects.order_by("slug").select_related("place__parent"):
    draft = line.get_latest_revision_as_object() if line.latest_revision_id else line
    parent = line.place.parent and line.place.parent.slug
    same = draft.place == line.place and draft.is_mission == line.is_mission
    print(line.slug, line.place.slug, parent, line.is_mission, same, draft.name_ind == "Nama baru")
"""
CODES_OF_PLACES = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT slug, place FROM cms_helpline ORDER BY slug")
    print(cursor.fetchall())
"""
UNDO_LAST = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_unapplied("quizzes", "0013_answer_tally_by_edition")
"""


@contextmanager
def sqlite_database(folder):
    path = folder / "old.sqlite3"
    path.write_bytes(lzma.decompress((DATA / "sqlite3.xz").read_bytes()))
    yield f"sqlite:///{path}"


@contextmanager
def postgresql_database(_folder):
    own = settings.DATABASES["default"]
    server = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT'] or 5432}"
    name = f"before_0_1_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(f"{server}/{name}", autocommit=True) as old:
                old.execute(lzma.decompress((DATA / "postgresql.sql.xz").read_bytes()))
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def manage(tmp_path, on_sqlite):
    """Return a function that runs `manage.py` on a database of the version before."""
    old_database = sqlite_database if on_sqlite else postgresql_database
    with old_database(tmp_path) as url:
        environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path), "CACHE_URL": ""}

        def run(*arguments):
            command = [sys.executable, "manage.py", *arguments]
            return subprocess.run(
                command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
            )

        yield run


def test_a_database_of_the_version_before_goes_on_with_all_its_rows(manage):
    before = manage("shell", "-v", "0", "-c", COUNTS).stdout
    assert before == "[2, 5, 60, 197]\n"
    migrated = manage("migrate", "--no-input")
    assert migrated.returncode == 0, migrated.stderr
    assert manage("migrate", "--check").returncode == 0
    assert manage("shell", "-v", "0", "-c", COUNTS + ARTICLES).stdout == f"{before}[200, 200]\n"
    assert manage("rebuild_tallies", "--check").returncode == 0


def test_an_older_database_is_refused_with_what_to_do_and_nothing_is_changed(manage):
    assert manage("shell", "-v", "0", "-c", UNDO_LAST).returncode == 0
    rejected = manage("migrate", "--no-input")
    assert rejected.returncode == 1
    assert "quizzes.0013_answer_tally_by_edition is not applied. Nothing was changed." in rejected.stderr
    assert "run its `manage.py migrate`" in rejected.stderr


def test_helplines_of_the_version_before_stand_in_places_and_can_go_back(manage):
    """`kbri-phnom-penh` has a version in its history that is not published."""
    assert manage("migrate", "--no-input").returncode == 0
    assert manage("shell", "-v", "0", "-c", DRAFT_OF_A_HELPLINE).returncode == 0
    migrated = manage("shell", "-v", "0", "-c", PLACES).stdout
    assert "kbri-phnom-penh kamboja luar-negeri True True True\n" in migrated
    assert "kemlu luar-negeri None False True False\n" in migrated
    assert "kp2mi indonesia None False True False\n" in migrated
    back = manage("migrate", "--no-input", "cms", "0004")
    assert back.returncode == 0, back.stderr
    codes = manage("shell", "-v", "0", "-c", CODES_OF_PLACES).stdout
    assert "('kbri-bangkok', 'thailand'), ('kbri-phnom-penh', 'cambodia'), ('kemlu', 'abroad')" in codes
    again = manage("migrate", "--no-input")
    assert again.returncode == 0, again.stderr
    assert manage("shell", "-v", "0", "-c", PLACES).stdout == migrated
