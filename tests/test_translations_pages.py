import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from cms.models import ArticlePage, TopicPage
from tests.support.admin_forms import columns, posted
from tests.support.pages import paragraphs

LANGUAGES = ("ind", "en", "jv", "su", "mad", "sas")


def texts(page, field):
    return {suffix: getattr(page, f"{field}_{suffix}") or "" for suffix in LANGUAGES}


def test_the_admin_of_the_editor_is_in_english(page_editor):
    assert '<html lang="en"' in page_editor.client.get(page_editor.edit_url).content.decode()[:200]


def test_publishing_a_javanese_heading_from_an_english_admin_changes_nothing_else(page_editor):
    page_editor.publish()  # the editor writes the same text with marks of its own
    before = columns(page_editor.article)
    page_editor.publish(heading_jv="Regane paspor")
    after = columns(page_editor.article)
    changed = {name for name in before if (before[name] or "") != (after[name] or "")}
    assert {name for name in changed if not name.startswith("body")} - {"translations"} == {"heading_jv"}
    assert "Bayar di bank." in after["body"]
    assert "Bayar di bank." in after["body_ind"]
    assert "Pay at the bank." in after["body_en"]
    assert after["heading"] == after["heading_ind"] == "Harga paspor"
    page = Page.objects.get(pk=page_editor.article.pk)
    assert (page.title, page.draft_title, page.slug) == ("Harga paspor", "Harga paspor", "harga")


def test_publishing_a_new_english_heading_leaves_the_title_indonesian(page_editor):
    page_editor.publish(heading_en="What a passport costs")
    assert columns(page_editor.article)["heading"] == "Harga paspor"
    assert page_editor.article.title == page_editor.article.draft_title == "Harga paspor"


def test_publishing_a_new_indonesian_heading_renames_the_page_everywhere(page_editor):
    page_editor.publish(heading_ind="Biaya paspor")
    assert columns(page_editor.article)["heading"] == "Biaya paspor"
    assert page_editor.article.title == page_editor.article.draft_title == "Biaya paspor"
    assert page_editor.article.slug == "harga"
    assert texts(page_editor.article, "heading")["en"] == "Price of a passport"


def test_an_article_is_created_with_indonesian_alone(page_editor, library):
    url = reverse("wagtailadmin_pages:add", args=["cms", "articlepage", library.topic.pk])
    page_editor.save(url, heading_ind="Cara wawancara", icon="passport", slug="cara-wawancara")
    article = ArticlePage.objects.get(slug="cara-wawancara")
    row = columns(article)
    assert row["heading"] == row["heading_ind"] == "Cara wawancara"
    assert not row["heading_en"]
    assert article.title == article.draft_title == "Cara wawancara"


def test_an_address_is_made_from_the_indonesian_heading_when_none_is_typed(page_editor, library):
    url = reverse("wagtailadmin_pages:add", args=["cms", "articlepage", library.topic.pk])
    page_editor.save(url, heading_ind="Cara wawancara", heading_en="The interview", icon="passport", slug="")
    assert ArticlePage.objects.get(heading_en="The interview").slug == "cara-wawancara"


def test_an_article_without_an_indonesian_heading_is_refused(page_editor):
    data = posted(page_editor.client.get(page_editor.edit_url), heading_ind="", **{"action-publish": "1"})
    response = page_editor.client.post(page_editor.edit_url, data)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"heading_ind"}
    page_editor.article.refresh_from_db()
    assert page_editor.article.heading_ind == "Harga paspor"


def test_a_draft_changes_no_live_column_and_keeps_every_language(page_editor):
    before = columns(page_editor.article)
    page_editor.save(heading_en="A draft", body_jv=paragraphs("Bayar ing bank."))
    assert columns(page_editor.article) == before
    draft = page_editor.article.get_latest_revision_as_object()
    assert texts(draft, "heading") == {
        "ind": "Harga paspor",
        "en": "A draft",
        "jv": "Rega paspor",
        "su": "",
        "mad": "",
        "sas": "",
    }
    assert "Bayar ing bank." in str(draft.body_jv)
    content = page_editor.article.latest_revision.content
    assert content["heading"] == content["title"] == "Harga paspor"


def test_a_scheduled_draft_is_published_at_its_time_with_every_language(page_editor):
    soon = timezone.localtime() + timedelta(hours=1)
    page_editor.publish(heading_en="Later", heading_jv="Mengko", go_live_at=soon.strftime("%Y-%m-%d %H:%M"))
    assert page_editor.article.heading_en == "Price of a passport"
    revision = page_editor.article.latest_revision
    assert revision.approved_go_live_at
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content = {**revision.content, "go_live_at": revision.approved_go_live_at.isoformat()}
    revision.save()
    with translation.override("en"):
        call_command("publish_scheduled")
    page_editor.article.refresh_from_db()
    assert (page_editor.article.heading_ind, page_editor.article.heading_en) == ("Harga paspor", "Later")
    assert (page_editor.article.heading_jv, columns(page_editor.article)["heading"]) == (
        "Mengko",
        "Harga paspor",
    )


def test_reverting_brings_every_language_back(page_editor):
    first = page_editor.article.latest_revision
    page_editor.publish(heading_ind="Salah", heading_en="Wrong", heading_jv="", body_en=paragraphs("Wrong."))
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page_editor.article.pk, first.pk])
    data = posted(page_editor.client.get(url), **{"action-publish": "1"})
    assert page_editor.client.post(page_editor.edit_url, data).status_code == 302
    page_editor.article.refresh_from_db()
    assert texts(page_editor.article, "heading")["ind"] == "Harga paspor"
    assert texts(page_editor.article, "heading")["jv"] == "Rega paspor"
    assert "Pay at the bank." in str(page_editor.article.body_en)
    assert page_editor.article.title == columns(page_editor.article)["heading"] == "Harga paspor"


def test_the_comparison_of_versions_names_the_language_that_changed(page_editor):
    first = page_editor.article.latest_revision
    page_editor.publish(heading_jv="Regane paspor")
    url = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[page_editor.article.pk, first.pk, page_editor.article.latest_revision.pk],
    )
    text = page_editor.client.get(url).content.decode()
    assert "Heading (Basa Jawa)" in text
    assert "Heading [en]" not in text
    assert "Regane" in text


def test_a_copy_has_every_language_and_the_new_title(page_editor, library):
    url = reverse("wagtailadmin_pages:copy", args=[page_editor.article.pk])
    data = {
        "new_title": "Salinan harga",
        "new_slug": "salinan",
        "new_parent_page": library.topic.pk,
        "publish_copies": "on",
    }
    assert page_editor.client.post(url, data).status_code == 302
    copy = ArticlePage.objects.get(slug="salinan")
    row = columns(copy)
    assert row["heading"] == row["heading_ind"] == copy.title == copy.draft_title == "Salinan harga"
    assert (copy.heading_en, copy.heading_jv) == ("Price of a passport", "Rega paspor")
    assert "Pay at the bank." in str(copy.body_en)
    assert json.loads(row["body"])[0]["value"] == "<p>Bayar di bank.</p>"
    assert copy.get_latest_revision_as_object().heading_ind == "Salinan harga"


def test_a_moved_article_keeps_every_language(page_editor, library):
    other = TopicPage(slug="biaya", icon="money", heading_ind="Biaya")
    library.home.add_child(instance=other)
    before = columns(page_editor.article)
    url = reverse("wagtailadmin_pages:move_confirm", args=[page_editor.article.pk, other.pk])
    assert page_editor.client.post(url).status_code == 302
    page_editor.article.refresh_from_db()
    assert page_editor.article.get_parent().pk == other.pk
    assert columns(page_editor.article) == before


def test_a_cleared_body_shows_the_indonesian_again(page_editor, client):
    page_editor.publish(body_en=paragraphs())
    text = client.get("/en/paspor/harga/").content.decode()
    assert re.search(r'<div lang="id">\s*<p[^>]*>Bayar di bank.</p>', text)
    assert "Pay at the bank." not in text


def test_a_page_is_never_half_a_body_and_says_which_language_it_shows(library, client):
    text = client.get("/jv/paspor/harga/").content.decode()
    assert '<html lang="jv"' in text
    assert "<h1>Rega paspor</h1>" in text
    assert '<p class="lead" lang="id">Paspor pertama gratis.</p>' in text
    assert re.search(r'<div lang="id">\s*<p>Bayar di bank.</p>', text)


def test_a_notice_appears_when_the_page_is_not_in_her_language(library, client):
    with translation.override("jv"):
        assert library.article.notice == "missing"
        assert library.article.content_language == "id"
    assert 'class="notice"' in client.get("/jv/paspor/harga/").content.decode()
    assert 'class="notice"' not in client.get("/id/paspor/harga/").content.decode()


def test_the_switcher_and_the_sitemap_offer_what_is_translated(library, client):
    text = client.get("/id/paspor/harga/").content.decode()
    assert "/bahasa/en/?next=/en/paspor/harga/" in text
    alternate = 'hreflang="en" href="http://127.0.0.1:8000/en/paspor/harga/"'
    assert alternate in client.get("/sitemap.xml").content.decode()
    assert 'hreflang="jv"' not in text


@pytest.mark.parametrize("path", ["", "paspor/", "paspor/harga/"])
@pytest.mark.parametrize("language", ["id", "jv", "sas"])
def test_a_page_costs_at_most_eight_queries_whatever_the_language(
    library, client, django_assert_max_num_queries, path, language
):
    client.get("/id/")
    with django_assert_max_num_queries(8):
        assert client.get(f"/{language}/{path}").status_code == 200


def test_the_preview_of_an_unsaved_change_is_in_the_chosen_language(page_editor):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page_editor.article.pk])
    data = posted(page_editor.client.get(page_editor.edit_url), heading_en="Unsaved", heading_jv="Durung")
    assert page_editor.client.post(url, data).json()["is_valid"]
    english = page_editor.client.get(url, {"mode": "en"}).content.decode()
    assert '<html lang="en"' in english
    assert "<h1>Unsaved</h1>" in english
    javanese = page_editor.client.get(url, {"mode": "jv"}).content.decode()
    assert "<h1>Durung</h1>" in javanese
    assert "<h1>Harga paspor</h1>" in page_editor.client.get(url).content.decode()


def test_a_page_not_saved_yet_has_a_preview(page_editor):
    place = ["cms", "articlepage", page_editor.article.get_parent().pk]
    form = page_editor.client.get(reverse("wagtailadmin_pages:add", args=place))
    url = reverse("wagtailadmin_pages:preview_on_add", args=place)
    page_editor.client.post(url, posted(form, heading_ind="Paspor anak", icon="money"))
    assert "Paspor anak" in page_editor.client.get(url, {"mode": "id"}).content.decode()


def test_the_preview_offers_every_language_and_the_phone_first(page_editor):
    text = page_editor.client.get(page_editor.edit_url).content.decode()
    assert 'data-device-width="360"' in text
    for name in ("Bahasa Indonesia", "Basa Jawa", "Basa Sasak"):
        assert name in text


def test_the_tab_of_a_language_counts_its_filled_fields(page_editor):
    text = page_editor.client.get(page_editor.edit_url).content.decode()
    assert "Bahasa Indonesia 3/6" in text
    assert "English 2/6" in text
    assert "Basa Jawa 1/6" in text
    assert "Basa Sasak 0/6" in text


@pytest.mark.parametrize("language", ["en", "jv"])
def test_a_page_saved_under_another_language_keeps_the_indonesian_in_the_unnamed_column(library, language):
    with translation.override(language):
        article = ArticlePage.objects.get()
        article.heading_en = "Costs"
        article.save()
        article.save_revision().publish()
    row = columns(ArticlePage.objects.get())
    assert row["heading"] == row["heading_ind"] == "Harga paspor"
    assert row["heading_en"] == "Costs"
