"""The quizzes, for search engines."""

from cms.languages import WITH_INTERFACE
from cms.sitemaps import SitemapEntry
from quizzes.models import Quiz


def places():
    yield SitemapEntry("/kuis/", WITH_INTERFACE)
    for quiz in Quiz.objects.published():
        yield SitemapEntry(f"/kuis/{quiz.slug}/", quiz.translated_languages, quiz.last_published_at)
