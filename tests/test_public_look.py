"""What public pages look like: `make look` runs the full grid and leaves a picture of each in var/look."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.core.management import call_command

from tests.support.look import ALL, LANGUAGES, PAGES, PARTS, Look, html_errors, pairs, pairwise, wanted

# Every `make test` looks at these, on a small site.
SAMPLE = [
    Look("home", "jv", "dark", "menu"),
    Look("help", "id", "light", "200%"),
    Look("saved", "su", "dark", "plain"),
    Look("search", "mad", "light", "240px"),
]
# Its scripts come at once, so that what they report is heard; nothing is stored for the next look.
AT_ONCE = "addEventListener('DOMContentLoaded', () => (document.body.dataset.soon = 'yes'))"


@pytest.fixture
def content(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail would find the sizes of another test's pictures there
    call_command("load_starter", verbosity=0)


@pytest.fixture
def look_at(db, live_server, browser, browser_context_args):
    """Return a function that shows a page, takes its picture and returns what is wrong with it."""

    def look(look):
        args = {**browser_context_args, "viewport": {"width": look.width, "height": 640}}
        context = browser.new_context(
            **args, color_scheme=look.scheme, bypass_csp=True, service_workers="block"
        )
        context.add_init_script(AT_ONCE)
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
def test_a_few_pages_are_accessible_quiet_and_fit(site, look_at):
    assert {look: wrong for look in SAMPLE if (wrong := look_at(look))} == {}


@pytest.mark.look
@pytest.mark.browser
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_quiet_and_fits_however_it_is_looked_at(content, look_at, part):
    looks = wanted()[part::PARTS]
    assert looks
    assert {look: wrong for look in looks if (wrong := look_at(look))} == {}


def test_what_is_wrong_with_a_page_is_seen(site, live_server, browser):
    page = browser.new_page(viewport={"width": 360, "height": 640}, bypass_csp=True)
    page.goto(f"{live_server.url}/id/")
    page.evaluate("document.querySelector('h1').innerHTML = '<img src=x><hr style=\"width: 500px\">'")
    wrong = wrong_in(page, SAMPLE[1])
    page.close()
    assert any(error.startswith("image-alt") for error in wrong)
    assert wrong[-1].endswith("pixels wide")


def test_the_sample_holds_every_pair_of_the_grid():
    sample = pairwise(ALL)
    assert set().union(*map(pairs, sample)) == set().union(*map(pairs, ALL))
    assert len(sample) < len(ALL) / 6


def save_pages(client, folder, paths):
    folder.mkdir(parents=True)
    for number, path in enumerate(paths):
        (folder / f"{number}.html").write_bytes(client.get(path).content)


def test_the_html_of_a_few_pages_has_no_errors(site, client, tmp_path):
    save_pages(client, tmp_path / "pages", ["/id/", "/id/paspor/harga/", "/jv/tersimpan/", "/id/cuaca/"])
    assert html_errors(tmp_path / "pages") == []


@pytest.mark.look
@pytest.mark.timeout(600)
def test_the_html_of_every_page_in_every_language_has_no_errors(content, client, tmp_path):
    for language in LANGUAGES:
        pages = tmp_path / "pages" / language
        save_pages(client, pages, [f"/{language}/{path}" for path in PAGES.values()] + ["/g/"])
        answers = client.post(f"/{language}/cek-tawaran/", {"C02": "yes"})
        (pages / "result.html").write_bytes(answers.content)
        without_images = client.get(f"/{language}/{PAGES['trapped']}", headers={"Save-Data": "on"})
        (pages / "without-images.html").write_bytes(without_images.content)
    assert html_errors(tmp_path / "pages") == []
