import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms.views import CHECKS, migrations_on_disk


@pytest.mark.parametrize(
    "address", ["/api/nothing", "/lapangan/nothing/", "/media/nothing.png", "/documents/x/"]
)
def test_an_address_that_is_not_there_is_missing_and_not_redirected(client, db, address):
    assert client.get(address).status_code == 404


def test_an_address_without_language_leads_to_the_readers_language(client, db):
    response = client.get("/bantuan/", headers={"accept-language": "jv"})
    assert (response.status_code, response["Location"]) == (302, "/jv/bantuan/")


@pytest.mark.parametrize(
    "accepted, language", [("jv,id;q=0.5", "jv"), ("fr", "id"), ("su-ID", "su"), ("en-GB", "en"), ("", "id")]
)
def test_the_root_leads_to_the_language_the_phone_asks_for_else_to_indonesian(client, db, accepted, language):
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in response["Vary"].split(",")}


def test_a_chosen_language_is_remembered_and_leads_nowhere_else(client, db):
    response = client.get("/bahasa/su/?next=/su/bantuan/")
    assert response["Location"] == "/su/bantuan/"
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/su/"
    assert client.get("/bahasa/su/?next=https://elsewhere.example/")["Location"] == "/su/"


def test_readiness_names_what_is_ready(client, db):
    assert client.get("/healthz").content == b"ok"
    parts = ["database", "cache", "migrations", "static_files"]
    assert client.get("/readyz").json() == {"state": "ready"} | dict.fromkeys(parts, True)


def test_without_its_cache_the_site_is_ready_and_slower(client, db, monkeypatch):
    monkeypatch.setitem(CHECKS, "cache", lambda: False)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["state"]) == (200, "degraded")


def test_a_site_that_lacks_a_static_file_is_not_ready(client, db, settings, tmp_path, monkeypatch):
    storage = ManifestStaticFilesStorage(location=tmp_path)
    monkeypatch.setattr("cms.views.staticfiles_storage", storage)
    assert client.get("/readyz").json()["static_files"] is False
    storage.hashed_files = {"a.css": "a.123.css"}
    assert client.get("/readyz").status_code == 503
    (tmp_path / "a.123.css").write_text("")
    assert client.get("/readyz").json()["static_files"] is True


def test_a_database_that_lacks_a_migration_is_not_ready(client, db):
    assert migrations_on_disk() == set(MigrationLoader(None).disk_migrations)
    MigrationRecorder(connection).record_unapplied("quizzes", "0001_initial")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["state"] == "down"
    assert {name for name, passed in response.json().items() if passed is False} == {"migrations"}
