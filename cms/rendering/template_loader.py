"""Templates are indented for people who read them; readers' phones get the line breaks alone."""

import re

from django.template.loaders import app_directories

INDENTATION = re.compile(r"[ \t]*\n[ \t]+")
# White space is shown as it stands in these.
VERBATIM = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.S)


def without_indentation(source):
    """Return `source` with no white space around its line breaks, which stay: errors name the right line."""
    parts = VERBATIM.split(source)
    return "".join(part if number % 2 else INDENTATION.sub("\n", part) for number, part in enumerate(parts))


class Loader(app_directories.Loader):
    """Loads the templates of all apps; takes the indentation out of ours, once, before they are compiled."""

    def get_contents(self, origin):
        source = super().get_contents(origin)
        is_ours = origin.name.endswith(".html") and "site-packages" not in origin.name
        return without_indentation(source) if is_ours else source
