import re

import brotli
import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import expect

from cms.middleware.csp import source_hash
from cms.models import ArticlePage, PictureRendition, Place
from cms.models.pictures import READER_SIZES
from cms.rendering.inline_assets import style


def bytes_of(client, path):
    return len(brotli.compress(client.get(path).content, quality=11))


def elements_of(client, path):
    return len(re.findall(rb"<[a-z]", client.get(path).content))


@pytest.mark.parametrize(
    "path,most", [("/id/", 7_500), ("/id/paspor/harga/", 5_200), ("/id/cek-tawaran/", 8_000)]
)
def test_a_page_stays_light(site, client, path, most):
    assert bytes_of(client, path) <= most


@pytest.fixture
def starter(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail would find the sizes of another test's pictures there
    call_command("load_starter", verbosity=0)


def test_every_article_of_the_starter_content_stays_light_in_every_language(starter, client):
    articles = ArticlePage.objects.live()
    assert len(articles) > 10
    paths = [
        f"/{code}/{page.topic_slug}/{page.slug}/" for page in articles for code in ("id", "en", "jv", "su")
    ]
    assert {path: size for path in paths if (size := bytes_of(client, path)) > 6_000} == {}
    asked_for = set(PictureRendition.objects.values_list("filter_spec", flat=True))
    assert asked_for == set(READER_SIZES), "`prepare` makes others, so that the first reader waits"
    # One article with two checklists and three helplines has that many where it is not translated.
    assert {path: many for path in paths if (many := elements_of(client, path)) > 215} == {}


def test_help_holds_the_numbers_of_every_country_in_one_light_page(starter, client):
    paths = [f"/{code}/bantuan/" for code in ("id", "en", "jv", "su")]
    assert {path: size for path in paths if (size := bytes_of(client, path)) > 8_800} == {}
    malaysia = client.get("/id/bantuan/").content.decode().partition('id="malaysia"')[2]
    assert 'href="tel:+60175007047"' in malaysia.partition("</section>")[0]
    places = Place.objects.values_list("slug", flat=True)
    paths = [f"/{code}/bantuan/{slug}/" for code in ("id", "jv") for slug in places]
    assert {path: size for path in paths if (size := bytes_of(client, path)) > 6_000} == {}


def test_a_page_carries_the_styles_it_shows_and_its_policy_allows_no_others(site, client):
    policies = {
        path: client.get(path)["Content-Security-Policy"] for path in ["/id/cek-tawaran/", "/id/paspor/"]
    }
    for path, name, is_there in [
        ("/id/cek-tawaran/", "offer-check", True),
        ("/id/cek-tawaran/", "tiles", False),
        ("/id/paspor/", "tiles", True),
        ("/id/paspor/", "offer-check", False),
    ]:
        assert (style(name) in client.get(path).content.decode()) is is_there
        assert (source_hash(style(name)) in policies[path]) is is_there
        assert source_hash(style("site")) in policies[path]


@pytest.mark.browser
def test_no_page_shows_what_its_policy_refuses(site, live_server, page):
    refused = []
    page.on(
        "console", lambda message: "Content Security Policy" in message.text and refused.append(message.text)
    )
    for path in ["/id/", "/id/paspor/", "/id/paspor/harga/", "/id/bantuan/", "/id/cek-tawaran/", "/id/cari/"]:
        page.goto(live_server.url + path)
    for path in ["/id/tersimpan/", "/id/kuis/", "/id/desa/", "/id/not-there/", "/lapangan/masuk/"]:
        page.goto(live_server.url + path)
    expect(page.locator("h1")).to_be_visible()
    assert refused == []


def test_an_article_needs_at_most_eight_queries_and_none_twice(
    site,
    client,
    django_assert_max_num_queries,
):
    assert ArticlePage.objects.exists()
    client.get("/jv/paspor/harga/")
    with django_assert_max_num_queries(8) as captured:
        client.get("/jv/paspor/harga/")
    statements = [query["sql"] for query in captured.captured_queries]
    assert len(statements) == len(set(statements))
