import pytest

from cms.models import ArticlePage, SearchDocument
from cms.search.query import search


@pytest.mark.parametrize("query", ["paspor", "pasport", "paspor biasa", "PASPOR", "biayanya paspor"])
def test_an_article_is_found_despite_spelling(site, query):
    assert "Harga paspor" in [result.document.title for result in search(query, "jv")]


def test_the_word_found_is_marked(site):
    (result,) = [row for row in search("pasport", "id") if row.document.title == "Harga paspor"]
    assert ("paspor", True) in result.title
    assert ("paspor", True) in result.excerpt


def test_a_draft_is_not_found_and_a_deleted_page_no_more(site):
    article = ArticlePage.objects.get()
    article.unpublish()
    assert "Harga paspor" not in [row.document.title for row in search("harga", "id")]
    article.save_revision().publish()
    assert "Harga paspor" in [row.document.title for row in search("harga", "id")]
    article.delete()
    assert not SearchDocument.objects.filter(kind="cms.articlepage").exists()


def test_an_empty_result_leads_on(site, client):
    page = client.get("/en/cari/", {"q": "<script>xyz"}).content.decode()
    assert "Nothing was found" in page
    assert "<script>xyz" not in page
    assert "/en/paspor/" in page


def test_strange_questions_do_no_harm(site, client):
    for query in ["", " ", "\x00", "%", "'\"--", "x" * 5000, "(((", "🙂"]:
        assert client.get("/id/cari/", {"q": query}).status_code == 200


def test_a_result_page_needs_few_queries(site, client, django_assert_max_num_queries):
    client.get("/id/cari/?q=paspor")
    with django_assert_max_num_queries(4):
        assert client.get("/id/cari/?q=paspor").status_code == 200
