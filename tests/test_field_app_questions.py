"""Asked once before saving, never refused: nobody came, or a session was logged for the same time already."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.support.field_app import DOUBLE_TAP, NEW, form_entries, open_parts
from tests.support.outbox_client import put, session_payload
from villages.models import Session

OTHER = {"uuid": "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a12"}
NOBODY = {"attendance-f-18-24": "", "attendance-m-35-59": "", "disability-f": "", "first_time": ""}
BOX = "[data-questions-shown]"
DOUBLES = """async ([session, others, zones]) => {
  const { doublesOf } = await import("/static/js/field/doubles.js");
  return doublesOf(session, others, zones).map(({ uuid }) => uuid);
}"""


@pytest.fixture
def educator(signed_in, cast):
    return signed_in(cast.educator)


def question_keys(answer):
    return list(answer.context["questions"])


def test_a_session_without_people_is_asked_about_once(educator):
    answer = educator.post(NEW, form_entries(**NOBODY))
    assert answer.status_code == 422
    assert "Tidak ada peserta?" in answer.text
    assert not Session.objects.exists()
    assert educator.post(NEW, form_entries(**NOBODY, asked=question_keys(answer))).status_code == 302
    assert Session.objects.get().participants == 0


def test_a_second_session_at_the_same_time_is_asked_about_once(educator):
    assert educator.post(NEW, form_entries()).status_code == 302
    answer = educator.post(NEW, form_entries(**OTHER, notes="Lain."))
    assert answer.status_code == 422
    assert "di desa ini pada jam yang sama (20 November 2026, 09.30–11.00)" in answer.text
    assert f'name="asked" value="{question_keys(answer)[0]}"' in answer.text
    assert Session.objects.count() == 1
    entries = form_entries(**OTHER, notes="Lain.", asked=question_keys(answer))
    assert educator.post(NEW, entries).status_code == 302
    assert Session.objects.count() == 2


def test_the_same_educator_in_another_village_is_asked_about(educator, place):
    educator.post(NEW, form_entries())
    answer = educator.post(NEW, form_entries(**OTHER, village=place.second_village.code))
    assert "Anda sudah mencatat sesi di Sukamaju pada jam yang sama" in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"started_local": "2026-11-20T11:00", "ended_local": "2026-11-20T12:00"},
        {"started_local": "2026-11-21T09:30", "ended_local": "2026-11-21T11:00"},
    ],
)
def test_a_session_before_or_after_is_not_asked_about(educator, changes):
    educator.post(NEW, form_entries())
    assert educator.post(NEW, form_entries(**OTHER, **changes)).status_code == 302


def test_a_correction_and_a_void_or_foreign_session_are_not_asked_about(educator, cast, make_session, place):
    make_session(place.village, date(2026, 11, 20), women=3, author=cast.reviewer)
    educator.post(NEW, form_entries())
    own = Session.objects.get(author=cast.educator)
    edit = f"/lapangan/sesi/{own.pk}/ubah/"
    assert educator.post(edit, form_entries(base_revision="1", notes="Lagi.")).status_code == 302
    Session.objects.filter(pk=own.pk).update(state="void")
    assert educator.post(NEW, form_entries(**OTHER)).status_code == 302


def test_the_form_brings_the_phone_the_sessions_it_has_not_logged_itself(educator, cast, make_session, place):
    mine = make_session(place.village, timezone.localdate(), women=3, author=cast.educator)
    make_session(place.village, timezone.localdate(), women=3, author=cast.reviewer)
    make_session(place.village, timezone.localdate(), women=3, author=cast.educator, state="void")
    make_session(place.village, date(2025, 3, 1), women=3, author=cast.educator)
    (known,) = educator.get(NEW).context["known_sessions"]
    assert (known["uuid"], known["village"]) == (str(mine.pk), place.village.code)
    assert set(known) == {"uuid", "village", "name", "zone", "started_local", "ended_local"}


@pytest.fixture
def phone_form(page_of, cast):
    def open_form():
        page = page_of(cast.educator, NEW)
        page.locator("[data-form-status]").wait_for(state="attached")
        open_parts(page)
        return page

    return open_form


def enter(page, village="33.22.05.2003", start="09:30", end="11:00", women="12"):
    page.select_option("[name=village]", village)
    page.fill("[name=started_local]", f"2026-11-20T{start}")
    page.fill("[name=ended_local]", f"2026-11-20T{end}")
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=village_hall]")
    page.fill("[data-total=f]", women)
    page.click("[data-save]")


@pytest.mark.browser
def test_the_phone_asks_before_a_second_session_at_the_same_time(phone_form, place):
    page = phone_form()
    enter(page)
    page.wait_for_url("**/kotak-keluar/")
    page = phone_form()
    enter(page, start="10:30", end="12:00")
    box = page.locator(BOX)
    expect(box).to_contain_text("Anda sudah mencatat sesi di desa ini pada jam yang sama")
    expect(box).to_contain_text("20 November 2026, 09.30–11.00")
    expect(box).to_be_focused()
    page.fill("[name=ended_local]", "2026-11-20T12:30")
    expect(box).to_have_count(0)
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")


@pytest.mark.browser
def test_the_phone_asks_about_two_villages_at_once_and_saves_anyway(phone_form, place):
    page = phone_form()
    enter(page)
    page.wait_for_url("**/kotak-keluar/")
    page = phone_form()
    enter(page, village=place.second_village.code)
    expect(page.locator(BOX)).to_contain_text("sesi di Sukamaju")
    page.wait_for_timeout(DOUBLE_TAP)
    page.click("[data-save-anyway]")
    page.wait_for_url("**/kotak-keluar/")
    page = phone_form()
    enter(page, start="11:00", end="12:00")
    page.wait_for_url("**/kotak-keluar/")


@pytest.mark.browser
def test_the_phone_asks_once_whether_nobody_came(phone_form, place):
    page = phone_form()
    enter(page, women="")
    expect(page.locator(BOX)).to_contain_text("Tidak ada peserta?")
    page.wait_for_timeout(DOUBLE_TAP)
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")


@pytest.mark.browser
def test_a_double_tap_on_save_does_not_answer_the_question(phone_form, place):
    page = phone_form()
    enter(page, women="")
    page.locator("[data-questions-shown]").wait_for()
    page.evaluate("() => document.querySelector('[data-save]').click()")
    page.wait_for_timeout(200)
    expect(page.locator(BOX)).to_contain_text("Tidak ada peserta?")
    page.wait_for_timeout(DOUBLE_TAP)
    page.click("[data-save-anyway]")
    page.wait_for_url("**/kotak-keluar/")


@pytest.mark.browser
def test_the_phone_asks_about_a_session_that_only_the_office_has(phone_form, signed_in, cast, place):
    times = {"started_local": "2026-11-20T10:00", "ended_local": "2026-11-20T11:30"}
    assert put(signed_in(cast.educator), session_payload(**times)).status_code == 201
    page = phone_form()
    enter(page)
    expect(page.locator(BOX)).to_contain_text("10.00–11.30")


ZONES = {"Asia/Jakarta": ["WIB", 420], "Asia/Makassar": ["WITA", 480]}


@pytest.mark.browser
@pytest.mark.parametrize(
    "start, end, zone, overlaps",
    [
        ("09:30", "11:00", "Asia/Jakarta", True),
        ("11:00", "12:00", "Asia/Jakarta", False),
        ("08:00", "09:30", "Asia/Jakarta", False),
        ("10:59", "12:00", "Asia/Jakarta", True),
        ("10:30", "12:00", "Asia/Makassar", True),
        ("12:00", "13:00", "Asia/Makassar", False),
        ("11:59", "13:00", "Asia/Makassar", True),
        ("09:00", "10:30", "Asia/Makassar", False),
        ("09:30", "11:00", "", True),
    ],
)
def test_the_phone_compares_instants_as_the_server_does(phone, start, end, zone, overlaps):
    mine = {
        "uuid": "a",
        "zone": "Asia/Jakarta",
        "started_local": "2026-11-20T09:30",
        "ended_local": "2026-11-20T11:00",
    }
    other = {
        "uuid": "b",
        "zone": zone,
        "started_local": f"2026-11-20T{start}",
        "ended_local": f"2026-11-20T{end}",
    }
    assert phone.evaluate(DOUBLES, [mine, [mine, other], ZONES]) == ["b"] * overlaps
