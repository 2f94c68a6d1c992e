import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 the settings are loaded only now

from cms.deployment import startup_checks  # noqa: E402

startup_checks.check()

if settings.PAGE_CACHE:
    from cms.page_cache.content_version import current_version
    from cms.page_cache.disk import PagesOnDisk
    from cms.page_cache.middleware import PageCache

    application = PageCache(application, current_version, disk=PagesOnDisk(settings.DATA_DIR / "pages"))
