"""What readers answer to "Was this useful?": counted, and nobody is known."""

import pytest
from django.urls import reverse

from cms.models import ArticlePage, UsefulTally

HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def answer(client, library):
    address = f"/jv/berguna/{library.article.pk}/"
    return lambda value, **headers: client.post(address, {"answer": value}, headers=headers or HERE)


def test_answers_are_counted_by_page_language_and_day_only(answer):
    for value in ["yes", "yes", "no"]:
        response = answer(value)
        assert (response.status_code, response["Location"]) == (303, "/jv/paspor/harga/#terima-kasih")
        assert not response.cookies
    row = UsefulTally.objects.get()
    assert (row.language, row.yes, row.no) == ("jv", 2, 1)
    fields = {field.name for field in UsefulTally._meta.fields}
    assert fields == {"id", "page", "language", "day", "yes", "no"}


def test_the_page_with_the_question_holds_no_token_and_sets_no_cookie(client, library):
    response = client.get("/id/paspor/harga/")
    assert b"/id/berguna/" in response.content
    assert b"csrf" not in response.content
    assert not response.cookies
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"referer": "https://elsewhere.example/a"},
        {"accept": "text/html"},
    ],
)
def test_a_form_of_another_site_counts_nothing(answer, headers):
    assert answer("yes", **headers).status_code == 403
    assert not UsefulTally.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"origin": "http://testserver"}, {"referer": "http://testserver/id/paspor/harga/"}]
)
def test_an_old_browser_may_answer_too(answer, headers):
    assert answer("yes", **headers).status_code == 303
    assert UsefulTally.objects.get().yes == 1


def test_an_answer_that_is_none_is_not_counted(answer, client, library):
    assert answer("perhaps").status_code == 303
    assert not UsefulTally.objects.exists()
    library.article.unpublish()
    assert answer("yes").status_code == 404
    assert client.get(f"/jv/berguna/{library.article.pk}/").status_code == 404


def test_editors_see_first_what_was_least_useful(
    client,
    signed_in,
    person,
    library,
    django_assert_max_num_queries,
):
    signed_in(person("kepala", is_superuser=True))
    address = reverse("usefulness")
    assert "useful" in client.get(address, headers={"accept-language": "en"}).content.decode()
    for number in range(12):
        page = ArticlePage(slug=f"a{number}", icon="money", heading_ind=f"Artikel {number}")
        library.topic.add_child(instance=page)
        for useful in [True] * 3 + [False] * number:
            UsefulTally.objects.count_answer(page, "su", useful)
    with django_assert_max_num_queries(20):
        listed = " ".join(client.get(address).content.decode().split())
    assert listed.index("Artikel 11") < listed.index("Artikel 2 <")
    assert "Basa Sunda" in listed


def test_an_outsider_does_not_see_the_answers(client, signed_in, cast, library):
    assert client.get(reverse("usefulness")).status_code == 302
    assert signed_in(cast.reviewer).get(reverse("usefulness")).status_code in (302, 403)
