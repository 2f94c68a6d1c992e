"""The rows behind the numbers of the dashboard: sessions and villages, with the column that is counted."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes.programme.dashboard.query import filters_of
from quizzes.programme.permissions import dashboard_view
from villages.models import Attendance, Referral, Session, SessionTransition, Village, VillageTally
from villages.models.tallies import counts_of
from villages.reach import indicators
from villages.reach.queries import OVERDUE, by_month

PER_PAGE = 100
VILLAGES = {
    "active": "active",
    "visited": "visited",
    "coverage": "visited",
    "never": "never",
    "overdue": "overdue",
    "target": "target",
}
PEOPLE = ("first_time", "women", "under_18", "over_60", "disability", "referrals")
SHOWN = (*PEOPLE, "hours_until_received", "returned_share")


def list_of(code):
    """Return (address, further parameters) of the list of rows behind the number of indicator `code`."""
    if code in VILLAGES:
        return reverse("dashboard:villages"), f"&{urlencode({'state': VILLAGES[code]})}"
    return reverse("dashboard:sessions"), f"&{urlencode({'show': code})}" if code in SHOWN else ""


def address_of(code, filters):
    address, more = list_of(code)
    return f"{address}?{filters.query}{more}"


@dataclass
class Row:
    session: Session
    number: object  # of the column asked for


@require_safe
@dashboard_view
def session_rows(request):
    """The approved sessions of the filter that the viewer may see, with the column that is asked for."""
    _form, filters = filters_of(request)
    found = Session.objects.visible_to(request.user).counted().matching(filters)
    shown = request.GET.get("show")
    shown = shown if shown in SHOWN else None
    if shown == "returned_share":
        found = found.filter(pk__in=returned_ones().values("session"))
    pages = Paginator(found.for_list().order_by("-started_on", "pk"), PER_PAGE)
    if shown != "returned_share":
        # From the sums: to count a year of a large programme takes longer than all the rest.
        pages.count = sum(counts["sessions"] for _month, counts in by_month(filters))
    page = pages.get_page(request.GET.get("p"))
    context = {
        "rows": page,
        "sessions": with_column(page, shown),
        "column": indicators.BY_CODE[shown] if shown in (*PEOPLE, "hours_until_received") else None,
        "shown": shown,
        "query": filters.query,
        "filters": filters,
    }
    return render(request, "quizzes/programme/dashboard/sessions.html", context)


def returned_ones():
    return SessionTransition.objects.filter(to_state=Session.State.RETURNED)


def with_column(sessions, shown):
    """Return a `Row` for each of the `sessions` of a page, counted as the tallies count."""
    if shown in (None, "returned_share"):
        return [Row(session, None) for session in sessions]
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
        rows.append(Row(session, hours if shown == "hours_until_received" else counts[shown]))
    return rows


@require_safe
@dashboard_view
def village_rows(request):
    _form, filters = filters_of(request)
    villages = Village.objects.visible_to(request.user).active().matching(filters).for_list()
    state = request.GET.get("state")
    villages = in_state(villages, state, filters)
    context = {
        "rows": Paginator(villages, PER_PAGE).get_page(request.GET.get("p")),
        "state": indicators.BY_CODE.get(state) if state in VILLAGES.values() else None,
        "query": filters.query,
        "filters": filters,
    }
    return render(request, "quizzes/programme/dashboard/villages.html", context)


def in_state(villages, state, filters):
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
