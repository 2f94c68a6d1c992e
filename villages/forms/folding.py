"""Folds what people and phones type: every kind of digit becomes 0-9, every kind of space or hyphen one kind.

`static/js/field/folding.js` does the same on the phone.
"""

import re
import unicodedata
from functools import lru_cache

# The zeros of digits on keyboards of our region; NFKC folds full-width and other styled digits.
ZEROS = "٠۰०০௦๐໐၀០᭐᮰꧐"
FULL_WIDTH_ZERO = "０"
# Invisible, or drawn over the character before: soft hyphens, zero-width characters, the frame of a keycap.
IGNORED = (
    "[\r\u00ad\u0300-\u036f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufeff]"
)
FOLDS = {
    "\n": "[\v\f\u0085\u2028\u2029]",
    " ": "[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]",
    "-": "[~\u02d7\u058a\u05be\u1806\u2010-\u2015\u2043\u2053\u2212\u223c\u2e3a\u2e3b\u301c\u3030]",
    "/": "[\\\\|\u2044\u2215\u29f8]",
    ".": "[\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb]",
}


@lru_cache(maxsize=4096)
def folded(character):
    """Return what stands for `character`: mostly one character, sometimes none or a few."""
    plain = re.sub(IGNORED, "", unicodedata.normalize("NFKC", character))
    for stands, kinds in FOLDS.items():
        plain = re.sub(kinds, stands, plain)
    return "".join(map(plain_digit, plain))


def plain_digits(text):
    """Return `text` with the digits of every script as 0-9, and all else as it is: `5²` is no 52."""
    return "".join(map(plain_digit, text))


def plain_digit(character):
    """Return the ASCII digit of the same value; any other character as it is."""
    for zero in ZEROS + FULL_WIDTH_ZERO:
        if 0 <= ord(character) - ord(zero) <= 9:
            return str(ord(character) - ord(zero))
    return character


def fold(text):
    return "".join(map(folded, text))
