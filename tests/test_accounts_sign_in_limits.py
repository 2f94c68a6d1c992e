"""Wrong passwords slow down whoever guesses, and nobody else."""

import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from cms.accounts.hashers import SmallArgon2PasswordHasher
from cms.accounts.sign_in_limits import FREE, LONGEST, delay_after
from cms.models import AuditEntry
from tests.support.accounts import PASSWORD

STRANGER, OFFICE = "198.51.100.7", "203.0.113.5"
FORMS = {"/lapangan/masuk/": "sari", "/admin/login/": "bambang"}


def try_password(password, username="sari", address=STRANGER, client=None, form="/lapangan/masuk/"):
    client = client or Client()
    return client.post(form, {"username": username, "password": password}, REMOTE_ADDR=address)


def miss(times, **options):
    return [try_password("salah", **options).status_code for _ in range(times)]


@pytest.mark.parametrize("form", FORMS)
def test_a_guesser_waits_longer_after_each_miss_and_learns_how_long(cast, roles, form, monkeypatch):
    now, waits = time.time(), []
    monkeypatch.setattr(time, "time", lambda: now)
    miss(FREE["account"], form=form, username=FORMS[form])
    for _ in range(4):
        answer = try_password(PASSWORD, form=form, username=FORMS[form])
        assert answer.status_code == 429
        waits.append(int(answer["Retry-After"]))
        now += waits[-1]
        assert miss(1, form=form, username=FORMS[form])[0] != 429
    assert waits == [16, 31, 61, 121]
    assert delay_after(500, 5) == LONGEST


def test_what_a_stranger_misses_locks_nobody_at_another_address(cast):
    assert 429 in miss(FREE["account"] + 5)
    assert try_password(PASSWORD, address=OFFICE).status_code == 302


def test_a_known_device_is_not_locked_by_others_behind_the_same_address(cast):
    device = Client()
    assert try_password(PASSWORD, client=device).status_code == 302
    for name in ("sari", "made", "andi", "bambang", "pusat1", "ningsih", "kepala"):
        miss(FREE["account"] + 1, username=name)
    assert try_password(PASSWORD).status_code == 429, "the address has to wait"
    assert try_password(PASSWORD, client=device).status_code == 302


def test_a_stolen_device_guesses_no_faster_than_anybody(cast):
    device = Client()
    try_password(PASSWORD, client=device)
    assert 429 in miss(FREE["device"] + 1, client=device)


def test_a_cookie_made_up_by_somebody_else_is_no_known_device(cast):
    forged = Client()
    forged.cookies["perangkat"] = "abc.def:wrong"
    assert 429 in miss(FREE["account"] + 1, client=forged)


def test_one_address_cannot_try_a_password_on_every_account(cast):
    answers = [try_password("salah", username=f"orang{number}").status_code for number in range(35)]
    assert answers.index(429) == FREE["address"]


def test_the_right_password_ends_the_count_of_its_account(cast):
    for _ in range(4):
        miss(FREE["account"] - 1)
        assert try_password(PASSWORD).status_code == 302


def test_many_tries_at_once_are_counted_before_they_are_looked_at(cast, monkeypatch):
    monkeypatch.setattr(
        "django.contrib.auth.backends.ModelBackend.authenticate", lambda *args, **kwargs: None
    )
    assert miss(8).count(429) == 3


def test_the_field_for_the_old_password_has_the_same_limits(cast, signed_in):
    client = signed_in(cast.educator)
    new = {"new_password1": "sawah-hijau-luas-2026", "new_password2": "sawah-hijau-luas-2026"}
    answers = [
        client.post("/lapangan/akun/sandi/", {"old_password": "salah", **new})
        for _ in range(FREE["account"] + 1)
    ]
    assert [answer.status_code for answer in answers] == [422] * FREE["account"] + [429]
    assert answers[-1]["Retry-After"]


def test_administrators_end_all_waits_with_a_command(cast):
    assert 429 in miss(FREE["account"] + 5)
    call_command("reset_sign_in_limits", verbosity=0)
    assert try_password(PASSWORD).status_code == 302


def test_a_try_that_has_to_wait_is_not_recorded_as_a_wrong_password(cast):
    miss(FREE["account"] + 20)
    assert AuditEntry.objects.filter(action="wrong password").count() == FREE["account"]


def test_no_address_is_stored_beside_the_digests(cast):
    miss(2)
    keys = str(getattr(cache, "_cache", {}))
    assert STRANGER not in keys
    assert "sari" not in keys


def test_phones_of_one_house_count_as_one_address(cast):
    answers = [try_password("salah", address=f"2001:db8::{number:x}").status_code for number in range(1, 8)]
    assert 429 in answers


@pytest.mark.parametrize(
    "password",
    [
        "rahasia123456",
        "Indonesia2026!",
        "bismillah1234",
        "imigrasi-2026-aman",
        "S4yang123456",
        "r4h4514r4h4514",
        "qwertyuiop12",
        "asdfghjkl1234",
        "aaaabbbbaaaa1",
        "            ",
        " jalur-sawah-hijau",
        "pimpasa-cilacap-1",
        "kataSandi2026",
        "jokowi1234567",
        "pendek-7",
    ],
)
def test_common_indonesian_passwords_and_blanks_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "sawah-hijau-luas-2026",
        "jalur-aman-2026",
        "perahu miring lewat tiga",
        "83719-xQ72!k91",
        "tK9_xW2-qL0z",
    ],
)
def test_a_password_of_ones_own_passes(password):
    validate_password(password)


def test_a_password_takes_a_fifth_of_the_memory_and_is_still_argon2():
    hasher = SmallArgon2PasswordHasher()
    stored = hasher.encode(PASSWORD, "a" * 22)
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in stored
    assert hasher.verify(PASSWORD, stored)


def test_an_older_hash_is_replaced_at_the_next_sign_in():
    from django.contrib.auth.hashers import Argon2PasswordHasher

    old = Argon2PasswordHasher().encode(PASSWORD, "a" * 22)
    assert SmallArgon2PasswordHasher().verify(PASSWORD, old)
    assert SmallArgon2PasswordHasher().must_update(old)
