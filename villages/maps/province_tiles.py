"""A map of the 38 provinces as a grid of tiles, drawn by the server: readable on a phone and in grey."""

from dataclasses import dataclass

# Kemendagri code: (column, row, the letters on the tile).
PLACES = {
    "11": (0, 0, "AC"),
    "12": (0, 1, "SU"),
    "13": (0, 2, "SB"),
    "14": (1, 1, "RI"),
    "15": (1, 2, "JA"),
    "16": (1, 3, "SS"),
    "17": (0, 3, "BE"),
    "18": (1, 4, "LA"),
    "19": (2, 2, "BB"),
    "21": (2, 1, "KR"),
    "31": (2, 5, "JK"),
    "32": (3, 5, "JB"),
    "33": (4, 5, "JT"),
    "34": (4, 6, "YO"),
    "35": (5, 5, "JI"),
    "36": (1, 5, "BT"),
    "51": (6, 5, "BA"),
    "52": (7, 5, "NB"),
    "53": (8, 5, "NT"),
    "61": (3, 1, "KB"),
    "62": (4, 2, "KT"),
    "63": (5, 2, "KS"),
    "64": (5, 1, "KI"),
    "65": (5, 0, "KU"),
    "71": (8, 0, "SA"),
    "72": (7, 2, "ST"),
    "73": (6, 3, "SN"),
    "74": (7, 3, "SG"),
    "75": (7, 1, "GO"),
    "76": (6, 2, "SR"),
    "81": (8, 3, "MA"),
    "82": (8, 1, "MU"),
    "91": (11, 2, "PA"),
    "92": (10, 2, "PB"),
    "93": (11, 4, "PS"),
    "94": (10, 3, "PT"),
    "95": (11, 3, "PE"),
    "96": (9, 2, "PD"),
}
# On a drawing 360 wide, so that texts are 16 pixels high even on the narrowest phone.
WIDE, HIGH = 30, 44
FITS = 2  # digits; longer numbers are drawn narrower


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    letters: str
    x: int
    y: int
    number: object  # None where there is nothing to show
    shade: str  # 0.06 to 0.46: the opacity of the tile's colour

    @property
    def is_tight(self):
        return len(str(self.number or 0)) > FITS


def tiles(names, numbers):
    """Return a `Tile` for every province of `names` {code: name}; `numbers` {code: number} shade them."""
    greatest = max((number for number in numbers.values() if number), default=0)
    result = []
    for code, name in names.items():
        if code not in PLACES:
            continue
        column, row, letters = PLACES[code]
        number = numbers.get(code)
        share = (number or 0) / greatest if greatest else 0
        shade = f"{0.06 + 0.4 * share:.2f}"
        result.append(Tile(code, name, letters, column * WIDE, row * HIGH, number, shade))
    return result
