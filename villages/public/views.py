"""The villages for everybody: where the programme works, in numbers that identify nobody."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.page_cache.middleware import public_page
from villages.maps.province_tiles import tiles
from villages.maps.village_map import drawing_of, with_coordinates
from villages.models import ImmigrationOffice, Province, Village, VillageTally
from villages.models.roster import VillageQuerySet
from villages.public.frozen_sums import COUNTRY, frozen_sums
from villages.reach.disclosure_control import PUBLIC
from villages.reach.filters import Filters
from villages.reach.queries import village_counts

MOST_FOUND = 50
PER_PAGE = 100


@require_safe
def village_list(request):
    """The provinces with their reach; with a name, a province or an office in the address only villages."""
    asked = " ".join(request.GET.get("q", "").split())[:80]
    area = area_in(request.GET)
    return village_choice(request, asked, area) if asked or area else all_provinces(request)


@public_page
def all_provinces(request):
    """Where the programme works today, and sums of the newest frozen quarters."""
    names = dict(Province.objects.values_list("code", "name"))
    sums, active = frozen_sums(), active_by_province()
    rows = [public_row(code, names[code], active[code], sums) for code in names if code in active]
    context = {
        "sums": sums,
        "total": public_row(COUNTRY, "", sum(active.values()), sums),
        "rows": sorted(rows, key=lambda row: row["name"]),
        "tiles": tiles(names, {row["code"]: row["active"] for row in rows}),
        "is_invented": Village.objects.invented().exists(),
    }
    return render(request, "villages/public/list.html", context)


def active_by_province():
    """Return {code: number of active villages}."""
    found = Counter()
    for _office, regency, active in village_counts(Filters.last_year(), today=None):
        found[regency[:2]] += active
    return found


@cache_control(private=True, max_age=60)
def village_choice(request, asked, area):
    page = request.GET.get("hal")
    context = {
        "asked": asked,
        "found": matching_villages(asked) if asked else None,
        "most": MOST_FOUND,
        "area": area,
        "villages": area and Paginator(area.villages.select_related("regency"), PER_PAGE).get_page(page),
        "drawing": area and not asked and drawing_of(with_coordinates(area.villages)),
        "is_invented": Village.objects.invented().exists(),
    }
    return render(request, "villages/public/village_choice.html", context)


@dataclass(frozen=True)
class Area:
    """A province, or the villages of one immigration office."""

    name: str
    query: str  # what names it in the address
    villages: VillageQuerySet


def area_in(parameters):
    """Return the `Area` that the address names, or None."""
    if code := parameters.get("provinsi"):
        return Area(get_object_or_404(Province, pk=code).name, f"provinsi={code}", in_province(code))
    if key := parameters.get("kantor"):
        office = get_object_or_404(ImmigrationOffice, pk=int(key) if key.isdecimal() else None)
        return Area(office.name, f"kantor={office.pk}", Village.objects.active().filter(office=office))
    return None


@require_safe
@public_page
def village_detail(request, code):
    village = Village.objects.active().for_list().by_code(code)
    if village is None:
        raise Http404
    if village.code != code:
        return redirect("villages-public:village", village.code)
    period = Filters.last_year()
    tallies = VillageTally.objects.filter(village=village, month__range=(period.first, period.last))
    rows = list(tallies.values_list("topic", "sessions"))
    context = {
        "village": village,
        # No people: next to the sum of the province even a rounded number could reveal a few.
        "sessions": about_number(sum(sessions for topic, sessions in rows if not topic), 5),
        "topics": topic_pages({topic for topic, _sessions in rows if topic}),
    }
    return render(request, "villages/public/detail.html", context)


def about_number(number, step):
    """Return `number` in words, rounded to `step`; a small number stays vague."""
    if not number:
        return _("none yet")
    if number < step:
        return _("fewer than %(number)s") % {"number": step}
    return _("about %(number)s") % {"number": round(number / step) * step}


def public_row(code, name, active, sums):
    sessions, people = sums.of(code) if sums else (0, None)
    return {
        "code": code,
        "name": name,
        "active": active,
        "sessions": coarse_number(sessions, 5),
        "people": "–" if people is None else coarse_number(people, PUBLIC),
    }


def coarse_number(number, step):
    """Return `number` rounded to `step`, or `<5`; short enough for a column on a phone."""
    return f"<{step}" if 0 < number < step else round(number / step) * step


def matching_villages(asked):
    """Return villages for what was typed; where nothing begins so, those with it inside their name."""
    villages = Village.objects.active().for_list()
    return villages.found_by(asked, MOST_FOUND) or list(villages.containing(asked)[:MOST_FOUND])


def in_province(code):
    return Village.objects.active().filter(code__gt=f"{code}.", code__lt=f"{code}/")


def topic_pages(slugs):
    """Return the live pages of the topics, which have names in the reader's language."""
    return Page.objects.live().filter(slug__in=slugs).specific() if slugs else []
