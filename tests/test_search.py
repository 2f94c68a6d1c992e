import pytest

from cms.models import ArticlePage, GlossaryTerm, SearchDocument, Synonym
from cms.search.query import search as search_words
from cms.search.synonyms import dictionary
from cms.search.words import words
from tests.support.pages import new_helpline, place_called


def search(text, language):
    return search_words(tuple(words(text)), language, dictionary(language))


@pytest.mark.parametrize(
    "query", ["paspor", "pasport", "paspor biasa", "PASPOR", "biayanya paspor", "paspornya"]
)
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
    for query in ["", " ", "%", "'\"--", "x" * 5000, "(((", "🙂"]:
        assert client.get("/id/cari/", {"q": query}).status_code == 200


def test_a_result_page_needs_few_queries(site, client, django_assert_max_num_queries):
    client.get("/id/cari/?q=paspor")
    with django_assert_max_num_queries(6):
        assert client.get("/id/cari/?q=paspor").status_code == 200
    with django_assert_max_num_queries(9):
        assert client.get("/id/cari/?q=harga+paspor").status_code == 200


def test_what_was_found_is_grouped_by_kind_the_kind_of_the_best_first(site, client):
    GlossaryTerm.objects.create(slug="biaya", term_ind="Biaya", definition_ind="Uang.")
    pages = ["<h2>Pages to read</h2>", "/en/paspor/harga/"]
    terms = ["<h2>Words explained</h2>", "/en/istilah/#biaya"]
    for query, order in [("biaya", [*terms, *pages]), ("biaya paspor", pages)]:
        page = client.get("/en/cari/", {"q": query}).text
        assert sorted(order, key=page.index) == order


def test_a_quiz_is_found_while_it_is_published(quiz, site, client):
    assert f"/id/kuis/{quiz.slug}/" in client.get("/id/cari/", {"q": "kuis coba"}).text
    quiz.unpublish()
    assert f"/id/kuis/{quiz.slug}/" not in client.get("/id/cari/", {"q": "kuis coba"}).text


def test_a_helpline_is_found_by_the_name_of_its_place_also_when_that_changes(site, client):
    line = new_helpline("kbri", name_ind="KBRI Phnom Penh", place=place_called("kamboja"))
    line.save()
    assert "/id/bantuan/#kbri" in client.get("/id/cari/", {"q": "kbri kamboja"}).text
    line.place.name_ind = "Negeri Khmer"
    line.place.save()
    assert "/id/bantuan/#kbri" in client.get("/id/cari/", {"q": "kbri khmer"}).text


def test_the_check_of_an_offer_is_found_in_the_language_of_the_reader(site, client):
    assert "/en/cek-tawaran/" in client.get("/en/cari/", {"q": "check a job offer"}).text
    assert "/id/cek-tawaran/" in client.get("/id/cari/", {"q": "cek tawaran"}).text


def test_a_synonym_finds_what_the_texts_call_otherwise(site, client):
    assert "/id/paspor/harga/" not in client.get("/id/cari/", {"q": "ongkos"}).text
    Synonym.objects.create(language="id", written="ongkos\nduit nya", meaning="biaya")
    for query in ["ongkos", "duit nya"]:
        assert "/id/paspor/harga/" in client.get("/id/cari/", {"q": query}).text
    assert "/en/paspor/harga/" in client.get("/en/cari/", {"q": "ongkos"}).text
    Synonym.objects.update(language="su")
    assert "/id/paspor/harga/" not in client.get("/id/cari/", {"q": "ongkos"}).text


def test_words_that_mean_little_alone_find_nothing_by_chance(site, client):
    assert "Nothing was found" in client.get("/en/cari/", {"q": "biasa asuransi kesehatan lansia"}).text
