"""The quizzes, for search engines."""

from cms.languages import WITH_INTERFACE
from cms.sitemaps import Place
from quizzes.models import Quiz


def places():
    yield Place("/kuis/", WITH_INTERFACE)
    for quiz in Quiz.objects.published():
        yield Place(f"/kuis/{quiz.slug}/", quiz.translated_languages, quiz.last_published_at)
