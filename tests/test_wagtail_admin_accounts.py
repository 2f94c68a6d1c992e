import re
from datetime import date

import pytest
from django.urls import reverse

from cms.models import User

pytestmark = pytest.mark.usefixtures("roles")


def make(client, office, **fields):
    data = {"username": "wati", "first_name": "Wati", "office": office.pk, **fields}
    return client.post(reverse("roster_accounts"), data)


def password_in(answer):
    """The new password, which only the page itself carries, and no cookie or cache."""
    assert "no-store" in answer["Cache-Control"]
    password = re.search(r"<code>(\S{12})</code>", answer.text)[1]
    assert not any(password in morsel.value for morsel in answer.cookies.values())
    return password


def test_a_reviewer_makes_an_account_and_reads_its_password_once(signed_in, place, cast):
    client = signed_in(cast.reviewer)
    answer = make(client, place.office)
    user = User.objects.get(username="wati")
    assert user.check_password(password_in(answer))
    assert user.has_role("educator")
    assert user.assignments.get().office == place.office
    assert "<code>" not in client.get(reverse("roster_accounts")).text


@pytest.mark.parametrize("fields", [{"username": "SARI"}, {"username": "a b"}, {"first_name": ""}])
def test_a_name_that_is_taken_or_wrong_is_refused(signed_in, place, cast, fields):
    before = User.objects.count()
    assert make(signed_in(cast.reviewer), place.office, **fields).status_code == 422
    assert User.objects.count() == before


def test_a_reviewer_makes_no_account_for_another_office(signed_in, place, cast):
    assert make(signed_in(cast.reviewer), place.other_office).status_code == 422
    assert not User.objects.filter(username="wati").exists()


def change(client, user, step):
    return client.post(reverse("roster_account", args=[user.pk]), {"step": step}, follow=True)


def test_a_reviewer_disables_an_educator_and_gives_a_new_password(signed_in, place, cast):
    client, old = signed_in(cast.reviewer), cast.educator.password
    change(client, cast.educator, "disable")
    assert not User.objects.get(pk=cast.educator.pk).is_active
    change(client, cast.educator, "enable")
    password = password_in(change(client, cast.educator, "password"))
    now = User.objects.get(pk=cast.educator.pk)
    assert now.is_active
    assert now.password != old
    assert now.check_password(password)


@pytest.mark.parametrize("who", ["other_educator", "other_reviewer", "analyst", "admin", "reviewer"])
def test_nobody_else_is_taken_over_through_the_accounts_page(signed_in, place, cast, who):
    victim = getattr(cast, who)
    assert change(signed_in(cast.reviewer), victim, "password").status_code == 404
    assert User.objects.get(pk=victim.pk).password == victim.password


def test_assigning_another_offices_educator_gives_no_power_over_the_account(signed_in, place, cast):
    from villages.models import Assignment

    Assignment.objects.create(user=cast.other_educator, role="educator", office=place.office)
    assert change(signed_in(cast.reviewer), cast.other_educator, "password").status_code == 404


def test_an_educator_who_left_an_office_is_helped_by_the_next_one(signed_in, place, cast):
    from villages.models import Assignment

    theirs = Assignment.objects.filter(user=cast.other_educator)
    theirs.update(until=date(2026, 1, 31))
    assert change(signed_in(cast.reviewer), cast.other_educator, "password").status_code == 404
    Assignment.objects.create(user=cast.other_educator, role="educator", office=place.office)
    assert password_in(change(signed_in(cast.reviewer), cast.other_educator, "password"))


def test_an_educator_with_another_role_is_left_to_administrators(signed_in, place, cast):
    from django.contrib.auth.models import Group

    cast.educator.groups.add(Group.objects.get(name="editor"))
    assert change(signed_in(cast.reviewer), cast.educator, "password").status_code == 404


def test_editors_see_no_accounts(signed_in, cast):
    assert signed_in(cast.editor).get(reverse("roster_accounts")).status_code == 302


def test_an_analyst_sees_every_office_and_has_no_power_over_accounts(signed_in, place, cast):
    client = signed_in(cast.analyst)
    assert make(client, place.office).status_code in {302, 403}
    change(client, cast.educator, "password")
    assert User.objects.get(pk=cast.educator.pk).password == cast.educator.password
    assert not User.objects.filter(username="wati").exists()
    assert reverse("roster_accounts") not in client.get(reverse("wagtailadmin_home")).text


OWN = "padi-di-lereng-hijau-7"


def choose(client, address, old, **more):
    return client.post(
        address, {"old_password": old, "new_password1": OWN, "new_password2": OWN, **more}, follow=True
    )


@pytest.fixture
def given(signed_in, cast, client):
    """The password that the reviewer gave the educator; the client is signed in with it."""
    password = password_in(change(signed_in(cast.reviewer), cast.educator, "password"))
    client.logout()
    client.post("/lapangan/masuk/", {"username": "sari", "password": password})
    return password


@pytest.mark.parametrize(
    "address", ["/lapangan/", "/lapangan/sesi/baru/", "/lapangan/akun/", "/lapangan/ronde/"]
)
def test_a_password_given_by_others_opens_no_page_before_it_is_changed(client, given, address):
    page = client.get(address, follow=True)
    assert page.redirect_chain[-1][0].startswith("/lapangan/akun/sandi/")
    assert "bambang memberi akun ini kata sandi baru" in page.text


def test_after_choosing_an_own_password_work_goes_on_where_it_stopped(client, given):
    page = choose(client, "/lapangan/akun/sandi/", given, next="/lapangan/sesi/")
    assert page.redirect_chain[-1][0] == "/lapangan/sesi/"
    account = client.get("/lapangan/akun/").text
    assert "Kata sandi baru diberikan" in account
    assert "(bambang)" in account


def test_a_form_sent_with_a_given_password_opens_again_afterwards(client, given, place):
    entries = {"author": "sari", "village": place.village.code, "notes": "catatan-saya"}
    page = client.post("/lapangan/sesi/baru/", entries)
    assert page.status_code == 401
    hidden = page.context["entries"]
    again = choose(client, "/lapangan/akun/sandi/", given, next="/lapangan/sesi/baru/", entries=hidden)
    assert "catatan-saya" in again.text


def test_reports_arrive_while_the_given_password_waits_to_be_changed(client, given):
    assert client.get("/api/ping")["X-Migrasi-User"] == "sari"


def test_in_the_admin_a_given_password_is_changed_first_too(client, cast, signed_in, roles):
    from django.urls import reverse
    from wagtail.log_actions import LogContext

    with LogContext(user=cast.admin):
        cast.reviewer.set_password("dari-kepala-kantor-1")
        cast.reviewer.save()
    signed_in(cast.reviewer)
    page = client.get("/admin/sesi/", follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("own_password"))
    assert "kepala memberi akun ini kata sandi baru" in page.text
    page = choose(client, reverse("own_password"), "dari-kepala-kantor-1", next="/admin/sesi/")
    assert page.redirect_chain[-1][0] == "/admin/sesi/"


def test_accounts_made_by_a_command_or_changed_by_their_owner_are_not_asked(person):
    user = person("wati", "educator")
    user.set_password(OWN)
    user.save(update_fields=["password"])
    assert User.objects.get(pk=user.pk).password_given_at is None
