"""The few styles and scripts that travel inside the page, so that an article needs one request.

Their hashes are in the Content-Security-Policy; the text must therefore be the same bytes everywhere. Each
page takes only what it shows, and notes it on the request for the policy.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

# What a page takes that was made without a request, such as the one that tells of a fault.
ALWAYS = {"css": ("site",), "js": ("load-deferred",)}


def squeezed_css(text):
    """Return the style sheet without comments and needless white space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,>])\s*", r"\1", text).replace(";}", "}").strip()


def squeezed_js(text):
    """Return the script without whole-line comments, indentation and empty lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def source(name, kind):
    return (Path(settings.BASE_DIR) / "static" / kind / f"{name}.{kind}").read_text()


def fresh_or_cached(function):
    cached = cache(function)
    return lambda *args: function(*args) if settings.DEBUG else cached(*args)


@fresh_or_cached
def style(name):
    return squeezed_css(source(name, "css"))


@fresh_or_cached
def script(name):
    return squeezed_js(source(name, "js"))


def note(request, kind, name):
    """Remember that the answer to `request` carries the style (`css`) or script (`js`) called `name`."""
    noted = request.__dict__.setdefault("inlined", {})
    noted.setdefault(kind, set(ALWAYS[kind])).add(name)


def inlined(request, kind):
    """Return the texts of the styles or scripts that the answer to `request` carries."""
    read = {"css": style, "js": script}[kind]
    return [read(name) for name in sorted(getattr(request, "inlined", {}).get(kind, ALWAYS[kind]))]
