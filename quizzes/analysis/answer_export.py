"""The answers of a report, one a row, with a codebook: as CSV or XLSX, written row by row."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.crypto import salted_hmac

from quizzes.analysis.codebook import CODEBOOK_HEADER, COLUMNS, codebook, notes
from quizzes.models import ExportLog, Phase
from quizzes.programme.exports.csv_geojson import csv_lines
from quizzes.programme.exports.responses import Counted, spreadsheet, streamed
from villages.models import ImmigrationOffice

HIDDEN = "hidden"
PIECE = 500  # people


def place_of(attempt=""):
    """Return what the group of attempts is told by; the path to them, `attempt`, ends with `__`."""
    return f"{attempt}language", TruncMonth(f"{attempt}date"), f"{attempt}round__office"


def mark_of(attempt):
    """A name for an attempt that is the same in every export and leads nowhere: no number, no token."""
    return salted_hmac("quizzes.answer-export", str(attempt)).hexdigest()[:12] if attempt else ""


def told_groups(scope, limit):
    """Return the (language, month, office) that may be told: enough people, and enough of them hidden.

    Of all that the reader may see, whatever a file is narrowed to: else two files tell the difference.
    """
    attempts = replace(scope, language="", first=None, last=None, office=None).attempts().counted()
    rows = attempts.values_list(*place_of()).annotate(number=Count("pk")).order_by()
    people = {tuple(place): number for *place, number in rows}
    return set(people) - hidden_groups(people, limit)


def hidden_groups(people, limit):
    """Return the groups of fewer than `limit` people; where these are few in all, the next larger one too."""
    hidden, together = set(), 0
    for place, number in sorted(people.items(), key=lambda item: (item[1], str(item[0]))):
        if number >= limit and (not together or together >= limit):
            break
        hidden.add(place)
        together += number
    return hidden


def linked_groups(scope, limit):
    """Return the groups before a session to which a pair may lead."""
    return told_groups(replace(scope, phase=Phase.BEFORE), limit) if scope.phase == Phase.AFTER else set()


def rows_of(scope, limit):
    """Yield the rows of `COLUMNS`; a group of few people is not told by language, month and office.

    A file that was narrowed would tell it all the same: such groups are left out of it. The order is that
    of the random tokens, as the order of the attempts is that of the days and places they were made.
    """
    told, linked = told_groups(scope, limit), linked_groups(scope, limit)
    offices = dict(ImmigrationOffice.objects.values_list("pk", "name"))
    positions = {version.pk: position for position, version in enumerate(scope.versions, 1)}
    names = {version.pk: version for version in scope.versions}
    part = [scope.edition.quiz.slug, scope.edition.number, str(scope.phase)]
    for row in answers_in_pieces(scope):
        attempt, finished, pk, choice, outcome = row[:5]
        place, earlier, earlier_place = row[5:8], row[8], row[9:]
        if place not in told and scope.is_narrowed:
            continue
        version = names[pk]
        yield [
            mark_of(attempt),
            mark_of(earlier) if place in told and earlier_place in linked else "",
            *part,
            *(told_place(place, offices) if place in told else [HIDDEN] * 3),
            int(finished),
            version.code,
            version.number,
            positions[pk],
            choice,
            outcome,
            "" if outcome == "unscored" or not version.is_scored else int(outcome == "right"),
        ]


def answers_in_pieces(scope):
    """Yield what `rows_of` needs of each answer, asking for a few people at a time.

    All in one question would be sorted to the end before the first row is there.
    """
    wanted = ("attempt", "attempt__is_finished", "version", "choice", "outcome", *place_of("attempt__"))
    before = ("attempt__before", *place_of("attempt__before__"))
    people = list(scope.attempts().counted().order_by("token").values_list("pk", flat=True))
    for start in range(0, len(people), PIECE):
        found = scope.answers().filter(attempt__in=people[start : start + PIECE])
        yield from found.order_by("attempt__token", "version").values_list(*wanted, *before)


def told_place(place, offices):
    language, month, office = place
    return [language, f"{month:%Y-%m}", offices.get(office, "")]


def logged_rows(user, kind, scope, limit, asked):
    """Return the rows with who asked for what in the log."""
    filters = urlencode({"quiz": scope.edition.quiz.slug, **asked})
    log = ExportLog.objects.create(user=user, kind=kind, filters=filters)
    return Counted(rows_of(scope, limit), log)


def csv_file(user, scope, limit, asked):
    rows = logged_rows(user, "quiz-answers.csv", scope, limit, asked)
    return streamed(csv_lines(COLUMNS, rows), f"jawaban-{scope.edition.quiz.slug}.csv")


def codebook_file(scope):
    lines = csv_lines(CODEBOOK_HEADER, codebook(scope))
    return streamed(lines, f"buku-kode-{scope.edition.quiz.slug}.csv")


def xlsx_file(user, scope, limit, asked):
    """The sheets data, codebook and notes."""
    from quizzes.programme.exports.xlsx import write_xlsx  # heavy, and only for who wants a workbook

    sheets = [
        ("data", COLUMNS, logged_rows(user, "quiz-answers.xlsx", scope, limit, asked)),
        ("codebook", CODEBOOK_HEADER, codebook(scope)),
        ("notes", ["notes"], [[sentence] for sentence in notes(scope, limit, timezone.localtime())]),
    ]
    return spreadsheet(partial(write_xlsx, sheets=sheets), f"jawaban-{scope.edition.quiz.slug}.xlsx")
