"""What people search for, and what the starter content answers first."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from villages.models import ImmigrationOffice
from villages.starter import load_roster

ROWS = json.loads((Path(__file__).parent / "data" / "searches.json").read_text())
FIRST = re.compile(r'<ul class="search-results">\s*<li[^>]*>\s*<a href="/\w+([^"]+)"')


@pytest.fixture(scope="module")
def starter(django_db_setup, django_db_blocker, tmp_path_factory):
    """The starter content, loaded once for all rows and taken back after the last."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        call_command("load_starter", verbosity=0)
        load_roster(lambda sentence: None)
        yield
        transaction.set_rollback(True)


def expected_address(first):
    if first.startswith("office:"):
        return f"/desa/?kantor={ImmigrationOffice.objects.get(city=first.removeprefix('office:')).pk}"
    return first


def test_there_are_enough_searches_of_every_language():
    languages = [row["language"] for row in ROWS]
    assert len(ROWS) >= 60
    assert all(languages.count(code) >= 5 for code in ("id", "en", "jv", "su"))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']}-{row['query']}" for row in ROWS])
def test_what_is_expected_comes_first(starter, db, client, row):
    response = client.get(f"/{row['language']}/cari/", {"q": row["query"]})
    if row["first"] is None:  # no call for help; nothing in particular to find
        assert response.context["crisis"] is None
    elif row["first"].startswith("help:"):
        assert response.context["crisis"].kinds[0].slug == row["first"].removeprefix("help:")
        assert response.text.index('class="crisis"') < response.text.index('id="q"')
        assert response.text.count('class="crisis__call"') >= 3
    else:
        assert response.context["crisis"] is None
        assert FIRST.search(response.text)[1] == expected_address(row["first"])
