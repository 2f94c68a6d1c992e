"""Signing in to the admin with the account of an institution (OpenID Connect)."""

import json
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as site_settings
from django.test import Client
from django.urls import include, path

from cms.models import AuditEntry, User
from cms.urls import handler500  # noqa: F401 of the address table below
from cms.urls import urlpatterns as all_urls

ISSUER, OURS = "https://masuk.example.go.id", "migrasi-aman"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

urlpatterns = [path("admin/instansi/", include("cms.accounts.institution_urls")), *all_urls]


@pytest.fixture(autouse=True)
def institution(settings):
    settings.ROOT_URLCONF = __name__
    settings.OIDC_ISSUER, settings.OIDC_NAME = ISSUER, "Kementerian"
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = OURS, "rahasia"
    for name in ("AUTHORIZATION", "TOKEN", "USER", "JWKS"):
        setattr(settings, f"OIDC_OP_{name}_ENDPOINT", f"{ISSUER}/{name.lower()}")
    backend = settings.INSTITUTION_BACKEND
    settings.AUTHENTICATION_BACKENDS = [*site_settings.AUTHENTICATION_BACKENDS, backend]


class Provider:
    """The institution: `token` and `claims` may be changed before somebody comes back from it."""

    def __init__(self):
        self.token = {"iss": ISSUER, "aud": OURS, "sub": "7", "exp": time.time() + 60}
        self.claims = {"sub": "7", "email": "Ningsih@Example.go.id", "email_verified": True}
        self.key, self.error, self.asked = KEY, None, []

    def answer(self, address, data=None, **_options):
        self.asked.append((address, data))
        if self.error:
            raise self.error
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        headers = {"kid": "1"}
        return {
            f"{ISSUER}/token": {
                "id_token": jwt.encode(self.token, self.key, "RS256", headers),
                "access_token": "a",
            },
            f"{ISSUER}/user": self.claims,
            f"{ISSUER}/jwks": {"keys": [public | headers | {"alg": "RS256"}]},
        }[address]

    def get(self, address, **options):
        content = json.dumps(self.answer(address, **options))
        return SimpleNamespace(
            status_code=200,
            headers={},
            raise_for_status=lambda: None,
            json=lambda: json.loads(content),
        )


@pytest.fixture
def provider(monkeypatch):
    provider = Provider()
    monkeypatch.setattr("mozilla_django_oidc.auth.requests.get", provider.get)
    monkeypatch.setattr("mozilla_django_oidc.auth.requests.post", provider.get)
    return provider


@pytest.fixture
def editor(cast, roles):
    cast.editor.email = "ningsih@example.go.id"
    cast.editor.save()
    return cast.editor


@pytest.fixture
def come_back(client, provider):
    """Return a function that goes to the institution and comes back from it; it returns our answer."""

    def go(**query):
        start = client.get("/admin/instansi/", {"next": "/admin/pages/"})
        sent = {name: values[0] for name, values in parse_qs(urlsplit(start["Location"]).query).items()}
        provider.token.setdefault("nonce", sent["nonce"])
        return client.get("/admin/instansi/kembali/", {"code": "c", "state": sent["state"]} | query)

    return go


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_the_sign_in_page_leads_to_the_institution_only_where_there_is_one(client, db, settings):
    assert "Kementerian" in client.get("/admin/login/?next=/admin/pages/").content.decode()
    settings.OIDC_NAME = ""
    assert "/admin/instansi/" not in client.get("/admin/login/").content.decode()


def test_a_person_with_an_account_gets_in_and_the_site_proves_who_asked(client, editor, come_back, provider):
    answer = come_back()
    assert (answer.status_code, answer["Location"]) == (302, "/admin/pages/")
    assert client.session["_auth_user_id"] == str(editor.pk)
    sent = next(data for address, data in provider.asked if address.endswith("/token"))
    assert sent["code_verifier"]
    assert AuditEntry.objects.filter(action="signed in", actor_name=editor.display_name).exists()
    assert client.get("/admin/").status_code == 200


def test_the_second_factor_is_asked_for_as_after_a_password(client, editor, come_back, settings):
    settings.TWO_FACTOR_REQUIRED = settings.WAGTAIL_2FA_REQUIRED = True
    come_back()
    assert client.get("/admin/").status_code == 302


def test_who_came_by_the_institution_need_not_change_a_password_that_was_given(client, editor, come_back):
    User.objects.filter(pk=editor.pk).update(password_given_at="2026-11-01T00:00Z")
    come_back()
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "orang@lain.example"},
        {"email": ""},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"sub": "8"},
    ],
)
def test_claims_that_prove_nothing_open_no_account(client, editor, come_back, provider, claims):
    provider.claims |= claims
    assert come_back()["Location"] == "/admin/login/"
    assert not is_signed_in(client)
    assert client.get("/admin/login/").context["messages"]


@pytest.mark.parametrize(
    "token",
    [
        {"iss": "https://lain.example"},
        {"aud": "lain"},
        {"aud": ["lain"]},
        {"exp": 1},
        {"nonce": "lain"},
    ],
)
def test_a_token_for_somebody_else_opens_no_account(client, editor, come_back, provider, token):
    provider.token |= token
    assert come_back()["Location"] == "/admin/login/"
    assert not is_signed_in(client)


def test_a_token_signed_by_somebody_else_opens_no_account(client, editor, come_back, provider):
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert come_back()["Location"] == "/admin/login/"
    assert not is_signed_in(client)


def test_no_account_is_made(client, roles, come_back):
    come_back()
    assert not User.objects.exists()


def test_two_accounts_with_one_address_are_not_guessed_between(client, editor, cast, come_back):
    User.objects.filter(pk=cast.analyst.pk).update(email=editor.email)
    assert come_back()["Location"] == "/admin/login/"
    assert not is_signed_in(client)


def test_a_disabled_account_stays_closed_and_its_open_sign_in_ends(client, editor, come_back):
    come_back()
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert come_back()["Location"] == "/admin/login/"


def test_a_state_of_somebody_else_is_refused(editor, come_back):
    assert come_back(state="A" * 32)["Location"] == "/admin/login/"


def test_an_institution_that_is_away_is_explained(client, editor, come_back, provider):
    provider.error = requests.ConnectionError("away")
    assert come_back()["Location"] == "/admin/login/"
    page = client.get("/admin/login/", headers={"Accept-Language": "id"}).content.decode()
    assert "instansi" in page


def test_who_gives_up_there_is_led_back(editor):
    client = Client()
    answer = client.get("/admin/instansi/kembali/?error=access_denied")
    assert answer["Location"] == "/admin/login/"
