"""Variables that every template may use."""

from django.conf import settings

from cms.languages import CODES, current, switcher


def section(path):
    """Return the first part of `path` below the language ("bantuan"), or None outside the languages."""
    language, _, rest = path.strip("/").partition("/")
    return rest.partition("/")[0] if language in CODES else None


def site(request):
    return {
        "section": section(request.path),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "LANGUAGE_CODE": current(),
        "languages": switcher(request),
    }
