"""Templates are laid out for people who read them; readers' phones do not pay for it."""

import re

from django.conf import settings
from django.template.loaders import app_directories

INDENTATION = re.compile(r"[ \t]*\n\s*")
# Tags that write nothing themselves, alone on their line: the line break before them is enough.
SILENT_TAG = (
    r"\{% (?:(?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load|regroup)\b(?:(?!%\}).)*"
    r"|(?:(?!%\}).)* as \w+ )%\}"
)
SILENT_LINE = re.compile(rf"(?<=\n)((?:{SILENT_TAG})+)\n")
# White space is shown as it stands in these.
VERBATIM = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.S)


def without_layout(source):
    """Return `source` without indentation, blank lines and the line breaks after tags that write nothing."""
    parts = VERBATIM.split(source)
    text = "".join(part if number % 2 else compact(part) for number, part in enumerate(parts))
    # The template that includes or extends this one has a line break there.
    return text.strip("\n")


def compact(part):
    return SILENT_LINE.sub(r"\1", INDENTATION.sub("\n", part))


class Loader(app_directories.Loader):
    """Loads the templates of all apps; takes the layout out of ours, once, before they are compiled.

    With `DEBUG` they stay as they are, so that an error names the right line.
    """

    def get_contents(self, origin):
        source = super().get_contents(origin)
        is_ours = origin.name.endswith(".html") and "site-packages" not in origin.name
        return without_layout(source) if is_ours and not settings.DEBUG else source
