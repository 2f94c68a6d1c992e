"""Tables in texts: what an editor may save, what readers and other programs get, and tables of old."""

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django.asserts import assertInHTML

from cms.blocks import TableBlock
from cms.models import ArticlePage
from cms.models.translatable import TranslationState
from cms.translations.comparison import translated_source
from cms.translations.segments import segments, write_texts
from tests.support.pages import publish_body

LISTS = {
    "caption": "Tarif",
    "columns": ["Jenis", "Rp"],
    "rows": [["Biasa <5 tahun>", "350.000"], ["Cepat", ""]],
}
HTML = (
    '<table tabindex="0"><caption>Tarif</caption>'
    '<thead><tr><th scope="col">Jenis</th><th scope="col">Rp</th></tr></thead>'
    "<tbody><tr><td>Biasa &lt;5 tahun&gt;</td><td>350.000</td></tr>"
    "<tr><td>Cepat</td><td></td></tr></tbody></table>"
)


def table(**changed):
    return TableBlock().to_python(TableBlock.from_lists({**LISTS, **changed}))


def test_readers_get_a_table_with_its_caption_and_headings(client, library):
    publish_body(library.article, ("table", TableBlock.from_lists(LISTS)))
    assertInHTML(HTML, client.get("/id/paspor/harga/").content.decode())


def test_other_programs_get_a_table_as_lists():
    assert TableBlock().get_api_representation(table()) == LISTS


@pytest.mark.parametrize(
    "changed",
    [
        {"caption": " "},
        {"columns": ["Jenis", ""]},
        {"columns": ["Jenis"], "rows": []},
        {"columns": list("abcd")},
    ],
)
def test_a_table_without_a_name_or_too_wide_for_a_phone_is_refused(changed):
    with pytest.raises(ValidationError):
        TableBlock().clean(table(**changed))


def test_an_unfinished_table_is_saved_as_a_draft():
    block = TableBlock()
    block.defer_required_validation()
    assert block.clean(table(caption="", columns=["Jenis"], rows=[])).caption == ""
    with pytest.raises(ValidationError):
        block.clean(table(columns=list("abcd")))


def test_each_text_of_a_table_is_translated_by_itself(library):
    publish_body(library.article, ("table", TableBlock.from_lists(LISTS)))
    article = ArticlePage.objects.get()
    found = [segment for segment in segments(article, "jv") if "/body/" in segment.address]
    assert [segment.source for segment in found] == [
        "Tarif",
        "Jenis",
        "Rp",
        "Biasa <5 tahun>",
        "350.000",
        "Cepat",
    ]
    assert found[0].heading == "Tabel: Keterangan"
    write_texts(article, "jv", {segment.address: f"jv {segment.source}" for segment in found})
    (block,) = article.body_jv
    assert TableBlock.as_lists(block.block.get_prep_value(block.value)) == {
        "caption": "jv Tarif",
        "columns": ["jv Jenis", "jv Rp"],
        "rows": [["jv Biasa <5 tahun>", "jv 350.000"], ["jv Cepat", ""]],
    }


# --- tables of lists, as they were stored before -------------------------------------------------


@pytest.fixture
def old_tables(library):
    """An article with a reviewed translation and one begun, its table stored as lists; and the migration."""
    publish_body(library.article, ("table", TableBlock.from_lists(LISTS)))
    article = ArticlePage.objects.get()
    article.mark_translation("en", TranslationState.REVIEWED)
    article.store_unfinished("jv", "body", {f"body/{article.body_ind[0].id}/rows/0/1": "jv 350.000"})
    article.save_revision(clean=False).publish()
    migration = import_module("cms.migrations.0003_typed_tables")
    apps = MigrationExecutor(connection).loader.project_state([("cms", "0003_typed_tables")]).apps
    migration.backwards(apps, None)
    return SimpleNamespace(migration=migration, apps=apps, state=article.translations)


def stored(apps):
    article = apps.get_model("cms", "ArticlePage").objects.get()
    return article, apps.get_model("wagtailcore", "Revision").objects.get(pk=article.latest_revision_id)


def assert_is_typed(old_tables, client):
    article = ArticlePage.objects.get()
    newest = article.get_latest_revision_as_object()
    assert article.translations == newest.translations == old_tables.state
    for version in (article, newest):
        assert version.translation_state("en") == TranslationState.REVIEWED
        waiting = {segment.source: segment.target for segment in segments(version, "jv")}
        assert waiting["350.000"] == "jv 350.000"
    assert translated_source(article, "en") is not None
    assertInHTML(HTML, client.get("/id/paspor/harga/").content.decode())


def test_a_table_of_lists_becomes_typed_and_its_translations_keep_their_state(old_tables, client):
    article, revision = stored(old_tables.apps)
    assert article.body_ind[0]["value"] == LISTS
    assert '"columns": ["Jenis", "Rp"]' in revision.content["body_ind"]
    old_tables.migration.forwards(old_tables.apps, None)
    assert_is_typed(old_tables, client)


def test_a_table_that_an_editor_stored_with_ids_becomes_typed(old_tables, client):
    article, revision = stored(old_tables.apps)
    block = article.body_ind[0]
    block["value"] = {key: with_ids(value) for key, value in LISTS.items()}
    article.translations["en"]["source"] = old_tables.migration.old_digest(
        old_tables.migration.texts_of({**revision.content, "heading_ind": article.heading_ind}, [block])
    )
    article.translations["unfinished"]["jv"] = {f"body/{block['id']}/rows/x0/x1": "jv 350.000"}
    article.save()
    revision.content |= {"translations": article.translations, "body_ind": json.dumps([block])}
    revision.save()
    old_tables.migration.forwards(old_tables.apps, None)
    assert_is_typed(old_tables, client)


def with_ids(value):
    """Return `value` as an editor stored it."""
    if isinstance(value, list):
        return [{"type": "item", "value": with_ids(item), "id": f"x{n}"} for n, item in enumerate(value)]
    return value
