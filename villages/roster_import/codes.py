"""Kemendagri codes of villages, and what stands where one should be."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.models import Village
from villages.roster_import.cells import cell_text

PARTS = re.compile(r"(\d\d)[ .-]?(\d\d)[ .-]?(\d\d)[ .-]?(\d{4})", re.ASCII)
KINDS = {"1": Village.Kind.KELURAHAN, "2": Village.Kind.DESA, "3": Village.Kind.DESA}  # 3: desa adat


def village_code(cell):
    """Return `33.22.05.2003`, also from ten digits without dots."""
    text = cell_text(cell)
    if not text:
        raise ValidationError(_("This cell is empty."), code="blank")
    found = PARTS.fullmatch(text)
    if not found:
        raise ValidationError(why_not_a_code(text))
    province, regency, district, village = found.groups()
    if village[0] not in KINDS:
        raise ValidationError(
            _(
                "%(code)s is a BPS code or mistyped. In a Kemendagri code the last four digits begin with 1 "
                "(kelurahan), 2 (desa) or 3 (desa adat)."
            )
            % {"code": text}
        )
    if "00" in (regency, district) or village[1:] == "000":
        raise ValidationError(_("%(code)s cannot be: a part of it is zero.") % {"code": text})
    return f"{province}.{regency}.{district}.{village}"


def why_not_a_code(text):
    digits = re.sub(r"\D", "", text)
    if not digits.isascii():
        return _("“%(text)s” has digits of another script. Write 0 to 9.") % {"text": text}
    if re.fullmatch(r"[\d ]*\d[\d., ]*e\+?\d+", text, re.IGNORECASE):
        return _(
            "“%(text)s” is a code that the spreadsheet has shortened. "
            "Format the column as text and enter it again."
        ) % {"text": text}
    return _("“%(text)s” has %(count)d digits. A Kemendagri code has ten: 33.22.05.2003.") % {
        "text": text,
        "count": len(digits),
    }


def kind_of(code):
    """Kelurahan count from 1001, desa from 2001, desa adat from 3001."""
    return KINDS[code[9]]
