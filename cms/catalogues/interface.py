"""Compiles and checks the catalogues of interface texts in `locale/` (development only)."""

import re
import shutil
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

COMPLETE_LANGUAGES = ("id", "en")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def po_paths():
    folders = [Path(folder) for folder in settings.LOCALE_PATHS]
    return sorted(path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po"))


def read(po_path):
    with po_path.open("rb") as source:
        catalogue = read_po(source)
    # Babel would put today's date into every compiled file.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    return catalogue


def compiled(po_path):
    """Return the bytes of the `.mo` for `po_path`; the same source always gives the same bytes."""
    target = BytesIO()
    write_mo(target, read(po_path))
    return target.getvalue()


def is_current(po_path):
    mo_path = po_path.with_suffix(".mo")
    return mo_path.exists() and mo_path.read_bytes() == compiled(po_path)


def plural_forms(text):
    return list(text) if isinstance(text, tuple | list) else [text]


def placeholders(text):
    return sorted(match.group(0) for match in PLACEHOLDER.finditer(text))


def errors(po_path):
    """Yield a sentence for each text that is missing, fuzzy or has lost a placeholder."""
    language = po_path.parent.parent.name
    for message in read(po_path):
        if not message.id:
            continue
        source = plural_forms(message.id)
        translated = [form for form in plural_forms(message.string) if form]
        if not translated:
            if language in COMPLETE_LANGUAGES:
                yield f"{language}: no text for {source[0]!r}"
        elif message.fuzzy:
            yield f"{language}: fuzzy text for {source[0]!r}"
        elif any(placeholders(form) not in map(placeholders, source) for form in translated):
            yield f"{language}: placeholders differ in {source[0]!r}"


def can_collect():
    return shutil.which("xgettext") is not None
