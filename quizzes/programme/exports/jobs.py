"""Exports that take long: a worker (`manage.py db_worker`) writes them, their owner fetches them later."""

import logging
import tempfile
import time

from django.core.files import File
from django.db import transaction
from django_tasks import task

from quizzes.models import Export
from quizzes.programme.exports.files import write
from quizzes.programme.exports.request import order_again

logger = logging.getLogger(__name__)


def prepare(order, query, total):
    """Return a new `Export` of about `total` rows that a worker will write."""
    export = Export.objects.create(user=order.user, query=query, name=order.file_name, total=total)
    enqueue(export)
    return export


def try_again(export):
    export.now(state=Export.State.WAITING, done=0)
    enqueue(export)


def enqueue(export):
    transaction.on_commit(lambda: write_export.enqueue(export.pk))


@task
def write_export(pk):
    """Write the file of an `Export`. Doing so twice, or after it was removed, harms nothing."""
    export = Export.objects.filter(pk=pk).select_related("user").first()
    if export is None or export.state == Export.State.READY:
        return
    export.now(state=Export.State.RUNNING)
    try:
        write_file(export)
    except Exception:
        logger.exception("Export %s failed", pk)
        export.now(state=Export.State.FAILED)


def write_file(export):
    order = order_again(export.user, export.query)
    if order is None:
        raise ValueError("the order cannot be understood any more")
    offices = order.offices
    with tempfile.TemporaryFile() as file:
        number = write(order, file, Progress(export))
        file.seek(0)
        export.file.save(export.name, File(file), save=False)
    name, storage = export.file.name, export.file.storage
    scope = None if offices is None else sorted(offices)
    if not export.now(state=Export.State.READY, done=number, total=number, file=name, offices=scope):
        storage.delete(name)


class Progress:
    """Notes the rows written at most once a second."""

    def __init__(self, export):
        self.export, self.last = export, time.monotonic()

    def __call__(self, number):
        if time.monotonic() - self.last > 1:
            self.export.now(done=number)
            self.last = time.monotonic()


def remove_exports(exports):
    """Delete rows and files."""
    for export in list(exports):
        name, storage = export.file.name, export.file.storage
        export.delete()
        if name:
            storage.delete(name)
