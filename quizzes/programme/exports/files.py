"""Tables as files: streamed at once, or written to a file while somebody watches the progress."""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from quizzes.models.exports import ExportLog
from quizzes.programme.dashboard.dictionary import LEARNING
from quizzes.programme.exports import columns, indicator_rows, session_rows
from quizzes.programme.exports.csv_geojson import csv_lines, geojson_pieces
from quizzes.programme.exports.request import Format, Kind
from quizzes.programme.exports.responses import CSV, Counted, spreadsheet, streamed
from villages.models import Attendance
from villages.reach import indicators

CODEBOOK_HEADER = ("column", "bahasa Indonesia", "English")
TYPES = {Format.CSV: CSV, Format.GEOJSON: "application/geo+json; charset=utf-8"}
ROWS = {
    Kind.SESSIONS: session_rows.session_rows,
    Kind.ATTENDANCE: session_rows.attendance_rows,
    Kind.VILLAGES: indicator_rows.village_rows,
    Kind.REACH: indicator_rows.reach_rows,
}


def columns_of(kind):
    """Return [(code, meaning)] of the table."""
    if kind == Kind.REACH:
        numbers = [(indicator.code, indicator.formula) for indicator in (*indicators.REACH, *LEARNING)]
        hidden = ("hidden", _("Columns of this row that are hidden to protect people"))
        return [*columns.PLACES, *numbers, hidden]
    found = {
        Kind.SESSIONS: columns.SESSIONS,
        Kind.ATTENDANCE: columns.ATTENDANCE,
        Kind.VILLAGES: columns.VILLAGES,
    }[kind]
    return [(code, columns.meaning_of(meaning)) for code, meaning in found]


def header(kind):
    return [code for code, _meaning in columns_of(kind)]


def codebook(kind):
    """Yield (column, meaning in Indonesian, meaning in English)."""
    said = {}
    for language in ("id", "en"):
        with override(language):
            said[language] = {code: str(meaning) for code, meaning in columns_of(kind)}
    for code in said["id"]:
        yield code, said["id"][code], said["en"][code]


def notes(order):
    """Yield (what, words) for whoever opens the file years later."""
    filters = order.filters
    yield _("Table"), str(Kind(order.kind).label)
    yield _("Period"), f"{filters.first:%Y-%m} – {filters.last:%Y-%m}"
    yield _("Filter"), ", ".join(session_rows.names_of(filters)) or "–"
    yield _("As of"), timezone.localtime().isoformat(timespec="seconds")
    yield _("Reports"), _("Every state") if order.every_state else _("Approved sessions only.")
    if order.partner:
        yield _("Hidden"), _("Numbers below 10, and others so that nobody can work these out. Empty: hidden.")
    elif order.offices is None and order.kind in {Kind.VILLAGES, Kind.REACH}:
        yield _("Hidden"), _("Numbers below 5, and others so that nobody can work these out. Empty: hidden.")
    else:
        yield _("Hidden"), _("Nothing. Do not pass this file on: use a file for partners.")


def features(order, table):
    """Yield the villages that have coordinates."""
    names = header(Kind.VILLAGES)
    for row in table:
        properties = dict(zip(names, row, strict=True))
        latitude, longitude = properties.pop("latitude"), properties.pop("longitude")
        if latitude is not None:
            yield longitude, latitude, properties


def row_total(order):
    """Return how many rows are to come, for the progress."""
    if order.kind == Kind.SESSIONS:
        return session_rows.chosen_sessions(order).count()
    if order.kind == Kind.ATTENDANCE:
        return Attendance.objects.filter(session__in=session_rows.chosen_sessions(order)).count()
    if order.kind == Kind.VILLAGES:
        return indicator_rows.chosen_villages(order).count()
    return 0


def logged_rows(order, report=None):
    """Return the `Counted` rows of an order, with who asked for what in the log."""
    asked = f"{order.filters.query}{'&reader=partner' if order.partner else ''}"
    asked += "&every_state=on" if order.every_state else ""
    kind = f"{order.kind}.{order.format}"
    log = ExportLog.objects.create(user=order.user, kind=kind, filters=asked)
    return Counted(ROWS[order.kind](order), log, report)


def text_pieces(order, table):
    if order.format == Format.GEOJSON:
        return geojson_pieces(features(order, table))
    return csv_lines(header(order.kind), table)


def write(order, file, report=None):
    """Write the whole to the binary `file`; return the number of rows."""
    table = logged_rows(order, report)
    if order.format == Format.XLSX:
        from quizzes.programme.exports.xlsx import write_xlsx  # heavy, and only for who wants a workbook

        write_xlsx(
            file,
            [
                ("data", header(order.kind), table),
                ("dictionary", CODEBOOK_HEADER, codebook(order.kind)),
                ("notes", ["", ""], notes(order)),
            ],
        )
    else:
        for piece in text_pieces(order, table):
            file.write(piece.encode())
    return table.number


def response(order):
    if order.format == Format.XLSX:
        return spreadsheet(partial(write, order), order.file_name)
    return streamed(text_pieces(order, logged_rows(order)), order.file_name, TYPES[order.format])
