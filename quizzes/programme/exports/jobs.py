"""Slow exports: a worker (`manage.py db_worker`) writes them, their owner downloads them later."""

import logging
import tempfile
import time

from django.core.files import File
from django.db import transaction
from django_tasks import task

from quizzes.models import Export
from quizzes.programme.exports.files import write_export_file
from quizzes.programme.exports.request import parse_stored_request

logger = logging.getLogger(__name__)


def queue_export(export_request, query, total):
    """Return a new `Export` of about `total` rows that a worker will write."""
    export = Export.objects.create(
        user=export_request.user, query=query, name=export_request.file_name, total=total
    )
    enqueue(export)
    return export


def retry_export(export):
    export.update_unfinished(state=Export.State.WAITING, done=0)
    enqueue(export)


def enqueue(export):
    transaction.on_commit(lambda: write_export.enqueue(export.pk))


@task
def write_export(pk):
    """Write the file of an `Export`; harmless if run twice or after the export was removed.

    A queued task is stored under the path of this function. After a rename the worker fails tasks queued
    before; their owners are offered to try again once `Export.is_stuck`.
    """
    export = Export.objects.filter(pk=pk).select_related("user").first()
    if export is None or export.state == Export.State.READY:
        return
    export.update_unfinished(state=Export.State.RUNNING)
    try:
        store_export_file(export)
    except Exception:
        logger.exception("Export %s failed", pk)
        export.update_unfinished(state=Export.State.FAILED)


def store_export_file(export):
    export_request = parse_stored_request(export.user, export.query)
    if export_request is None:
        raise ValueError("the stored query is no longer valid")
    offices = export_request.offices
    with tempfile.TemporaryFile() as file:
        number = write_export_file(export_request, file, ProgressReport(export))
        file.seek(0)
        export.file.save(export.name, File(file), save=False)
    name, storage = export.file.name, export.file.storage
    office_ids = None if offices is None else sorted(offices)
    if not export.update_unfinished(
        state=Export.State.READY, done=number, total=number, file=name, offices=office_ids
    ):
        storage.delete(name)


class ProgressReport:
    """Stores the number of rows written, at most once a second."""

    def __init__(self, export):
        self.export, self.last = export, time.monotonic()

    def __call__(self, number):
        if time.monotonic() - self.last > 1:
            self.export.update_unfinished(done=number)
            self.last = time.monotonic()


def delete_exports(exports):
    """Delete rows and files."""
    for export in list(exports):
        name, storage = export.file.name, export.file.storage
        export.delete()
        if name:
            storage.delete(name)
