"""The long sign-in on an educator's phone does not open the admin."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.support.accounts import PASSWORD

FIELD, OFFICE_FORM = (
    {"username": "sari", "password": PASSWORD},
    {"username": "sari", "password": PASSWORD, "next": "/admin/"},
)


@pytest.fixture
def both(cast, roles, client, settings):
    """An account that works in the field and in the admin."""
    from django.contrib.auth.models import Group

    cast.educator.groups.add(Group.objects.get(name="analyst"))
    return client


def opens(client, path):
    return client.get(path).status_code == 200


def test_a_field_sign_in_does_not_open_the_admin(both):
    both.post("/lapangan/masuk/", FIELD)
    assert opens(both, "/lapangan/")
    assert both.get("/admin/")["Location"].startswith("/admin/login/")
    assert opens(both, "/admin/login/"), "no loop between admin and sign-in"


def test_whoever_uses_both_signs_in_to_the_admin_as_well_and_stays_in_the_field(both, monkeypatch):
    both.post("/lapangan/masuk/", FIELD)
    assert both.post("/admin/login/", OFFICE_FORM)["Location"] == "/admin/"
    assert opens(both, "/admin/")
    assert both.session.get_expiry_age() == 90 * 24 * 3600
    tomorrow = timezone.now() + timedelta(hours=13)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert not opens(both, "/admin/")
    assert opens(both, "/lapangan/")


def test_a_sign_in_to_the_admin_opens_both_for_a_working_day(both):
    both.post("/admin/login/", OFFICE_FORM)
    assert opens(both, "/admin/")
    assert opens(both, "/lapangan/")
    assert not both.session.get_expire_at_browser_close() or both.session.get_expiry_age() <= 12 * 3600


def test_a_wrong_password_in_the_admin_opens_nothing(both):
    both.post("/lapangan/masuk/", FIELD)
    both.post("/admin/login/", OFFICE_FORM | {"password": "salah"})
    assert not opens(both, "/admin/")
    assert opens(both, "/lapangan/")
