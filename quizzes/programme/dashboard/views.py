from dataclasses import replace

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from quizzes.programme.dashboard.dictionary import dictionary_entries
from quizzes.programme.dashboard.query import read_filters
from quizzes.programme.dashboard.summary import ProgrammeSummary
from quizzes.programme.exports.session_rows import indonesian_topic_names
from quizzes.programme.permissions import dashboard_required, visible_offices
from villages.maps.province_tiles import tiles
from villages.maps.village_map import drawing_of, with_coordinates
from villages.models import ImmigrationOffice, Session, Village, VillageTally


@require_safe
@dashboard_required
def dashboard(request):
    form, filters = read_filters(request)
    summary = ProgrammeSummary(filters, visible_offices(request.user))
    coverage = {row.key: row.reach.visited for row in summary.by_province}
    context = {
        "form": form,
        "filters": filters,
        "summary": summary,
        "bars": month_bars(summary.months),
        "tiles": tiles(summary.provinces, coverage) if summary.whole_country else [],
        "map": village_map(request.user, filters),
        "as_of": timezone.localtime(),
        "query": filters.query,
    }
    return render(request, "quizzes/programme/dashboard/index.html", context)


def month_bars(months, height=120, width=30):
    """Return [(x, y, height, month, sessions)], the bars of the chart."""
    highest = max((sessions for _, sessions, _ in months), default=0) or 1
    result = []
    for index, (month, sessions, _people) in enumerate(months):
        size = round(height * sessions / highest)
        result.append((index * width, height - size, size, month, sessions))
    return result


def village_map(user, filters):
    """Return the map with the villages visited in the period; no drawing for no or too many villages."""
    villages = with_coordinates(Village.objects.visible_to(user).active().matching(filters))
    if not villages:
        return {"drawing": None, "is_too_much": villages is None}
    visited = VillageTally.objects.filter(
        topic=filters.topic,
        month__range=(filters.first, filters.last),
        village__in=[village.pk for village in villages],
    )
    visited_ids = set(visited.values_list("village", flat=True))
    return {
        "drawing": drawing_of(villages),
        "visited": visited_ids,
        "not_visited": len(villages) - len(visited_ids),
    }


@require_safe
@dashboard_required
def data_dictionary(request):
    return render(request, "quizzes/programme/dashboard/dictionary.html", {"entries": dictionary_entries()})


def with_topic_names(sessions):
    """Return [(session, the names of its topics)]."""
    names = indonesian_topic_names()
    return [
        (session, ", ".join(names.get(topic) or topic for topic in session.topics)) for session in sessions
    ]


@require_safe
@dashboard_required
def monthly_report(request):
    """One office in the last month of the filter, in Indonesian, to print and sign."""
    _form, filters = read_filters(request)
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
            "summary": ProgrammeSummary(filters, office),
            "sessions": with_topic_names(sessions),
            "people": sum(session.participants for session in sessions),
            "as_of": timezone.localtime(),
        }
        return render(request, "quizzes/programme/dashboard/report.html", context)
