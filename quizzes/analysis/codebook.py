"""The codebook of the answer export: its columns, their values, and what to know before counting."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.languages import SOURCE
from quizzes.models import Answer, Phase

ANSWER_CODEBOOK_HEADER = ("column", "value", "meaning")
COLUMN_MEANINGS = {
    "attempt": gettext_lazy("One person's attempt at the quiz: a made-up code, the same in every export."),
    "before": gettext_lazy(
        "The same person's attempt before the session, where known and allowed; otherwise empty."
    ),
    "quiz": gettext_lazy("The quiz, as in its address."),
    "quiz_version": gettext_lazy("Number of the quiz version. Do not mix versions."),
    "phase": gettext_lazy("When the quiz was taken. Do not mix phases."),
    "language": gettext_lazy("Language in which the questions were read."),
    "month": gettext_lazy("Month in which the attempt began."),
    "office": gettext_lazy("Office of the round; empty for people who answered alone."),
    "finished": gettext_lazy("1: answered every question; 0: did not."),
    "question": gettext_lazy("Code of the question."),
    "question_version": gettext_lazy(
        "Number of the question's version: the same choices with the same right answer."
    ),
    "position": gettext_lazy("Place of the question in the quiz, from 1."),
    "choice": gettext_lazy("Key of the choice; “dk” is “I don't know yet”."),
    "outcome": gettext_lazy("Result of the first answer."),
    "mark": gettext_lazy("1: right; 0: wrong or “I don't know yet”; empty: a question with no right answer."),
}
ANSWER_COLUMNS = tuple(COLUMN_MEANINGS)


def answer_codebook(scope):
    """Yield (column, value, meaning): each column, then its values, then the questions with their choices."""
    for column, meaning in COLUMN_MEANINGS.items():
        yield column, "", str(meaning)
    values = {"phase": Phase.choices, "language": settings.LANGUAGES, "outcome": Answer.Outcome.choices}
    for column, pairs in values.items():
        for value, label in pairs:
            yield column, value, str(label)
    yield "language, month, office", "hidden", _("Too few people answered at that place and time.")
    for version in scope.versions:
        yield from question_rows(version)


def question_rows(version):
    """Yield rows of the question and its choices in every language they were shown in."""
    for language, texts in source_language_first(version.content["texts"]):
        yield "question", f"{version} ({language})", texts["text"]
    for choice in version.content["choices"]:
        right = f" [{_('right')}]" if choice["right"] else ""
        for language, texts in source_language_first(choice["texts"]):
            yield f"choice of {version}", f"{choice['key']} ({language})", f"{texts['text']}{right}"


def source_language_first(texts):
    return sorted(texts.items(), key=lambda item: item[0] != SOURCE)


def answer_notes(scope, limit, now):
    """Return sentences to read before counting."""
    sentences = [
        _("Made on %(time)s.") % {"time": f"{now:%Y-%m-%d %H:%M}"},
        _("First attempts only; excluded attempts are left out."),
        _("Raised hands are totals, not one person's answers, so they are not in this file."),
        _("Do not publish percentages of fewer than 10 people. Give n with every percentage."),
    ]
    if limit:
        sentences.append(
            _(
                "Language, month and office are hidden where fewer than %(limit)s people share them. "
                "A file for one language, period or office leaves these people out."
            )
            % {"limit": limit}
        )
    return sentences
