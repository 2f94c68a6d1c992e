"""Choosing a village: by name or code among all that are fostered, those assigned to the educator first."""

import re

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from villages.field_app.permissions import educator_required
from villages.models import Village

MOST_FOUND = 20


def find_villages(user, text):
    """Return villages for a name, a code (also a former one), a district or a regency.

    Not only those that `user` may see: the names and codes of villages are public (see
    `villages.public.views`).
    """
    if not text:
        return []
    villages = Village.objects.active().for_list().found_by(text, MOST_FOUND)
    ids = [village.pk for village in villages]
    mine = set(Village.objects.filter(pk__in=ids).assigned_to(user).values_list("pk", flat=True))
    for village in villages:
        village.is_mine = village.pk in mine
    return sorted(villages, key=lambda village: not village.is_mine)


def search_text(request):
    return " ".join(re.sub(r"[%_\\]", " ", request.GET.get("q", "")).split())[:80]


@educator_required
@require_safe
def choose_village(request):
    """The page for browsers without JavaScript; each village links to the form."""
    text = search_text(request)
    context = {"asked": text, "villages": find_villages(request.user, text), "section": "create"}
    return render(request, "villages/field_app/choose_village.html", context)


@educator_required
@require_safe
def village_suggestions(request):
    rows = [
        {
            "code": village.code,
            "name": f"{village.name}, {village.district} ({village.zone.abbreviation})",
            "place": f"{village.regency.name} · {village.code}",
            "zone": village.zone.value,
            "zone_name": village.zone.abbreviation,
            "mine": village.is_mine,
        }
        for village in find_villages(request.user, search_text(request))
    ]
    return JsonResponse({"villages": rows})
