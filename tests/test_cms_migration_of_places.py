"""Helplines from before places were data have the same place afterwards, in their versions too."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE, AFTER = ("cms", "0004_no_form_submissions"), ("cms", "0010_read_and_called")
LINES = {  # slug: (place of before, number, place now, mission, for emergencies)
    "kp2mi": ("home", "08001000", "indonesia", False, True),
    "kemlu": ("abroad", "+62215551", "luar-negeri", False, False),
    "kbri-phnom-penh": ("cambodia", "+85512813282", "kamboja", True, True),
    "kbri-bangkok": ("thailand", "+6622523135", "thailand", True, False),
}


def migrate(target):
    """Return the models as they are at the migration `target`."""
    MigrationExecutor(connection).migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.fixture
def before(transactional_db):
    """The models of before; the database is migrated to the end again, whatever happens."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    yield migrate(BEFORE)
    MigrationExecutor(connection).migrate(newest)


def add_old_lines(apps):
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="helpline"
    )
    for slug, (place, dial, *_now) in LINES.items():
        line = apps.get_model("cms", "Helpline").objects.create(
            slug=slug,
            name=slug,
            what="Telepon.",
            need="emergency",
            place=place,
            checked_on=date(2026, 11, 1),
            valid_until=date(2099, 1, 1),
        )
        apps.get_model("cms", "HelplineNumber").objects.create(helpline=line, number=dial, dial=dial)
        content = {
            "slug": slug,
            "place": place,
            "checked_on": "2026-11-01",
            "numbers": [{"dial": dial, "number": dial}],
        }
        apps.get_model("wagtailcore", "Revision").objects.create(
            content_type=kind,
            base_content_type=kind,
            object_id=str(line.pk),
            content=content,
            created_at=timezone.now(),
        )


def versions(apps):
    found = apps.get_model("wagtailcore", "Revision").objects.filter(content_type__model="helpline")
    return {version.content["slug"]: version.content for version in found}


def test_helplines_and_their_versions_get_a_place_and_go_back_to_a_code(before):
    add_old_lines(before)
    now = migrate(AFTER)
    for slug, (_code, dial, place, is_mission, is_urgent) in LINES.items():
        line = now.get_model("cms", "Helpline").objects.get(slug=slug)
        assert (line.place.slug, line.is_mission) == (place, is_mission)
        number = now.get_model("cms", "HelplineNumber").objects.get(helpline=line, dial=dial)
        assert number.for_emergencies is is_urgent
        version = versions(now)[slug]
        assert (version["place"], version["is_mission"]) == (line.place_id, is_mission)
        assert version["numbers"][0]["for_emergencies"] is is_urgent
        assert (version["read_on"], line.read_on) == ("2026-11-01", date(2026, 11, 1))
    cambodia = now.get_model("cms", "Place").objects.get(slug="kamboja")
    assert (cambodia.parent.slug, cambodia.name_en) == ("luar-negeri", "Cambodia")
    old = migrate(BEFORE)
    codes = {slug: code for slug, (code, *_now) in LINES.items()}
    assert dict(old.get_model("cms", "Helpline").objects.values_list("slug", "place")) == codes
    assert {slug: version["place"] for slug, version in versions(old).items()} == codes


def test_a_database_without_helplines_gets_no_places(before):
    assert not migrate(AFTER).get_model("cms", "Place").objects.exists()
