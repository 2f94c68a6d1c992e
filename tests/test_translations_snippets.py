"""Helplines, terms and facts keep their languages whatever the language of the editor's admin."""

import pytest
from django.urls import reverse

from cms.models import GlossaryTerm, Helpline, HelplineNumber
from tests.support.admin_forms import columns, posted
from tests.support.pages import new_helpline


@pytest.fixture
def helpline(page_editor, roles):
    helpline = new_helpline("kp2mi", name_ind="Kementerian", name_en="Ministry", what_ind="Tanya kerja.")
    helpline.numbers = [HelplineNumber(label_ind="Dari rumah", label_en="From home", number="1", dial="112")]
    helpline.save()
    return helpline


def save(client, obj, **typed):
    url = reverse(f"wagtailsnippets_cms_{obj._meta.model_name}:edit", args=[obj.pk])
    response = client.post(url, posted(client.get(url), **typed))
    assert response.status_code == 302, response.context["form"].errors


def test_a_helpline_published_from_an_english_admin_keeps_indonesian_and_its_numbers(page_editor, helpline):
    row = {"numbers-0-label_jv": "Saking griya", "numbers-0-number": "112"}
    save(page_editor.client, helpline, name_jv="Kementrian", **row, **{"action-publish": "1"})
    found, number = columns(Helpline.objects.get()), HelplineNumber.objects.get()
    assert found["name"] == found["name_ind"] == "Kementerian"
    assert (found["name_en"], found["name_jv"]) == ("Ministry", "Kementrian")
    assert columns(number)["label"] == number.label_ind == "Dari rumah"
    assert (number.label_en, number.label_jv, number.number) == ("From home", "Saking griya", "112")


def test_a_draft_of_a_term_waits_with_all_its_languages(page_editor, helpline):
    term = GlossaryTerm.objects.create(
        slug="calo", term_ind="Calo", term_en="Broker", definition_ind="Makelar."
    )
    save(page_editor.client, term, term_en="Middleman")
    term = GlossaryTerm.objects.get()
    draft = term.get_latest_revision_as_object()
    assert (term.term_en, draft.term_en, draft.term_ind) == ("Broker", "Middleman", "Calo")
    assert columns(term)["term"] == term.latest_revision.content["term"] == "Calo"


def test_a_term_without_indonesian_is_refused(page_editor, helpline):
    term = GlossaryTerm.objects.create(slug="calo", term_ind="Calo", definition_ind="Makelar.")
    url = reverse("wagtailsnippets_cms_glossaryterm:edit", args=[term.pk])
    data = posted(page_editor.client.get(url), term_ind="", term_en="Broker", **{"action-publish": "1"})
    response = page_editor.client.post(url, data)
    assert set(response.context["form"].errors) == {"term_ind"}
    term.refresh_from_db()
    assert (term.term_ind, term.term_en) == ("Calo", None)
