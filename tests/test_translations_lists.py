"""The lists of translations and of facts to check: what is shown, to whom, with how many queries."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cms.models import ArticlePage, Fact, FactSource
from cms.models.translatable import TranslationState
from quizzes.models import Question
from tests.support.pages import paragraphs


def make_fact(code, valid_until):
    return Fact.objects.create(
        code=code,
        statement_ind=f"Pernyataan {code}.",
        confidence="high",
        checked_on=date(2026, 1, 1),
        valid_until=valid_until,
    )


def address(name, article, language="en"):
    return reverse(name, args=["cms.articlepage", article.pk, language])


def test_the_list_of_translations_shows_what_is_missing_and_what_comes_next(sign_in_as, client, library):
    sign_in_as("laras", "translator", translates=["jv"])
    response = client.get(reverse("translations"))
    assert response.context["language"] == "jv"
    states = {row.title: row.state for row in response.context["page"]}
    assert states["Harga paspor"] == TranslationState.MISSING
    assert response.context["next"].state == TranslationState.MISSING
    english = next(line for line in response.context["progress"] if line["code"] == "en")
    assert english["done"] == 100


def test_the_list_is_narrowed_to_a_state_and_a_kind(sign_in_as, client, library):
    sign_in_as("ningsih", "editor")
    shown = client.get(
        reverse("translations"), {"language": "en", "state": "draft", "kind": "cms.articlepage"}
    )
    assert [row.title for row in shown.context["page"]] == ["Harga paspor"]
    assert client.get(reverse("translations"), {"language": "xx"}, follow=True).status_code == 404


def test_the_list_of_translations_costs_the_same_for_many_texts(
    sign_in_as,
    library,
    client,
    django_assert_max_num_queries,
):
    sign_in_as("ningsih", "editor")
    for number in range(60):
        make_fact(f"F{number}", date(2030, 1, 1))
    client.get(reverse("translations"))
    with django_assert_max_num_queries(27):
        client.get(reverse("translations"))


def test_an_outdated_translation_shows_what_changed_in_the_indonesian(sign_in_as, client, library):
    sign_in_as("ningsih", "editor")
    article = library.article
    article.mark_translation("en", TranslationState.REVIEWED)
    article.save_revision().publish()
    article.body_ind = paragraphs("Bayar di loket.")
    article.save_revision().publish()
    text = client.get(address("translation", article)).content.decode()
    assert "<del>bank.</del>" in text
    assert "<ins>loket.</ins>" in text
    assert "Pay at the bank." in text


def test_a_link_leaves_no_gap_where_both_languages_are_read(sign_in_as, client, library):
    sign_in_as("ningsih", "editor")
    library.article.body_ind = paragraphs('Baca <a linktype="page" id="1">penjelasan</a>.')
    library.article.save_revision().publish()
    assert "Baca penjelasan." in client.get(address("translation", library.article)).content.decode()


def test_marking_as_checked_keeps_name_and_date_and_readers_lose_the_notice(
    sign_in_as,
    client,
    library,
):
    sign_in_as("ningsih", "editor", first_name="Ningsih")
    assert 'class="notice"' in client.get("/en/paspor/harga/").content.decode()
    assert client.post(address("mark-reviewed", library.article)).status_code == 302
    article = ArticlePage.objects.get()
    assert article.translation_state("en") == TranslationState.REVIEWED
    assert article.translations["en"]["reviewer"] == "Ningsih"
    assert article.translations["en"]["reviewed_on"] == timezone.localdate().isoformat()
    assert 'class="notice"' not in client.get("/en/paspor/harga/").content.decode()


def test_a_translator_checks_only_her_languages(sign_in_as, client, library):
    sign_in_as("laras", "translator", translates=["jv"])
    client.post(address("mark-reviewed", library.article, "en"))
    client.post(address("mark-reviewed", library.article, "jv"))  # not translated: nothing to check
    newest = ArticlePage.objects.get().get_latest_revision_as_object()
    assert newest.translation_state("en") == TranslationState.DRAFT
    assert "jv" not in newest.translations


@pytest.mark.parametrize("name", ["translations", "freshness"])
def test_the_lists_are_closed_to_people_who_do_not_work_on_texts(sign_in_as, library, client, name):
    sign_in_as("bambang", "reviewer")
    assert client.get(reverse(name)).status_code == 302
    client.logout()
    assert client.get(reverse(name)).status_code == 302


def test_the_list_of_facts_to_check_lists_what_expires_and_takes_a_new_date(sign_in_as, library, client):
    sign_in_as("ningsih", "editor")
    today = timezone.localdate()
    old = make_fact("F1", today - timedelta(days=1))
    make_fact("F2", today + timedelta(days=59))
    make_fact("F3", today + timedelta(days=61))
    found = client.get(reverse("freshness")).context["object_list"]
    assert [(check.obj.code, check.is_past) for check in found] == [("F1", True), ("F2", False)]
    later = today + timedelta(days=200)
    client.post(
        reverse("freshness"),
        {
            "label": "cms.fact",
            "pk": old.pk,
            "checked_on": today.isoformat(),
            "valid_until": later.isoformat(),
        },
    )
    old.refresh_from_db()
    assert (old.checked_on, old.valid_until) == (today, later)


def test_the_list_of_facts_to_check_leads_to_the_text_and_to_its_sources(sign_in_as, library, client, quiz):
    sign_in_as("ningsih", "editor")
    yesterday = timezone.localdate() - timedelta(days=1)
    fact = make_fact("F1", yesterday)
    FactSource.objects.create(fact=fact, name="Peraturan", url="https://example.org/pp45")
    Question.objects.filter(quiz=quiz).update(valid_until=yesterday)
    page = client.get(reverse("freshness")).content.decode()
    assert 'href="https://example.org/pp45"' in page
    assert f'href="{reverse("wagtailsnippets_cms_fact:edit", args=[fact.pk])}"' in page
    assert page.count(f'href="{reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk])}"') == 3
    assert f'value="{timezone.localdate().isoformat()}"' in page


def test_a_check_in_the_future_or_by_a_translator_changes_nothing(sign_in_as, library, client):
    sign_in_as("ningsih", "editor")
    fact = make_fact("F1", date(2026, 1, 1))
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    sent = {"label": "cms.fact", "pk": fact.pk, "checked_on": tomorrow, "valid_until": tomorrow}
    client.post(reverse("freshness"), sent)
    sign_in_as("laras", "translator", translates=["jv"])
    client.post(reverse("freshness"), {**sent, "checked_on": timezone.localdate().isoformat()})
    fact.refresh_from_db()
    assert fact.valid_until == date(2026, 1, 1)


def test_the_command_prints_how_many_texts_each_language_has(library):
    out = StringIO()
    call_command("content_status", stdout=out)
    lines = {line.split()[0]: line.split()[1:] for line in out.getvalue().splitlines()}
    assert lines["language"] == ["missing", "draft", "reviewed", "outdated", "total"]
    assert lines["id"] == ["0", "0", "3", "0", "3"]
    assert lines["en"] == ["0", "3", "0", "0", "3"]
    assert lines["jv"] == ["3", "0", "0", "0", "3"]


def test_the_list_of_facts_to_check_costs_the_same_for_many_texts(
    sign_in_as, library, client, django_assert_max_num_queries
):
    sign_in_as("ningsih", "editor")
    for number in range(60):
        make_fact(f"F{number}", date(2026, 1, 1))
    client.get(reverse("freshness"))
    with django_assert_max_num_queries(20):
        client.get(reverse("freshness"))


def test_a_picture_s_description_is_translated_but_its_file_is_not(sign_in_as, library, client, db):
    from wagtail.images.tests.utils import get_test_image_file

    from cms.models import Picture

    picture = Picture.objects.create(
        title="loket", file=get_test_image_file(), description_ind="Loket paspor."
    )
    sign_in_as("laras", "translator", translates=["jv"])
    page = client.get(reverse("translations"), {"language": "jv", "kind": "cms.picture"})
    assert [row.title for row in page.context["page"]] == ["Loket paspor."]
    url = reverse("edit-translation", args=["cms.picture", picture.pk, "jv"])
    page = client.get(url)
    assert "<img" in page.content.decode()
    seen = page.context["form"].version()
    client.post(url, {f"cms.picture/{picture.pk}/description": "Loket pasport.", "seen": seen})
    picture.refresh_from_db()
    assert (picture.description_jv, picture.description_ind) == ("Loket pasport.", "Loket paspor.")
    assert picture.translation_state("jv") == TranslationState.DRAFT
    assert client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 302


def test_changing_a_description_in_the_picture_s_own_form_makes_it_a_draft(sign_in_as, library, client, db):
    from wagtail.images.tests.utils import get_test_image_file

    from cms.models import Picture

    picture = Picture(
        title="loket", file=get_test_image_file(), description_ind="Loket.", description_en="Desk."
    )
    picture.mark_translation("en", TranslationState.REVIEWED)
    picture.save()
    sign_in_as("ningsih", is_superuser=True)
    url = reverse("wagtailimages:edit", args=[picture.pk])
    data = {
        "title": "loket",
        "description_ind": "Loket.",
        "description_en": "Counter.",
        "collection": picture.collection_id,
    }
    assert client.post(url, data).status_code == 302
    picture.refresh_from_db()
    assert (picture.description_en, picture.translation_state("en")) == ("Counter.", TranslationState.DRAFT)


def test_labels_name_the_language_and_rows_of_other_languages_are_closed(sign_in_as, library, client, quiz):
    sign_in_as("ningsih", "editor")
    page = client.get(reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk])).content.decode()
    assert "[ind]" not in page
    assert "[jv]" not in page
    assert "(Basa Jawa)" in page
    assert "<summary>Basa Jawa 2/4</summary>" in page


def test_the_menu_of_reports_is_indonesian_in_an_indonesian_admin():
    from django.utils.translation import gettext, override

    with override("id"):
        assert (gettext("Reports"), gettext("Workflows")) == ("Laporan", "Alur kerja")
