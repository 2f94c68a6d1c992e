"""The field app on the home screen, and its rounds without a line."""

import pytest
from playwright.sync_api import expect

from tests.support.field_app import UNTIL_CACHED

pytestmark = pytest.mark.browser
OFFERED = """() => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = async () => { window.asked = (window.asked || 0) + 1; };
  window.prevented = !dispatchEvent(event);
}"""


@pytest.fixture
def home(page_of, cast):
    return page_of(cast.educator, "/lapangan/")


@pytest.mark.parametrize("path", ["/lapangan/", "/lapangan/akun/"])
def test_the_browser_is_asked_once_to_put_the_app_on_the_start_screen(home, live_server, path):
    home.goto(f"{live_server.url}{path}")
    button = home.locator("[data-install] button")
    expect(button).to_be_hidden()
    home.evaluate(OFFERED)
    assert home.evaluate("() => window.prevented")  # the browser's own bar does not come as well
    button.click()
    expect(button).to_be_hidden()
    assert home.evaluate("() => window.asked") == 1


def test_the_button_goes_when_the_app_was_installed_otherwise(home):
    home.evaluate(OFFERED)
    expect(home.locator("[data-install] button")).to_be_visible()
    home.evaluate("() => dispatchEvent(new Event('appinstalled'))")
    expect(home.locator("[data-install] button")).to_be_hidden()


def test_the_browser_finds_nothing_that_hinders_the_installation(home, context):
    home.evaluate(UNTIL_CACHED, ["/lapangan/"])
    home.reload()
    errors = context.new_cdp_session(home).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}


def test_rounds_open_without_a_line(home, context, live_server, make_round, line):
    home.evaluate(UNTIL_CACHED, ["/lapangan/ronde/", "/lapangan/tanpa-sinyal/"])
    made = make_round("before")
    home.goto(f"{live_server.url}/lapangan/ronde/{made.code}/")
    screen = f"/lapangan/ronde/{made.code}/layar/"
    home.evaluate(UNTIL_CACHED, [f"/lapangan/ronde/{made.code}/", screen])
    home.wait_for_timeout(500)  # for the list to be renewed
    line.cut(context)
    home.goto(f"{live_server.url}/lapangan/ronde/")
    home.locator(f"main a[href='/lapangan/ronde/{made.code}/']").first.click()
    home.wait_for_url(f"**/lapangan/ronde/{made.code}/")
    home.locator(f"a[href='{screen}']").click()
    home.wait_for_url(f"**{screen}")
    expect(home.locator("body")).to_contain_text(made.code)
    expect(home.locator("svg").first).to_be_visible()


def test_a_round_is_not_closed_without_a_line_and_the_app_says_so(
    home, context, live_server, make_round, line
):
    made = make_round("before")
    home.goto(f"{live_server.url}/lapangan/ronde/{made.code}/")
    home.evaluate(UNTIL_CACHED, [f"/lapangan/ronde/{made.code}/", "/lapangan/tanpa-sinyal/"])
    line.cut(context)
    home.reload()
    home.locator("main form[method=post] button").first.click()
    expect(home.locator("main a[href='/lapangan/kotak-keluar/']")).to_be_visible()
    expect(home.locator("main a[href='/lapangan/sesi/baru/']")).to_be_visible()
    made.refresh_from_db()
    assert made.closed_at is None


def test_a_search_without_a_line_does_not_show_other_villages_as_its_result(
    home, context, live_server, place, line
):
    home.evaluate(UNTIL_CACHED, ["/lapangan/", "/lapangan/tanpa-sinyal/"])
    home.goto(f"{live_server.url}/lapangan/?q={place.second_village.name}")
    line.cut(context)
    home.goto(f"{live_server.url}/lapangan/?q=lain")
    expect(home.locator("main [data-village]")).to_have_count(0)
    expect(home.locator("main a[href='/lapangan/sesi/baru/']")).to_be_visible()
    home.goto(f"{live_server.url}/lapangan/")
    expect(home.locator("main [data-village]")).to_have_count(2)


def test_cached_pages_are_not_fetched_again_with_every_page(home, context, live_server):
    home.evaluate(UNTIL_CACHED, ["/lapangan/ronde/", "/lapangan/akun/", "/lapangan/tanpa-sinyal/"])
    fetched = []
    context.on("request", lambda request: fetched.append(request.url.removeprefix(live_server.url)))
    home.goto(f"{live_server.url}/lapangan/sesi/")
    home.evaluate(
        "async () => { const all = await caches.open('lapangan-halaman');"
        " await all.delete('/lapangan/akun/'); }"
    )
    home.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    home.evaluate(UNTIL_CACHED, ["/lapangan/akun/"])
    home.wait_for_timeout(500)
    assert "/lapangan/akun/" in fetched
    assert "/lapangan/ronde/" not in fetched


def test_who_signs_out_without_a_line_stays_signed_in_and_keeps_the_pages(home, context, live_server, line):
    home.evaluate(UNTIL_CACHED, ["/lapangan/", "/lapangan/akun/", "/lapangan/tanpa-sinyal/"])
    home.goto(f"{live_server.url}/lapangan/akun/")
    line.cut(context)
    home.click("[data-sign-out] button")
    expect(home.locator("main a[href='/lapangan/sesi/baru/']")).to_be_visible()
    home.goto(f"{live_server.url}/lapangan/")
    expect(home.locator("main [data-village]")).to_have_count(2)
    line.restore(context)
    home.goto(f"{live_server.url}/lapangan/akun/")
    home.click("[data-sign-out] button")
    home.wait_for_url("**/lapangan/masuk/")
    assert not home.evaluate("async () => Boolean(await caches.match('/lapangan/'))")
