"""Choosing a village: by name or code among all that are fostered, those assigned to the educator first."""

import re

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from villages.field_app.permissions import educator_required
from villages.models import Village

MOST_FOUND = 20


def found_villages(user, asked):
    """Return villages whose name or code begins with `asked`, else the one that had this code before.

    Of the roster, names and codes only. Not narrowed to what `user` may see: where the programme works is
    public (see `villages.public.views`).
    """
    if not asked:
        return []
    active = Village.objects.active().for_list()
    villages = active.named_like(asked)[:MOST_FOUND] or active.filter(former_codes__code=asked)
    ids = [village.pk for village in villages]
    mine = set(Village.objects.filter(pk__in=ids).assigned_to(user).values_list("pk", flat=True))
    for village in villages:
        village.is_mine = village.pk in mine
    return sorted(villages, key=lambda village: not village.is_mine)


def asked_in(request):
    return " ".join(re.sub(r"[%_\\]", " ", request.GET.get("q", "")).split())[:80]


@educator_required
@require_safe
def choose_village(request):
    """The page for whoever has no JavaScript; each village leads to the form."""
    asked = asked_in(request)
    context = {"asked": asked, "villages": found_villages(request.user, asked), "section": "create"}
    return render(request, "villages/field_app/choose_village.html", context)


@educator_required
@require_safe
def village_names(request):
    rows = [
        {
            "code": village.code,
            "name": f"{village.name}, {village.district} ({village.zone.abbreviation})",
            "place": f"{village.regency.name} · {village.code}",
            "zone": village.zone.value,
            "zone_name": village.zone.abbreviation,
            "mine": village.is_mine,
        }
        for village in found_villages(request.user, asked_in(request))
    ]
    return JsonResponse({"villages": rows})
