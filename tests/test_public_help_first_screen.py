"""Ten seconds on a phone of 360 by 640: a number and the way to every country stand on the first screen."""

import pytest
from playwright.sync_api import expect

from cms import starter
from cms.models import HelpPage
from cms.starter.page_loader import PageLoader
from tests.support.browser import wait_until_cached

pytestmark = pytest.mark.browser
LANGUAGES = ["id", "en", "jv", "su"]
ON_SCREEN = """element => {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const bar = document.querySelector(".bar").getBoundingClientRect().top;
  const exit = document.querySelector(".quick-exit");
  return top >= (exit ? exit.getBoundingClientRect().bottom : 0) && bottom <= bar && left >= 0
    && right <= innerWidth;
}"""


def silent(sentence):
    pass


@pytest.fixture
def numbers(site):
    """The help page and the numbers of the starter content on a small site."""
    for load in (starter.load_facts, starter.load_places, starter.load_helplines):
        load(silent)
    HelpPage.objects.all().delete()
    loader = PageLoader(silent)
    loader.page(site, HelpPage, starter.read(starter.FOLDER / "pages" / "01-bantuan.toml"))
    loader.write_texts()


def is_on_screen(locator):
    return locator.evaluate(ON_SCREEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_number_and_the_places_stand_on_the_first_screen(numbers, live_server, page, language):
    page.goto(f"{live_server.url}/{language}/bantuan/")
    first = page.locator("a[href^='tel:']").first
    assert first.get_attribute("href") == "tel:110"
    assert is_on_screen(first)
    places = page.locator("nav.places").first.locator("a")
    assert places.count() >= 8
    assert [link.inner_text() for link in places.all() if not is_on_screen(link)] == []
    small = [link.inner_text() for link in places.all() if link.bounding_box()["height"] < 48]
    assert small == []


# The words of a link that stand on two lines, cut in the middle
CUT = """link => {
  const text = document.createTreeWalker(link, NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  return text.data.match(/\\S+/g).filter((word) => {
    range.setStart(text, text.data.indexOf(word));
    range.setEnd(text, text.data.indexOf(word) + word.length);
    return range.getClientRects().length > 1;
  });
}"""


def test_the_names_of_places_are_whole_words_on_240_pixels(numbers, live_server, page):
    page.set_viewport_size({"width": 240, "height": 640})
    for language in LANGUAGES:
        page.goto(f"{live_server.url}/{language}/bantuan/")
        links = page.locator("nav.places a").all()
        assert [word for link in links for word in link.evaluate(CUT)] == [], language


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("kamboja", "tel:+85512813282"),
        ("malaysia", "tel:+60175007047"),
        ("indonesia", "tel:110"),
        ("luar-negeri", "tel:+6281290070027"),
    ],
)
def test_one_tap_leads_to_the_numbers_of_a_place(numbers, live_server, page, place, number):
    page.goto(f"{live_server.url}/id/bantuan/")
    page.locator(f"nav.places a[href='#{place}']").first.tap()
    link = page.locator(f"#{place} a[href^='tel:']").first
    assert link.get_attribute("href") == number
    assert is_on_screen(link)
    assert is_on_screen(page.locator(f"#{place} h2").first)


def test_a_rare_country_is_two_taps_away(numbers, live_server, page):
    page.goto(f"{live_server.url}/id/bantuan/")
    page.locator("nav.places a[href='#negara']").tap()
    oman = page.locator("#negara a[href='#oman']")
    assert is_on_screen(oman)
    oman.tap()
    assert is_on_screen(page.locator("#oman a[href='tel:+96896000210']"))


def test_every_country_opens_without_a_signal_from_one_visit_to_another_page(
    numbers, live_server, page, context
):
    page.goto(f"{live_server.url}/id/paspor/")
    wait_until_cached(page, "/id/bantuan/")
    context.set_offline(True)
    page.goto(f"{live_server.url}/id/bantuan/")
    page.locator("nav.places a[href='#kamboja']").first.tap()
    assert is_on_screen(page.locator("#kamboja a[href='tel:+85512813282']"))
    context.set_offline(False)


def test_a_number_can_be_tapped_without_script_and_what_explains_it_unfolds(
    numbers, live_server, browser, browser_context_args
):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/id/bantuan/")
    source = page.locator("#kp2mi .small")
    expect(source).to_be_hidden()
    page.locator("#kp2mi summary").tap()
    expect(source).to_contain_text("Dibaca di sumber pada 30 November 2026")
    expect(source).to_contain_text("Belum ditelepon")
    page.goto(f"{live_server.url}/id/bantuan/#arab-saudi")
    expect(page.locator("#kbri-riyadh a[href='tel:+966569173990']")).to_be_in_viewport()
    context.close()
