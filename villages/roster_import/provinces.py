"""The 38 provinces with their codes and time zones."""

import csv
import re
from pathlib import Path

from villages.models import Province
from villages.roster_import.cells import name_key

FILE = Path(__file__).resolve().parent.parent / "data" / "provinces.csv"
SHORT_NAMES = {
    "dki jakarta": "daerah khusus ibukota jakarta",
    "daerah khusus jakarta": "daerah khusus ibukota jakarta",
    "di yogyakarta": "daerah istimewa yogyakarta",
    "diy": "daerah istimewa yogyakarta",
    "bangka belitung": "kepulauan bangka belitung",
    "kepri": "kepulauan riau",
    "ntb": "nusa tenggara barat",
    "ntt": "nusa tenggara timur",
}


def ensure_provinces():
    """Create the missing provinces; return all of them by code."""
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = Province.objects.in_bulk()
    new = [Province(**row) for row in rows if row["code"] not in known]
    Province.objects.bulk_create(new)
    return known | {province.code: province for province in new}


def province_key(name):
    """Return the name for comparing: people write Prov. Jawa Tengah, D.I. Yogyakarta, NTB."""
    words = re.sub(r"^prov(insi|\b)", "", name_key(name).replace(".", "")).strip()
    return SHORT_NAMES.get(words, words)
