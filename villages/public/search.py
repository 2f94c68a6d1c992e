"""Villages and immigration offices in the search of the site: read from their own tables."""

from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.search.hits import Hit, HitGroup
from villages.models import ImmigrationOffice, Village
from villages.models.village_search import KINDS, begins_a_word, is_code, without_kinds

MOST_SHOWN = 5
SHORTEST = 4  # letters; a name that begins with less says too little
OFFICE = frozenset(["kantor", "imigrasi", "kanim", "immigration", "office"])
BESIDE_OFFICE = frozenset(
    ["alamat", "nomor", "nomer", "telepon", "kelas", "tpi", "non", "di", "dekat", "terdekat", "in", "near"]
)


def search_villages(question):
    """Return villages of this name; those of a district or regency only where the question says which."""
    asked = without_kinds(question.text)
    says_kind = bool(KINDS & set(question.words)) or is_code(question.text)
    if len(asked) < SHORTEST:
        return None
    villages = Village.objects.active().for_list()
    named = [] if says_kind else list(villages.named_like(asked)[:MOST_SHOWN])
    if says_kind:
        found = villages.found_by(question.text, MOST_SHOWN)
    elif named or question.is_answered:
        found = named
    else:
        found = villages.first_of(villages.named_in_area(asked), MOST_SHOWN)
    hits = [Hit(village.name, f"/desa/{village.code}/", area_of(village)) for village in found]
    is_named = not named or any(village.plain_name == asked for village in named)
    more = f"/desa/?{urlencode({'q': question.text})}" if len(hits) == MOST_SHOWN else ""
    return HitGroup(_("Villages"), hits, is_named, more)


def area_of(village):
    return f"{village.district}, {village.regency.name}, {village.regency.province.name}"


def search_offices(question):
    """Return the immigration offices of a place, when the question asks for one."""
    place = [word for word in question.words if word not in OFFICE | BESIDE_OFFICE]
    if not OFFICE & set(question.words) or not place:
        return None
    where = Q()
    for word in place:
        where &= (
            begins_a_word("name", word) | begins_a_word("city", word) | begins_a_word("province__name", word)
        )
    offices = ImmigrationOffice.objects.filter(where).select_related("province")[:MOST_SHOWN]
    hits = [Hit(office.name, f"/desa/?kantor={office.pk}", about_office(office)) for office in offices]
    return HitGroup(_("Immigration offices"), hits, is_named=True)


def about_office(office):
    return ", ".join(filter(None, [office.city, office.province.name, office.phone]))
