"""A quiz as its editor sees it before anybody else."""

from quizzes.models.versions import QuestionVersion, content_of
from quizzes.taking.content import shown
from quizzes.taking.media import Materials


def draft_questions(quiz, language):
    """Return a `ShownQuestion` for each question as written, with the fallback of the published ones."""
    versions = [
        QuestionVersion(kind=question.kind, content=content_of(question)) for question in quiz.questions.all()
    ]
    materials = Materials(version.content for version in versions)
    return [shown(version, position, language, materials) for position, version in enumerate(versions, 1)]
