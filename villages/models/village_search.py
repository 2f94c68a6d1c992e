"""Finding villages among tens of thousands by what people type: a name, a code, a district, a regency.

Everything but `containing` is answered from an index.
"""

import re

from django.apps import apps
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower, Replace

APOSTROPHES = "'’‘ʼ`´"
# A name is compared without apostrophes and full stops ("Ma’rang", "Sei. Rampah"); a hyphen is a space.
PLAIN = {**dict.fromkeys([*APOSTROPHES, "."], ""), "-": " "}
KINDS = frozenset(
    [
        "desa",
        "kelurahan",
        "kel",
        "kampung",
        "kecamatan",
        "kec",
        "distrik",
        "kabupaten",
        "kab",
        "kota",
        "provinsi",
    ]
)
DISTRICTS = ("kecamatan ", "distrik ")  # some lists have it in the name
MOST_WORDS = 3
SHORTEST = 3  # letters of a name beside that of an area


def plain(text):
    return " ".join(text.lower().translate(str.maketrans(PLAIN)).split())


def plain_expression(field, left_out=()):
    """Return the database expression of `plain(field)` without the words `left_out`."""
    expression = Lower(field)
    for sign, other in {**PLAIN, **dict.fromkeys(left_out, "")}.items():
        expression = Replace(expression, Value(sign), Value(other))
    return expression


def is_code(text):
    return text[:2].isdigit()


def dotted(text):
    """Return the digits in `text` as a code writes them: "3322052003" is 33.22.05.2003."""
    digits = re.sub(r"\D", "", text)
    return ".".join(filter(None, [digits[:2], digits[2:4], digits[4:6], digits[6:]]))


def without_kinds(text):
    """Return `text` as names are compared, without "desa" or "kecamatan" unless there is nothing else."""
    words = plain(text).split()
    return " ".join([word for word in words if word not in KINDS] or words)


def splits(text):
    """Return `[(beginning, rest)]`, and each turned round: the village may be named first or last."""
    words = text.split()[:MOST_WORDS]
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return [pair for pair in pairs + [pair[::-1] for pair in pairs] if len(pair[0]) >= SHORTEST]


def begins_a_word(field, text):
    return Q(**{f"{field}__istartswith": text}) | Q(**{f"{field}__icontains": f" {text}"})


def in_area(text):
    """Return a `Q`: every word of `text` is in the name of the district, regency or province."""
    where = Q()
    for word in text.split():
        regency = begins_a_word("regency__name", word)
        province = begins_a_word("regency__province__name", word)
        where &= Q(plain_district__contains=word) | regency | province
    return where


class VillageSearchQuerySet(QuerySet):
    def found_by(self, text, most):
        """Return up to `most` villages for a name, code, district or regency, or a name and an area."""
        if is_code(text):
            return list(self.coded_like(text)[:most] or self.filter(former_codes__code=dotted(text)))
        asked = without_kinds(text)
        if not asked:
            return []
        found = list(self.named_like(asked)[:most]) or self.first_of(self.named_in_area(asked), most)
        for villages in (self.in_district(asked), self.in_regency(asked)):
            if len(found) < most:
                found += [village for village in villages[:most] if village not in found]
        return found[:most] or self.first_of(self.in_district_of_regency(asked), most)

    @staticmethod
    def first_of(candidates, most):
        """Return up to `most` of the first of these query sets that has any."""
        return next((found for villages in candidates if (found := list(villages[:most]))), [])

    def coded_like(self, text):
        """Villages whose code begins with these digits, with or without dots."""
        return self.filter(code__prefix=dotted(text)).order_by("code")

    def named_like(self, text):
        """Villages whose name begins with `text`, found and sorted by an index."""
        return self.filter(plain_name__prefix=plain(text)).order_by("plain_name")

    def named_in_area(self, text):
        return (self.named_like(name).filter(in_area(area)) for name, area in splits(text))

    def in_district(self, text):
        return self.filter(plain_district__prefix=text).order_by("plain_district", "plain_name")

    def in_regency(self, text):
        """Villages of the regencies with `text` at the beginning of a word of their name."""
        regencies = apps.get_model("villages", "Regency").objects.filter(begins_a_word("name", text))
        # By code SQLite would go through all villages in that order, and look at the regency of each.
        return self.filter(regency__in=regencies.values("code")).order_by("regency_id")

    def in_district_of_regency(self, text):
        return (
            self.in_regency(regency).filter(plain_district__prefix=name) for name, regency in splits(text)
        )

    def containing(self, text):
        """Villages with `text` inside their name; reads all names."""
        return self.filter(plain_name__contains=plain(text)).order_by("plain_name")
