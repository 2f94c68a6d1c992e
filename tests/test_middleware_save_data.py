"""Who saves data gets pages without pictures, and each picture when she asks for it."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from playwright.sync_api import expect
from wagtail.images.tests.utils import get_test_image_file_jpeg

from cms.middleware.save_data import SaveDataMiddleware, wants_no_images
from cms.models import ArticlePage, Picture
from cms.page_cache.middleware import PageCache, vary_names
from tests.support.browser import picture_requests, wait_until_cached
from tests.support.page_cache import Answer, CountingSite, cached

PATH = "/id/paspor/harga/"
SAVING = {"HTTP_SAVE_DATA": "on"}
TWO_FORMS = {"Vary": "Save-Data, Cookie"}


@pytest.fixture
def article(site, settings, tmp_path):
    """The article of the small site with a picture above it and one in its text."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail remembers the files of an earlier test's picture of the same number
    file = get_test_image_file_jpeg(size=(720, 480))
    picture = Picture.objects.create(title="Loket", description_ind="Loket paspor.", file=file)
    article = ArticlePage.objects.get()
    article.picture = picture
    article.body_ind = [("paragraph", "<p>Biaya paspor.</p>"), ("picture", {"image": picture, "caption": ""})]
    article.save()
    return article


@pytest.mark.parametrize(
    "environ,saves",
    [
        ({}, False),
        ({"HTTP_SAVE_DATA": "on"}, True),
        ({"HTTP_SAVE_DATA": "On"}, True),
        ({"HTTP_SAVE_DATA": "off"}, False),
        ({"HTTP_COOKIE": "bahasa=jv; gambar=tanpa"}, True),
        ({"HTTP_COOKIE": "gambar=dengan", "HTTP_SAVE_DATA": "on"}, False),
        ({"HTTP_COOKIE": "xgambar=tanpa"}, False),
        ({"HTTP_COOKIE": "gambar=tanpas"}, False),
    ],
)
def test_the_readers_own_choice_goes_before_what_the_browser_says(environ, saves):
    assert wants_no_images(environ) is saves


def test_a_page_with_pictures_says_that_it_comes_in_two_kinds(client, article):
    whole, lean = client.get(PATH), client.get(PATH, headers={"save-data": "on"})
    for response in (whole, lean):
        assert vary_names(response.items()) >= {"save-data", "cookie"}
        assert "public" in response["Cache-Control"]
        assert not response.cookies
    assert whole.content.count(b"<picture>") == 2
    assert "Baca tanpa gambar" in whole.content.decode()
    text = lean.content.decode()
    assert text.count("<template><picture>") == text.count("<picture>") == 2
    assert text.count("Tampilkan gambar (") == 2
    assert "Loket paspor." in text
    assert "Tampilkan gambar lagi" in text


def test_a_lost_picture_costs_nobody_the_page(client, article):
    client.get(PATH, headers={"save-data": "on"})
    for rendition in article.picture.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    cache.clear()
    response = client.get(PATH, headers={"save-data": "on"})
    assert response.status_code == 200
    assert "(? kB)" in response.content.decode()


def test_a_page_without_pictures_is_one_for_all(client, article):
    for path in ["/id/paspor/", "/id/bantuan/"]:
        response = client.get(path, headers={"save-data": "on"})
        assert vary_names(response.items()) <= {"accept-encoding"}
        assert "gambar/" not in response.content.decode()


def test_a_page_with_pictures_made_for_one_person_becomes_private():
    def own_page(request):
        request.has_pictures = True
        return HttpResponse(headers={"Cache-Control": "public, max-age=300", "Vary": "Cookie"})

    response = SaveDataMiddleware(own_page)(RequestFactory().get(PATH))
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_an_article_without_pictures_needs_no_more_queries(client, article, django_assert_max_num_queries):
    client.get(PATH, headers={"save-data": "on"})
    with django_assert_max_num_queries(8):
        client.get(PATH, headers={"save-data": "on"})


def test_the_cache_keeps_both_kinds_apart():
    contents = iter([b"with", b"without"])
    site = CountingSite(**TWO_FORMS)
    page_cache = cached(lambda environ, start: site(environ, start) and [next(contents)])
    assert Answer(page_cache).body == b"with"
    assert Answer(page_cache, **SAVING).body == b"without"
    assert Answer(page_cache, HTTP_COOKIE="gambar=tanpa").body == b"without"
    assert Answer(page_cache, HTTP_COOKIE="gambar=dengan", **SAVING).body == b"with"
    assert Answer(page_cache).body == b"with"
    assert site.times == 2
    assert Answer(page_cache).headers["Vary"] == "Accept-Encoding, Save-Data, Cookie"


def test_a_page_without_pictures_is_stored_once_and_varies_on_the_encoding_alone():
    site = CountingSite()
    page_cache = cached(site)
    answers = [
        Answer(page_cache, **SAVING),
        Answer(page_cache),
        Answer(page_cache, HTTP_COOKIE="gambar=tanpa"),
    ]
    assert site.times == len(page_cache.pages) == 1
    assert {answer.headers["Vary"] for answer in answers} == {"Accept-Encoding"}


def test_a_phone_that_has_one_kind_gets_the_other_kind_in_full():
    contents = iter([b"with", b"without"])
    page_cache = cached(lambda environ, start: CountingSite(**TWO_FORMS)(environ, start) and [next(contents)])
    tag = Answer(page_cache).headers["ETag"]
    assert Answer(page_cache, HTTP_IF_NONE_MATCH=tag).status == "304 Not Modified"
    assert Answer(page_cache, HTTP_IF_NONE_MATCH=tag, **SAVING).status == "200 OK"


@pytest.mark.parametrize("vary", ["Cookie", "Save-Data", "Save-Data, Cookie, Accept-Language"])
def test_what_varies_on_more_or_less_is_never_stored(vary):
    site = CountingSite(Vary=vary)
    page_cache = cached(site)
    Answer(page_cache), Answer(page_cache)
    assert site.times == 2


def test_a_page_that_loses_its_picture_is_asked_for_again():
    kinds = iter([TWO_FORMS, TWO_FORMS, {}])
    versions = iter(["one", "one", "two", "two"])
    page_cache = PageCache(
        lambda *asked: CountingSite(**next(kinds))(*asked), current_version=lambda: next(versions)
    )
    Answer(page_cache), Answer(page_cache, **SAVING)
    assert Answer(page_cache).headers["Vary"] == "Accept-Encoding"
    assert Answer(page_cache, **SAVING).headers["Vary"] == "Accept-Encoding"


def test_the_choice_is_stored_in_a_cookie_and_leads_back(client, article):
    response = client.get("/gambar/tanpa/", {"next": PATH})
    assert response["Location"] == PATH
    assert response.cookies["gambar"].value == "tanpa"
    assert response["Clear-Site-Data"] == '"cache"'
    assert "<template><picture>" in client.get(PATH).content.decode()
    client.get("/gambar/dengan/")
    assert "<template>" not in client.get(PATH, headers={"save-data": "on"}).content.decode()
    assert client.get("/gambar/tanpa/", {"next": "https://elsewhere.example/"})["Location"] == "/"


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_no_byte_of_a_picture_is_sent_before_it_is_asked_for(
    article, live_server, browser, browser_context_args, script
):
    settings = {**browser_context_args, "java_script_enabled": script}
    context = browser.new_context(**settings, extra_http_headers={"Save-Data": "on"})
    page = context.new_page()
    asked = picture_requests(page)
    page.goto(live_server.url + PATH)
    page.wait_for_timeout(2500)
    assert asked == []
    if script:
        with page.expect_response("**/*.avif") as answer:
            page.click("[data-picture] >> nth=0")
        assert answer.value.ok
        expect(page.locator("main img")).to_have_count(1)
        assert page.evaluate("document.activeElement.alt") == "Loket paspor."
        assert len(asked) == 1
        assert asked[0].endswith(".avif")
        assert page.url.endswith(PATH)
    else:
        with page.expect_response("**/media/**") as answer:
            page.click("[data-picture] >> nth=0")
        assert answer.value.headers["content-type"] == "image/jpeg"
    context.close()


@pytest.mark.browser
def test_a_topic_saved_without_pictures_opens_so_without_network(
    article, live_server, browser, browser_context_args
):
    context = browser.new_context(**browser_context_args, extra_http_headers={"Save-Data": "on"})
    page = context.new_page()
    asked = picture_requests(page)
    page.goto(f"{live_server.url}/id/paspor/")
    page.click("[data-keep]")
    expect(page.locator("[data-storing-status]")).to_contain_text("1/1")
    wait_until_cached(page, PATH)
    context.set_offline(True)
    page.goto(live_server.url + PATH)
    expect(page.locator("main")).to_contain_text("Biaya paspor.")
    expect(page.locator("[data-picture]")).to_have_count(2)
    assert asked == []
    context.set_offline(False)
    context.close()


@pytest.mark.browser
def test_the_choice_shows_at_once_and_is_left_again(article, live_server, page):
    page.goto(live_server.url + PATH)
    expect(page.locator("main picture")).to_have_count(2)
    page.click("footer >> text=Baca tanpa gambar")
    expect(page.locator("[data-picture]")).to_have_count(2)
    page.click("footer >> text=Tampilkan gambar lagi")
    expect(page.locator("main picture")).to_have_count(2)
