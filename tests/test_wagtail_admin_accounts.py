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
