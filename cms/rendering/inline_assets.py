"""The few styles and scripts that travel inside the page, so that an article needs one request.

Their hashes are in the Content-Security-Policy, so the text must be the same bytes everywhere. Each page
inlines only what it needs, and records that on the request for the policy.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

# What is inlined into a page that is made without a request, such as the one for a server error.
ALWAYS = {"css": ("site",), "js": ("load-deferred",)}


def minified_css(text):
    """Return the style sheet without comments and needless white space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,>])\s*", r"\1", text).replace(";}", "}").strip()


def minified_js(text):
    """Return the script without whole-line comments, indentation and empty lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def source_of(name, kind):
    return (Path(settings.BASE_DIR) / "static" / kind / f"{name}.{kind}").read_text()


def cached_unless_debug(function):
    cached = cache(function)
    return lambda *args: function(*args) if settings.DEBUG else cached(*args)


@cached_unless_debug
def style(name):
    return minified_css(source_of(name, "css"))


@cached_unless_debug
def script(name):
    return minified_js(source_of(name, "js"))


def record(request, kind, name):
    """Record that the response to `request` inlines the style (`css`) or script (`js`) called `name`."""
    recorded = request.__dict__.setdefault("inlined", {})
    recorded.setdefault(kind, set(ALWAYS[kind])).add(name)


def inlined(request, kind):
    """Return the texts of the styles or scripts that the response to `request` inlines."""
    read = {"css": style, "js": script}[kind]
    return [read(name) for name in sorted(getattr(request, "inlined", {}).get(kind, ALWAYS[kind]))]
