"""Finds what may never be stored: NIK and telephone numbers of people in free text."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Sixteen digits, alone or in groups.
NIK = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
# 08xx or +62 8xx and seven to eleven more digits, alone or in groups.
PHONE = re.compile(r"(?<!\d)(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,11}(?!\d)")


def mask_private_numbers(raw):
    """Return the bytes `raw` with `*` for every digit of such numbers."""
    for pattern in (NIK, PHONE):
        raw = re.sub(pattern.pattern.encode(), lambda found: re.sub(rb"\d", b"*", found[0]), raw)
    return raw


def reject_private_numbers(text):
    """Raise `ValidationError` when `text` holds something like a NIK or a mobile number."""
    if NIK.search(text):
        raise ValidationError(
            _("This looks like a NIK (16 digits). Remove it: we never store who came."), code="nik"
        )
    if PHONE.search(text):
        raise ValidationError(
            _("This looks like a telephone number. Remove it: we never store villagers' contact details."),
            code="phone",
        )
