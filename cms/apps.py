from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from wagtail.models import Page

        from cms import models
        from cms.page_cache import content_version
        from cms.search import index

        index.connect_all()

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
