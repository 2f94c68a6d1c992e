from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self):
        from cms.page_cache import content_version
        from cms.search import index
        from quizzes import models

        content_version.watch(models.Quiz, models.Question, models.Choice)
        index.register(models.Quiz, index.Searchable("title", ("intro",), _("Quiz"), "/kuis/{slug}/"))
