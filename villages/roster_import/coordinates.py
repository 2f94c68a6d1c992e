"""Coordinates: with points or decimal commas, as long as GPS devices write them, in the right province."""

import csv
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.models.points import EAST, NORTH, SOUTH, WEST
from villages.roster_import.cells import cell_text

FILE = Path(__file__).resolve().parent.parent / "data" / "province_areas.csv"
DEGREES = re.compile(r"([+-]?)(\d{1,3})(?:[.,](\d+))?\s?°?\s?(LS|LU|BT|S|N|E)?", re.ASCII | re.IGNORECASE)
FIVE_DECIMALS = Decimal("0.00001")  # about a metre
LIMITS = {"latitude": (SOUTH, NORTH), "longitude": (WEST, EAST)}
OPPOSITE = {"latitude": "longitude", "longitude": "latitude"}


def degrees(cell, which):
    """Return the latitude or longitude in `cell` with five decimals, None if it is empty."""
    text = cell_text(cell).replace("−", "-").replace("–", "-")
    if not text:
        return None
    found = DEGREES.fullmatch(text)
    if not found or (found[1] and found[4]):
        raise ValidationError(
            _("“%(text)s” is not a coordinate. Write degrees with decimals: -7.25012.") % {"text": text}
        )
    number = Decimal(f"{found[1]}{found[2]}.{found[3] or 0}")
    if (found[4] or "").upper() in ("LS", "S"):
        number = -number
    return within(number.quantize(FIVE_DECIMALS), which)


def within(number, which):
    if fits(number, which):
        return number
    if fits(number, OPPOSITE[which]):
        raise ValidationError(_("Latitude and longitude are swapped."))
    raise ValidationError(
        _("%(number)s lies outside Indonesia, which is between %(least)s and %(most)s.")
        % {"number": number, "least": LIMITS[which][0], "most": LIMITS[which][1]}
    )


def fits(number, which):
    least, most = LIMITS[which]
    return least <= number <= most


@cache
def province_areas():
    """Return (south, north, west, east) by province code: boxes with a margin, islands included."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return {
            row["code"]: tuple(Decimal(row[side]) for side in ("south", "north", "west", "east"))
            for row in csv.DictReader(file)
        }


def lies_in(province_code, latitude, longitude):
    area = province_areas().get(province_code)
    return not area or (area[0] <= latitude <= area[1] and area[2] <= longitude <= area[3])
