"""Sessions, villages and indicators as JSON: the rows of the exports, page by page."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from quizzes.models import ExportLog
from quizzes.programme.api.protocol import (
    api_view,
    decode_cursor,
    encode_cursor,
    next_page_url,
    parameter_error,
    parse_limit,
    parse_moment,
    parse_updated_since,
    reject_unknown_parameters,
)
from quizzes.programme.dashboard.dictionary import dictionary_entries
from quizzes.programme.exports.files import header
from quizzes.programme.exports.indicator_rows import indicator_rows, village_page_rows, villages_for
from quizzes.programme.exports.request import ExportForm, Format, Kind
from quizzes.programme.exports.session_rows import session_rows_by_uuid, sessions_for

FILTERS = {"first", "last", "province", "office", "topic"}
PAGING = {"limit", "cursor"}
SESSION_STATES = ("approved", "all")
VILLAGE_STATES = ("active", "all")


@api_view
def sessions(request):
    reject_unknown_parameters(request, FILTERS | PAGING | {"updated_since", "state"})
    export_request = parse_export_request(request, Kind.SESSIONS)
    since, limit = parse_updated_since(request), parse_limit(request)
    after = decode_cursor(request, lambda moment, uuid: (parse_moment(moment), UUID(uuid)))
    found = in_order_of_change(sessions_for(export_request), "uuid", since, after)
    keys = list(found.values_list("updated_at", "uuid")[: limit + 1])
    rows = {row[0]: row for row in session_rows_by_uuid([uuid for _moment, uuid in keys[:limit]])}
    names = header(Kind.SESSIONS)
    results = [
        {**dict(zip(names, rows[str(uuid)], strict=True)), "updated": moment.isoformat()}
        for moment, uuid in keys[:limit]
    ]
    cursor = change_cursor(*keys[limit - 1]) if len(keys) > limit else None
    return page_of_results(request, export_request, results, cursor)


@api_view
def villages(request):
    reject_unknown_parameters(request, FILTERS | PAGING | {"updated_since", "state"})
    every_state = parse_state(request, VILLAGE_STATES) == "all"
    export_request = parse_export_request(request, Kind.VILLAGES)
    since, limit = parse_updated_since(request), parse_limit(request)
    after = decode_cursor(request, lambda moment, code: (parse_moment(moment), code))
    found = in_order_of_change(villages_for(export_request, every_state), "code", since, after)
    found = list(found.for_list()[: limit + 1])
    names, page = header(Kind.VILLAGES), found[:limit]
    results = [
        {**dict(zip(names, row, strict=True)), **change_fields(village)}
        for village, row in zip(page, village_page_rows(export_request, page), strict=True)
    ]
    cursor = change_cursor(page[-1].updated_at, page[-1].code) if len(found) > limit else None
    return page_of_results(request, export_request, results, cursor)


def in_order_of_change(found, key, since, after):
    """Return `found` ordered by `updated_at` and `key`, from `since` on and after the cursor (time, key).

    `EXISTS` lets the database walk the index of `updated_at` and test each row; otherwise SQLite would sort
    all rows for every page.
    """
    rows = found.model.objects.filter(Exists(found.filter(pk=OuterRef("pk"))))
    if after:
        since, last = after
        rows = rows.exclude(updated_at=since, **{f"{key}__lte": last})
    if since:
        rows = rows.filter(updated_at__gte=since)
    return rows.order_by("updated_at", key)


def change_cursor(moment, key):
    return encode_cursor(moment.isoformat(), key)


def change_fields(village):
    return {"state": village.status, "updated": village.updated_at.isoformat()}


@api_view
def indicators(request):
    reject_unknown_parameters(request, FILTERS | PAGING)
    export_request, limit = parse_export_request(request, Kind.REACH), parse_limit(request)
    start = decode_cursor(request, int) or 0
    rows, names = list(indicator_rows(export_request)), header(Kind.REACH)
    end = start + limit
    results = [dict(zip(names, row, strict=True)) for row in rows[start:end]]
    cursor = encode_cursor(end) if end < len(rows) else None
    page = page_of_results(request, export_request, results, cursor)
    return {**page, "indicators": dictionary_entries()}


def parse_export_request(request, kind):
    """Return the `ExportRequest` of the filter; the default period is the last twelve months."""
    data = {name: value for name, value in request.GET.items() if name in FILTERS}
    every_state = kind == Kind.SESSIONS and parse_state(request, SESSION_STATES) == "all"
    data |= {"kind": kind, "format": Format.CSV, "every_state": "on" if every_state else ""}
    form = ExportForm(data, request.user)
    for name, errors in form.errors.items():
        raise parameter_error(name, " ".join(errors))
    return form.export_request


def parse_state(request, states):
    state = request.GET.get("state", states[0])
    if state not in states:
        raise parameter_error("state", f"Write one of: {', '.join(states)}.")
    return state


def page_of_results(request, export_request, results, cursor):
    ExportLog.objects.create(
        user=request.user,
        kind=f"api {export_request.kind}.json",
        filters=request.GET.urlencode(),
        rows=len(results),
    )
    return {"results": results, "next": next_page_url(request, cursor)}
