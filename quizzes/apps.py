from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self):
        from cms import freshness
        from quizzes import models

        freshness.watch(models.Quiz, models.Question, models.Choice)
