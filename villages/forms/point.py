"""The point of a session in the form: `{"lat": -7.123, "lon": 110.456}` or nothing."""

import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.forms.fields import ComposedField
from villages.models import Session
from villages.models.points import DECIMALS, EAST, NORTH, SOUTH, WEST

FURTHEST = 180  # degrees
TOO_EXACT = re.compile(rb'("(?:lat|lon)"\s*:\s*"?[-+]?\d+\.\d{3})\d+')


class PointField(ComposedField):
    """In an HTML post a point is dropped when its removal is ticked, and with it in somebody's home."""

    @staticmethod
    def from_post(data, name):
        texts = {part: data.get(f"{name}-{part}", "").strip() for part in ("lat", "lon")}
        is_left_out = f"{name}-remove" in data or data.get("venue") == Session.Venue.HOME
        return texts if any(texts.values()) and not is_left_out else None

    def clean(self, value):
        if value is None:
            return None
        lat, lon = (coordinate(value[part]) for part in ("lat", "lon"))
        if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
            raise ValidationError(_("This point is not in Indonesia. Remove it, or save it again there."))
        return {"lat": lat, "lon": lon}


def coordinate(value):
    """Return a number, or its text, as a `Decimal`; refuse what is more exact than 100 metres."""
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValidationError(_("This point is not readable. Remove it.")) from error
    if not number.is_finite() or abs(number) > FURTHEST:
        raise ValidationError(_("This point is not in Indonesia. Remove it, or save it again there."))
    if number != round(number, DECIMALS):
        raise ValidationError(_("A point is rounded to 100 metres: three decimals, such as -7.123."))
    return round(number, DECIMALS)


def coarse_points(raw):
    """Return the JSON `raw`, which may be broken, without what makes a point more exact than 100 metres."""
    return TOO_EXACT.sub(rb"\1", raw)
