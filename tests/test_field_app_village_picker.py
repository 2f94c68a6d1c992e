"""Choosing a village on the phone: by keyboard, and from what the phone knows when there is no line."""

import pytest
from playwright.sync_api import expect

from tests.support.field_app import UNTIL_CACHED
from villages.models import Village

pytestmark = pytest.mark.browser


@pytest.fixture
def form(page_of, cast):
    """The session form of an educator of the first office; `Bontoa` is a village of another one."""
    page = page_of(cast.educator, "/lapangan/sesi/baru/")
    page.locator(".fold:has([data-asked]) summary").wait_for()
    return page


def search(page, asked):
    page.locator(".fold:has([data-asked]) summary").focus()
    page.keyboard.press("Enter")
    page.locator("[data-asked]").focus()
    page.keyboard.type(asked)


def focused(page):
    return page.evaluate("() => document.activeElement.textContent.trim()")


def test_a_village_is_chosen_with_keys_alone_and_nothing_is_sent(form, place):
    search(form, "bon")
    form.keyboard.press("Enter")
    found = form.locator("[data-found] button")
    expect(found).to_have_count(1)
    expect(found).to_be_focused()
    form.keyboard.press("Enter")
    expect(form.locator("[name=village]")).to_have_value(place.far_village.code)
    expect(form.locator("[name=village]")).to_be_focused()
    expect(form.locator("[data-not-mine]")).to_be_visible()
    expect(form.locator("[data-zone-shown]")).to_have_text("WITA")
    assert form.url.partition("#")[0].endswith("/lapangan/sesi/baru/")
    assert form.locator("[data-error-summary]:visible").count() == 0


def test_arrows_walk_through_what_was_found_and_escape_leads_back(form, place):
    Village.objects.filter(pk=place.far_village.pk).update(name="Sukarame")
    search(form, "suka")
    expect(form.locator("[data-found] button")).to_have_count(2)
    form.keyboard.press("ArrowDown")
    assert focused(form).startswith("Sukamaju")
    form.keyboard.press("ArrowDown")
    assert focused(form).startswith("Sukarame")
    form.keyboard.press("ArrowDown")
    assert focused(form).startswith("Sukarame")
    form.keyboard.press("ArrowUp")
    assert focused(form).startswith("Sukamaju")
    form.keyboard.press("Escape")
    expect(form.locator("[data-asked]")).to_be_focused()
    expect(form.locator("[name=village]")).to_have_value("")


def test_without_a_line_the_phone_finds_its_own_villages_and_those_it_has_seen(form, place, context, line):
    search(form, "bon")
    expect(form.locator("[data-found] button")).to_have_count(1)
    form.evaluate(UNTIL_CACHED, ["/lapangan/sesi/baru/"])
    line.cut(context)
    form.reload()
    for asked, village in [("mekar", place.second_village), ("bont", place.far_village)]:
        search(form, asked)
        form.locator("[data-found] button", has_text=village.name).click()
        expect(form.locator("[name=village]")).to_have_value(village.code)


def test_without_a_line_an_unknown_village_is_named_by_its_whole_code(form, context, line):
    form.evaluate(UNTIL_CACHED, ["/lapangan/sesi/baru/"])
    line.cut(context)
    form.reload()
    search(form, "tidak ada")
    expect(form.locator("[data-found-none]")).to_be_visible()
    form.fill("[data-asked]", "11.01.01.2001")
    form.locator("[data-found] button").click()
    expect(form.locator("[name=village]")).to_have_value("11.01.01.2001")
    expect(form.locator("[data-not-mine]")).to_be_visible()


def test_a_form_opened_for_one_village_is_not_what_opens_later_without_a_line(form, place, context, line):
    form.evaluate(UNTIL_CACHED, ["/lapangan/sesi/baru/"])
    form.goto(f"{form.url.partition('#')[0]}?desa={place.second_village.code}")
    expect(form.locator("[name=village]")).to_have_value(place.second_village.code)
    line.cut(context)
    form.goto(form.url.partition("?")[0])
    expect(form.locator("[name=village]")).to_have_value("")
