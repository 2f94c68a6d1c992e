"""On the screen of a feature phone, 240 pixels wide, nothing slides sideways and the way to help is whole."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from cms.models import ArticlePage, TopicPage

pytestmark = pytest.mark.browser
WIDTH = 240
PAGES = (
    "",
    "bantuan/",
    "cek-tawaran/",
    "cek-pesan/",
    "kuis/",
    "kuis/coba/",
    "kuis/coba/utuh/",
    "cari/?q=paspor",
    "istilah/",
    "privasi/",
    "desa/",
    "desa/33.22.05.2003/",
    "tersimpan/",
    "tentang/",
    "tidak-ada/",
)
FIELD = (
    "",
    "sesi/",
    "sesi/baru/",
    "kotak-keluar/",
    "akun/",
    "ronde/",
    "ronde/baru/",
    "desa/",
    "tanpa-sinyal/",
)
# What lies beyond the edge, unless its own box scrolls; everything that can be folded is open.
TOO_WIDE = """() => {
  for (const fold of document.querySelectorAll("main details")) fold.open = true;
  const width = document.documentElement.clientWidth;
  const scrolls = (node) => node && node !== document.body &&
    (getComputedStyle(node).overflowX === "auto" || scrolls(node.parentElement));
  const beyond = [...document.querySelectorAll("main *, nav *, header *")].filter((node) => {
    const { right, width: own, height } = node.getBoundingClientRect();
    const { visibility, position } = getComputedStyle(node);
    const isThere = own && height && visibility === "visible" && position !== "absolute";
    return isThere && node.checkVisibility() && right > width + 0.5 && !scrolls(node);
  });
  const all = document.documentElement.scrollWidth;
  const described = beyond.slice(0, 3).map((node) =>
    `${node.tagName} ${node.className}: ${node.getBoundingClientRect().right} ${node.textContent.trim()}`);
  return [...(all > width ? [`the page: ${all}`] : []), ...described];
}"""
# The last door of the bar is whole and inside the screen. That of the session form is at the end of the page.
HELP_DOOR = """() => {
  const door = [...document.querySelectorAll(".bar a")].pop();
  const { left, right, bottom } = door.getBoundingClientRect();
  const isFixed = getComputedStyle(door.closest(".bar")).position === "fixed";
  const isInside = left >= 0 && right <= innerWidth && (!isFixed || bottom <= innerHeight + 1);
  return isInside && door.scrollWidth <= door.clientWidth;
}"""


@pytest.fixture
def narrow(browser, browser_context_args):
    context = browser.new_context(
        **{**browser_context_args, "viewport": {"width": WIDTH, "height": 320}, "is_mobile": True}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def full_site(transactional_db, settings, tmp_path, place, quiz):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    call_command("load_starter", verbosity=0)
    topics = [f"{topic.slug}/" for topic in TopicPage.objects.live()]
    articles = [f"{article.topic_slug}/{article.slug}/" for article in ArticlePage.objects.live()]
    return [*PAGES, *topics, *articles[::4]]


def problems(page, address):
    page.goto(address)
    found = page.evaluate(TOO_WIDE)
    if page.locator(".bar").count() and not page.evaluate(HELP_DOOR):
        found.append("the help door is cut off")
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_no_public_page_slides_sideways(narrow, full_site, live_server, language):
    found = {path: problems(narrow, f"{live_server.url}/{language}/{path}") for path in full_site}
    assert {path: wide for path, wide in found.items() if wide} == {}


def test_no_page_of_the_field_app_slides_sideways(
    narrow, live_server, signed_in, make_round, transactional_db, cast
):
    round_ = make_round("before")
    cookie = signed_in(cast.educator).cookies["sessionid"].value
    narrow.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    found = {}
    for path in [*FIELD, f"ronde/{round_.code}/"]:
        narrow.goto(f"{live_server.url}/lapangan/{path}")
        narrow.wait_for_load_state("networkidle")
        found[path] = narrow.evaluate(TOO_WIDE)
        if not narrow.evaluate(HELP_DOOR):
            found[path].append("the last door is cut off")
    assert {path: wide for path, wide in found.items() if wide} == {}


def test_no_page_of_a_round_slides_sideways(narrow, live_server, make_round, transactional_db):
    found = problems(narrow, f"{live_server.url}/g/")
    found += problems(narrow, f"{live_server.url}/g/{make_round('after').code}")
    narrow.get_by_role("button", name="Mulai").click()
    narrow.wait_for_selector("body[data-quiz=ready]")
    found += narrow.evaluate(TOO_WIDE)
    narrow.wait_for_timeout(600)
    narrow.locator("section:not([hidden]) input[value=a]").check()
    narrow.locator("section:not([hidden]) form button").click()
    assert found + narrow.evaluate(TOO_WIDE) == []
