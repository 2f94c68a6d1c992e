"""Counts of people as somebody types them, never shortened; `static/js/field/count.js` does the same."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.forms.folding import plain_digits

EMPTY = ("", None)
AROUND = re.compile(r"^[\s\ufeff]+|[\s\ufeff]+$")
BELOW_ZERO = re.compile(r"[-\u2010-\u2015\u2212]\s*[0-9]")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.][0-9]{3})+")  # 1.250, as it is written in Indonesia


def whole_number(value, most):
    """Return `value` (an int, or what somebody typed; empty is 0) as an int; raise `ValidationError`."""
    if value in EMPTY:
        return 0
    text = plain_digits(AROUND.sub("", str(value)))
    if BELOW_ZERO.match(text):
        raise ValidationError(_("A count cannot be below 0."))
    if THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]+", text or "0"):
        raise ValidationError(_("Write a whole number in digits, such as 12."))
    digits = text.lstrip("0")
    if len(digits) > 9 or int(digits or 0) > most:
        raise ValidationError(
            _("%(count)s is too many. The most is %(most)d.") % {"count": digits, "most": most}
        )
    return int(digits or 0)


class WholeNumberField(forms.IntegerField):
    """Django's own field reads 1.000 as 1."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "pattern": "[0-9.]*", "autocomplete": "off"})

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return whole_number(value, self.max_value)
