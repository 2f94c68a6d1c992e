"""Languages in addresses, in the switcher and in `lang` attributes."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import get_language

SOURCE = "id"
NAMES = dict(settings.LANGUAGES)
CODES = tuple(NAMES)
# The languages that Indonesian is translated into.
TARGETS = tuple(code for code in CODES if code != SOURCE)
# Languages with a catalogue of interface texts; the others show Indonesian until somebody translates.
WITH_INTERFACE = ("id", "en", "jv", "su")


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str  # the same page in that language
    choose_url: str  # the same, and store the choice in a cookie
    current: bool

    @property
    def territory(self):
        """The locale as Open Graph writes it: `id_ID`."""
        return f"{self.code}_{'GB' if self.code == 'en' else 'ID'}"


def current():
    """Return the active language code, one of `CODES`."""
    return get_language() or SOURCE


def path_in(path, code):
    """Return `path` (`/id/bantuan/`) in language `code` (`/jv/bantuan/`); other paths stay."""
    first, slash, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if slash and first in CODES else path


def switcher(request, offered=WITH_INTERFACE):
    """Return a `LanguageLink` for each offered language, in the order of the settings."""
    path = request.path if path_in(request.path, SOURCE) != request.path else None
    path = path or (request.path if request.path.startswith(f"/{SOURCE}/") else f"/{SOURCE}/")
    links = []
    for code, name in settings.LANGUAGES:
        if code in offered or code == current():
            url = path_in(path, code)
            choose_url = f"/bahasa/{code}/?next={quote(url)}"
            links.append(LanguageLink(code, name, url, choose_url, code == current()))
    return links
