"""What a reviewer reads in the admin: in Indonesian, no more than there is, and one word for one thing."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail import hooks

from villages.models import Attendance, Session

pytestmark = pytest.mark.usefixtures("roles")

DAY = date(2026, 11, 2)
LABEL = 20  # letters; the menu cuts off what is longer
TAGS = re.compile(r"<(script|style|template).*?</\1>|<[^>]+>", re.S)


def words_of(client, address):
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="id")
    assert page.status_code == 200
    return TAGS.sub(" ", page.text)


def test_no_entry_of_the_menu_is_cut_off(db):
    with override("id"):
        labels = [str(entry().label) for entry in hooks.get_hooks("register_admin_menu_item")]
    assert "Cari nomor" in labels
    assert [label for label in labels if len(label) > LABEL] == []


def test_what_is_not_known_of_a_village_is_a_dash(signed_in, place, cast):
    text = words_of(signed_in(cast.reviewer), reverse("roster_villages:inspect", args=[place.village.pk]))
    assert "None" not in text
    assert text.count("–") >= 4


def test_the_page_of_a_session_shows_the_groups_that_came_and_no_others(signed_in, place, cast, make_session):
    session = make_session(place.village, DAY, women=7, state="submitted")
    text = words_of(signed_in(cast.reviewer), reverse("session_review:inspect", args=[session.pk]))
    with override("id"):
        assert str(Attendance.Age.FROM_25.label) in text
        assert str(Attendance.Age.UNDER_12.label) not in text
        assert str(Attendance.Sex.NOT_RECORDED.label) not in text
    session.attendance.create(sex="x", age="x", count=2)
    text = words_of(signed_in(cast.reviewer), reverse("session_review:inspect", args=[session.pk]))
    with override("id"):
        assert str(Attendance.Sex.NOT_RECORDED.label) in text


def test_a_held_report_is_called_held_everywhere(signed_in, place, cast, make_session):
    session = make_session(place.village, DAY, women=7, state="submitted")
    Session.objects.update(is_held=True, held_because="village")
    client = signed_in(cast.reviewer)
    for address in [reverse("session_review:index"), reverse("session_review:inspect", args=[session.pk])]:
        text = words_of(client, address)
        assert "ditahan" in text.lower()
        assert "ditangguhkan" not in text.lower()
