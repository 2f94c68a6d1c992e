"""Tables as files: streamed at once, or written by a worker that reports its progress."""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from quizzes.models.exports import ExportLog
from quizzes.programme.dashboard.dictionary import LEARNING_INDICATORS
from quizzes.programme.exports import columns, editions, indicator_rows, session_rows
from quizzes.programme.exports.csv_geojson import csv_lines, geojson_chunks
from quizzes.programme.exports.request import Format, Kind
from quizzes.programme.exports.responses import CSV, CountedRows, streaming_download, xlsx_download
from quizzes.programme.exports.xlsx import write_xlsx
from villages.models import Attendance
from villages.reach import indicators

CODEBOOK_HEADER = ("column", "bahasa Indonesia", "English")
CONTENT_TYPES = {Format.CSV: CSV, Format.GEOJSON: "application/geo+json; charset=utf-8"}
ROWS_OF_EDITION = {
    Kind.VILLAGES: editions.village_rows,
    Kind.REACH: editions.indicator_rows_of,
}
ROWS_OF_KIND = {
    Kind.SESSIONS: session_rows.session_rows,
    Kind.ATTENDANCE: session_rows.attendance_rows,
    Kind.VILLAGES: indicator_rows.village_rows,
    Kind.REACH: indicator_rows.indicator_rows,
}
COLUMNS_OF_KIND = {
    Kind.SESSIONS: columns.SESSIONS,
    Kind.ATTENDANCE: columns.ATTENDANCE,
    Kind.VILLAGES: columns.VILLAGES,
}


def columns_of(kind):
    """Return [(code, meaning)] of the table."""
    if kind == Kind.REACH:
        numbers = [
            (indicator.code, indicator.formula) for indicator in (*indicators.REACH, *LEARNING_INDICATORS)
        ]
        hidden = ("hidden", _("Columns of this row that are hidden to protect people"))
        return [*columns.PLACES, *numbers, hidden]
    return [(code, columns.column_meaning(meaning)) for code, meaning in COLUMNS_OF_KIND[kind]]


def header(kind):
    return [code for code, _meaning in columns_of(kind)]


def codebook(kind):
    """Yield (column, meaning in Indonesian, meaning in English)."""
    meanings = {}
    for language in ("id", "en"):
        with override(language):
            meanings[language] = {code: str(meaning) for code, meaning in columns_of(kind)}
    for code in meanings["id"]:
        yield code, meanings["id"][code], meanings["en"][code]


def export_notes(export_request):
    """Yield (heading, text) for people who open the file years later."""
    filters = export_request.filters
    yield _("Table"), str(Kind(export_request.kind).label)
    yield _("Period"), f"{filters.first:%Y-%m} – {filters.last:%Y-%m}"
    yield _("Filter"), ", ".join(session_rows.filter_labels(filters)) or "–"
    if export_request.for_partners:
        yield _("Edition"), str(export_request.edition.number)
    yield _("As of"), as_of(export_request).isoformat(timespec="seconds")
    yield _("Reports"), _("Every state") if export_request.every_state else _("Approved sessions only.")
    yield _("Hidden"), hidden_note(export_request)


def as_of(export_request):
    """Return when the numbers were taken: those for partners stay as they were."""
    return timezone.localtime(export_request.edition.made_at if export_request.for_partners else None)


def hidden_note(export_request):
    if export_request.for_partners:
        return _("Numbers below 10, and others that would give them away. Empty: hidden.")
    if export_request.offices is None and export_request.kind in {Kind.VILLAGES, Kind.REACH}:
        return _("Numbers below 5, and others that would give them away. Empty: hidden.")
    return _("Nothing. Do not pass this file on; make a file for partners instead.")


def village_features(rows):
    """Yield (longitude, latitude, properties) of the village `rows` that have coordinates."""
    names = header(Kind.VILLAGES)
    for row in rows:
        properties = dict(zip(names, row, strict=True))
        latitude, longitude = properties.pop("latitude"), properties.pop("longitude")
        if latitude is not None:
            yield longitude, latitude, properties


def expected_rows(export_request):
    """Return how many rows the file will have; 0 for the short table of indicators, which is not counted."""
    if export_request.kind == Kind.SESSIONS:
        return session_rows.sessions_for(export_request).count()
    if export_request.kind == Kind.ATTENDANCE:
        return Attendance.objects.filter(session__in=session_rows.sessions_for(export_request)).count()
    if export_request.kind == Kind.VILLAGES:
        return indicator_rows.villages_for(export_request).count()
    return 0


def logged_rows(export_request, report=None):
    """Return the `CountedRows` of an export after logging who asked for it and with which filter."""
    query = f"{export_request.filters.query}{'&reader=partner' if export_request.for_partners else ''}"
    query += "&every_state=on" if export_request.every_state else ""
    kind = f"{export_request.kind}.{export_request.format}"
    log = ExportLog.objects.create(user=export_request.user, kind=kind, filters=query)
    rows_of = ROWS_OF_EDITION if export_request.for_partners else ROWS_OF_KIND
    return CountedRows(rows_of[export_request.kind](export_request), log, report)


def text_chunks(export_request, rows):
    if export_request.format == Format.GEOJSON:
        return geojson_chunks(village_features(rows))
    return csv_lines(header(export_request.kind), rows)


def write_export_file(export_request, file, report=None):
    """Write the export to the binary `file`; return the number of rows."""
    rows = logged_rows(export_request, report)
    if export_request.format == Format.XLSX:
        write_xlsx(file, sheets(export_request, rows))
    else:
        for chunk in text_chunks(export_request, rows):
            file.write(chunk.encode())
    return rows.number


def sheets(export_request, rows):
    """Return [(title, header, rows)]."""
    return [
        ("data", header(export_request.kind), rows),
        ("dictionary", CODEBOOK_HEADER, codebook(export_request.kind)),
        ("notes", ["", ""], export_notes(export_request)),
    ]


def export_response(export_request):
    if export_request.format == Format.XLSX:
        return xlsx_download(partial(write_export_file, export_request), export_request.file_name)
    chunks = text_chunks(export_request, logged_rows(export_request))
    return streaming_download(chunks, export_request.file_name, CONTENT_TYPES[export_request.format])
