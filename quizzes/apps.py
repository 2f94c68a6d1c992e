from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self):
        from cms.page_cache import content_version
        from cms.search import index
        from quizzes import models
        from quizzes.taking import exclusions
        from villages.models import Session

        # A round may make the right answers of its quiz secret.
        content_version.watch(models.Quiz, models.Question, models.Choice, models.Round)
        post_save.connect(exclusions.follow_session, sender=Session, dispatch_uid="crowds")
        index.register(models.Quiz, index.Searchable("title", ("intro",), _("Quiz"), "/kuis/{slug}/"))
