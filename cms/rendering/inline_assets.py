"""The few styles and scripts that travel inside the page, so that an article needs one request.

Their hashes are in the Content-Security-Policy, so the text must be the same bytes everywhere. Each page
inlines only what it needs, and records that on the request for the policy.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from rcssmin import cssmin
from rjsmin import jsmin

FOLDER = Path(settings.BASE_DIR) / "static"
# What the formatter adds for readers, outside strings: the zero of `0.5` and the spaces of `18px / 1.5`.
SPARE = re.compile(r"""("[^"]*"|'[^']*')|(?<![\w.])0(?=\.\d)| (?=/)|(?<=/) """)
IMPORT = re.compile(r'@import "([\w-]+)\.css";')

# What is inlined into a page that is made without a request, such as the one for a server error.
ALWAYS = {"css": ("site",), "js": (("after-exit", "load-deferred"),)}


def minified_css(text):
    return SPARE.sub(r"\1", cssmin(text))


def cached_unless_debug(function):
    cached = cache(function)
    return lambda *args: function(*args) if settings.DEBUG else cached(*args)


@cached_unless_debug
def style(name):
    """Return the minified style sheet; each one that it imports stands in the place of the import."""
    text = (FOLDER / "css" / f"{name}.css").read_text()
    return minified_css(IMPORT.sub(lambda found: style(found[1]), text))


@cached_unless_debug
def script(name):
    return jsmin((FOLDER / "js" / f"{name}.js").read_text())


def scripts(names):
    return "\n".join(script(name) for name in names)


def record(request, kind, name):
    """Record what the response to `request` inlines: the style (`css`) or the tuple of scripts (`js`)."""
    recorded = request.__dict__.setdefault("inlined", {})
    recorded.setdefault(kind, set()).add(name)


def inlined(request, kind):
    """Return a tuple of the styles or scripts that the response to `request` inlines, as recorded."""
    return tuple(sorted(getattr(request, "inlined", {}).get(kind, ALWAYS[kind])))


def inlined_texts(kind, names):
    """Return the texts of inlined styles or scripts."""
    read = {"css": style, "js": scripts}[kind]
    return [read(name) for name in names]
