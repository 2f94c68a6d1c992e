"""What keeps a quiz from being published, and what its editor should only know."""

from datetime import date

import pytest
from django.utils.translation import override

from cms.models import Picture
from quizzes.authoring.validation import quiz_errors, quiz_hints
from quizzes.models import Choice, Question, Quiz


def question(kind="knowledge", right=0, choices=3, **fields):
    fields = {"text_ind": "Apa?", "explanation_ind": "Karena.", "valid_until": date(2099, 1, 1), **fields}
    made = Question(kind=kind, **fields)
    made.choices = [
        Choice(text_ind=f"Pilihan {place}", is_right=place == right, sort_order=place)
        for place in range(choices)
    ]
    return made


def quiz_of(*questions, **fields):
    quiz = Quiz(slug="coba", title_ind="Kuis", **fields)
    for order, each in enumerate(questions):
        each.sort_order = order
    quiz.questions = questions
    return quiz


def sound():
    return [question("scenario", right=0), question(right=1), question(right=2)]


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_a_sound_quiz_has_no_errors():
    assert quiz_errors(quiz_of(*sound())) == []


def test_a_picture_needs_a_description_for_who_cannot_see_it(db):
    questions = sound()
    questions[0].picture = Picture(pk=1, title="Loket")
    questions[0].choices.all()[1].picture = questions[1].picture = Picture(pk=2, title="Paspor")
    questions[2].picture = Picture(pk=3, title="Desa", description_ind="Kantor desa")
    found = quiz_errors(quiz_of(*questions))
    assert [sentence.partition(" has no description")[0] for sentence in found] == ["“Loket”", "“Paspor”"]


@pytest.mark.parametrize("count", [2, 8])
def test_a_quiz_has_three_to_seven_questions(count):
    questions = [question("scenario", right=number % 3) for number in range(count)]
    assert quiz_errors(quiz_of(*questions)) == [f"A quiz has 3 to 7 questions; this one has {count}."]


def test_a_quiz_has_a_scenario():
    questions = [question(right=place) for place in range(3)]
    assert quiz_errors(quiz_of(*questions)) == [
        "At least one question must be a scenario: what would you do?"
    ]


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        (lambda: question(right=None), "exactly one right answer; it has 0"),
        (lambda: question("attitude", right=1), "asks about an attitude"),
        (lambda: question(right=0, choices=1), "2 to 4 choices; it has 1"),
        (lambda: question(right=0, choices=5), "2 to 4 choices; it has 5"),
        (lambda: question(right=0, text_ind=""), "has no text"),
        (lambda: question(right=0, explanation_ind=""), "has no explanation"),
    ],
)
def test_a_faulty_question_is_named_with_its_number(faulty, sentence):
    found = quiz_errors(quiz_of(*sound(), faulty()))
    assert len(found) == 1
    assert "uestion 4" in found[0]
    assert sentence in found[0]


def test_two_right_answers_are_one_too_many():
    questions = sound()
    questions[1].choices.all()[0].is_right = True
    both = list(questions[1].choices.all())
    both[0].is_right = True
    questions[1].choices = both
    assert quiz_errors(quiz_of(*questions)) == ["Question 2 must have exactly one right answer; it has 2."]


def test_equal_or_empty_choices_are_found():
    questions = sound()
    one, two, three = questions[0].choices.all()
    one.text_ind, two.text_ind, three.text_ind = "Paspor", " paspor", ""
    questions[0].choices = [one, two, three]
    assert quiz_errors(quiz_of(*questions)) == [
        "A choice of question 1 has no text in Indonesian.",
        "Two choices in question 1 are the same.",
    ]


def test_the_right_answer_is_not_always_in_the_same_place():
    questions = [question("scenario", right=1), question(right=1), question(right=1)]
    assert quiz_errors(quiz_of(*questions)) == [
        "The right answer is always in the same place. Move some of the choices."
    ]


def test_an_attitude_needs_no_right_answer():
    assert quiz_errors(quiz_of(*sound(), question("attitude", right=None))) == []


def test_a_language_that_was_begun_says_which_questions_fall_back(quiz):
    assert quiz_errors(quiz) == []
    found = quiz_hints(quiz)
    assert "Basa Jawa: the title is missing, so it is shown in Indonesian." in found
    assert "Basa Jawa is incomplete in these questions, so they are shown in Indonesian: 3." in found
    assert not any("Sunda" in sentence for sentence in found)


def test_sources_and_days_of_the_next_check_are_asked_for():
    questions = sound()
    questions[0].valid_until = None
    questions[1].valid_until = date(2020, 1, 31)
    found = quiz_hints(quiz_of(*questions))
    assert found == [
        "These questions name no source: 1, 2, 3.",
        "These questions have no date for their next check: 1.",
        "Question 2 was due for a check by 31 Jan 2020.",
    ]


def test_the_starter_quizzes_have_no_errors(db):
    from quizzes.starter import load_quizzes, publish_quizzes

    publish_quizzes(load_quizzes(lambda sentence: None))
    assert [quiz_errors(quiz) for quiz in Quiz.objects.all()] == [[]] * 5
