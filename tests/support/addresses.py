"""Every address of the site, from its URL configuration, with sample values in place of what varies."""

import re

from django.urls import URLPattern, get_resolver

CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>((?:[^()\\]|\\.|\([^()]*\))*)\)|\((?!\?)((?:[^()\\]|\\.|\([^()]*\))*)\)")
SAMPLES = {"uuid": "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a11", "path": "a/b"}


def routes(resolver=None, prefix=""):
    """Yield the pattern of every route, as one text, and its `URLPattern`."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield pattern, entry
        else:
            yield from routes(entry, pattern)


def address_of(pattern, number):
    """Return a path that fits `pattern`, with `number` wherever an address may hold one."""

    def value(match):
        kind = match.group(1) or "str"
        return str(number) if kind in ("int", "str", "slug") else SAMPLES[kind]

    def alternative(match):
        inside = match.group(2) or match.group(3) or ""
        return str(number) if re.search(r"\\d|\\w|\.\+|\[", inside) else inside.split("|")[-1]

    path = CONVERTER.sub(value, GROUP.sub(alternative, pattern))
    return "/" + re.sub(r"[\^$?\\]|\\Z", "", path)


def path_of(pattern, values):
    """Return the path of `pattern` with `values`: `{name: value}`, and `{0: value}` for groups without name.

    Raise `LookupError` if there is no value for a part of it.
    """
    unnamed = iter(range(9))

    def value(match):
        return str(values[match.group(2)])

    def group(match):
        return str(values[match.group(1) or next(unnamed)])

    path = CONVERTER.sub(value, GROUP.sub(group, re.sub(r"[\^$]", "", pattern)))
    return "/" + path.replace("\\", "")
