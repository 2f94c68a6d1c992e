"""Where a review is required, what one person wrote goes out when another one approves it."""

from datetime import date

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from cms.accounts.role_setup import setup_roles
from cms.models import ArticlePage, Fact, FactSource, GlossaryTerm, Helpline
from quizzes.models import Quiz
from tests.support.admin_forms import posted
from tests.test_translations_pages import library  # noqa: F401 a fixture

CHECKED = {"checked_on": date(2026, 1, 1), "valid_until": date(2099, 1, 1)}


@pytest.fixture
def desk(library, quiz, person, signed_in, settings):  # noqa: F811
    """Texts of every kind, and a function that signs somebody in by role."""
    settings.REVIEW_REQUIRED = True
    setup_roles(lambda sentence: None)
    fact = Fact(code="F1.1", statement_ind="Gratis.", confidence="high", **CHECKED)
    fact.sources.add(FactSource(name="Ditjen Imigrasi"))
    fact.save()
    GlossaryTerm.objects.create(slug="calo", term_ind="Calo", definition_ind="Makelar.")
    Helpline.objects.create(
        slug="polisi", name_ind="Polisi", what_ind="Bahaya.", need="emergency", place="home", **CHECKED
    )
    return lambda name, *roles, **fields: signed_in(person(name, *roles, **fields))


KINDS = [
    (ArticlePage, "heading_ind"),
    (GlossaryTerm, "term_ind"),
    (Helpline, "name_ind"),
    (Fact, "statement_ind"),
    (Quiz, "title_ind"),
]


def edit_url(obj):
    if isinstance(obj, ArticlePage):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return reverse(obj.snippet_viewset.get_url_name("edit"), args=[obj.pk])


def send(client, obj, **typed):
    page = client.get(edit_url(obj))
    data = posted(page, **typed)
    ticked = {name: "on" for name in data if name.endswith("-is_right")}
    data.update(ticked)
    return page, client.post(edit_url(obj), data, follow=True)


@pytest.mark.parametrize(("kind", "field"), KINDS)
def test_an_editor_s_words_go_out_when_another_editor_approves_them(desk, kind, field):
    before = getattr(kind.objects.get(), field)
    client = desk("ningsih", "editor")
    page, _ = send(client, kind.objects.get(), **{field: "Kata baru", "action-publish": "action-publish"})
    assert 'name="action-publish"' not in page.content.decode()
    assert getattr(kind.objects.get(), field) == before, "a forged button publishes nothing either"

    send(client, kind.objects.get(), **{"action-submit": "action-submit"})
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    send(client, kind.objects.get(), **approval)
    assert getattr(kind.objects.get(), field) == before, "nobody approves what they sent in"

    send(desk("dewi", "editor"), kind.objects.get(), **approval)
    assert getattr(kind.objects.get(), field) == "Kata baru"


@pytest.mark.parametrize("kind", [GlossaryTerm, Helpline, Fact, Quiz])
def test_an_editor_alone_deletes_nothing_that_readers_see(desk, kind):
    client = desk("ningsih", "editor")
    text = kind.objects.get()
    delete = reverse(text.snippet_viewset.get_url_name("delete"), args=[text.pk])
    together = reverse("wagtail_bulk_action", args=[text._meta.app_label, text._meta.model_name, "delete"])
    for address in [delete, f"{together}?id={text.pk}"]:
        answer = client.post(address, follow=True)
        assert [str(message) for message in answer.context["messages"]]
        assert kind.objects.filter(pk=text.pk).exists()


def test_a_draft_that_never_was_published_is_an_editor_s_to_delete(desk):
    GlossaryTerm.objects.update(live=False)
    term = GlossaryTerm.objects.get()
    desk("ningsih", "editor").post(reverse(term.snippet_viewset.get_url_name("delete"), args=[term.pk]))
    assert not GlossaryTerm.objects.exists()


def test_a_quiz_whose_questions_people_took_is_deleted_by_nobody(desk):
    client = desk("kepala", is_superuser=True)
    quiz = Quiz.objects.get()
    answer = client.post(reverse(quiz.snippet_viewset.get_url_name("delete"), args=[quiz.pk]), follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert Quiz.objects.exists()


def test_a_check_of_a_number_needs_no_second_person(desk):
    """The words stay as they were reviewed; only the day of the check is new."""
    client = desk("ningsih", "editor")
    helpline = Helpline.objects.get()
    sent = {
        "label": "cms.helpline",
        "pk": helpline.pk,
        "checked_on": "2026-10-01",
        "valid_until": "2099-02-01",
    }
    client.post(reverse("freshness"), sent)
    helpline.refresh_from_db()
    assert helpline.checked_on == date(2026, 10, 1)
    assert helpline.latest_revision.user == get_user(client)
