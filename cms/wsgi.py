import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 only now are the settings there

from cms import startup  # noqa: E402

startup.check()

if settings.PAGE_CACHE:
    from cms.freshness import stamp
    from cms.pagecache import PageCache

    application = PageCache(application, stamp)
