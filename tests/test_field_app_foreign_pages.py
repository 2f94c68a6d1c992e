"""Pages that are not ours, though they come with status 200: never stored, never shown in place of ours."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until, wait_until_cached
from tests.support.field_app import QUEUE_SESSION, UNTIL_CACHED
from villages.field_app import pwa

PATHS = ["/lapangan/", "/lapangan/kotak-keluar/", "/lapangan/sesi/", "/lapangan/tanpa-sinyal/"]
STORED = """async (name) => {
  const cache = await caches.open(name);
  const texts = {};
  for (const request of await cache.keys())
    texts[new URL(request.url).pathname] = await (await cache.match(request)).text();
  return texts;
}"""
PUT = """async ([name, path, text, headers]) => {
  await (await caches.open(name)).put(path, new Response(text, { headers }));
}"""
HTML = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public"}


@pytest.mark.parametrize(
    "path", ["/id/", "/lapangan/", "/lapangan/masuk/", "/api/ping", "/tidak-ada/", "/sw.js"]
)
def test_every_answer_of_ours_has_the_mark(client, site, path):
    assert client.get(path)["X-Migrasi"] == "1"


def test_an_update_of_the_worker_that_is_not_needed_costs_no_download(client):
    first = client.get("/lapangan/sw.js")
    again = client.get("/lapangan/sw.js", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.fixture
def home(page_of, cast, place):
    page = page_of(cast.educator, "/lapangan/")
    page.evaluate(UNTIL_CACHED, PATHS)
    page.reload()
    return page


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["page", "redirect", "files"])
def test_the_app_stays_itself_behind_the_sign_in_page_of_a_wifi(home, live_server, portal, kind):
    before = home.evaluate(STORED, "lapangan-halaman")
    portal.kind, portal.files_too = kind, kind == "files"
    for path in PATHS:
        home.goto(f"{live_server.url}{path}")
        expect(home.locator("nav.bar")).to_be_visible()
    home.evaluate("(keep) => navigator.serviceWorker.controller.postMessage({ renew: keep, keep })", PATHS)
    home.wait_for_timeout(500)
    stored = home.evaluate(STORED, "lapangan-halaman")
    assert set(stored) == set(before)
    assert not any("Masuk ke Wi-Fi" in text for text in stored.values())
    home.evaluate(QUEUE_SESSION)
    home.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    expect(home.locator("[data-state=queued]")).to_have_count(1)
    portal.kind, portal.files_too = None, False
    home.click("[data-send-now]")
    expect(home.locator("[data-state=complete]")).to_have_count(1)


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["page", "redirect"])
def test_a_sign_out_behind_a_wifi_page_deletes_nothing_and_says_that_it_needs_a_signal(
    home, live_server, portal, kind
):
    home.evaluate(UNTIL_CACHED, ["/lapangan/akun/"])
    home.goto(f"{live_server.url}/lapangan/akun/")
    portal.kind = kind
    home.click("[data-sign-out] button")
    expect(home.locator("main a[href='/lapangan/sesi/baru/']")).to_be_visible()
    assert set(PATHS) <= set(home.evaluate(STORED, "lapangan-halaman"))
    portal.kind = None
    home.goto(f"{live_server.url}/lapangan/akun/")
    home.click("[data-sign-out] button")
    home.wait_for_url("**/lapangan/masuk/")
    wait_until(home, "async () => !(await caches.match('/lapangan/sesi/'))")


@pytest.mark.browser
def test_our_own_redirect_to_the_sign_in_is_followed(home, live_server, context):
    context.clear_cookies()
    home.goto(f"{live_server.url}/lapangan/sesi/")
    home.wait_for_url("**/lapangan/masuk/**")


@pytest.mark.browser
def test_a_page_that_was_never_stored_shows_what_came(home, live_server, portal):
    """So that somebody can sign in to the Wi-Fi."""
    portal.kind = "page"
    home.goto(f"{live_server.url}/lapangan/desa/")
    expect(home.locator("h1")).to_have_text("Masuk ke Wi-Fi")


UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const worker = (await registration.update()).installing;
  if (worker.state === "installing")
    await new Promise((done) => worker.addEventListener("statechange", done));
  return worker.state;
}"""


@pytest.mark.browser
def test_no_new_version_is_installed_with_files_that_are_not_ours(home, portal, monkeypatch):
    files = ["/static/js/field/form.js?new", "/static/css/field.css?new"]
    monkeypatch.setattr(pwa, "precache", lambda: (files, "new"))
    portal.files_too = True
    assert home.evaluate(UPDATE) == "redundant"
    names = home.evaluate("() => caches.keys()")
    stored = [home.evaluate(STORED, name) for name in names if name.startswith("lapangan-berkas-")]
    assert not any("Masuk ke Wi-Fi" in text for texts in stored for text in texts.values())
    assert any(len(texts) > 20 for texts in stored)  # the version before is whole
    portal.files_too = False
    assert home.evaluate(UPDATE) in {"installed", "activating", "activated"}


@pytest.mark.browser
def test_a_phone_that_stored_foreign_pages_before_is_cleaned_by_the_update(home, live_server, monkeypatch):
    wifi = "<h1>Masuk ke Wi-Fi</h1>"
    earlier = "<div hidden data-field-phone></div>"
    home.evaluate(PUT, ["lapangan-halaman", "/lapangan/", wifi, HTML])
    home.evaluate(PUT, ["lapangan-halaman", "/lapangan/akun/", earlier, HTML])
    home.evaluate(PUT, ["lapangan-berkas-old", "/static/js/field/form.js", wifi, HTML])
    home.evaluate("async () => { await caches.delete('pages'); await caches.delete('files') }")
    home.evaluate(PUT, ["pages", "/id/harga/", wifi, HTML])
    home.evaluate(PUT, ["pages", "/id/paspor/", '<link rel="manifest" href="/manifest.webmanifest">', HTML])
    home.evaluate(PUT, ["files", "/static/js/quiz.js", wifi, HTML])
    version = pwa.precache()
    monkeypatch.setattr(pwa, "precache", lambda: (version[0], "new"))
    home.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update().then(() => 1)")
    wait_until(home, "async () => !((await (await caches.open('lapangan-halaman')).match('/lapangan/')))")
    pages = home.evaluate(STORED, "lapangan-halaman")
    assert pages["/lapangan/akun/"] == earlier
    wait_until(home, "async () => !(await (await caches.open('lapangan-berkas-old')).keys()).length")
    home.evaluate("() => navigator.serviceWorker.register('/sw.js').then(() => 1)")
    wait_until(home, "async () => !(await (await caches.open('files')).keys()).length")
    assert set(home.evaluate(STORED, "pages")) == {"/id/paspor/"}


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["page", "redirect"])
def test_a_public_page_once_read_is_shown_in_place_of_a_foreign_one(site, live_server, page, portal, kind):
    page.goto(f"{live_server.url}/id/paspor/harga/")
    wait_until_cached(page, "/id/paspor/harga/")
    page.reload()
    portal.kind = kind
    page.goto(f"{live_server.url}/id/paspor/harga/")
    assert "Biaya paspor biasa" in page.inner_text("main")
    if kind == "page":
        page.goto(f"{live_server.url}/id/bantuan/")
        page.goto(f"{live_server.url}/id/belum/")
        assert not any("Masuk ke Wi-Fi" in text for text in page.evaluate(STORED, "pages").values())
