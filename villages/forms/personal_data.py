"""Finds what may never be stored: NIK and telephone numbers of people in free text.

Groups of digits with separators between them are read as one number, in the folded text.
`static/js/field/personal-data.js` does the same on the phone, and `tests/data/private_numbers.json` lists
what both find and what both leave alone.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.forms.folding import fold
from villages.forms.number_patterns import PATTERNS

NIK_DIGITS = 16
SHORTEST = 9
BREAKING = ("prices", "digests")
HARMLESS = ("dates", "spaced_dates", "clocks", "codes", "thousands", "ages")


class Number(NamedTuple):
    """Groups of digits, as regular expression matches, that may be one number."""

    groups: tuple[re.Match, ...]
    digits: str

    @property
    def start(self):
        return self.groups[0].start()

    @property
    def end(self):
        return self.groups[-1].end()

    @property
    def text(self):
        """The number with its separators."""
        return self.groups[0].string[self.start : self.end]

    @property
    def before(self):
        """What stands directly before it."""
        return self.groups[0].string[max(0, self.start - 5) : self.start]

    @property
    def after(self):
        return self.groups[0].string[self.end : self.end + 2]


def private_numbers(text):
    """Yield (kind, start, end) of every NIK and telephone number in a folded text; `kind` is nik or phone."""
    for name in BREAKING:
        text = PATTERNS[name].sub(lambda found: found[1] + "x" * len(found[2]), text)
    places = harmless_places(text)
    for number in numbers_in(text):
        for kind, is_kind in KINDS.items():
            if is_kind(number) and not is_harmless(kind, number, places):
                yield "nik" if kind == "nik" else "phone", number.start, number.end


def numbers_in(text):
    """Yield every `Number` of nine to sixteen digits that runs over at most two lines."""
    groups = list(re.finditer(r"[0-9]+", text))
    # What stands before each group: None where it cannot be inside a number.
    gaps = [None] + [gap_between(*pair) for pair in pairwise(groups)]
    for first in range(len(groups)):
        for count, digits in sums_from(first, groups, gaps):
            yield Number(tuple(groups[first : first + count]), digits)


def gap_between(group, following):
    gap = group.string[group.end() : following.start()]
    return gap if PATTERNS["gap"].match(gap) else None


def sums_from(first, groups, gaps):
    """Yield (how many groups, their digits) of the numbers that begin with the group `first`."""
    digits, lines = groups[first][0], 0
    for at in range(first + 1, min(first + NIK_DIGITS, len(groups)) + 1):
        if len(digits) > NIK_DIGITS or lines > 1:
            return
        if len(digits) >= SHORTEST:
            yield at - first, digits
        if at == len(groups) or gaps[at] is None:
            return
        digits += groups[at][0]
        lines += gaps[at].count("\n")


def is_nik(number):
    return len(number.digits) == NIK_DIGITS


def is_phone(number):
    """Return True for a mobile number with its 0 or 62; a part of a longer number with slashes is none."""
    if not PATTERNS["phone"].match(number.digits):
        return False
    is_part = re.search(r"[0-9]/$", number.before) or re.match(r"/[0-9]", number.after)
    return not ("/" in number.text and is_part)


def is_bare_phone(number):
    """Return True for a mobile number without its 0 or 62; a round number or one of a list is none."""
    digits, sizes = number.digits, [len(group[0]) for group in number.groups]
    if not PATTERNS["bare_phone"].match(digits) or digits.endswith("00000"):
        return False
    if PATTERNS["attached"].search(number.before) and not PATTERNS["named"].search(number.before):
        return False
    return len(sizes) == 1 or (min(sizes) > 1 and sizes[0] > 2 and len(digits) > 9)


KINDS = {"nik": is_nik, "phone": is_phone, "bare_phone": is_bare_phone}


def is_harmless(kind, number, places):
    """Return True if it consists of harmless numbers or splits one; a telephone number has no time in it."""
    starts = [group.start() for group in number.groups]
    if starts[0] in places["no_start"] or starts[-1] in places["no_end"]:
        return True
    has_time = kind != "nik" and any(start in places["times"] for start in starts)
    return has_time or all(start in places[kind] for start in starts)


def harmless_places(text):
    """Return the places of digits that belong to something harmless, by what that means for a number."""
    found = {name: list(PATTERNS[name].finditer(text)) for name in HARMLESS}
    found["ages"] = [match for match in found["ages"] if is_rising(match[2])]
    harmless = places_of(match for matches in found.values() for match in matches)
    documents = list(PATTERNS["documents"].finditer(text))
    named, files = places_of(documents), places_of(match for match in documents if is_file(match[2]))
    dates, clocks, codes = (found[name] for name in ("dates", "clocks", "codes"))
    inner_start, inner_end = split_places([*clocks, *codes])
    return {
        "nik": harmless | named,
        "phone": harmless | files,
        "bare_phone": harmless | named,
        "times": places_of([*dates, *clocks]),
        "no_start": places_of(dates) | inner_start,
        "no_end": places_of(dates) | inner_end,
    }


def split_places(matches):
    """Return where a number would begin inside one of `matches`, and where it would end inside one."""
    start = {place for match in matches for place in range(match.start(2) + 1, match.end(2))}
    return start, {place for match in matches for place in range(match.start(2), last_group(match))}


def last_group(match):
    """Return where the last group of digits of a match begins."""
    return match.end(2) - len(re.search(r"[0-9]*[^0-9]*$", match[2])[0])


def places_of(matches):
    return {place for match in matches for place in range(*match.span(2))}


def is_rising(ages):
    first, last = map(int, ages.split("-"))
    return first < last


def is_file(number):
    return "/" in number or len(re.sub("[^0-9]", "", number)) == NIK_DIGITS


def private_number_in(text):
    """Return `nik` or `phone` for the first such number in `text`, else an empty string."""
    return next((kind for kind, _start, _end in private_numbers(fold(text))), "")


def reject_private_numbers(text):
    """Raise `ValidationError` when `text` holds something like a NIK or a mobile number."""
    kind = private_number_in(text)
    if kind:
        raise ValidationError(problem_with(kind), code=kind)


def problem_with(kind):
    if kind == "nik":
        return _("This looks like a NIK (16 digits). Remove it: we never store who came.")
    return _("This looks like a telephone number. Remove it: we never store villagers' contact details.")
