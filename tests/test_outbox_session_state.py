"""What a phone learns of a session that it sent before: `GET /api/sessions/<uuid>/`."""

import uuid as uuids

import pytest

from tests.support.field_app import form_entries
from tests.support.outbox_client import put, session_payload, sha256
from villages.models import Session


@pytest.fixture
def phone(signed_in, cast):
    return signed_in(cast.educator)


@pytest.fixture
def stored(phone):
    uuid = uuids.uuid4()
    put(phone, session_payload(notes="Satu."), uuid)
    return uuid


def look(client, uuid, known=""):
    headers = {"If-None-Match": known} if known else {}
    return client.get(f"/api/sessions/{uuid}/", headers=headers)


def test_the_phone_sees_the_newest_version_and_whom_to_ask(
    phone, stored, cast, django_assert_max_num_queries
):
    put(phone, session_payload(revision=2, base_revision=1, notes="Dua."), stored)
    with django_assert_max_num_queries(8):
        answer = look(phone, stored, '"1"')
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    current = answer.json()
    assert (current["revision"], current["body"]["notes"]) == (2, "Dua.")
    assert current["sha256"] == sha256(session_payload(revision=2, base_revision=1, notes="Dua."))
    assert (current["office"], current["reviewers"]) == ("Kantor Imigrasi Semarang", ["bambang"])


def test_a_version_that_the_phone_knows_costs_no_bytes_unless_it_was_closed(phone, stored):
    answer = look(phone, stored, '"1"')
    assert (answer.status_code, answer.content) == (304, b"")
    Session.objects.update(state="approved")
    answer = look(phone, stored, '"1"')
    assert (answer.status_code, answer.json()["state"]) == (200, "approved")


def test_a_held_session_that_was_declared_void_is_shown_as_void(phone, stored):
    Session.objects.update(state="void", is_held=True)
    assert look(phone, stored).json()["state"] == "void"


def test_nobody_is_asked_about_her_own_session_or_after_leaving(phone, stored, cast):
    Session.objects.update(author=cast.reviewer)
    cast.reviewer.groups.set(cast.educator.groups.all())
    phone.force_login(cast.reviewer, backend="django.contrib.auth.backends.ModelBackend")
    assert look(phone, stored).json()["reviewers"] == []
    Session.objects.update(author=cast.educator)
    cast.reviewer.is_active = False
    cast.reviewer.save()
    phone.force_login(cast.educator, backend="django.contrib.auth.backends.ModelBackend")
    assert look(phone, stored).json()["reviewers"] == []


def test_a_session_is_shown_to_its_author_alone(signed_in, cast, stored, client):
    for stranger in [cast.other_educator, cast.reviewer, cast.analyst]:
        assert look(signed_in(stranger), stored).status_code == 404
    client.logout()
    assert look(client, stored).status_code == 401


def test_a_change_posted_after_approval_is_given_back_with_whom_to_ask(phone, stored):
    Session.objects.update(state="approved")
    address = f"/lapangan/sesi/{stored}/ubah/"
    answer = phone.post(address, form_entries(uuid=str(stored), base_revision="1", notes="Lagi."))
    assert answer.status_code == 409
    assert "Lagi." in answer.text
    assert "bambang (Kantor Imigrasi Semarang)" in answer.text
    assert phone.get(address).status_code == 302
