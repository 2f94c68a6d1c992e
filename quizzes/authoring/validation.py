"""Errors and hints in a quiz as it is written: plain sentences for its editor."""

from collections import Counter

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.editing.publishing import private_pictures, undescribed_pictures
from cms.languages import SOURCE

QUESTIONS = range(3, 8)
CHOICES = range(2, 5)
SAME_PLACE_FROM = 3  # two questions with the answer in the same place are chance


def quiz_errors(quiz):
    """Return a sentence for each error to fix before `quiz` is published."""
    questions = list(quiz.questions.all())
    found = []
    if len(questions) not in QUESTIONS:
        found.append(_("A quiz has 3 to 7 questions; this one has %(count)s.") % {"count": len(questions)})
    if not any(question.kind == question.Kind.SCENARIO for question in questions):
        found.append(_("At least one question must be a scenario: what would you do?"))
    for number, question in enumerate(questions, 1):
        found += question_errors(number, question)
    found += pictures_without_words(questions)
    if has_one_place(questions):
        found.append(_("The right answer is always in the same place. Move some of the choices."))
    return found


def question_errors(number, question):
    choices, found = list(question.choices.all()), []
    named = {"number": number, "count": len(choices)}
    if len(choices) not in CHOICES:
        found.append(_("Question %(number)s must have 2 to 4 choices; it has %(count)s.") % named)
    named["count"] = sum(choice.is_right for choice in choices)
    if question.is_scored and named["count"] != 1:
        found.append(_("Question %(number)s must have exactly one right answer; it has %(count)s.") % named)
    if not question.is_scored and named["count"]:
        found.append(_("Question %(number)s asks about an attitude: no choice can be marked right.") % named)
    if not question.text_in("text", SOURCE):
        found.append(_("Question %(number)s has no text in Indonesian.") % named)
    if not question.text_in("explanation", SOURCE):
        found.append(_("Question %(number)s has no explanation in Indonesian.") % named)
    texts = [(choice.text_in("text", SOURCE) or "").strip().lower() for choice in choices]
    if not all(texts):
        found.append(_("A choice of question %(number)s has no text in Indonesian.") % named)
    if any(count > 1 for text, count in Counter(texts).items() if text):
        found.append(_("Two choices in question %(number)s are the same.") % named)
    return found


def pictures_without_words(questions):
    """People who hear the question get the description instead of the picture."""
    parts = [part for question in questions for part in (question, *question.choices.all())]
    pictures = [("picture", part.picture) for part in parts if part.picture_id and part.picture]
    errors = [*undescribed_pictures(pictures), *private_pictures(pictures)]
    return list(dict.fromkeys(sentence for _field, sentence in errors))


def has_one_place(questions):
    """Return True if the right answer of several questions is always, for example, the second choice."""
    keys = [[bool(choice.is_right) for choice in question.choices.all()] for question in questions]
    places = [key.index(True) for key in keys if key.count(True) == 1]
    return len(places) >= SAME_PLACE_FROM and len(set(places)) == 1


def quiz_hints(quiz):
    """Return sentences that an editor should read; they do not prevent publishing."""
    questions = list(quiz.questions.all())
    found = question_hints(questions)
    for code, name in settings.LANGUAGES:
        if code != SOURCE:
            found += language_hints(quiz, questions, code, name)
    return found


def question_hints(questions):
    """Return one sentence for all questions that lack the same."""
    numbered = list(enumerate(questions, 1))
    unsourced = [number for number, each in numbered if each.is_scored and not each.facts.all()]
    undated = [number for number, each in numbered if each.is_scored and each.valid_until is None]
    found = []
    if unsourced:
        sentence = _("These questions name no source: %(numbers)s.")
        found.append(sentence % {"numbers": join_numbers(unsourced)})
    if undated:
        sentence = _("These questions have no date for their next check: %(numbers)s.")
        found.append(sentence % {"numbers": join_numbers(undated)})
    for number, question in numbered:
        if question.is_expired:
            day = date_format(question.valid_until, "j M Y")
            sentence = _("Question %(number)s was due for a check by %(day)s.")
            found.append(sentence % {"number": number, "day": day})
    return found


def join_numbers(numbers):
    return ", ".join(map(str, numbers))


def language_hints(quiz, questions, code, name):
    """Return which texts are shown in Indonesian, for a language that has any text of its own."""
    incomplete = [number for number, question in enumerate(questions, 1) if not question.is_complete_in(code)]
    has_begun = quiz.text_in("title", code) or any(question.text_in("text", code) for question in questions)
    if not has_begun:
        return []
    found = []
    if not quiz.text_in("title", code):
        found.append(
            _("%(language)s: the title is missing, so it is shown in Indonesian.") % {"language": name}
        )
    if incomplete:
        sentence = _(
            "%(language)s is incomplete in these questions, so they are shown in Indonesian: %(numbers)s."
        )
        found.append(sentence % {"language": name, "numbers": join_numbers(incomplete)})
    return found
