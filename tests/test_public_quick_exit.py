"""Leaving a page in a hurry, on a phone that somebody else looks at."""

from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from cms.models import ArticlePage, TopicPage
from tests.support.browser import wait_until, wait_until_cached

WEATHER = "https://www.bmkg.go.id/"
# Notes in each frame whether the page shows anything; a page that was frozen goes on noting.
WATCH = """
  const look = () => {
    const { hidden, style } = document.documentElement;
    if (document.body && !hidden && style.visibility !== "hidden") shown(location.pathname);
    requestAnimationFrame(look);
  };
  addEventListener("pageshow", ({ persisted }) => persisted && thawed(location.pathname));
  if (location.protocol === "http:") requestAnimationFrame(look);
"""


# What of the heading is shown after the exit, when the page is frozen, and when the browser shows it again.
LEFT_AND_FROZEN = """() => {
  const heading = document.querySelector("h1");
  const boxes = () => heading.getClientRects().length;
  document.querySelector("[data-leave]").click();
  const left = boxes();
  dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
  const { visibility } = getComputedStyle(heading);
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  return [left, visibility, boxes()];
}"""


@pytest.fixture
def danger(site):
    """The help page, and an article that speaks to somebody in danger."""
    article = ArticlePage(
        heading_ind="Terjebak?", slug="sepuluh-menit-pertama", icon="clock", speaks_to_danger=True
    )
    article.body_ind = [("paragraph", "<p>Hubungi KBRI.</p>")]
    TopicPage.objects.get().add_child(instance=article)
    return "/id/paspor/sepuluh-menit-pertama/"


@pytest.fixture(params=[True, False], ids=["frozen pages", "no frozen pages"])
def phone(browser_type, browser_type_launch_args, browser_context_args, request):
    """Phones whose browser freezes pages for *Back* (Playwright's own setting does not), and does not."""
    freeze = {"ignore_default_args": ["--disable-back-forward-cache"]} if request.param else {}
    browser = browser_type.launch(**browser_type_launch_args, **freeze)
    context = browser.new_context(**browser_context_args)
    context.route(f"{WEATHER}**", lambda route: route.fulfill(body="<h1>BMKG</h1>", content_type="text/html"))
    page = context.new_page()
    page.shown, page.thawed, page.freezes = [], [], request.param
    page.expose_function("thawed", lambda path: page.thawed.append(path))
    page.expose_function("shown", lambda path: page.shown.append(path))
    page.add_init_script(WATCH)
    yield page
    browser.close()


def go_back(page, path):
    """Press *Back*, and wait for the page at `path`: Playwright's own would wait for what was replaced."""
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_timeout(600)
    for _ in range(100):
        if urlsplit(page.url).path == path:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{page.url} came, not {path}")


def open_pages(page, live_server, paths):
    for path in paths:
        page.goto(live_server.url + path)
        page.wait_for_timeout(300)


def test_after_an_exit_back_never_shows_a_page_that_was_read(danger, live_server, phone):
    open_pages(phone, live_server, ["/id/paspor/harga/", danger, "/id/bantuan/"])
    phone.click("[data-leave]")
    phone.wait_for_url(WEATHER)
    phone.shown.clear()
    for _ in range(2):
        go_back(phone, "/id/cuaca/")
    expect(phone.locator("h1")).to_have_text("Cuaca")
    assert set(phone.shown) == {"/id/cuaca/"}


def test_back_never_shows_a_page_that_the_browser_froze_and_could_not_discard(danger, live_server, phone):
    phone.route("**/bersih", lambda route: route.abort())
    open_pages(phone, live_server, ["/id/paspor/harga/", danger, "/id/bantuan/"])
    phone.click("[data-leave]")
    phone.wait_for_url("**/id/cuaca/")
    phone.wait_for_timeout(300)
    phone.shown.clear()
    for _ in range(2):
        go_back(phone, "/id/cuaca/")
    assert bool(phone.thawed) is phone.freezes
    assert set(phone.shown) == {"/id/cuaca/"}


@pytest.mark.browser
def test_a_page_is_frozen_hidden_and_shown_again(danger, live_server, page):
    page.goto(live_server.url + danger)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    expect(page.locator("h1")).not_to_be_visible()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.browser
def test_a_page_that_was_left_stays_hidden_when_it_is_frozen_and_shown_again(danger, live_server, page):
    page.goto(live_server.url + danger)
    assert page.evaluate(LEFT_AND_FROZEN) == [0, "hidden", 0]


def test_somebody_who_comes_back_later_can_read_and_go_back_as_usual(danger, live_server, phone):
    open_pages(phone, live_server, ["/id/paspor/harga/", "/id/bantuan/"])
    phone.click("[data-leave]")
    phone.wait_for_url(WEATHER)
    open_pages(phone, live_server, ["/id/", danger])
    assert phone.inner_text("h1") == "Terjebak?"
    go_back(phone, "/id/")
    expect(phone.locator("h1")).to_be_visible()
    assert phone.evaluate("document.documentElement.style.visibility") == ""
    phone.shown.clear()
    go_back(phone, "/")  # the weather
    go_back(phone, "/id/cuaca/")
    assert "/id/paspor/harga/" not in phone.shown


def test_without_an_exit_back_shows_the_page_as_it_was(danger, live_server, phone):
    open_pages(phone, live_server, ["/id/bantuan/", danger])
    go_back(phone, "/id/bantuan/")
    expect(phone.locator("h1")).to_be_visible()
    assert bool(phone.thawed) is phone.freezes


@pytest.mark.browser
def test_escape_three_times_leaves_and_twice_does_not(danger, live_server, context, page):
    context.route(f"{WEATHER}**", lambda route: route.fulfill(body="<h1>BMKG</h1>", content_type="text/html"))
    page.goto(live_server.url + danger)
    for key in ["Escape", "Escape", "a", "Escape"]:
        page.keyboard.press(key)
    assert page.url.endswith(danger)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(WEATHER)


def stored(page, name):
    return page.evaluate(
        "async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)",
        name,
    )


ELSE = """async () => {
  const write = async (name, path) => (await caches.open(name)).put(path, new Response("x"));
  await write("lapangan-1", "/lapangan/");
  await write("disimpan", "/id/paspor/");
  await write("quiz", "/id/kuis/a/utuh/");
  await write("files", "/media/a.avif");
  await write("files", "/static/a.js");
  localStorage["kirim:a"] = localStorage["oper:b"] = "{}";
  indexedDB.open("lapangan").onsuccess = () => (document.title = "ready");
}"""


@pytest.mark.browser
def test_an_exit_discards_what_was_read_and_nothing_else(danger, live_server, context, page):
    context.route(f"{WEATHER}**", lambda route: route.fulfill(body="<h1>BMKG</h1>", content_type="text/html"))
    for path in ["/id/paspor/harga/", danger]:
        page.goto(live_server.url + path)
        wait_until_cached(page, path)
    wait_until_cached(page, "/g/")
    page.evaluate(ELSE)
    expect(page).to_have_title("ready")
    always = stored(page, "darurat")
    assert {"/id/", "/id/bantuan/", "/id/cek-tawaran/", danger, "/id/cuaca/", "/id/tersimpan/"} <= set(always)
    assert stored(page, "pages") == ["/id/paspor/harga/"]
    page.click("[data-leave]")
    page.wait_for_url(WEATHER)
    page.goto(f"{live_server.url}/id/cuaca/")
    wait_until(page, "() => caches.match('/media/a.avif').then((found) => !found)")
    assert stored(page, "pages") == []
    assert set(stored(page, "darurat")) == set(always)
    assert stored(page, "lapangan-1") == ["/lapangan/"]
    assert stored(page, "disimpan") == ["/id/paspor/"]
    assert stored(page, "quiz") == ["/id/kuis/a/utuh/"]
    assert stored(page, "files").count("/static/a.js") == 1
    assert {"kirim:a", "oper:b"} <= set(page.evaluate("Object.keys(localStorage)"))
    databases = page.evaluate("indexedDB.databases().then((found) => found.map(({ name }) => name))")
    assert "lapangan" in databases


@pytest.mark.browser
def test_without_a_network_the_exit_leads_to_our_neutral_page(danger, live_server, context, page):
    page.goto(live_server.url + danger)
    wait_until_cached(page, "/id/cuaca/")
    page.reload()
    context.set_offline(True)
    page.click("[data-leave]")
    page.wait_for_url("**/id/cuaca/")
    assert page.inner_text("h1") == "Cuaca"
    page.wait_for_timeout(500)
    assert page.url.endswith("/id/cuaca/")
    context.set_offline(False)


def test_the_neutral_page_names_neither_the_site_nor_what_it_is_for(site, client):
    text = client.get("/id/cuaca/").content.decode()
    assert "Migrasi" not in text
    assert "keluar" not in text.lower()


def test_the_answer_that_clears_the_browsers_cache_leaves_what_apps_store(client):
    response = client.get("/bersih")
    assert (response.status_code, response["Clear-Site-Data"]) == (204, '"cache"')
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("language", ["id", "en", "jv", "su", "mad", "sas"])
def test_help_the_offer_check_and_articles_about_danger_can_be_left_quickly(danger, client, language):
    for path in ["bantuan/", "cek-tawaran/", danger.partition("/id/")[2]]:
        text = client.get(f"/{language}/{path}").content.decode()
        assert text.index("data-leave") < text.index("<header"), path
        assert "<noscript>" in text.partition("<header")[0]
    answer = client.post(f"/{language}/cek-tawaran/", {"C02": "yes"}).content.decode()
    assert "data-leave" in answer
    assert "data-leave" not in client.get(f"/{language}/paspor/harga/").content.decode()


def test_the_starter_articles_about_danger_have_the_setting(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_starter", verbosity=0)
    slugs = ArticlePage.objects.filter(speaks_to_danger=True).values_list("slug", flat=True)
    assert set(slugs) >= {
        "apakah-tawaran-ini-asli",
        "hukum-dan-korban",
        "kamboja-myanmar-laos",
        "pulang-ke-indonesia",
        "sepuluh-menit-pertama",
        "siapa-membantu-di-luar-negeri",
        "tppo-dan-tppm",
    }
