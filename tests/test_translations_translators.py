"""A translator edits the languages given to her and nothing else; states follow what was saved."""

import json

import pytest
from django.urls import reverse

from cms.models import ArticlePage, Fact, GlossaryTerm
from cms.models.translatable import TranslationState
from cms.translations.digests import digest, normalized_text
from tests.support.admin_forms import columns, posted
from tests.support.pages import paragraphs


@pytest.fixture
def translator(roles, client, person, library):
    user = person("laras", "translator", translates=["jv"])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def save(client, url, **typed):
    response = client.post(url, posted(client.get(url), **typed))
    assert response.status_code == 302, response.context["form"].errors


def page_url(name, page):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def test_a_translator_changes_her_language(translator, client, library):
    save(client, page_url("edit", library.article), heading_jv="Regane paspor", body_jv=paragraphs("Bayar."))
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert draft.heading_jv == "Regane paspor"
    assert "Bayar." in str(draft.body_jv)
    assert ArticlePage.objects.get().heading_jv == "Rega paspor"


def test_what_a_translator_sends_for_other_languages_is_not_taken(translator, client, library):
    url = page_url("edit", library.article)
    forbidden = {
        "heading_ind": "Palsu",
        "heading_en": "Forged",
        "body_en": paragraphs("Forged."),
        "slug": "palsu",
        "icon": "cross",
        "article_facts-TOTAL_FORMS": "1",
        "action-publish": "1",
    }
    save(client, url, heading_jv="Regane paspor", **forbidden)
    article = ArticlePage.objects.get()
    draft = article.get_latest_revision_as_object()
    assert (draft.heading_ind, draft.heading_en) == ("Harga paspor", "Price of a passport")
    assert "Pay at the bank." in str(draft.body_en)
    assert (draft.slug, draft.icon, draft.heading_jv) == ("harga", "money", "Regane paspor")
    assert article.heading_jv == "Rega paspor"


def test_a_translator_sends_in_the_page_as_her_browser_does(translator, client, library, person):
    url = page_url("edit", library.article)
    sent = posted(client.get(url), heading_jv="Regane paspor", **{"action-submit": "1"})
    # What no tab shows is not in the page, so no browser sends it.
    for name in [key for key in sent if key.startswith(("body_ind", "body_en", "heading_ind", "heading_en"))]:
        del sent[name]
    assert client.post(url, sent).status_code == 302
    article = ArticlePage.objects.get()
    assert article.workflow_in_progress
    draft = article.get_latest_revision_as_object()
    assert (draft.heading_jv, draft.heading_ind) == ("Regane paspor", "Harga paspor")
    assert "Pay at the bank." in str(draft.body_en)


def test_a_translator_sees_no_tab_of_another_language(translator, client, library):
    text = client.get(page_url("edit", library.article)).content.decode()
    assert "Basa Jawa 1/6" in text
    assert "English 2/6" not in text


def test_a_translator_deletes_and_moves_no_page(translator, client, library):
    draft = ArticlePage(slug="konsep", icon="money", heading_ind="Konsep", live=False)
    library.topic.add_child(instance=draft)
    client.post(page_url("delete", draft))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, library.home.pk]))
    assert ArticlePage.objects.get(slug="konsep").get_parent().pk == library.topic.pk


def test_a_translator_changes_only_her_language_of_a_term_and_a_fact(translator, client):
    term = GlossaryTerm.objects.create(slug="calo", term_ind="Calo", definition_ind="Perantara.")
    fact = Fact.objects.create(
        code="F1", statement_ind="Satu.", confidence="high", checked_on="2026-01-01", valid_until="2030-01-01"
    )
    edit = "wagtailsnippets_cms_{}:edit"
    save(client, reverse(edit.format("glossaryterm"), args=[term.pk]), term_jv="Calo", term_ind="Palsu")
    url = reverse(edit.format("fact"), args=[fact.pk])
    save(client, url, statement_jv="Siji.", statement_ind="Palsu.", valid_until="2040-01-01")
    term = GlossaryTerm.objects.get().get_latest_revision_as_object()
    fact = Fact.objects.get().get_latest_revision_as_object()
    assert (term.term_jv, term.term_ind) == ("Calo", "Calo")
    assert (fact.statement_jv, fact.statement_ind, fact.valid_until.year) == ("Siji.", "Satu.", 2030)
    assert columns(fact)["statement"] == "Satu."
    assert fact.translation_state("jv") == TranslationState.DRAFT


def test_a_changed_translation_is_a_draft_and_a_changed_source_makes_the_others_outdated(page_editor):
    page_editor.article.mark_translation("en", TranslationState.REVIEWED)
    page_editor.article.save_revision().publish()
    page_editor.publish()
    assert page_editor.article.translation_state("en") == TranslationState.REVIEWED
    page_editor.publish(heading_en="Costs")
    assert page_editor.article.translation_state("en") == TranslationState.DRAFT
    page_editor.publish(heading_ind="Biaya paspor")
    assert page_editor.article.translation_state("en") == TranslationState.OUTDATED
    page_editor.publish(heading_en="What it costs")
    assert page_editor.article.translation_state("en") == TranslationState.DRAFT


def test_marks_of_the_editor_are_no_change_of_the_text():
    typed = '<p>Bayar <b>di bank</b> &amp; <a linktype="page" id="5">baca</a>.</p>'
    stored = '<p data-block-key="x1">Bayar <b>di bank</b> &amp; <a id="5" linktype="page">baca</a>.</p>'
    assert normalized_text(typed) == normalized_text(stored)
    assert digest([None]) == digest([""])
    assert normalized_text(typed) != normalized_text(typed.replace('"5"', '"6"'))
    assert json.dumps(normalized_text(paragraphs("a", "b"))) != json.dumps(
        normalized_text(paragraphs("b", "a"))
    )
