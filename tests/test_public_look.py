"""What public pages look like: `make look` runs the full grid and leaves a picture of each in var/look."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.core.management import call_command

from tests.support.look import ALL, LANGUAGES, PAGES, Look, html_errors, pairs, pairwise, wanted

pytestmark = pytest.mark.look

SAMPLE = [
    Look("home", "jv", "dark", "menu"),
    Look("watched", "id", "light", "200%"),
    Look("saved", "su", "dark", "plain"),
    Look("villages", "mad", "light", "240px"),
]


@pytest.fixture
def content(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail would find the sizes of another test's pictures there
    call_command("load_starter", verbosity=0)


@pytest.fixture
def look_at(content, live_server, browser, browser_context_args):
    """Return a function that shows a page, takes its picture and returns what is wrong with it."""

    def look(look):
        args = {**browser_context_args, "viewport": {"width": look.width, "height": 640}}
        context = browser.new_context(**args, color_scheme=look.scheme, bypass_csp=True)
        page = context.new_page()
        errors = []
        page.on("console", lambda message: message.type == "error" and errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(live_server.url + look.path)
        errors += wrong_in(page, look)
        look.file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=look.file)
        context.close()
        return [error for error in errors if look.page != "missing" or "404" not in error]

    return look


def wrong_in(page, look):
    menu = page.locator("details.menu summary")
    if look.state == "menu" and menu.count():
        menu.click()
    if look.state == "200%":
        page.add_style_tag(content="html { font-size: 36px !important }")
    width = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page).response["violations"]
    wrong = [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]
    return wrong + ([f"{width} pixels wide"] if width > look.width else [])


@pytest.mark.browser
@pytest.mark.parametrize("look", SAMPLE, ids="-".join)
def test_a_page_is_accessible_quiet_and_fits(look_at, look):
    assert look_at(look) == []


@pytest.mark.look
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_quiet_and_fits_however_it_is_looked_at(look_at, language):
    looks = [look for look in wanted() if look.language == language]
    assert looks
    assert {look: wrong for look in looks if (wrong := look_at(look))} == {}


def test_the_sample_holds_every_pair_of_the_grid():
    sample = pairwise(ALL)
    assert set().union(*map(pairs, sample)) == set().union(*map(pairs, ALL))
    assert len(sample) < len(ALL) / 6


def save_pages(client, folder, paths):
    for number, path in enumerate(paths):
        (folder / f"{number}.html").write_bytes(client.get(path).content)


def test_the_html_of_a_few_pages_has_no_errors(content, client, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    save_pages(
        client, pages, ["/id/", "/id/minta-tolong/kalau-anda-diawasi/", "/jv/tersimpan/", "/id/cuaca/"]
    )
    assert html_errors(pages) == []


@pytest.mark.look
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_of_every_page_has_no_errors(content, client, tmp_path, language):
    pages = tmp_path / "pages"
    pages.mkdir()
    save_pages(client, pages, [f"/{language}/{path}" for path in PAGES.values()] + ["/g/"])
    (pages / "result.html").write_bytes(client.post(f"/{language}/cek-tawaran/", {"C02": "yes"}).content)
    without_images = client.get(f"/{language}/{PAGES['trapped']}", headers={"Save-Data": "on"})
    (pages / "without-images.html").write_bytes(without_images.content)
    assert html_errors(pages) == []
