"""People see where they are signed in, and sign out there."""

import pytest
from django.test import Client

from cms.models import SignIn
from tests.support.accounts import PASSWORD

PLACES = {"/lapangan/akun/": ("sari", "/lapangan/masuk/"), "/admin/masuk-saya/": ("bambang", "/admin/login/")}


def sign_in(name, form):
    client = Client()
    client.post(form, {"username": name, "password": PASSWORD})
    return client


@pytest.mark.parametrize("path", PLACES)
def test_a_lost_phone_is_signed_out_from_another(cast, roles, path):
    lost, mine = sign_in(*PLACES[path]), sign_in(*PLACES[path])
    other = SignIn.objects.get(session_key=lost.session.session_key)
    assert f'value="{other.pk}"' in mine.get(path).text
    assert mine.post(path, {"end": other.pk}).status_code == 302
    assert lost.get(path).status_code == 302
    assert mine.get(path).status_code == 200


def test_nobody_ends_the_sign_in_of_somebody_else(cast, roles):
    theirs, mine = sign_in("made", "/lapangan/masuk/"), sign_in("sari", "/lapangan/masuk/")
    row = SignIn.objects.get(user=cast.other_educator)
    for number in (row.pk, "x", "9" * 30):
        assert mine.post("/lapangan/akun/", {"end": number}).status_code == 404
    assert theirs.get("/lapangan/akun/").status_code == 200


def test_signing_out_and_a_new_password_leave_no_old_row(cast):
    first, second = sign_in("sari", "/lapangan/masuk/"), sign_in("sari", "/lapangan/masuk/")
    new = {"new_password1": "sawah-hijau-luas-2026", "new_password2": "sawah-hijau-luas-2026"}
    second.post("/lapangan/akun/sandi/", {"old_password": PASSWORD, **new})
    assert first.get("/lapangan/akun/").status_code == 302
    assert SignIn.objects.get().session_key == second.session.session_key
    second.post("/lapangan/keluar/")
    assert not SignIn.objects.exists()
