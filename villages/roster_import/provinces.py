"""The 38 provinces with their codes and time zones."""

import csv
from pathlib import Path

from villages.models import Province

FILE = Path(__file__).resolve().parent.parent / "data" / "provinces.csv"


def ensure_provinces():
    """Create the missing provinces; return all of them by code."""
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = Province.objects.in_bulk()
    new = [Province(**row) for row in rows if row["code"] not in known]
    Province.objects.bulk_create(new)
    return known | {province.code: province for province in new}
