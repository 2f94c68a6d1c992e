"""The answers of a report, one per row, with a codebook, as CSV or XLSX, written row by row."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.crypto import salted_hmac

from quizzes.analysis.codebook import ANSWER_CODEBOOK_HEADER, ANSWER_COLUMNS, answer_codebook, answer_notes
from quizzes.models import ExportLog, Phase
from quizzes.models.versions import Outcome
from quizzes.programme.exports.csv_geojson import csv_lines
from quizzes.programme.exports.responses import CountedRows, streaming_download, xlsx_download
from quizzes.programme.exports.xlsx import write_xlsx
from villages.models import ImmigrationOffice

HIDDEN = "hidden"
BATCH_SIZE = 500  # people


def group_fields(attempt=""):
    """Return the fields of a group (language, month, office); `attempt` is the path to it, ending in `__`."""
    return f"{attempt}language", TruncMonth(f"{attempt}date"), f"{attempt}round__office"


def pseudonym(attempt):
    """Return an id of an attempt, the same in every export; it reveals neither its key nor its token."""
    return salted_hmac("quizzes.answer-export", str(attempt)).hexdigest()[:12] if attempt else ""


def shown_groups(scope, limit):
    """Return the groups that may be shown: enough people, and enough people in the hidden groups together.

    Decided on everything the viewer may see, however the file is narrowed; otherwise the difference of two
    files would reveal a hidden group.
    """
    attempts = replace(scope, language="", first=None, last=None, office=None).attempts().counted()
    rows = attempts.values_list(*group_fields()).annotate(number=Count("pk")).order_by()
    people = {tuple(group): number for *group, number in rows}
    return set(people) - hidden_groups(people, limit)


def hidden_groups(people, limit):
    """Return the groups of fewer than `limit` people; if these are few in all, the next larger one too."""
    hidden, hidden_people = set(), 0
    for group, number in sorted(people.items(), key=lambda item: (item[1], str(item[0]))):
        if number >= limit and (not hidden_people or hidden_people >= limit):
            break
        hidden.add(group)
        hidden_people += number
    return hidden


def linkable_groups(scope, limit):
    """Return the groups before a session that an attempt after it may be linked to."""
    if scope.phase != Phase.AFTER:
        return set()
    return shown_groups(replace(scope, phase=Phase.BEFORE), limit)


def answer_rows(scope, limit):
    """Yield the rows of `ANSWER_COLUMNS`; language, month and office of a small group are hidden.

    A narrowed file would reveal them all the same, so it leaves such groups out. Rows are in the order of the
    random tokens: the order of the primary keys is that of the days and places of the attempts.
    """
    shown, linkable = shown_groups(scope, limit), linkable_groups(scope, limit)
    offices = dict(ImmigrationOffice.objects.values_list("pk", "name"))
    versions = {version.pk: (position, version) for position, version in enumerate(scope.versions, 1)}
    part = [scope.edition.quiz.slug, scope.edition.number, str(scope.phase)]
    for row in answers_in_batches(scope):
        attempt, finished, version_id, choice, outcome = row[:5]
        group, earlier, earlier_group = row[5:8], row[8], row[9:]
        is_shown = group in shown
        if not is_shown and scope.is_narrowed:
            continue
        yield [
            pseudonym(attempt),
            pseudonym(earlier) if is_shown and earlier_group in linkable else "",
            *part,
            *(group_cells(group, offices) if is_shown else [HIDDEN] * 3),
            int(finished),
            *answer_cells(*versions[version_id], choice, outcome),
        ]


def answers_in_batches(scope):
    """Yield the fields that `answer_rows` needs of each answer, a few hundred people per query.

    A single query would be sorted to the end before it returned the first row.
    """
    fields = ("attempt", "attempt__is_finished", "version", "choice", "outcome", *group_fields("attempt__"))
    earlier = ("attempt__before", *group_fields("attempt__before__"))
    people = list(scope.attempts().counted().order_by("token").values_list("pk", flat=True))
    for start in range(0, len(people), BATCH_SIZE):
        answers = scope.answers().filter(attempt__in=people[start : start + BATCH_SIZE])
        yield from answers.order_by("attempt__token", "version").values_list(*fields, *earlier)


def group_cells(group, offices):
    language, month, office = group
    return [language, f"{month:%Y-%m}", offices.get(office, "")]


def answer_cells(position, version, choice, outcome):
    has_mark = outcome != Outcome.UNSCORED and version.is_scored
    mark = int(outcome == Outcome.RIGHT) if has_mark else ""
    return [version.code, version.number, position, choice, outcome, mark]


def logged_answer_rows(user, kind, scope, limit, query):
    """Return the `CountedRows` of an export after logging who asked for it and with which filter."""
    filters = urlencode({"quiz": scope.edition.quiz.slug, **query})
    log = ExportLog.objects.create(user=user, kind=kind, filters=filters)
    return CountedRows(answer_rows(scope, limit), log)


def csv_response(user, scope, limit, query):
    rows = logged_answer_rows(user, "quiz-answers.csv", scope, limit, query)
    return streaming_download(csv_lines(ANSWER_COLUMNS, rows), f"jawaban-{scope.edition.quiz.slug}.csv")


def xlsx_response(user, scope, limit, query):
    """Return a file with the sheets data, codebook and notes."""
    notes = answer_notes(scope, limit, timezone.localtime())
    sheets = [
        ("data", ANSWER_COLUMNS, logged_answer_rows(user, "quiz-answers.xlsx", scope, limit, query)),
        ("codebook", ANSWER_CODEBOOK_HEADER, answer_codebook(scope)),
        ("notes", ["notes"], [[sentence] for sentence in notes]),
    ]
    return xlsx_download(partial(write_xlsx, sheets=sheets), f"jawaban-{scope.edition.quiz.slug}.xlsx")


def codebook_response(scope):
    lines = csv_lines(ANSWER_CODEBOOK_HEADER, answer_codebook(scope))
    return streaming_download(lines, f"buku-kode-{scope.edition.quiz.slug}.csv")
