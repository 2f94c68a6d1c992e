from django.apps import AppConfig


class VillagesConfig(AppConfig):
    name = "villages"

    def ready(self):
        from cms.page_cache import content_version
        from villages import lookups, models  # noqa: F401 the lookup registers itself

        content_version.watch(models.Province, models.Regency, models.ImmigrationOffice, models.Village)
