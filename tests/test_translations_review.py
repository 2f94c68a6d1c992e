"""Where a review is required, what one person wrote goes out when another one approves it."""

from datetime import date

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from cms.models import ArticlePage, Fact, GlossaryTerm, Helpline, Place
from quizzes.models import Quiz
from tests.support.admin_forms import submit_edit

KINDS = [
    (ArticlePage, "heading_ind"),
    (GlossaryTerm, "term_ind"),
    (Helpline, "name_ind"),
    (Place, "name_ind"),
    (Fact, "statement_ind"),
    (Quiz, "title_ind"),
]


@pytest.mark.parametrize(("kind", "field"), KINDS)
def test_an_editor_s_words_go_out_when_another_editor_approves_them(review_client, kind, field):
    before = getattr(kind.objects.get(), field)
    client = review_client("ningsih", "editor")
    page, _ = submit_edit(
        client, kind.objects.get(), **{field: "Kata baru", "action-publish": "action-publish"}
    )
    assert 'name="action-publish"' not in page.content.decode()
    assert getattr(kind.objects.get(), field) == before, "a forged button publishes nothing either"

    submit_edit(client, kind.objects.get(), **{"action-submit": "action-submit"})
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    submit_edit(client, kind.objects.get(), **approval)
    assert getattr(kind.objects.get(), field) == before, "nobody approves what they sent in"

    submit_edit(review_client("dewi", "editor"), kind.objects.get(), **approval)
    assert getattr(kind.objects.get(), field) == "Kata baru"


@pytest.mark.parametrize("kind", [GlossaryTerm, Helpline, Place, Fact, Quiz])
def test_an_editor_alone_deletes_nothing_that_readers_see(review_client, kind):
    client = review_client("ningsih", "editor")
    text = kind.objects.get()
    delete = reverse(text.snippet_viewset.get_url_name("delete"), args=[text.pk])
    together = reverse("wagtail_bulk_action", args=[text._meta.app_label, text._meta.model_name, "delete"])
    for address in [delete, f"{together}?id={text.pk}"]:
        answer = client.post(address, follow=True)
        assert [str(message) for message in answer.context["messages"]]
        assert kind.objects.filter(pk=text.pk).exists()


def test_a_draft_that_never_was_published_is_an_editor_s_to_delete(review_client):
    GlossaryTerm.objects.update(live=False)
    term = GlossaryTerm.objects.get()
    review_client("ningsih", "editor").post(
        reverse(term.snippet_viewset.get_url_name("delete"), args=[term.pk])
    )
    assert not GlossaryTerm.objects.exists()


def test_a_quiz_whose_questions_people_took_is_deleted_by_nobody(review_client):
    client = review_client("kepala", is_superuser=True)
    quiz = Quiz.objects.get()
    answer = client.post(reverse(quiz.snippet_viewset.get_url_name("delete"), args=[quiz.pk]), follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert Quiz.objects.exists()


def test_a_check_of_a_number_needs_no_second_person(review_client):
    """The words stay as they were reviewed; only the day of the check is new."""
    client = review_client("ningsih", "editor")
    helpline = Helpline.objects.get()
    sent = {
        "label": "cms.helpline",
        "pk": helpline.pk,
        "checked_on": "2026-10-01",
        "valid_until": "2099-02-01",
    }
    client.post(reverse("freshness"), sent)
    helpline.refresh_from_db()
    assert helpline.read_on == date(2026, 10, 1)
    assert helpline.latest_revision.user == get_user(client)
