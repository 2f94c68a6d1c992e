"""The starter quizzes: TOML files beside this module, loaded once and never over an editor's work."""

from pathlib import Path

from modeltranslation.utils import build_localized_fieldname

from cms.languages import CODES
from cms.models import Fact, TopicPage
from cms.models.editorial import FIRST_VERSION
from cms.starter import mark_states, read_all, texts
from quizzes.models import Choice, Question, Quiz

FOLDER = Path(__file__).resolve().parent


def load_quizzes(report):
    """Add the quizzes that are not there yet; return the data of each, for `publish_quizzes`.

    In two steps, as articles name quizzes and quizzes name topics.
    """
    known = set(Quiz.objects.values_list("slug", flat=True))
    new = [data for data in read_all(FOLDER) if data["slug"] not in known]
    for data in new:
        Quiz.objects.create(
            slug=data["slug"], icon=data["icon"], live=False, **texts(data, ["title", "intro"])
        )
    report(f"quizzes: {len(new)} added")
    return new


def publish_quizzes(new):
    facts = {fact.code: fact for fact in Fact.objects.all()}
    for data in new:
        quiz = Quiz.objects.get(slug=data["slug"])
        quiz.topic = TopicPage.objects.filter(slug=data["topic"]).first()
        quiz.questions = [
            new_question(question, order, facts) for order, question in enumerate(data["questions"])
        ]
        mark_states(quiz)
        quiz.save_revision(clean=False, log_action=FIRST_VERSION).publish()


def new_question(data, order, facts):
    question = Question(
        code=data["code"],
        kind=data["kind"],
        valid_until=data["valid_until"],
        sort_order=order,
        **texts(data, ["text", "explanation", "next_step"]),
    )
    question.facts = [facts[code] for code in data["facts"] if code in facts]
    question.choices = [
        new_choice(data, key, number) for number, key in enumerate(sorted(data["id"]["choices"]))
    ]
    mark_states(question)
    return question


def new_choice(data, key, order):
    choice = Choice(key=key, is_right=key == data["key"], sort_order=order)
    for code in CODES:
        if code in data:
            setattr(choice, build_localized_fieldname("text", code), data[code]["choices"][key])
            setattr(choice, build_localized_fieldname("feedback", code), data[code]["feedback"][key])
    mark_states(choice)
    return choice
