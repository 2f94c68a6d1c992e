"""The outbox without a sign-in: somebody whose account was closed still takes the reports off the phone."""

import json

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until
from tests.support.field_app import QUEUE_SESSION, UNTIL_CACHED

OUTBOX = "/lapangan/kotak-keluar/"
KNOWS_USER = """async () => {
  const store = await import("/static/js/field/store.js");
  return Boolean(await store.setting("user"));
}"""


def test_the_outbox_opens_without_a_sign_in_and_asks_the_database_nothing(
    client, django_assert_num_queries, db
):
    with django_assert_num_queries(0):
        response = client.get(OUTBOX)
    assert response.status_code == 401
    page = response.content.decode()
    assert "/lapangan/masuk/?next=/lapangan/kotak-keluar/" in page
    assert "data-rescue-export" in page
    assert "kata-laporan" not in page  # no village of anybody


def test_the_sign_in_page_leads_to_it(client, db):
    assert f'href="{OUTBOX}"' in client.get("/lapangan/masuk/").content.decode()


@pytest.fixture
def closed_account(page_of, cast, place, line):
    """A phone with a report and somebody else's, whose owner's account was closed."""
    page = page_of(cast.educator, OUTBOX)
    page.evaluate(UNTIL_CACHED, [OUTBOX])
    wait_until(page, KNOWS_USER)
    expect(page.locator("html[data-sending]")).to_have_count(0)
    line.cut(page.context)
    page.evaluate(QUEUE_SESSION)
    page.evaluate(QUEUE_SESSION.replace('"sari"', '"made"'))
    cast.educator.is_active = False
    cast.educator.save()
    page.context.clear_cookies()
    line.restore(page.context)
    return page


@pytest.mark.browser
def test_a_closed_account_saves_its_reports_as_a_file_without_signing_in(closed_account, live_server):
    page = closed_account
    page.goto(live_server.url + OUTBOX)
    expect(page.locator("[data-rescue-state]")).to_contain_text("1 laporan")
    expect(page.locator("main")).not_to_contain_text("Sukamaju")
    expect(page.locator("[data-rescue-others] li")).to_have_count(1)
    with page.expect_download() as download:
        page.click("[data-rescue-export]")
    file = json.loads(download.value.path().read_text())
    assert file["user"] == "sari"
    assert [report["user"] for report in file["reports"]] == ["sari"]
    expect(page.locator("[data-rescue-done]")).to_be_visible()


@pytest.mark.browser
def test_a_closed_account_that_is_still_signed_in_sends_from_the_same_page(page_of, cast, place, live_server):
    page = page_of(cast.educator, OUTBOX)
    wait_until(page, KNOWS_USER)
    expect(page.locator("html[data-sending]")).to_have_count(0)
    page.evaluate(QUEUE_SESSION)
    cast.educator.is_active = False
    cast.educator.save()
    page.goto(live_server.url + OUTBOX)
    expect(page.locator("[data-rescue-file]")).to_be_hidden()  # held at the office: nothing waits here
    held = "import('/static/js/field/store.js').then(async (store) => (await store.sent())[0].state)"
    wait_until(page, f"async () => (await {held}) === 'held'")


@pytest.mark.browser
def test_the_file_can_be_saved_without_a_line_after_signing_out(page_of, cast, place, live_server, line):
    page = page_of(cast.educator, "/lapangan/akun/")
    page.evaluate(UNTIL_CACHED, [OUTBOX, "/lapangan/akun/"])
    page.reload()
    page.evaluate(QUEUE_SESSION.replace('venue: "school"', 'venue: ""'))
    page.click("[data-sign-out] button")
    page.wait_for_url("**/lapangan/masuk/")
    wait_until(page, f"async () => Boolean(await caches.match('{OUTBOX}'))")
    assert not page.evaluate("async () => Boolean(await caches.match('/lapangan/'))")
    line.cut(page.context)
    page.goto(f"{live_server.url}/lapangan/")
    expect(page.locator("[data-rescue-state]")).to_contain_text("laporan")
    with page.expect_download():
        page.click("[data-rescue-export]")
