"""Editors dial the numbers readers see, and store that somebody answered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.helplines.calls import numbers_to_call
from cms.models import Helpline, HelplineNumber
from tests.support.pages import new_helpline, place_called

TODAY = timezone.localdate()


def line_with(*numbers, slug="kbri"):
    line = new_helpline(slug, name_ind="KBRI", place=place_called("indonesia"))
    line.numbers = [HelplineNumber(number=dial, dial=dial, **fields) for dial, fields in numbers]
    line.save()
    return line


def called(days_ago):
    return {"called_on": TODAY - timedelta(days=days_ago)}


def test_hotlines_come_first_then_what_was_never_called_then_the_oldest_call(db):
    line_with(
        ("+601", called(200)),
        ("+602", {}),
        ("+603", called(400)),
        ("+604", {"for_emergencies": True}),
        ("+605", called(10)),
    )
    assert [number.dial for number in numbers_to_call(TODAY)] == ["+604", "+602", "+603", "+601"]


def test_nobody_is_asked_to_dial_the_police_to_try_it(db):
    line_with(("110", {"for_emergencies": True}), ("1955", {}))
    assert [number.dial for number in numbers_to_call(TODAY)] == ["1955"]


def test_a_number_readers_do_not_see_needs_no_call(db):
    line = line_with(("+601", {}))
    line.live = False
    line.save()
    assert not numbers_to_call(TODAY)


@pytest.fixture
def editor(review_client):
    return review_client("ningsih", "editor")


def record(client, number):
    return client.post(reverse("calls"), {"number": number.pk}, follow=True).content.decode()


def test_an_answered_call_is_stored_with_one_tap_and_needs_no_second_person(editor):
    line = line_with(("+601", {}), ("+602", {}))
    first, second = line.numbers.order_by("pk")
    assert "2 nomor di halaman bantuan" in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert f'href="tel:{first.dial}"' in editor.get(reverse("calls")).content.decode()
    assert "+601 sudah ditelepon" in record(editor, first)
    line.refresh_from_db()
    assert [number.called_on for number in line.numbers.order_by("pk")] == [TODAY, None]
    assert line.latest_revision.user.username == "ningsih"
    assert [number.pk for number in numbers_to_call(TODAY)] == [second.pk]


def test_a_call_waits_with_a_draft_that_is_not_published_yet(editor):
    line = line_with(("+601", {}))
    line.name_ind = "Nama baru"
    line.save_revision()
    assert "menunggu diterbitkan" in record(editor, line.numbers.get())
    line = Helpline.objects.get(slug="kbri")
    assert (line.name_ind, line.numbers.get().called_on) == ("KBRI", None)
    draft = line.get_latest_revision_as_object()
    assert (draft.name_ind, draft.numbers.get().called_on) == ("Nama baru", TODAY)


def test_a_number_that_the_newest_draft_removed_is_not_brought_back(editor):
    line = line_with(("+601", {}))
    number = line.numbers.get()
    line.numbers = [HelplineNumber(number="+602", dial="+602")]
    line.save_revision()
    assert "tidak ada di draf terbaru" in record(editor, number)
    assert [row.dial for row in line.get_latest_revision_as_object().numbers.all()] == ["+602"]


def test_a_translator_sees_the_list_and_stores_nothing(review_client):
    number = line_with(("+601", {})).numbers.get()
    client = review_client("ketut", "translator", translates=["jv"])
    page = client.get(reverse("calls"))
    assert page.status_code == 200
    assert 'name="number"' not in page.content.decode()
    client.post(reverse("calls"), {"number": number.pk})
    assert HelplineNumber.objects.get(pk=number.pk).called_on is None


def test_what_was_forged_is_not_found(editor):
    assert editor.post(reverse("calls"), {"number": "999999"}).status_code == 404
    assert editor.post(reverse("calls"), {"number": "x"}).status_code == 404


def test_the_list_costs_the_same_for_many_numbers(editor, django_assert_max_num_queries):
    line_with(*[(f"+60{number}", {}) for number in range(10, 30)])
    editor.get(reverse("calls"))
    with django_assert_max_num_queries(16):
        assert editor.get(reverse("calls")).content.decode().count('name="number"') == 20
