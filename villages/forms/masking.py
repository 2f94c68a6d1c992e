"""Masks the digits of NIK and telephone numbers in what is stored although it was rejected."""

import json
import re

from villages.forms.folding import folded
from villages.forms.personal_data import private_numbers

# One character of JSON as it is sent, or its escape.
UNIT = re.compile(
    r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\.|.", re.DOTALL | re.IGNORECASE
)


def mask_units(units, characters):
    """Return the `units` joined, with `*` for each whose character is a digit of such a number."""
    plain = [folded(character) for character in characters]
    owners = [place for place, letters in enumerate(plain) for _letter in letters]
    text, masked, done = "".join(plain), list(units), 0
    for _kind, start, end in private_numbers(text):
        for at in range(max(start, done), end):
            if text[at].isdigit():
                masked[owners[at]] = "*"
        done = max(done, end)
    return "".join(masked)


def mask_errors(errors):
    """Return {key: [message]}, which may quote what was sent, with `*` for every digit of such numbers."""
    return {mask_text(key): [mask_text(message) for message in messages] for key, messages in errors.items()}


def mask_text(text):
    return mask_units(text, text)


def mask_private_numbers(raw):
    """Return the bytes `raw`, JSON or anything else, with `*` for every digit of such numbers."""
    units = UNIT.findall(raw.decode(errors="surrogateescape"))
    return mask_units(units, map(unescaped, units)).encode(errors="surrogateescape")


def unescaped(unit):
    """Return the character that a JSON escape stands for."""
    if len(unit) == 1 or unit == r"\u0000":
        return unit.replace("\0", "")
    try:
        return json.loads(f'"{unit}"')
    except ValueError:
        return unit
