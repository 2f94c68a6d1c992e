"""Telephone numbers: a spreadsheet that took one for a number has removed its zero, which comes back."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.roster_import.cells import cell_text

PART = re.compile(r"(\+?\(?\d[\d\s().-]*\d)(?:\s?(?:ext|pes)\.?\s?\d{1,5})?", re.ASCII | re.IGNORECASE)
# Area codes (21 to 98) and mobile numbers (8...) follow the zero of the trunk.
WITHOUT_ZERO = re.compile(r"[2-9]\d{7,11}", re.ASCII)
WITH_COUNTRY = re.compile(r"62\d{8,12}", re.ASCII)
FEWEST, MOST = 3, 15  # digits: 110; the longest of E.164


def telephone(cell):
    """Return one or more numbers as they were written, each with its zero."""
    text = cell_text(cell)
    if not text:
        return ""
    if WITH_COUNTRY.fullmatch(text):
        return f"+{text}"
    if WITHOUT_ZERO.fullmatch(text):
        return f"0{text}"
    parts = re.split(r"\s*[/;,]\s*", text)
    if not all(PART.fullmatch(part) for part in parts) or not is_dialled(parts[0]):
        raise ValidationError(
            _("“%(text)s” is not a telephone number. Write it with its zero: 0717421774.") % {"text": text}
        )
    return text


def is_dialled(part):
    """Return True if `part` can be dialled as it stands: +62..., 0..., or a short number of a service."""
    start = part.lstrip("(")
    digits = sum(character.isdigit() for character in part)
    return FEWEST <= digits <= MOST and (start.startswith(("+", "0", "1", "62")) or digits < 6)
