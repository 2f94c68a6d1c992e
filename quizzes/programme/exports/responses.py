"""Tables that leave the system as files: counted row by row, and logged."""

import tempfile

from django.http import FileResponse, StreamingHttpResponse

from quizzes.models import ExportLog

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Counted:
    """Rows on their way out: tells `report` how many have passed, and `log` (an `ExportLog`) at the end."""

    def __init__(self, rows, log, report=None):
        self.rows, self.log, self.report, self.number = rows, log, report, 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            if self.report and self.number % 500 == 0:
                self.report(self.number)
            yield row
        ExportLog.objects.filter(pk=self.log.pk).update(rows=self.number)


def streamed(pieces, name, content_type=CSV):
    return attached(StreamingHttpResponse(pieces, content_type=content_type), name)


def spreadsheet(write, name):
    """`write(file)` fills a file on the disk first: a workbook ends with its contents."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    write(file)
    file.seek(0)
    return attached(FileResponse(file, content_type=XLSX), name)


def attached(answer, name):
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
