"""Sessions, villages and indicators as JSON: the rows and numbers of the exports, page by page."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from quizzes.models import ExportLog
from quizzes.programme.api.protocol import (
    api_view,
    asked_cursor,
    asked_limit,
    asked_since,
    cursor_of,
    moment_of,
    next_address,
    refuse_unknown,
    wrong,
)
from quizzes.programme.dashboard.dictionary import entries
from quizzes.programme.exports.files import header
from quizzes.programme.exports.indicator_rows import chosen_villages, page_of_village_rows, reach_rows
from quizzes.programme.exports.request import Format, Kind, OrderForm
from quizzes.programme.exports.session_rows import chosen_sessions, session_rows_of

FILTERS = {"first", "last", "province", "office", "topic"}
PAGING = {"limit", "cursor"}
STATES = ("approved", "all")
VILLAGE_STATES = ("active", "all")


@api_view
def sessions(request):
    refuse_unknown(request, FILTERS | PAGING | {"updated_since", "state"})
    order, since, limit = asked_order(request, Kind.SESSIONS), asked_since(request), asked_limit(request)
    after = asked_cursor(request, lambda moment, key: (moment_of(moment), UUID(key)))
    found = in_order_of_change(chosen_sessions(order), "uuid", since, after)
    keys = list(found.values_list("updated_at", "uuid")[: limit + 1])
    page, more = keys[:limit], len(keys) > limit
    rows = {row[0]: row for row in session_rows_of([key for _moment, key in page])}
    names = header(Kind.SESSIONS)
    results = [
        {**dict(zip(names, rows[str(key)], strict=True)), "updated": moment.isoformat()}
        for moment, key in page
    ]
    return answer(request, order, results, cursor_of(page[-1][0].isoformat(), page[-1][1]) if more else None)


@api_view
def villages(request):
    refuse_unknown(request, FILTERS | PAGING | {"updated_since", "state"})
    every_state = asked_state(request, VILLAGE_STATES) == "all"
    order, since, limit = asked_order(request, Kind.VILLAGES), asked_since(request), asked_limit(request)
    after = asked_cursor(request, lambda moment, code: (moment_of(moment), code))
    found = in_order_of_change(chosen_villages(order, every_state), "code", since, after)
    page = list(found.for_list()[: limit + 1])
    names, more = header(Kind.VILLAGES), len(page) > limit
    results = [
        {**dict(zip(names, row, strict=True)), **change_of(village)}
        for village, row in zip(page, page_of_village_rows(order, page[:limit]), strict=False)
    ]
    last = page[limit - 1] if more else None
    return answer(request, order, results, last and cursor_of(last.updated_at.isoformat(), last.code))


def in_order_of_change(found, key, since, after):
    """Return `found` from the moment `since` and beyond the cursor `after`, a moment and a value of `key`.

    Each row is asked on the way through the index of changes: SQLite would sort all of them for each page.
    """
    rows = found.model.objects.filter(Exists(found.filter(pk=OuterRef("pk"))))
    if after:
        since, last = after
        rows = rows.exclude(updated_at=since, **{f"{key}__lte": last})
    if since:
        rows = rows.filter(updated_at__gte=since)
    return rows.order_by("updated_at", key)


def change_of(village):
    return {"state": village.status, "updated": village.updated_at.isoformat()}


@api_view
def indicators(request):
    refuse_unknown(request, FILTERS | PAGING)
    order, limit = asked_order(request, Kind.REACH), asked_limit(request)
    start = asked_cursor(request, int) or 0
    rows, names = list(reach_rows(order)), header(Kind.REACH)
    page = rows[start : start + limit]
    results = [dict(zip(names, row, strict=True)) for row in page]
    more = start + limit < len(rows)
    said = answer(request, order, results, cursor_of(start + limit) if more else None)
    return {**said, "indicators": entries()}


def asked_order(request, kind):
    """Return the order of the filter; the period is the last twelve months unless it is given."""
    data = {name: value for name, value in request.GET.items() if name in FILTERS}
    of_sessions = kind == Kind.SESSIONS and asked_state(request, STATES) == "all"
    data |= {"kind": kind, "format": Format.CSV, "every_state": "on" if of_sessions else ""}
    form = OrderForm(data, request.user)
    for name, errors in form.errors.items():
        raise wrong(name, " ".join(errors))
    return form.order


def asked_state(request, states):
    state = request.GET.get("state", states[0])
    if state not in states:
        raise wrong("state", f"Write one of: {', '.join(states)}.")
    return state


def answer(request, order, results, cursor):
    ExportLog.objects.create(
        user=request.user, kind=f"api {order.kind}.json", filters=request.GET.urlencode(), rows=len(results)
    )
    return {"results": results, "next": next_address(request, cursor)}
