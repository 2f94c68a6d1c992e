"""Names of regencies and cities, as people shorten them: Kab. Bangka Tengah."""

import re

from cms.editing.control_characters import without_control_characters
from villages.roster_import.cells import name_key

KIND = re.compile(r"(kabupaten|kab|kota)\b\.?\s*(?:(?:administrasi|adm)\b\.?\s*)?", re.IGNORECASE)
FIRST_CITY = 71  # in the second part of a code: from here on it is a city


def regency_key(name):
    """Return (kind, bare name) for comparing; the kind is "" when the name does not give it."""
    found = KIND.match(name_key(name))
    kind = {"kab": "kabupaten"}.get(found[1], found[1]) if found else ""
    bare = KIND.sub("", name_key(name), count=1) if found else name_key(name)
    return kind, re.sub(r"[\W_]+", "", bare)


def is_same_regency(name, other):
    (kind, bare), (other_kind, other_bare) = regency_key(name), regency_key(other)
    return bare == other_bare and (kind == other_kind or not (kind and other_kind))


def full_regency_name(name, code):
    """Return `Kabupaten Bangka Tengah` for `KAB. BANGKA TENGAH` and, by the code, for `Bangka Tengah`."""
    name = without_control_characters(name)
    kind, _bare = regency_key(name)
    kind = kind or ("kota" if int(code[3:5]) >= FIRST_CITY else "kabupaten")
    administrative = "Administrasi " if re.match(r"\w+\.?\s+adm", name, re.IGNORECASE) else ""
    found = KIND.match(name)
    bare = name[found.end() :] if found else name
    bare = bare.title() if bare.isupper() or bare.islower() else bare
    return f"{kind.title()} {administrative}{bare}"
