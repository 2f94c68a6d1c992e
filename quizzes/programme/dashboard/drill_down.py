"""The sessions and villages behind each number of the dashboard, with the column that is counted."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes.programme.dashboard.query import read_filters
from quizzes.programme.permissions import dashboard_required
from villages.models import Attendance, Referral, Session, SessionTransition, Village, VillageTally
from villages.models.tallies import counts_of
from villages.models.visit_days import OVERDUE
from villages.reach import indicators
from villages.reach.queries import reach_by_month

ROWS_PER_PAGE = 100
VILLAGE_FILTERS = {
    "active": "active",
    "visited": "visited",
    "coverage": "visited",
    "never": "never",
    "overdue": "overdue",
    "target": "target",
}
PEOPLE = ("first_time", "women", "under_18", "over_60", "disability", "referrals")
SESSION_COLUMNS = (*PEOPLE, "hours_until_received", "returned_share")


def drill_down_path(code):
    """Return (path, further parameters) of the list behind the number of indicator `code`."""
    if code in VILLAGE_FILTERS:
        return reverse("dashboard:villages"), f"&{urlencode({'state': VILLAGE_FILTERS[code]})}"
    return reverse("dashboard:sessions"), f"&{urlencode({'show': code})}" if code in SESSION_COLUMNS else ""


def drill_down_url(code, filters):
    path, more = drill_down_path(code)
    return f"{path}?{filters.query}{more}"


@dataclass
class SessionRow:
    session: Session
    number: float | None  # in the selected column


@require_safe
@dashboard_required
def session_drill_down(request):
    """The approved sessions of the filter that the viewer may see, with the selected column."""
    _form, filters = read_filters(request)
    sessions = Session.objects.visible_to(request.user).counted().matching(filters)
    shown = request.GET.get("show")
    shown = shown if shown in SESSION_COLUMNS else None
    if shown == "returned_share":
        sessions = sessions.filter(pk__in=returned_transitions().values("session"))
    pages = Paginator(sessions.for_list().order_by("-started_on", "pk"), ROWS_PER_PAGE)
    if shown != "returned_share":
        # From the tallies: counting a year of a large programme takes longer than everything else here.
        pages.count = sum(counts["sessions"] for _month, counts in reach_by_month(filters))
    page = pages.get_page(request.GET.get("p"))
    context = {
        "rows": page,
        "sessions": with_selected_column(page, shown),
        "column": indicators.BY_CODE[shown] if shown in (*PEOPLE, "hours_until_received") else None,
        "shown": shown,
        "query": filters.query,
        "filters": filters,
    }
    return render(request, "quizzes/programme/dashboard/sessions.html", context)


def returned_transitions():
    return SessionTransition.objects.filter(to_state=Session.State.RETURNED)


def with_selected_column(sessions, shown):
    """Return a `SessionRow` for each of the `sessions` of a page, counted as the tallies count."""
    if shown in (None, "returned_share"):
        return [SessionRow(session, None) for session in sessions]
    keys = [session.pk for session in sessions]
    groups = defaultdict(list)
    for key, *group in Attendance.objects.filter(session__in=keys).values_list(
        "session", "sex", "age", "count"
    ):
        groups[key].append(group)
    referred = dict(
        Referral.objects.filter(session__in=keys).values_list("session").annotate(Sum("count")).order_by()
    )
    rows = []
    for session in sessions:
        counts = counts_of(session, groups[session.pk], referred.get(session.pk, 0), returned=False)
        hours = counts["delay_minutes"] / 60
        rows.append(SessionRow(session, hours if shown == "hours_until_received" else counts[shown]))
    return rows


@require_safe
@dashboard_required
def village_drill_down(request):
    _form, filters = read_filters(request)
    villages = Village.objects.visible_to(request.user).active().matching(filters).for_list()
    state = request.GET.get("state")
    villages = filter_by_state(villages, state, filters)
    context = {
        "rows": Paginator(villages, ROWS_PER_PAGE).get_page(request.GET.get("p")),
        "state": indicators.BY_CODE.get(state) if state in VILLAGE_FILTERS.values() else None,
        "query": filters.query,
        "filters": filters,
    }
    return render(request, "quizzes/programme/dashboard/villages.html", context)


def filter_by_state(villages, state, filters):
    if state == "never":
        return villages.filter(last_session_on=None)
    if state == "overdue":
        return villages.filter(last_session_on__lt=timezone.localdate() - OVERDUE)
    if state == "visited":
        visited = VillageTally.objects.filter(topic=filters.topic, month__range=(filters.first, filters.last))
        return villages.filter(pk__in=visited.values("village"))
    if state == "target":
        return villages.filter(yearly_target__gt=0)
    return villages
