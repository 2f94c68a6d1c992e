from django.apps import AppConfig


class VillagesConfig(AppConfig):
    name = "villages"

    def ready(self):
        from cms import freshness
        from villages import lookups, models  # noqa: F401 the lookup registers itself

        freshness.watch(models.Province, models.Regency, models.ImmigrationOffice, models.Village)
