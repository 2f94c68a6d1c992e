"""What a person reads when a page cannot be shown: in her language, with a way on and a way to help."""

import tomllib
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import override
from django.views.defaults import bad_request, server_error
from playwright.sync_api import expect

from cms.accounts.sign_in_limits import FREE
from cms.middleware.csp import source_hash
from cms.rendering.inline_assets import style
from cms.urls import urlpatterns as all_urls

HELPLINES = Path(__file__).parent.parent / "cms" / "starter" / "helplines.toml"


def broken(request):
    raise RuntimeError("an error of ours")


def forbidden(request):
    raise PermissionDenied


urlpatterns = [path("id/rusak/", broken), path("jv/tertutup/", forbidden), *all_urls]


@pytest.fixture
def broken_site(settings):
    """The site with a page that breaks and a page that nobody may see."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("view", [server_error, partial(bad_request, exception=None)])
@pytest.mark.parametrize("language", ["id", "jv", "en"])
def test_an_error_is_explained_in_two_languages_without_database_or_translations(view, language):
    with override(language):
        text = view(RequestFactory().get("/jv/")).content.decode()
    assert '<html lang="id"' in text
    assert '<section lang="en">' in text
    assert 'href="/id/bantuan/"' in text
    assert 'href="/en/bantuan/"' in text
    assert "{" not in text.partition("</style>")[2]


def test_the_numbers_on_the_error_page_are_those_of_the_helplines():
    text = server_error(RequestFactory().get("/")).content.decode()
    lines = tomllib.loads(HELPLINES.read_text())
    shown = [number for number in lines["kp2mi"]["phones"] if number["kind"] == "phone"]
    for number in [*shown, *lines["polri"]["phones"]]:
        assert f'href="tel:{number["dial"]}"' in text
        assert number["number"] in text
    assert "dibaca di sumber pada" in text
    assert "iperiksa" not in text


def test_a_page_that_breaks_answers_with_the_error_page_and_its_style(broken_site):
    response = broken_site.get("/id/rusak/")
    assert response.status_code == 500
    assert "Maaf, ada gangguan" in response.content.decode()
    assert source_hash(style("site")) in response["Content-Security-Policy"]


def test_a_page_that_is_not_there_offers_search_the_four_ways_and_help(client, site):
    response = client.get("/jv/ora-ana/")
    text = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="jv"' in text
    assert 'action="/jv/cari/"' in text
    for link in ["cek-tawaran/", "#topik", "kuis/", "bantuan/"]:
        assert f'class="tile" href="/jv/{link}"' in text or f'tile--help" href="/jv/{link}"' in text
    assert 'content="noindex"' in text


def test_who_may_not_see_a_page_reads_so_in_her_language(broken_site, db):
    response = broken_site.get("/jv/tertutup/")
    assert response.status_code == 403
    assert "Panjenengan ora bisa mbukak kaca iki" in response.content.decode()
    assert 'href="/jv/bantuan/"' in response.content.decode()


def test_a_form_that_was_open_too_long_leads_back_to_its_page(db):
    client = Client(enforce_csrf_checks=True)
    came = {"referer": "http://testserver/lapangan/masuk/?next=/lapangan/"}
    response = client.post("/lapangan/masuk/", {"username": "sari"}, headers=came)
    assert response.status_code == 403
    assert 'href="http://testserver/lapangan/masuk/?next=/lapangan/"' in response.content.decode()
    elsewhere = client.post("/lapangan/masuk/", headers={"referer": "https://elsewhere.example/a"})
    assert "elsewhere" not in elsewhere.content.decode()
    assert 'class="button" href="/lapangan/masuk/"' in elsewhere.content.decode()


def test_what_is_too_big_is_refused_with_a_reason(client, db):
    body = "C01=" + "a" * 6_000_000
    answer = client.post("/id/cek-tawaran/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "terlalu besar" in answer.content.decode()


def test_an_account_that_is_closed_for_a_while_says_for_how_long(client, cast):
    for _ in range(FREE["account"] + 4):
        answer = client.post("/lapangan/masuk/", {"username": cast.educator.username, "password": "salah"})
    text = answer.content.decode()
    assert answer.status_code == 429
    assert "detik" in text
    assert int(answer["Retry-After"]) <= 15
    assert 'class="button" href="/lapangan/masuk/"' in text
    assert "/bantuan/" in text


def test_the_address_of_an_answer_leads_to_the_article_in_any_language(client, site):
    from cms.models import ArticlePage

    response = client.get(f"/en/berguna/{ArticlePage.objects.get().pk}/")
    assert (response.status_code, response["Location"]) == (302, "/en/paspor/harga/")


@pytest.mark.browser
def test_a_page_that_is_not_there_is_left_by_searching_without_javascript(
    site,
    live_server,
    browser,
    browser_context_args,
):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/id/harga-paspor/")
    page.fill("input[type=search]", "paspor")
    page.press("input[type=search]", "Enter")
    expect(page.locator(".search-results")).to_contain_text("Harga paspor")
    context.close()
