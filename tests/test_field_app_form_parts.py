"""The session form in parts: each is about one screen of a small phone, and nothing in it is out of reach."""

import pytest
from playwright.sync_api import expect

from tests.benchmarks.form_length import lengths
from villages.models import Session

pytestmark = pytest.mark.browser

NEW = "/lapangan/sesi/baru/"


@pytest.fixture
def form(page_of, cast, place):
    page = page_of(cast.educator, NEW)
    page.locator("[data-form-status]").wait_for(state="attached")
    return page


def part(page, name):
    return page.locator(f"[data-part={name}]")


def opened(page):
    return page.locator("[data-part][open]").evaluate_all("(parts) => parts.map((part) => part.dataset.part)")


def state(page, name):
    return part(page, name).locator("[data-part-state]")


def fill_when(page):
    page.select_option("[name=village]", "33.22.05.2003")
    page.fill("[name=started_local]", "2026-11-20T09:30")
    page.fill("[name=ended_local]", "2026-11-20T11:00")


def fill_activity(page):
    part(page, "activity").locator("summary").first.click()
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=school]")


def test_no_part_is_longer_than_a_screen_and_a_half(form):
    whole, parts = lengths(form)
    print(f"The form at 360x640: {whole} px as it opens; {parts}")
    assert whole <= 3 * 640
    assert max(parts.values()) <= 960


def test_next_closes_a_part_and_leads_to_the_following_one(form):
    fill_when(form)
    part(form, "when").locator("[data-next-part]").tap()
    assert opened(form) == ["activity"]
    assert form.evaluate("() => document.activeElement.closest('[data-part]').dataset.part") == "activity"
    summary = part(form, "activity").locator("summary").first.bounding_box()
    bar = form.locator(".draft").bounding_box()
    assert bar["y"] + bar["height"] <= summary["y"] < 200, "below the bar of the draft, and in sight"
    expect(form.locator("[data-progress-text]")).to_have_text("Bagian 2 dari 6")


def test_a_folded_part_tells_what_it_holds_and_what_is_missing(form):
    expect(state(form, "when")).to_have_text("Belum diisi: desa, mulai, selesai")
    fill_when(form)
    expect(state(form, "when")).to_have_text("Sukamaju · 20 November 2026, 09.30–11.00")
    part(form, "activity").locator("summary").first.click()
    form.check("[name=activity][value=counselling]")
    expect(state(form, "activity")).to_have_text("Penyuluhan · Belum diisi: tempat")
    expect(state(form, "people")).to_have_text("Belum ada yang dihitung")
    part(form, "people").locator("summary").first.click()
    form.fill("[data-total=f]", "12")
    form.fill("[data-total=m]", "8")
    expect(state(form, "people")).to_have_text("12 perempuan, 8 laki-laki")
    expect(state(form, "photos")).to_have_text("Boleh dilewati")


def test_a_mistake_in_a_folded_part_opens_it_and_takes_the_focus(form):
    fill_when(form)
    part(form, "activity").locator("summary").first.click()
    form.check("[name=activity][value=visit]")
    part(form, "activity").locator("summary").first.click()
    form.click("[data-save]")
    expect(form.locator("[name=venue]").first).to_be_focused()
    assert opened(form) == ["when", "activity"]
    expect(form.locator("#bagian-venue .field-error")).to_be_in_viewport()


def test_the_links_of_the_error_summary_open_the_part_they_lead_to(form):
    form.click("[data-save]")
    expect(form.locator(".errors")).to_be_focused()
    part(form, "activity").locator("summary").first.click()
    expect(form.locator("#bagian-venue")).to_be_hidden()
    form.click(".errors a[href='#bagian-venue']")
    expect(form.locator("#bagian-venue")).to_be_visible()
    assert form.evaluate("() => document.activeElement.name") == "venue"


def test_saving_is_possible_from_every_part_and_covers_no_field(form):
    for name in ["when", "activity", "topics", "people", "referrals", "photos"]:
        expect(form.locator("[data-save]")).to_be_in_viewport()
        last = part(form, name).locator("input:visible, textarea:visible, button:visible").last
        last.focus()
        box, bar = last.bounding_box(), form.locator("[data-save-bar]").bounding_box()
        assert box["y"] + box["height"] <= bar["y"], name
        if name != "photos":
            part(form, name).locator("[data-next-part]").tap()


def test_a_draft_opens_at_the_first_part_that_misses_something(form):
    fill_when(form)
    expect(form.locator("[data-form-status]")).not_to_be_empty()
    form.reload()
    expect(part(form, "activity")).to_have_attribute("open", "")
    assert opened(form) == ["activity"]
    expect(state(form, "when")).to_contain_text("Sukamaju")


def test_women_and_men_are_one_number_each_and_ages_are_given_by_those_who_know_them(form):
    fill_when(form)
    fill_activity(form)
    part(form, "people").locator("summary").first.click()
    form.fill("[data-total=f]", "20")
    form.locator("[data-ages=f] summary").click()
    form.fill("[name='attendance-f-18-24']", "9")
    expect(form.locator("[data-ages=f] [data-age-unknown]")).to_have_text("Usia tidak dicatat: 11 orang")
    form.locator("[data-ages=m] summary").click()
    form.fill("[name='attendance-m-60+']", "5")
    form.fill("[name='attendance-m-60+']", "3")
    expect(form.locator("[data-total=m]")).to_have_value("3")
    expect(form.locator("[data-attendance-total]")).to_contain_text("23")
    form.click("[data-save]")
    form.wait_for_url("**/kotak-keluar/")
    expect(form.locator("[data-state=complete]")).to_have_count(1)
    rows = Session.objects.get().attendance.values_list("sex", "age", "count")
    assert sorted(rows) == [("f", "18-24", 9), ("f", "x", 11), ("m", "60+", 3)]


def test_a_total_below_its_ages_is_put_right(form):
    part(form, "people").locator("summary").first.click()
    form.locator("[data-ages=f] summary").click()
    form.fill("[name='attendance-f-18-24']", "9")
    form.fill("[data-total=f]", "2")
    form.locator("[data-total=m]").focus()
    expect(form.locator("[data-total=f]")).to_have_value("9")
    expect(form.locator("[data-attendance-total]")).to_contain_text("9")


def test_on_a_wide_screen_every_part_is_open(form):
    form.set_viewport_size({"width": 1280, "height": 800})
    form.reload()
    expect(part(form, "photos")).to_have_attribute("open", "")
    assert len(opened(form)) == 6


@pytest.mark.parametrize("width", [240, 360])
def test_nothing_slides_sideways(form, width):
    form.set_viewport_size({"width": width, "height": 320})
    for name in ["when", "activity", "topics", "people", "referrals", "photos"]:
        part(form, name).evaluate("(part) => part.open = true")
    assert form.evaluate("() => document.scrollingElement.scrollWidth") <= width


def test_everything_is_reached_by_the_keyboard(form):
    form.locator("[data-part=when] summary").first.focus()
    form.keyboard.press("Enter")
    assert opened(form) == []
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    assert opened(form) == ["activity"]
    form.keyboard.press("Tab")
    form.keyboard.press("Space")
    expect(form.locator("[name=activity]").first).to_be_checked()


def test_printing_opens_every_part(form):
    form.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert len(opened(form)) == 6


def test_a_copy_keeps_the_village_that_was_chosen_and_leads_to_the_people(form, place):
    fill_when(form)
    fill_activity(form)
    part(form, "people").locator("summary").first.click()
    form.fill("[data-total=f]", "12")
    form.click("[data-save]")
    form.wait_for_url("**/kotak-keluar/")
    form.goto(form.url.replace("kotak-keluar/", f"sesi/baru/?desa={place.second_village.code}"))
    form.locator("[data-minutes='60']").click()
    form.click("[data-copy-last]")
    expect(form.locator("[data-part=people] summary").first).to_be_focused()
    assert opened(form) == ["people"]
    expect(state(form, "when")).to_contain_text("Mekarsari")
    expect(state(form, "activity")).to_have_text("Penyuluhan · Sekolah")
