"""The audit log: what is in it, who reads it, and that the database itself refuses to change it."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.audit.protection import TABLE, triggers_in
from cms.models import AuditEntry, GlossaryTerm, User
from quizzes.models import ApiToken, ExportLog
from tests.support.accounts import PASSWORD
from tests.support.audit_log import drop_triggers

Subject = AuditEntry.Subject


def actions(subject):
    return list(AuditEntry.objects.filter(subject=subject).order_by("pk").values_list("action", flat=True))


@pytest.fixture
def entry(db):
    return AuditEntry.objects.record(Subject.RIGHTS, "account created", data_of="x")


ATTACKS = {
    "update": f"UPDATE {TABLE} SET actor_name = 'budi'",
    "delete": f"DELETE FROM {TABLE}",
    "later date": f"UPDATE {TABLE} SET expires_on = '2001-01-01'",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to_change_the_log(entry, attack):
    with pytest.raises(DatabaseError, match="audit log"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack])
    assert AuditEntry.objects.get() == entry
    assert AuditEntry.objects.get().actor_name == ""


def test_the_ways_around_a_row_trigger_are_closed_too(entry):
    attack = (
        f"TRUNCATE {TABLE}"
        if connection.vendor == "postgresql"
        else f"INSERT OR REPLACE INTO {TABLE} SELECT id, at, '2001-01-01', subject, action, actor_key,"
        f" 'budi', target_type, target_key, target_name, data FROM {TABLE}"
    )
    with pytest.raises(DatabaseError, match="audit log"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert AuditEntry.objects.get().expires_on == entry.expires_on


def test_saving_or_deleting_an_entry_in_the_code_fails_as_well(entry):
    entry.actor_name = "budi"
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def aged(entry, days):
    """An entry whose date lies `days` back, which nobody can make of an existing one."""
    return AuditEntry.objects.create(
        subject=entry.subject,
        action="old",
        at=timezone.now() - timedelta(days=days + 365),
        expires_on=timezone.localdate() - timedelta(days=days),
    )


def test_only_what_is_past_its_date_is_purged(entry):
    aged(entry, 5)
    fresh = aged(entry, 0)
    call_command("purge_expired", stdout=io.StringIO())
    assert set(AuditEntry.objects.all()) == {entry, fresh}


def test_the_log_is_protected_again_after_every_migration(db):
    assert len(triggers_in(connection)) >= 2
    drop_triggers(connection)
    call_command("migrate", verbosity=0)
    assert len(triggers_in(connection)) >= 2


def test_sign_ins_are_recorded_without_an_address_and_wrong_names_not_at_all(client, cast):
    client.post("/lapangan/masuk/", {"username": "sari", "password": "salah"})
    client.post("/lapangan/masuk/", {"username": "rahasia-saya-sendiri", "password": "salah"})
    client.post(
        "/lapangan/masuk/",
        {"username": "sari", "password": PASSWORD},
        REMOTE_ADDR="203.0.113.9",
        headers={"user-agent": "Peramban/1"},
    )
    client.post("/lapangan/keluar/")
    assert actions(Subject.SIGN_IN) == ["wrong password", "signed in", "signed out"]
    everything = str(list(AuditEntry.objects.values()))
    assert not [text for text in ("203.0.113.9", "Peramban", "rahasia") if text in everything]


def test_who_changes_an_account_stands_beside_the_account_and_what_was_changed(cast, roles, signed_in):
    client = signed_in(cast.reviewer)
    start = AuditEntry.objects.latest("pk").pk
    for step in ("disable", "enable", "password"):
        client.post(reverse("roster_account", args=[cast.educator.pk]), {"step": step})
    rows = AuditEntry.objects.filter(pk__gt=start, subject=Subject.RIGHTS).order_by("pk")
    assert {(row.actor_name, row.target_name) for row in rows} == {("bambang", "sari")}
    assert [(row.action, row.data) for row in rows] == [
        ("account changed", {"changes": {"is_active": [True, False]}}),
        ("account changed", {"changes": {"is_active": [False, True]}}),
        ("password given", {}),
    ]


def test_rights_given_by_group_and_by_assignment_are_recorded(person, roles):
    user = person("wati", "educator")
    user.groups.clear()
    rows = AuditEntry.objects.filter(target_name="wati").order_by("pk")
    assert [row.action for row in rows] == ["account created", "rights added", "rights removed"]
    assert rows[1].data == {"group": ["educator"]}


def test_an_api_key_and_its_end_are_recorded(cast):
    token, _secret = ApiToken.objects.issue(cast.analyst, "Dasbor", made_by=cast.admin)
    token.revoke()
    assert actions(Subject.KEYS) == ["API key issued", "API key revoked"]


def test_a_file_that_leaves_the_house_is_recorded(cast):
    ExportLog.objects.create(user=cast.analyst, kind="sessions.csv", filters="office=1").save()
    (row,) = AuditEntry.objects.filter(subject=Subject.EXPORTS)
    assert (row.action, row.actor_name, row.data) == ("sessions.csv", "pusat1", {"filters": "office=1"})


def test_a_deleted_account_stays_in_the_log(person):
    person("wati").delete()
    assert AuditEntry.objects.filter(target_name="wati", action="account deleted").exists()


def test_a_better_hash_of_the_same_password_is_no_new_password(person, settings):
    user = person("wati")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert "password changed" not in actions(Subject.RIGHTS)


def test_what_wagtail_logs_is_copied_with_who_did_it(admin_log):
    row = AuditEntry.objects.get(subject=Subject.CONTENT)
    assert (row.action, row.actor_name, row.target_type) == ("wagtail.edit", "kepala", "cms.glossaryterm")


@pytest.fixture
def admin_log(cast, roles):
    from wagtail.log_actions import log

    log(GlossaryTerm.objects.create(term_ind="Paspor"), "wagtail.edit", user=cast.admin)


def test_decisions_on_sessions_are_recorded(make_session, place, cast):
    session = make_session(place.village, date(2026, 3, 5), women=2, state="submitted")
    session.send_back(cast.reviewer, "Hitung lagi")
    row = AuditEntry.objects.get(subject=Subject.REVIEW)
    assert (row.action, row.actor_name, row.data["reason"]) == (
        "submitted → returned",
        "bambang",
        "Hitung lagi",
    )


def report(client, **query):
    return client.get(reverse("audit"), query)


def test_administrators_read_and_filter_the_log(cast, roles, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.admin)
    AuditEntry.objects.record(Subject.KEYS, "API key issued", cast.analyst, cast.admin, name="Dasbor")
    with django_assert_max_num_queries(15):
        page = report(client, subject="keys")
    assert "Dasbor" in page.text
    assert "ningsih" not in report(client, subject="keys").text
    assert "Dasbor" not in report(client, actor_name="bambang").text


@pytest.mark.parametrize("who", ["analyst", "reviewer", "editor", "educator"])
def test_nobody_else_reads_the_log(cast, roles, signed_in, who):
    assert report(signed_in(getattr(cast, who))).status_code in {302, 403}


def test_a_downloaded_log_runs_no_formula_and_is_recorded_itself(cast, roles, signed_in):
    client = signed_in(cast.admin)
    AuditEntry.objects.record(Subject.KEYS, "API key issued", cast.analyst, cast.admin, name="x")
    AuditEntry.objects.append(Subject.ROSTER, "wagtail.edit", cast.admin, target_name="=1+1")
    csv = b"".join(report(client, export="csv").streaming_content).decode()
    assert ",'=1+1," in csv
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(report(client, export="xlsx").streaming_content)), read_only=True
    )
    assert "'=1+1" in [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    taken = actions(Subject.EXPORTS)
    assert [name.rpartition(".")[2] for name in taken] == ["csv", "xlsx"]
    assert all(name.startswith("audit-log-2") for name in taken)


def test_a_list_of_wagtails_own_runs_no_formula_and_who_took_it_is_recorded(cast, roles, signed_in, library):
    Page.objects.filter(slug="harga").update(draft_title="=1+1", title="=1+1", latest_revision=None)
    answer = signed_in(cast.admin).get("/admin/reports/aging-pages/?export=csv&days=3")
    text = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in text
    assert ",=1+1" not in text
    (row,) = AuditEntry.objects.filter(subject=Subject.EXPORTS)
    assert row.data["list"] == "/admin/reports/aging-pages/"
    assert "days=3" in row.data["filters"]
