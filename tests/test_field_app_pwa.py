"""The field app on the phone: service worker, manifest, outbox page, opening without a line."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.support.field_app import QUEUE_SESSION_WITH_GAPS, UNTIL_CACHED
from villages.field_app import pwa


def test_the_manifest_is_of_the_field_app_alone(client):
    response = client.get("/lapangan/aplikasi.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["scope"], manifest["start_url"], manifest["id"]) == ("/lapangan/",) * 3
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_the_service_worker_names_every_file_of_the_app(client):
    response = client.get("/lapangan/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response["Cache-Control"]
    line = next(line for line in response.content.decode().splitlines() if line.startswith("const FILES"))
    files = json.loads(line.removeprefix("const FILES = ").rstrip(";"))
    assert "/static/js/field/store.js" in files
    assert "/static/css/field.css" in files
    assert "/static/js/field/service-worker.js" not in files


def test_the_outbox_page_asks_the_database_nothing_about_reports(
    signed_in, cast, django_assert_max_num_queries
):
    client = signed_in(cast.educator)
    with django_assert_max_num_queries(6):
        response = client.get("/lapangan/kotak-keluar/")
    assert 'data-user="sari"' in response.content.decode()


@pytest.fixture
def educator_page(page_of, cast):
    return page_of(cast.educator, "/lapangan/kotak-keluar/")


@pytest.mark.browser
def test_the_outbox_opens_without_a_line_after_one_visit(educator_page, context, line):
    page = educator_page
    page.evaluate(UNTIL_CACHED, ["/lapangan/kotak-keluar/"])
    line.cut(context)
    page.reload()
    page.evaluate(QUEUE_SESSION_WITH_GAPS)
    page.reload()
    row = page.locator(".outbox__row")
    expect(row).to_contain_text("Sukamaju")
    expect(row).to_have_attribute("data-state", "queued")
    queued = page.locator("[data-outbox]").get_attribute("data-queued")
    expect(row.locator("[data-slot=state]")).to_have_text(queued)


@pytest.mark.browser
def test_a_phone_without_room_for_the_page_still_shows_the_fresh_one(educator_page, context):
    educator_page.evaluate(UNTIL_CACHED, ["/lapangan/kotak-keluar/"])
    (worker,) = context.service_workers
    worker.evaluate(
        "() => { Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }"
    )
    assert educator_page.reload().status == 200
    never_cached = educator_page.url.replace("/kotak-keluar/", "/ronde/")
    heading = re.search("<h1[^>]*>(.*?)</h1>", educator_page.request.get(never_cached).text(), re.DOTALL)[1]
    educator_page.goto(never_cached)
    expect(educator_page.locator("h1")).to_have_text(heading.strip())


@pytest.mark.browser
def test_reports_taken_over_from_another_phone_are_sent_at_once(educator_page):
    educator_page.evaluate(QUEUE_SESSION_WITH_GAPS)
    text = educator_page.evaluate(
        """async () => {
          const at = "/static/js/field/";
          const [rescue, db] = await Promise.all([import(at + "backup-file.js"), import(at + "db.js")]);
          const text = await (await rescue.exported("sari")).text();
          await db.write(["reports"], ({ reports }) => void reports.clear());
          return text;
        }"""
    )
    file = {"name": "kotak.json", "mimeType": "application/json", "buffer": text.encode()}
    educator_page.set_input_files("[data-rescue-import]", file)
    # The office has answered: this report has no times.
    expect(educator_page.locator(".outbox__row")).to_have_attribute("data-state", "needs_fix")


@pytest.mark.browser
def test_a_line_that_comes_back_while_a_request_dies_is_used_at_once(educator_page, context):
    """After a long time without a line the next try by the clock is minutes away."""
    expect(educator_page.locator("html[data-sending]")).to_have_count(0)
    held = []
    context.route("**/api/ping", lambda route: route.fallback() if held else held.append(route))
    educator_page.evaluate(QUEUE_SESSION_WITH_GAPS)
    with educator_page.expect_request("**/api/ping"):
        educator_page.evaluate(
            """async () => {
              const store = await import("/static/js/field/store.js");
              await store.keepSetting("line", { user: "sari", failures: 9, next_at: 0 });
              dispatchEvent(new Event("online"));
            }"""
        )
    educator_page.evaluate("dispatchEvent(new Event('online'))")
    held[0].abort()
    # The office has answered: this report has no times.
    expect(educator_page.locator(".outbox__row")).to_have_attribute("data-state", "needs_fix")


@pytest.mark.browser
def test_a_person_sees_how_many_reports_of_another_wait_but_not_their_content(educator_page):
    page = educator_page
    page.evaluate(QUEUE_SESSION_WITH_GAPS.replace('"sari"', '"made"'))
    page.reload()
    row = page.locator(".outbox__row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("made")
    expect(row).not_to_contain_text("Sukamaju")


STORE_PAGE_NAMING = """async (file) => {
  const headers = { Date: new Date().toUTCString(), "X-Migrasi": "1" };
  const page = new Response(`<script src="${file}"></script>`, { headers });
  await (await caches.open("lapangan-halaman")).put("/lapangan/akun/", page);
}"""
UPDATE = """async (version) => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const isActive = () => navigator.serviceWorker.controller.state === "activated" && !registration.installing;
  while (registration.waiting || !isActive() || !(await caches.has(`lapangan-berkas-${version}`)))
    await new Promise((done) => setTimeout(done, 50));
}"""


@pytest.mark.browser
def test_files_of_an_earlier_version_stay_while_a_stored_page_names_them(educator_page, monkeypatch):
    page = educator_page
    page.evaluate(UNTIL_CACHED, ["/lapangan/kotak-keluar/"])

    def update(number):
        files = [f"/static/js/field/form.js?{number}"]
        monkeypatch.setattr(pwa, "precache", lambda: (files, f"v{number}"))
        page.evaluate(UPDATE, f"v{number}")

    def versions():
        names = page.evaluate("() => caches.keys()")
        return {name.removeprefix("lapangan-berkas-") for name in names if "-v" in name}

    update(1)
    page.evaluate(STORE_PAGE_NAMING, "/static/js/field/form.js?1")
    for number in (2, 3, 4):
        update(number)
    assert versions() == {"v1", "v3", "v4"}
    page.evaluate(STORE_PAGE_NAMING, "/static/js/field/form.js?4")
    update(5)
    assert versions() == {"v4", "v5"}
