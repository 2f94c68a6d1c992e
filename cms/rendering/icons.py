"""The line icons in `static/img/icons/`, inlined into pages."""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

CHOICES = [
    ("passport", _("passport")),
    ("contract", _("work contract")),
    ("plane", _("plane")),
    ("phone-warning", _("phone with a warning")),
    ("money", _("money")),
    ("village-hall", _("village hall")),
    ("family", _("family")),
    ("handshake", _("handshake")),
    ("broker", _("broker")),
    ("locked-door", _("locked door")),
    ("helpline", _("helpline")),
    ("clock", _("clock")),
    ("map", _("map")),
    ("tick", _("tick")),
    ("cross", _("cross")),
    ("question", _("question")),
]


# What a drawing stands on. Inside a page it stands on the colours of the page.
GROUND = '<path fill="#f3f6fa" stroke="none" d="M0 0h720v480H0z"/>'

# Drawn for a grid of 8.
FAVICON = Path(settings.BASE_DIR) / "static" / "img" / "favicon.svg"


@cache
def favicon():
    """Return the icon of the site as a `data:` address, so that it needs no request."""
    drawing = quote(FAVICON.read_text().strip(), safe="/:='(),")
    return mark_safe(f"data:image/svg+xml,{drawing}")  # noqa: S308 quoted


@cache
def svg(name):
    """Return the markup of icon `name`, hidden from screen readers: there is always text beside it."""
    path = Path(settings.BASE_DIR) / "static" / "img" / "icons" / f"{name}.svg"
    markup = path.read_text().strip()
    # Inside our pages an SVG needs no namespace, and the colours are defined.
    markup = markup.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1).replace(
        "(--sun, #ffc533)", "(--sun)"
    )
    return mark_safe(markup.replace("<svg", '<svg class="icon" aria-hidden="true"', 1))  # noqa: S308 our own file


@cache
def drawing(name):
    """Return the markup of a drawing of 720 by 480, hidden from screen readers, without its ground."""
    path = Path(settings.BASE_DIR) / "static" / "img" / "drawings" / f"{name}.svg"
    markup = path.read_text().strip().replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    markup = markup.replace(GROUND, "", 1)
    return mark_safe(markup.replace("<svg", '<svg class="drawing" aria-hidden="true"', 1))  # noqa: S308 our own file
