"""A quiz as its editor sees it before anybody else."""

from cms.languages import current
from quizzes.models.versions import QuestionVersion, question_content
from quizzes.taking.content import show_question
from quizzes.taking.media import QuestionMedia


def draft_questions(quiz):
    """Return a `ShownQuestion` for each question as written, with the fallback of the published ones."""
    versions = [
        QuestionVersion(kind=question.kind, content=question_content(question))
        for question in quiz.questions.all()
    ]
    media = QuestionMedia(version.content for version in versions)
    return [
        show_question(version, position, current(), media) for position, version in enumerate(versions, 1)
    ]
