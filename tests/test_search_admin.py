"""Editors keep the words of the search: calls for help, and other ways to write things."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.accounts.role_setup import setup_roles
from cms.models import CrisisWords, Synonym
from cms.models.audit import CHANGED
from cms.models.translatable import TranslationState
from cms.starter import load_crisis_words, load_synonyms
from tests.support.admin_forms import posted


@pytest.fixture
def editor(library, person, signed_in):
    setup_roles(lambda sentence: None)
    return signed_in(person("ningsih", "editor"))


def address(model, action, *args):
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


def test_an_editor_adds_crisis_words_and_they_work_at_once(editor, client):
    form = address(CrisisWords, "add")
    data = posted(editor.get(form), slug="terjebak", words_ind="disekap\r\ndikurung", need="emergency")
    assert editor.post(form, {**data, "action-publish": "1"}).status_code == 302
    assert client.get("/id/cari/", {"q": "saya dikurung"}).context["crisis"].kinds[0].slug == "terjebak"


def test_an_editor_adds_and_changes_a_synonym_and_the_log_shows_what_was_there(editor):
    form = address(Synonym, "add")
    data = posted(editor.get(form), language="id", written="gk\r\ngak", meaning="tidak")
    assert editor.post(form, data).status_code == 302
    synonym = Synonym.objects.get()
    form = address(Synonym, "edit", synonym.pk)
    assert editor.post(form, posted(editor.get(form), meaning="bukan")).status_code == 302
    entry = ModelLogEntry.objects.for_instance(synonym).get(action=CHANGED)
    assert entry.data["changes"] == {"meaning": ["tidak", "bukan"]}
    assert entry.user.username == "ningsih"


def test_the_preview_shows_message_and_words_in_each_language(editor):
    words = CrisisWords.objects.create(
        slug="a", need="work", words_ind="disekap", words_jv="dikunci", message_ind="Telepon."
    )
    words.save_revision()
    for language, text in [("id", "disekap"), ("jv", "dikunci")]:
        shown = words.make_preview_request(preview_mode=language).content.decode()
        assert text in shown
        assert "Telepon." in shown


@pytest.mark.parametrize(("role", "status"), [("translator", 200), ("reviewer", 302)])
def test_who_may_see_the_words(editor, person, signed_in, role, status):
    client = signed_in(person("sari", role))
    assert client.get(address(CrisisWords, "list")).status_code == status
    assert client.get(address(Synonym, "list")).status_code == 302


def test_the_starter_words_of_regional_languages_wait_for_a_native_speaker(db):
    load_crisis_words(lambda sentence: None)
    load_synonyms(lambda sentence: None)
    for words in CrisisWords.objects.all():
        assert words.translation_state("en") == TranslationState.REVIEWED
        for code in {"jv", "su"} & set(words.translated_languages):
            assert words.translation_state(code) == TranslationState.DRAFT
    before = CrisisWords.objects.count(), Synonym.objects.count()
    CrisisWords.objects.filter(slug="terjebak").update(words_ind="disekap")
    load_crisis_words(lambda sentence: None)
    load_synonyms(lambda sentence: None)
    assert (CrisisWords.objects.count(), Synonym.objects.count()) == before
    assert CrisisWords.objects.get(slug="terjebak").words_ind == "disekap"
