import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until, wait_until_cached


@pytest.mark.browser
def test_a_page_once_visited_opens_without_network_and_is_listed_nowhere(site, live_server, page, context):
    page.goto(f"{live_server.url}/id/paspor/harga/")
    for address in ["/id/paspor/harga/", "/g/"]:
        wait_until_cached(page, address)
    context.set_offline(True)
    page.goto(f"{live_server.url}/id/paspor/harga/")
    assert "Biaya paspor biasa" in page.inner_text("main")
    page.goto(f"{live_server.url}/id/bantuan/")
    assert page.inner_text("h1") == "Minta tolong"
    page.goto(f"{live_server.url}/id/never-seen/")
    expect(page.locator("[data-not-saved]")).to_contain_text("tidak ada jaringan")
    expect(page.locator("[data-none-saved]")).to_be_visible()
    assert "Harga paspor" not in page.inner_text("main")
    context.set_offline(False)


@pytest.mark.browser
def test_only_what_somebody_chose_to_save_is_listed_and_all_of_it_can_be_deleted(site, live_server, page):
    page.goto(f"{live_server.url}/id/paspor/harga/")
    wait_until_cached(page, "/g/")
    keep = page.locator("[data-save-page]")
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.goto(f"{live_server.url}/id/tersimpan/")
    expect(page.locator("[data-saved-pages] li")).to_have_text(re.compile("Harga paspor"))
    assert page.locator("[data-always]").count() == 6
    page.evaluate("localStorage['kirim:a'] = localStorage['kuis:b'] = '{}'")
    page.click("[data-discard-all]")
    expect(page.locator("[data-discarded]")).to_be_visible()
    expect(page.locator("[data-saved-pages] li")).to_have_count(0)
    wait_until(page, "() => caches.open('pages').then((read) => read.keys()).then((keys) => !keys.length)")
    assert page.evaluate("Object.keys(localStorage)") == ["kirim:a"]
    assert page.evaluate("caches.match('/id/bantuan/').then(Boolean)")


@pytest.mark.browser
def test_what_was_saved_can_be_removed_where_it_was_saved_and_in_the_list(site, live_server, page):
    page.goto(f"{live_server.url}/id/paspor/harga/")
    keep = page.locator("[data-save-page]")
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "false")
    assert (
        page.evaluate("caches.open('disimpan').then((saved) => saved.keys()).then(({ length }) => length)")
        == 0
    )
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.goto(f"{live_server.url}/id/tersimpan/")
    page.go_back()
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.go_forward()
    page.locator("[data-saved-pages] button").click()
    expect(page.locator("[data-none-saved]")).to_be_visible()


@pytest.mark.browser
def test_the_installed_app_and_the_form_for_a_code_open_without_network(site, live_server, page, context):
    page.goto(f"{live_server.url}/jv/paspor/harga/")
    wait_until_cached(page, "/g/")
    context.set_offline(True)
    page.goto(f"{live_server.url}/")
    assert page.url == f"{live_server.url}/jv/"
    expect(page.locator("h1")).to_have_text("Migrasi Aman")
    page.goto(f"{live_server.url}/g/")
    expect(page.locator("input[name=kode]")).to_be_visible()
    page.fill("input[name=kode]", "abc 234")
    page.press("input[name=kode]", "Enter")
    expect(page.locator("[data-not-saved]")).to_be_visible()
    context.set_offline(False)


@pytest.mark.browser
def test_a_topic_is_saved_with_its_size_and_progress(site, live_server, page):
    page.goto(f"{live_server.url}/id/paspor/")
    page.click("[data-keep]")
    expect(page.locator("[data-storing-status]")).to_contain_text("1/1")
    expect(page.locator("[data-storing-status]")).to_contain_text("kB")


def test_search_engines_find_every_page_in_the_languages_it_has(site, client):
    answer = client.get("/sitemap.xml").content.decode()
    assert "/id/paspor/harga/</loc>" in answer
    assert "/jv/paspor/harga/" not in answer
    assert 'hreflang="jv" href="http://127.0.0.1:8000/jv/cek-tawaran/"' in answer
    assert "Sitemap:" in client.get("/robots.txt").content.decode()


def test_the_worker_and_the_manifest_are_served_from_the_root(client, db):
    assert client.get("/sw.js")["Content-Type"] == "text/javascript"
    assert client.get("/manifest.webmanifest").json()["scope"] == "/"


def test_a_page_that_is_not_there_says_so_in_the_readers_language(client, site):
    response = client.get("/en/nothing-here/")
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()
