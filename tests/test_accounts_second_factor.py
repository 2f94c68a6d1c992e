"""The second factor guards the person, whatever page they open."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts.second_factor import new_code
from cms.models import AuditEntry, User
from tests.support.accounts import PASSWORD

STAFF = ["reviewer", "analyst", "editor", "admin"]
NEW = "/admin/2fa/devices/new"
CODE = re.compile(r"<code>([\w-]+)</code>")


@pytest.fixture(autouse=True)
def in_production(settings, roles):
    settings.TWO_FACTOR_REQUIRED = settings.WAGTAIL_2FA_REQUIRED = True


def field_sign_in(client, user, **more):
    return client.post("/lapangan/masuk/", {"username": user.username, "password": PASSWORD, **more})


def set_up(client, user, code):
    """Set up the second factor as the page does; return the response."""
    client.get(NEW)
    device = TOTPDevice.objects.get(user=user, confirmed=False)
    data = {"name": "HP", "password": PASSWORD, "code": code, "otp_token": f"{totp(device.bin_key):06}"}
    return client.post(NEW, data)


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.parametrize(
    "address", ["/lapangan/", "/lapangan/ronde/", "/lapangan/akun/sandi/", "/admin/sandi/"]
)
def test_no_signed_in_page_opens_with_the_password_alone(client, cast, who, address):
    client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].split("?")[0] in {"/lapangan/masuk/", "/admin/2fa/devices/new"}


def test_private_documents_and_reports_of_the_phone_ask_for_it_too(client, cast):
    client.force_login(cast.admin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/ping")["X-Migrasi-User"] == ""


def test_educators_are_not_asked(client, cast):
    assert field_sign_in(client, cast.educator)["Location"] == "/lapangan/"
    assert client.get("/lapangan/").status_code == 200


def test_whoever_comes_first_with_a_stolen_password_sets_up_nothing(client, cast):
    field_sign_in(client, cast.admin)
    for code in ("", "abcd-efgh-jkmn"):
        assert set_up(client, cast.admin, code).status_code == 200
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_the_code_given_with_the_account_sets_it_up_once_and_opens_every_page(client, cast):
    code = new_code(cast.admin)
    answer = field_sign_in(client, cast.admin, next="/lapangan/sesi/")
    assert answer["Location"].startswith(NEW)
    page = set_up(client, cast.admin, code.upper().replace("-", " "))
    assert len(CODE.findall(page.text)) == 10
    assert "no-store" in page["Cache-Control"]
    for address in ("/lapangan/", "/admin/", "/admin/sandi/"):
        assert client.get(address).status_code == 200
    assert AuditEntry.objects.filter(action="second factor set up", target_name="kepala").exists()
    assert not User.objects.get(pk=cast.admin.pk).second_factor_code


def test_an_old_code_no_longer_works(client, cast):
    code = new_code(cast.admin)
    User.objects.filter(pk=cast.admin.pk).update(second_factor_code_until=timezone.now() - timedelta(hours=1))
    field_sign_in(client, cast.admin)
    set_up(client, cast.admin, code)
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_a_recovery_code_opens_the_account_once(client, cast):
    code = new_code(cast.admin)
    field_sign_in(client, cast.admin)
    spare = CODE.findall(set_up(client, cast.admin, code).text)[0]
    for works in (True, False):
        client.post("/lapangan/keluar/")
        target = field_sign_in(client, cast.admin)["Location"]
        assert target.startswith("/admin/2fa/auth")
        client.post("/admin/2fa/auth", {"otp_token": spare, "next": "/lapangan/"})
        assert (client.get("/lapangan/").status_code == 200) == works


def test_the_digits_of_the_app_open_the_account_at_the_next_sign_in(client, cast):
    code = new_code(cast.admin)
    field_sign_in(client, cast.admin)
    set_up(client, cast.admin, code)
    client.post("/lapangan/keluar/")
    device = TOTPDevice.objects.get()
    TOTPDevice.objects.update(last_t=-1)  # the next half minute
    field_sign_in(client, cast.admin)
    wrong = client.post("/admin/2fa/auth", {"otp_token": "000000"})
    assert wrong.status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    data = {"otp_token": f"{totp(device.bin_key):06}", "next": "/lapangan/"}
    assert client.post("/admin/2fa/auth", data)["Location"] == "/lapangan/"
    assert client.get("/lapangan/").status_code == 200


def test_a_command_gives_a_new_code_and_ends_the_old_device(client, cast):
    code = new_code(cast.admin)
    field_sign_in(client, cast.admin)
    set_up(client, cast.admin, code)
    out = io.StringIO()
    call_command("second_factor", "kepala", stdout=out)
    assert not TOTPDevice.objects.exists()
    assert client.get("/lapangan/").status_code == 302
    field_sign_in(client, cast.admin)
    assert "<code>" in set_up(client, cast.admin, out.getvalue().split()[-1]).text
    with pytest.raises(CommandError):
        call_command("second_factor", "tiada")


def test_only_administrators_hand_out_codes(cast, signed_in, settings):
    settings.TWO_FACTOR_REQUIRED = settings.WAGTAIL_2FA_REQUIRED = False
    address = reverse("give_second_factor_code", args=[cast.reviewer.pk])
    assert signed_in(cast.analyst).post(address).status_code in {302, 403}
    client = signed_in(cast.admin)
    assert "<code>" not in client.get(address).text
    page = client.post(address)
    assert len(CODE.findall(page.text)) == 1
    assert "no-store" in page["Cache-Control"]
    assert AuditEntry.objects.get(action="second factor reset").actor_name == "kepala"


@pytest.mark.parametrize("address", ["/id/", "/admin/login/", "/lapangan/masuk/", "/api/ping", "/nowhere"])
def test_every_answer_limits_what_a_page_may_ask_of_a_phone(client, site, address):
    policy = client.get(address)["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=(self)" in policy


def test_public_pages_do_not_look_at_the_session(client, cast, site):
    client.force_login(cast.admin, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/id/")
    assert "Cookie" not in answer.get("Vary", "")
