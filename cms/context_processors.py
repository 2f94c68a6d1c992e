"""Variables that every template may use."""

from urllib.parse import quote

from django.conf import settings

from cms.languages import CODES, current, switcher


def section(path):
    """Return the first part of `path` below the language ("bantuan"), or None outside the languages."""
    language, _, rest = path.strip("/").partition("/")
    return rest.partition("/")[0] if language in CODES else None


def report_address(path):
    """Return where to report an error on the page at `path`; an e-mail names the page in its subject."""
    contact = settings.PUBLISHER["contact"]
    return (
        f"{contact}?subject={quote(settings.SITE_URL + path)}" if contact.startswith("mailto:") else contact
    )


def site(request):
    return {
        "section": section(request.path),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "LANGUAGE_CODE": current(),
        "languages": switcher(request),
        "publisher": settings.PUBLISHER,
        "report_address": report_address(request.path),
    }
