from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self):
        from cms.page_cache import content_version
        from quizzes import models

        content_version.watch(models.Quiz, models.Question, models.Choice)
