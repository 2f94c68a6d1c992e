"""`/metrics`: only for who has the token; what it counts is what is there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cms.views import CHECKS
from villages.models import Quarantine

TOKEN = "a-token-for-tests"


@pytest.fixture
def scrape(client, db, settings, tmp_path):
    """Return a function that asks for the metrics: `{(name, part): value}`."""
    settings.METRICS_TOKEN, settings.DATA_DIR = TOKEN, tmp_path

    def ask():
        response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        families = text_string_to_metric_families(response.content.decode())
        return {
            (sample.name, sample.labels.get("part")): sample.value
            for family in families
            for sample in family.samples
        }

    return ask


@pytest.mark.parametrize("sent", [None, "", "Bearer ", "Bearer other", TOKEN[:-1]])
def test_without_the_token_there_is_no_such_address(client, db, settings, sent):
    headers = {} if sent is None else {"Authorization": sent}
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers=headers, follow=True).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers=headers, follow=True).status_code == 404


def test_what_works_and_what_waits_is_counted(scrape, cast, tmp_path):
    for days in (0, 2):
        received = timezone.now() - timedelta(days=days)
        Quarantine.objects.create(
            author=cast.educator, address="/", status=422, body=b"", sha256=f"{days}", received_at=received
        )
    found = scrape()
    assert found["migrasi_ready", "database"] == found["migrasi_ready", "migrations"] == 1
    assert found["migrasi_refused_reports_last_day", None] == 1
    assert found["migrasi_background_tasks_waiting", None] == 0
    assert found["migrasi_disk_free_bytes", None] > 0
    assert ("migrasi_backup_age_seconds", None) not in found
    (tmp_path / "newest-backup").write_text((datetime.now(UTC) - timedelta(hours=3)).isoformat())
    assert 3 * 3600 <= scrape()["migrasi_backup_age_seconds", None] < 3 * 3600 + 60


def test_a_lost_database_is_a_number_and_no_error(scrape, monkeypatch):
    def lost():
        raise OperationalError("gone")

    monkeypatch.setattr("quizzes.programme.metrics.counted", lost)
    monkeypatch.setitem(CHECKS, "database", lost)
    found = scrape()
    assert found["migrasi_ready", "database"] == 0
    assert ("migrasi_refused_reports_last_day", None) not in found
