from dataclasses import replace

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from quizzes.programme.dashboard.dictionary import entries
from quizzes.programme.dashboard.query import filters_of
from quizzes.programme.dashboard.summary import Picture
from quizzes.programme.exports.session_rows import topic_names
from quizzes.programme.permissions import dashboard_view, offices_of
from villages.maps.province_tiles import tiles
from villages.maps.village_map import drawing_of, with_coordinates
from villages.models import ImmigrationOffice, Session, Village, VillageTally


@require_safe
@dashboard_view
def index(request):
    form, filters = filters_of(request)
    picture = Picture(filters, offices_of(request.user))
    coverage = {row.key: row.reach.visited for row in picture.by_province}
    context = {
        "form": form,
        "filters": filters,
        "picture": picture,
        "bars": bars(picture.months),
        "tiles": tiles(picture.provinces, coverage) if picture.whole_country else [],
        "map": village_map(request.user, filters),
        "as_of": timezone.localtime(),
        "query": filters.query,
    }
    return render(request, "quizzes/programme/dashboard/index.html", context)


def bars(months, height=120, width=30):
    """Return (x, y, height, month, sessions) of each bar of the trend."""
    greatest = max((sessions for _, sessions, _ in months), default=0) or 1
    result = []
    for index, (month, sessions, _people) in enumerate(months):
        size = round(height * sessions / greatest)
        result.append((index * width, height - size, size, month, sessions))
    return result


def village_map(user, filters):
    """Return the drawing of villages and which were visited in the period, or why there is none."""
    villages = with_coordinates(Village.objects.visible_to(user).active().matching(filters))
    if not villages:
        return {"drawing": None, "is_too_much": villages is None}
    visited = VillageTally.objects.filter(
        topic=filters.topic,
        month__range=(filters.first, filters.last),
        village__in=[village.pk for village in villages],
    )
    keys = set(visited.values_list("village", flat=True))
    return {
        "drawing": drawing_of(villages),
        "visited": keys,
        "not_visited": len(villages) - len(keys),
    }


@require_safe
@dashboard_view
def dictionary(request):
    return render(request, "quizzes/programme/dashboard/dictionary.html", {"entries": entries()})


def with_topics(sessions):
    """Return [(session, names of its topics)]."""
    names = topic_names()
    return [
        (session, ", ".join(names.get(topic) or topic for topic in session.topics)) for session in sessions
    ]


@require_safe
@dashboard_view
def report(request):
    """One office in the last month of the filter, in Indonesian, to be printed and signed."""
    _form, filters = filters_of(request)
    if not filters.office:
        return HttpResponseRedirect(reverse("dashboard:index"))
    filters = replace(filters, first=filters.last, province="", topic="")
    sessions = Session.objects.visible_to(request.user).counted().matching(filters)
    sessions = sessions.for_list().order_by("started_on")
    office = ImmigrationOffice.objects.filter(pk=filters.office)
    with override("id"):
        context = {
            "office": get_object_or_404(office),
            "filters": filters,
            "picture": Picture(filters, office),
            "sessions": with_topics(sessions),
            "people": sum(session.participants for session in sessions),
            "as_of": timezone.localtime(),
        }
        return render(request, "quizzes/programme/dashboard/report.html", context)
