"""Downloads: tables as streamed CSV or as XLSX, with the number of rows written to the export log."""

import tempfile

from django.http import FileResponse, StreamingHttpResponse

from quizzes.models import ExportLog

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROGRESS_EVERY = 500  # rows


class CountedRows:
    """Iterates over `rows`, passes the number so far to `report` and stores the total in the `ExportLog`."""

    def __init__(self, rows, log, report=None):
        self.rows, self.log, self.report, self.number = rows, log, report, 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            if self.report and self.number % PROGRESS_EVERY == 0:
                self.report(self.number)
            yield row
        ExportLog.objects.filter(pk=self.log.pk).update(rows=self.number)


def streaming_download(chunks, name, content_type=CSV):
    return as_download(StreamingHttpResponse(chunks, content_type=content_type), name)


def xlsx_download(write, name):
    """Let `write(file)` fill a temporary file first: the table of contents of an XLSX file comes last."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    write(file)
    file.seek(0)
    return as_download(FileResponse(file, content_type=XLSX), name)


def as_download(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
