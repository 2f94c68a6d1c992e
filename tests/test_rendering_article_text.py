"""What a reader gets of an article's text, and what it costs to make it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django.asserts import assertInHTML

from cms.models import ArticlePage, Fact, GlossaryTerm, HelplineNumber
from cms.templatetags.site_tags import spell_out_dates
from tests.support.pages import new_helpline, publish_body


def helpline(number):
    made = new_helpline(f"tolong-{number}", name_ind=f"Tolong {number}", source_published="2025-05-19")
    made.numbers = [HelplineNumber(number="110", dial="110")]
    made.save()
    return made


def test_the_richest_article_needs_at_most_eight_queries(
    client,
    library,
    quiz,
):
    topic, home = library.topic.pk, library.home.pk
    for number in range(3):
        fact = Fact(
            code=f"F{number}",
            statement_ind="Tarif.",
            confidence="high",
            checked_on=date(2026, 1, 1),
            valid_until=date(2099, 1, 1),
        )
        fact.save()
        library.article.article_facts.create(fact=fact, sort_order=number)
    publish_body(
        library.article,
        ("paragraph", f'<p data-block-key="a1">Baca <a linktype="page" id="{topic}">ini</a></p>'),
        ("key_message", f'<p data-block-key="a2">Baca <a linktype="page" id="{home}">itu</a></p>'),
        ("helpline", helpline(1).pk),
        ("helpline", helpline(2).pk),
        ("helpline", helpline(3).pk),
        ("quiz", quiz.pk),
    )
    costs = []
    for _ in range(3):  # Wagtail keeps the address of the site; a cache that has just run out costs once more
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/id/paspor/harga/").content.decode()
        costs.append(len(queries))
    assert min(costs) <= 8, [query["sql"] for query in queries]
    assert '<a href="/id/paspor/">ini</a>' in page
    assert "Tolong 3" in page
    assert f'href="/id/kuis/{quiz.slug}/"' in page
    assert "data-block-key" not in page


def test_a_link_to_a_page_unpublished_since_leads_nowhere(client, library):
    other = ArticlePage(slug="lain", icon="money", heading_ind="Lain")
    library.topic.add_child(instance=other)
    publish_body(library.article, ("paragraph", f'<p>Baca <a linktype="page" id="{other.pk}">ini</a></p>'))
    assert b'href="/id/paspor/lain/"' in client.get("/id/paspor/harga/").content
    other.unpublish()
    assert b'href="/id/paspor/lain/"' not in client.get("/id/paspor/harga/").content


def test_a_word_is_explained_where_it_stands(client, library):
    term = GlossaryTerm.objects.create(slug="p3mi", term_ind="P3MI", definition_ind="Perusahaan berizin.")
    publish_body(
        library.article,
        ("term", term.pk),
        ("paragraph", '<p>Cari <a href="/id/istilah/#p3mi">P3MI</a></p>'),
    )
    page = client.get("/jv/paspor/harga/").content.decode()
    assertInHTML('<a href="/jv/istilah/#p3mi" lang="id"><strong>P3MI</strong></a>', page)
    assert "Perusahaan berizin." in page
    assert '<a href="/jv/istilah/#p3mi">P3MI</a>' in page


@pytest.mark.parametrize(
    "language, spelled", [("id", "19 Mei 2025, halaman 2"), ("en", "19 May 2025, halaman 2")]
)
def test_days_of_sources_are_spelled_in_the_readers_language(language, spelled):
    with override(language):
        assert spell_out_dates("2025-05-19, halaman 2") == spelled
        assert spell_out_dates("Mei 2025") == "Mei 2025"
        assert spell_out_dates("±2025-05") == "±" + spelled.partition(",")[0].partition(" ")[2]
        assert spell_out_dates("2025-13-41") == "2025-13-41"
