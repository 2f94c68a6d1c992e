"""What every template may use."""

from django.conf import settings

from cms.languages import CODES, current, switcher

SECTIONS = {"": "home", "cek-tawaran": "offer", "kuis": "quiz", "bantuan": "help"}


def section(path):
    """Return which door of the bar `path` (`/jv/kuis/paspor/`) is behind, or `None`."""
    language, _, rest = path.strip("/").partition("/")
    return SECTIONS.get(rest.partition("/")[0]) if language in CODES else None


def site(request):
    return {
        "section": section(request.path),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "LANGUAGE_CODE": current(),
        "languages": switcher(request),
    }
