"""Writing quizzes in the admin: no quiz with errors is published, no text is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from quizzes.models import Choice, Question, Quiz
from tests.support.admin_forms import posted as posted_texts

EDIT = "wagtailsnippets_quizzes_quiz:edit"
COMPARE = "wagtailsnippets_quizzes_quiz:revisions_compare"


@pytest.fixture
def editor(db, person, roles, signed_in):
    return signed_in(person("ningsih", "editor"))


def edit_url(quiz):
    return reverse(EDIT, args=[quiz.pk])


def posted(page, **typed):
    """What a browser sends; a ticked box without a value is sent as "on"."""
    data = posted_texts(page, **typed)
    for name in data:
        if name.endswith("-is_right"):
            data[name] = "on"
    return data


def messages_on(page):
    return [str(message) for message in page.context["messages"]]


def test_an_editor_sees_the_questions_in_all_languages_and_what_needs_fixing(editor, quiz):
    page = editor.get(edit_url(quiz)).content.decode()
    assert "Basa Jawa 0/2" in page
    assert 'name="questions-0-choices-2-text_ind"' in page
    assert 'name="questions-2-explanation_jv"' in page
    assert "Indonesian: 3." in page or "Indonesia: 3." in page


def test_what_is_written_in_is_as_high_as_its_text_in_every_language(editor, quiz):
    page = editor.get(edit_url(quiz)).content.decode()
    assert page.count("<textarea") == page.count('data-controller="w-autosize"') > 40
    assert 'rows="10"' not in page


def test_publishing_a_correction_of_wording_keeps_the_version(editor, quiz):
    page = editor.get(edit_url(quiz))
    typed = {"questions-0-text_ind": "Pertanyaan satu?", "action-publish": "action-publish"}
    assert editor.post(edit_url(quiz), posted(page, **typed)).status_code == 302
    edition = Quiz.objects.get().current_edition
    assert edition.number == 1
    assert edition.items.first().version.content["texts"]["id"]["text"] == "Pertanyaan satu?"


def test_publishing_another_right_answer_makes_a_new_version(editor, quiz):
    page = editor.get(edit_url(quiz))
    typed = {"questions-0-choices-2-is_right": "on", "action-publish": "action-publish"}
    data = posted(page, **typed)
    del data["questions-0-choices-1-is_right"]
    editor.post(edit_url(quiz), data)
    edition = Quiz.objects.get().current_edition
    assert [str(item.version) for item in edition.items.all()] == ["Q1 v2", "Q2 v1", "Q3 v1"]


def test_two_versions_are_compared_down_to_which_choice_is_right(editor, quiz):
    draft = quiz.latest_revision.as_object()
    first, second, _third = draft.questions.all()
    first.choices.all()[1].is_right, first.choices.all()[2].is_right = False, True
    second.choices.all()[0].text_en = "Another"
    draft.save_revision()
    page = editor.get(reverse(COMPARE, args=[quiz.pk, "earliest", "latest"])).content.decode()
    for before, now in (("ya", "tidak"), ("tidak", "ya")):
        assert f'<span class="deletion">{before}</span><span class="addition">{now}</span>' in page
    assert '<span class="addition">Another</span>' in page
    assert "Pertanyaan 3?" in page
    assert "Sebab 3." not in page, "an unchanged text is not listed"


def test_a_question_that_is_new_is_compared_whole(editor, quiz):
    draft = quiz.latest_revision.as_object()
    question = Question(code="Q4", kind="knowledge", text_ind="Baru?", explanation_ind="Sebab baru.")
    question.choices = [Choice(text_ind="Betul", is_right=True), Choice(text_ind="Keliru")]
    draft.questions.add(question)
    draft.save_revision()
    page = editor.get(reverse(COMPARE, args=[quiz.pk, "earliest", "latest"])).content.decode()
    for words in ("Baru?", "Sebab baru.", "Betul", "Keliru"):
        assert words in page


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_a_quiz_with_errors_is_saved_as_a_draft_and_not_published(editor, quiz, action):
    page = editor.get(edit_url(quiz))
    typed = {"questions-1-explanation_ind": "", f"action-{action}": f"action-{action}"}
    page = editor.post(edit_url(quiz), posted(page, **typed), follow=True)
    (address, _status) = page.redirect_chain[-1]
    assert f'id="{address.partition("#")[2]}"' in page.content.decode(), "the tab that lists the errors"
    assert any("2" in sentence and "<li>" in sentence for sentence in messages_on(page))
    stored = Quiz.objects.get()
    assert stored.get_latest_revision_as_object().questions.all()[1].explanation_ind == ""
    assert stored.questions.all()[1].explanation_ind == "Sebab 2."
    assert stored.current_edition.stamp == quiz.current_edition.stamp
    assert not stored.workflow_in_progress


def test_a_draft_with_errors_can_be_saved(editor, quiz):
    page = editor.get(edit_url(quiz))
    page = editor.post(edit_url(quiz), posted(page, **{"questions-1-explanation_ind": ""}), follow=True)
    assert not any("<li>" in sentence for sentence in messages_on(page))
    assert ": 1 " in page.content.decode()


def new_quiz(page, **typed):
    data = posted(page, slug="baru", title_ind="Baru", icon="question")
    data.update({"questions-TOTAL_FORMS": "3", "questions-INITIAL_FORMS": "0"})
    for number in range(3):
        row = f"questions-{number}"
        data.update(
            {
                f"{row}-kind": "scenario",
                f"{row}-text_ind": "Apa?",
                f"{row}-explanation_ind": "Karena.",
                f"{row}-ORDER": number + 1,
                f"{row}-choices-TOTAL_FORMS": "3",
                f"{row}-choices-INITIAL_FORMS": "0",
            }
        )
        for place in range(3):
            data[f"{row}-choices-{place}-text_ind"] = f"Pilihan {place}"
            data[f"{row}-choices-{place}-ORDER"] = place + 1
        data[f"{row}-choices-{number}-is_right"] = "on"
    return {**data.dict(), **typed}


def test_a_new_quiz_is_written_and_published_in_one_go(editor):
    add = reverse("wagtailsnippets_quizzes_quiz:add")
    page = editor.get(add)
    response = editor.post(add, new_quiz(page, **{"action-publish": "action-publish"}))
    assert response.status_code == 302
    edition = Quiz.objects.get(slug="baru").current_edition
    assert [item.version.right_key for item in edition.items.all()] == ["a", "b", "c"]


@pytest.mark.browser
def test_the_slug_follows_the_indonesian_title_until_the_quiz_is_published(
    page_of, person, transactional_db, quiz, roles
):
    page = page_of(person("ningsih", "editor"), reverse("wagtailsnippets_quizzes_quiz:add"))
    page.locator("[name=title_ind]").fill("Paspor hilang: lalu apa?")
    page.locator("[name=title_ind]").blur()
    expect(page.locator("[name=slug]")).to_have_value("paspor-hilang-lalu-apa")
    page.goto(page.url.replace("/add/", f"/edit/{quiz.pk}/"))
    page.locator("[name=title_ind]").fill("Lain")
    page.locator("[name=title_ind]").blur()
    expect(page.locator("[name=slug]")).to_have_value("coba")


def test_a_new_quiz_with_errors_stays_unpublished(editor):
    add = reverse("wagtailsnippets_quizzes_quiz:add")
    data = new_quiz(
        editor.get(add), **{"action-publish": "action-publish", "questions-0-explanation_ind": ""}
    )
    page = editor.post(add, data, follow=True)
    assert any("<li>" in sentence for sentence in messages_on(page))
    assert not Quiz.objects.get(slug="baru").live


def test_a_question_without_text_is_refused_on_publishing(editor, quiz):
    page = editor.get(edit_url(quiz))
    typed = {"questions-0-text_ind": "", "action-publish": "action-publish"}
    page = editor.post(edit_url(quiz), posted(page, **typed))
    assert page.status_code == 200
    assert Quiz.objects.get().questions.all()[0].text_ind == "Pertanyaan 1?"


@pytest.mark.parametrize(("language", "shown"), [("en", "Reason 3."), ("jv", "Sebab 3.")])
def test_the_preview_shows_each_language_with_the_fallback_of_whole_questions(editor, quiz, language, shown):
    preview = reverse("wagtailsnippets_quizzes_quiz:preview_on_edit", args=[quiz.pk])
    assert editor.post(preview, posted(editor.get(edit_url(quiz)))).json()["is_valid"]
    page = editor.get(preview, {"mode": language}).content.decode()
    assert shown in page
    assert ("Pitakon 1?" in page) == (language == "jv")
    assert "Pitakon 3?" not in page


@pytest.mark.parametrize("role", ["educator", "reviewer", "analyst"])
def test_others_have_no_way_to_write_quizzes(db, quiz, person, signed_in, role):
    client = signed_in(person("sari", role))
    assert client.get(edit_url(quiz)).status_code in {302, 403}
