"""Where an article knows its facts from: on a page of its own, one tap away."""

from datetime import date

import pytest
from playwright.sync_api import expect

from cms.models import ArticlePage, Fact
from cms.models.pages import ArticleFact

PATH = "/id/paspor/harga/"


@pytest.fixture
def article(site):
    """An article that rests on two facts."""
    article = ArticlePage.objects.get()
    for number, (day, until) in enumerate(
        [(date(2026, 3, 1), date(2099, 1, 1)), (date(2026, 2, 1), date(2099, 1, 1))]
    ):
        fact = Fact.objects.create(
            code=f"F{number}",
            statement_ind=f"Fakta {number}.",
            confidence="high",
            checked_on=day,
            valid_until=until,
        )
        fact.sources.create(
            name="Kantor Imigrasi", url="https://imigrasi.example/harga", published="2026-01-05"
        )
        fact.sources.create(name="Salinan", url="https://copy.example/a", is_copy=True)
        fact.save()
        ArticleFact.objects.create(page=article, fact=fact, sort_order=number)
    return article


def test_the_article_leads_to_its_sources_and_says_since_when_all_are_checked(client, article):
    text = client.get(PATH).content.decode()
    assert '<a href="sumber/" data-at="http://127.0.0.1:8000/id/paspor/harga/sumber/">' in text
    assert "1 Februari 2026" in text
    assert "imigrasi.example" not in text
    assert "harus diperiksa lagi" not in text


def test_the_sources_are_named_with_their_dates_for_everybody(client, article, django_assert_max_num_queries):
    client.get(f"{PATH}sumber/")
    with django_assert_max_num_queries(6):
        response = client.get(f"{PATH}sumber/")
    text = response.content.decode()
    assert text.index("Fakta 0.") < text.index("Fakta 1.")
    assert 'href="https://imigrasi.example/harga"' in text
    assert "5 Januari 2026" in text
    assert "copy.example" not in text
    assert "Harga paspor" in text
    assert "public" in response["Cache-Control"]


def test_a_fact_that_is_out_of_date_is_marked_in_the_article_too(client, article):
    Fact.objects.filter(code="F0").update(valid_until=date(2026, 1, 1))
    for path in [PATH, f"{PATH}sumber/"]:
        assert "Keterangan ini harus diperiksa lagi" in client.get(path).content.decode()


def test_without_an_article_or_its_facts_there_is_no_page_of_sources(client, article):
    assert client.get("/id/paspor/lain/sumber/").status_code == 404
    ArticleFact.objects.all().delete()
    assert "sumber/" not in client.get(PATH).content.decode()
    assert client.get(f"{PATH}sumber/").status_code == 404
    article.unpublish()
    assert client.get(f"{PATH}sumber/").status_code == 404


@pytest.mark.browser
def test_a_saved_topic_holds_its_sources_which_come_and_go_with_the_article(article, live_server, page):
    page.goto(f"{live_server.url}/id/paspor/")
    page.click("[data-keep]")
    expect(page.locator("[data-storing-status]")).to_contain_text("1/1")
    is_cached = f"caches.match('{PATH}sumber/').then(Boolean)"
    assert page.evaluate(is_cached)
    page.goto(f"{live_server.url}/id/tersimpan/")
    row = page.locator("[data-saved-pages] li", has=page.locator(f"a[href='{PATH}']"))
    expect(row).to_be_visible()
    expect(page.locator("[data-saved-pages] a[href$='sumber/']")).to_have_count(0)
    row.get_by_role("button").click()
    expect(row).to_have_count(0)
    assert not page.evaluate(is_cached)
