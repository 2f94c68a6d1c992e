"""Taken versions stay: wording may be corrected, keys are never mixed."""

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from quizzes.models import Answer, AnswerTally, Attempt, Edition, QuestionVersion, Quiz
from quizzes.starter import load_quizzes, publish_quizzes


def republish(quiz, change):
    """Change the latest revision and publish it."""
    draft = quiz.latest_revision.as_object()
    change(draft)
    draft.save_revision(clean=False).publish()
    return Quiz.objects.get(pk=quiz.pk)


def question_of(quiz, code):
    return next(question for question in quiz.questions.all() if question.code == code)


def test_publishing_keeps_the_questions_as_an_edition(quiz):
    edition = quiz.current_edition
    assert (edition.number, edition.titles["en"]) == (1, "Test quiz")
    assert [str(item.version) for item in edition.items.all()] == ["Q1 v1", "Q2 v1", "Q3 v1"]
    assert [item.version.right_key for item in edition.items.all()] == ["b", "a", "c"]


def test_correcting_the_wording_keeps_the_version_and_tells_every_process(quiz):
    before = quiz.current_edition.stamp

    def reword(draft):
        question_of(draft, "Q1").text_ind = "Pertanyaan satu?"

    quiz = republish(quiz, reword)
    edition = quiz.current_edition
    assert (Edition.objects.count(), QuestionVersion.objects.count()) == (1, 3)
    assert edition.stamp > before
    assert edition.items.first().version.content["texts"]["id"]["text"] == "Pertanyaan satu?"


def test_changing_the_right_answer_makes_a_new_version_and_edition(quiz):
    def change_key(draft):
        for choice in question_of(draft, "Q1").choices.all():
            choice.is_right = choice.key == "c"

    old = quiz.current_edition
    quiz = republish(quiz, change_key)
    assert quiz.current_edition.number == 2
    assert [str(item.version) for item in quiz.current_edition.items.all()] == ["Q1 v2", "Q2 v1", "Q3 v1"]
    assert old.items.first().version.right_key == "b"


def test_a_choice_replaced_by_another_gets_a_key_never_used_before(quiz):
    from quizzes.models import Choice

    def replace(draft):
        question = question_of(draft, "Q2")
        question.choices.remove(question.choices.all()[2])
        question.choices.add(Choice(text_ind="Pilihan baru", sort_order=9))

    quiz = republish(quiz, replace)
    version = quiz.current_edition.items.get(position=2).version
    assert (version.number, version.choice_keys) == (2, ["a", "b", "d"])


def test_going_back_to_an_old_key_goes_back_to_its_version(quiz):
    def key_is(letter):
        def change(draft):
            for choice in question_of(draft, "Q1").choices.all():
                choice.is_right = choice.key == letter

        return change

    quiz = republish(republish(quiz, key_is("c")), key_is("b"))
    assert quiz.current_edition.number == 1
    assert QuestionVersion.objects.filter(code="Q1").count() == 2


def test_a_half_translated_question_is_not_stored_in_that_language(quiz):
    languages = [set(item.version.content["texts"]) for item in quiz.current_edition.items.all()]
    assert languages == [{"id", "en", "jv"}, {"id", "en", "jv"}, {"id", "en"}]


def test_an_editor_whose_admin_is_english_does_not_swap_the_languages(quiz):
    with override("en"):
        quiz = republish(quiz, lambda draft: None)
    content = quiz.current_edition.items.first().version.content
    assert content["texts"]["id"]["text"] == "Pertanyaan 1?"
    assert QuestionVersion.objects.count() == 3


def test_a_choice_of_another_question_has_no_outcome(quiz):
    version = quiz.current_edition.items.first().version
    assert [version.outcome(key) for key in ("a", "b", "dk")] == ["wrong", "right", "dk"]
    with pytest.raises(ValueError, match="no choice"):
        version.outcome("z")


def test_a_question_has_one_answer_in_an_attempt(quiz):
    edition = quiz.current_edition
    version = edition.items.first().version
    attempt = Attempt.objects.create(edition=edition, language="id")
    Answer.objects.create(attempt=attempt, version=version, choice="a", outcome="wrong")
    with pytest.raises(IntegrityError):
        Answer.objects.create(attempt=attempt, version=version, choice="b", outcome="right")


def test_tallies_count_up_and_down(quiz):
    edition = quiz.current_edition
    attempt = Attempt.objects.create(edition=edition, language="id")
    answers = [Answer(attempt=attempt, version=item.version, choice="a") for item in edition.items.all()]
    AnswerTally.objects.add_answers(attempt, answers)
    AnswerTally.objects.add_answers(attempt, answers)
    AnswerTally.objects.add_answers(attempt, answers[:1], sign=-1)
    assert list(AnswerTally.objects.order_by("version").values_list("count", flat=True)) == [1, 2, 2]


def test_the_starter_quizzes_have_five_questions_each_and_are_not_loaded_over_an_edit(db):
    report = []
    publish_quizzes(load_quizzes(report.append))
    assert [edition.items.count() for edition in Edition.objects.all()] == [5] * 5
    assert not Quiz.objects.filter(live=False).exists()
    assert all(
        {"id", "en", "jv", "su"} <= version.content["texts"].keys()
        for version in QuestionVersion.objects.all()
    )
    Quiz.objects.filter(slug="paspor").update(title_ind="Judul penyunting")
    publish_quizzes(load_quizzes(report.append))
    assert Quiz.objects.filter(title_ind="Judul penyunting").exists() or "paspor" not in report
    assert report[-1] == "quizzes: 0 added"
