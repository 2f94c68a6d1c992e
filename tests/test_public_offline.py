import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until_cached


@pytest.mark.browser
def test_a_page_once_visited_and_help_open_without_network(site, live_server, page, context):
    page.goto(f"{live_server.url}/id/paspor/harga/")
    for address in ["/id/paspor/harga/", "/id/bantuan/", "/id/tersimpan/"]:
        wait_until_cached(page, address)
    context.set_offline(True)
    page.goto(f"{live_server.url}/id/paspor/harga/")
    assert "Biaya paspor biasa" in page.inner_text("main")
    page.goto(f"{live_server.url}/id/bantuan/")
    assert page.inner_text("h1") == "Minta tolong"
    page.goto(f"{live_server.url}/id/never-seen/")
    expect(page.locator("[data-saved-pages] li")).to_have_count(2)
    expect(page.locator("[data-not-saved]")).to_contain_text("tidak ada jaringan")
    expect(page.locator("[data-saved-pages]")).to_contain_text("Harga paspor")
    page.locator("[data-saved-pages] button").first.click()
    expect(page.locator("[data-saved-pages] li")).to_have_count(1)
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
