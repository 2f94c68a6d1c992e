from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from wagtail.models import Page

        from cms import freshness, models, search_index

        search_index.connect()

        pages = [model for model in self.get_models() if issubclass(model, Page)]
        freshness.watch(
            *pages,
            models.Fact,
            models.FactSource,
            models.GlossaryTerm,
            models.Helpline,
            models.HelplineNumber,
            models.Picture,
            models.Recording,
        )
