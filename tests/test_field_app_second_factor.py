"""Educators may choose a second factor; then every new sign-in asks for it, and no open one ends."""

import re

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts.second_factor import new_code, reset
from cms.models import AuditEntry
from tests.support.accounts import PASSWORD

SIGN_IN, STEP = "/lapangan/masuk/", "/lapangan/masuk/langkah-kedua/"
ADDRESS, ACCOUNT = "/lapangan/akun/langkah-kedua/", "/lapangan/akun/"
CODE = re.compile(r"<code>([\w-]+)</code>")


@pytest.fixture(autouse=True)
def in_production(settings, roles):
    settings.TWO_FACTOR_REQUIRED = settings.WAGTAIL_2FA_REQUIRED = True


def give_password(client, user, **more):
    return client.post(SIGN_IN, {"username": user.username, "password": PASSWORD, **more})


def digits(user):
    """Return what the app shows, in another half minute than the last time."""
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return f"{totp(TOTPDevice.objects.get(user=user).bin_key):06}"


def set_up(client, user, given, **more):
    client.get(ADDRESS)
    return client.post(ADDRESS, {"code": given, "otp_token": digits(user), "password": PASSWORD} | more)


@pytest.fixture
def protected(client, cast):
    """Return a browser in which `cast.educator` has set it up, and the recovery codes."""
    give_password(client, cast.educator)
    codes = CODE.findall(set_up(client, cast.educator, new_code(cast.educator)).text)
    assert len(codes) == 10
    return client, codes


def test_an_educator_who_has_chosen_none_is_not_asked(client, cast):
    assert give_password(client, cast.educator)["Location"] == "/lapangan/"
    page = client.get(ACCOUNT).text
    assert ADDRESS in page
    assert "Second step at sign-in: off" in page or "masuk: mati" in page


def test_it_is_set_up_with_the_code_given_by_an_administrator(client, cast):
    give_password(client, cast.educator)
    assert set_up(client, cast.educator, "abcd-efgh-jkmn").status_code == 422
    code = new_code(cast.educator)
    for wrong in ({"otp_token": "000000"}, {"password": "wrong"}, {"code": ""}):
        assert set_up(client, cast.educator, code, **wrong).status_code == 422
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    page = set_up(client, cast.educator, code.upper())
    assert len(CODE.findall(page.text)) == 10
    assert "no-store" in page["Cache-Control"]
    entry = AuditEntry.objects.get(action="second factor set up")
    assert entry.actor_name == entry.target_name == "sari"


def test_a_sign_in_that_is_open_goes_on_and_a_new_one_asks(protected, cast):
    client, _codes = protected
    assert client.get("/lapangan/").status_code == 200
    thief = Client()
    page = give_password(thief, cast.educator).text
    assert "otp_token" in page
    assert "/lapangan/sesi/" not in page
    for address in ("/lapangan/", ACCOUNT, ADDRESS, "/lapangan/sesi/baru/", "/lapangan/akun/sandi/"):
        assert thief.get(address)["Location"].startswith(SIGN_IN), address
    assert thief.get("/api/ping")["X-Migrasi-User"] == ""
    assert thief.post(STEP, {"otp_token": "000000"}).status_code == 422
    assert thief.get("/lapangan/").status_code == 302


def test_the_sign_in_of_the_admin_is_no_way_around_it(protected, cast):
    thief = Client()
    thief.post("/admin/login/", {"username": cast.educator.username, "password": PASSWORD})
    assert thief.get("/lapangan/").status_code == 302
    assert "otp_token" in thief.get(SIGN_IN).text


def test_digits_or_a_recovery_code_open_what_was_asked_for(protected, cast):
    _client, codes = protected
    for token in (digits(cast.educator), codes[0].upper()):
        phone = Client()
        page = give_password(phone, cast.educator, next="/lapangan/sesi/")
        assert 'name="next" value="/lapangan/sesi/"' in page.text
        answer = phone.post(STEP, {"otp_token": token, "next": "/lapangan/sesi/"})
        assert answer["Location"] == "/lapangan/sesi/"
        assert phone.get("/lapangan/").status_code == 200
        assert phone.session.get_expiry_age() > 80 * 24 * 3600
        assert phone.get(STEP)["Location"] == "/lapangan/"


def test_a_form_that_waited_opens_after_the_second_step(protected, cast, place):
    phone = Client()
    entries = f"author={cast.educator.username}&village={place.village.pk}&notes=Belum+selesai"
    page = give_password(phone, cast.educator, next="/lapangan/sesi/baru/", entries=entries)
    assert "Belum+selesai" in page.text
    sent = {"otp_token": digits(cast.educator), "next": "/lapangan/sesi/baru/", "entries": entries}
    assert "Belum selesai" in phone.post(STEP, sent).text


def test_it_is_switched_off_with_a_code_and_with_nothing_less(protected, cast):
    client, codes = protected
    assert client.post(ADDRESS, {"otp_token": "000000"}).status_code == 422
    assert client.post(ADDRESS, {"otp_token": codes[1]})["Location"] == ACCOUNT
    assert AuditEntry.objects.get(action="second factor switched off").actor_name == "sari"
    assert client.get("/lapangan/").status_code == 200
    assert give_password(Client(), cast.educator)["Location"] == "/lapangan/"


def test_an_administrator_ends_it_for_an_educator_without_a_phone(protected, cast):
    reset(cast.educator)
    assert give_password(Client(), cast.educator)["Location"] == "/lapangan/"


def test_people_who_need_one_are_led_to_their_own_page(client, cast):
    client.force_login(cast.educator, backend="django.contrib.auth.backends.ModelBackend")
    cast.educator.is_staff = True
    cast.educator.save()
    assert client.get(ADDRESS).status_code == 302
    assert client.get(STEP)["Location"] == "/lapangan/"


def test_a_request_of_the_field_app_costs_nothing_more(protected, client, cast, django_assert_num_queries):
    """The session knows whether it is due. One query finds the device of a sign-in that gave it."""
    with django_assert_num_queries(4):
        client.get("/api/ping")
    other = Client()
    give_password(other, cast.other_educator)
    with django_assert_num_queries(3):
        other.get("/api/ping")


def test_where_no_second_factor_is_asked_for_there_is_none_to_choose(client, cast, settings):
    settings.TWO_FACTOR_REQUIRED = settings.WAGTAIL_2FA_REQUIRED = False
    give_password(client, cast.educator)
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get(ACCOUNT).text
