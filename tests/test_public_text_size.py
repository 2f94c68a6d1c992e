"""Readers with large text, and phones with a small screen: a page never slides sideways."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

LANGUAGES = ("id", "en", "jv", "su", "mad", "sas")
PATHS = (
    "",
    "bantuan/",
    "bantuan/hong-kong/",
    "minta-tolong/",
    "minta-tolong/sepuluh-menit-pertama/",
    "paspor-dan-keberangkatan/paspor-harga-dan-langkah/",
    "cek-tawaran/",
    "cari/?q=disekap",
    "kuis/",
    "kuis/minta-tolong/",
    "desa/",
    "pesan-darurat/",
    "tersimpan/",
)
WIDTHS = (360, 240)  # a phone, and one with keys


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_at_twice_its_size_never_slides_sideways(
    db, settings, tmp_path, live_server, browser, browser_context_args, language
):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    call_command("load_starter", verbosity=0)
    context = browser.new_context(**browser_context_args, bypass_csp=True)
    page = context.new_page()
    for path in PATHS:
        page.goto(f"{live_server.url}/{language}/{path}")
        page.add_style_tag(content="html { font-size: 36px !important }")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


@pytest.mark.browser
def test_text_grows_with_the_size_that_the_reader_chose(site, live_server, page):
    page.goto(f"{live_server.url}/id/")
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "36px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_the_menu_of_languages_closes_by_escape_and_by_a_tap_beside_it(site, live_server, page):
    page.goto(f"{live_server.url}/id/tersimpan/")
    page.wait_for_selector("[data-none-saved]")
    menu = page.locator("details.menu")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.click("h1")):
        page.click("details.menu summary")
        assert menu.get_attribute("open") is not None
        close()
        assert menu.get_attribute("open") is None
    assert menu.locator("summary svg").count() == 1
