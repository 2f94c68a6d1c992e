"""Published content for other programmes."""

import pytest
from wagtail.models import Site

from cms.models import ArticlePage
from tests.support.pages import paragraphs

PAGES = "/api/v2/pages/"


def test_a_page_is_read_in_one_language_and_says_which_text_falls_back(client, library):
    page = client.get(f"{PAGES}{library.article.pk}/?lang=jv").json()
    assert page["heading"] == "Rega paspor"
    assert page["intro"] == "Paspor pertama gratis."
    assert page["shown_in"] | {"heading": "jv", "intro": "id", "body": "id"} == page["shown_in"]
    assert page["body"][0]["type"] == "paragraph"
    assert client.get(f"{PAGES}{library.article.pk}/").json()["heading"] == "Harga paspor"


def test_drafts_accounts_and_histories_are_not_exposed(client, library):
    draft = ArticlePage(slug="konsep", icon="money", heading_ind="Rahasia", live=False)
    library.topic.add_child(instance=draft)
    listed = client.get(f"{PAGES}?type=cms.ArticlePage&fields=*")
    assert [page["heading"] for page in listed.json()["items"]] == ["Harga paspor"]
    assert client.get(f"{PAGES}{draft.pk}/").status_code == 404
    assert not {b"owner", b"revision", b"Rahasia"} & set(listed.content.split(b'"'))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_through_the_api(client, library, method):
    assert getattr(client, method)(f"{PAGES}{library.article.pk}/").status_code == 405
    assert ArticlePage.objects.exists()


def test_a_language_that_is_none_is_refused_with_those_that_are(client, library):
    refused = client.get(f"{PAGES}?lang=xx")
    assert refused.status_code == 400
    assert "jv" in refused.json()["message"]


def test_the_list_needs_few_queries_and_may_be_cached(client, library, django_assert_max_num_queries):
    for number in range(10):
        page = ArticlePage(
            slug=f"a{number}", icon="money", heading_ind=f"A{number}", body_ind=paragraphs("x")
        )
        library.topic.add_child(instance=page)
    Site.clear_site_root_paths_cache()  # the worst case
    with django_assert_max_num_queries(7):
        answer = client.get(f"{PAGES}?type=cms.ArticlePage&fields=heading,shown_in&lang=su")
    assert len(answer.json()["items"]) == 11
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.get("/api/v2/pictures/").json()["items"] == []


def test_a_page_is_found_by_its_address_and_by_its_number(client, library):
    for asked in (f"id={library.article.pk}", "html_path=/paspor/harga/"):
        answer = client.get(f"{PAGES}find/?{asked}&lang=jv")
        assert (answer.status_code, answer["Location"].endswith("?lang=jv")) == (302, True)
        assert client.get(answer["Location"]).json()["heading"] == "Rega paspor"


@pytest.mark.parametrize("kind", ["pages", "pictures"])
@pytest.mark.parametrize("asked", ["", "id=999999", "id=x", "id=%00", "html_path=/%00x/", "id=" + "9" * 40])
def test_what_is_not_there_is_not_found(client, library, kind, asked):
    answer = client.get(f"/api/v2/{kind}/find/?{asked}")
    assert answer.status_code in (400, 404)
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "asked", ["site=lain", "site=localhost:x", "offset=" + "9" * 24, "first_published_at=x", "id=²"]
)
def test_a_value_that_cannot_be_is_refused(client, library, asked):
    assert client.get(f"{PAGES}?{asked}").status_code == 400
