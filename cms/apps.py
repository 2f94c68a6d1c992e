from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from wagtail.models import Page

        from cms import models
        from cms.audit import list_exports, protection, signals
        from cms.editing import private_pictures
        from cms.page_cache import content_version
        from cms.search import index

        list_exports.extend_exports_of_wagtail()
        index.connect_all()
        signals.connect()
        private_pictures.connect()
        post_migrate.connect(protection.protect_after_migrating, sender=self)

        pages = [model for model in self.get_models() if issubclass(model, Page)]
        content_version.watch(
            *pages,
            models.Fact,
            models.FactSource,
            models.GlossaryTerm,
            models.Helpline,
            models.HelplineNumber,
            models.Picture,
            models.Place,
            models.Recording,
        )
