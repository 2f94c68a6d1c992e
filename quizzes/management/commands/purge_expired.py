from datetime import timedelta

from django.contrib.sessions.models import Session as SignIn
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.editing.staged_uploads import old_previews, remove_previews
from cms.models import AuditEntry, MissedSearch
from cms.models import SignIn as OpenSignIn
from quizzes.models import Attempt, Export
from quizzes.programme.exports.jobs import delete_exports
from villages.retention import (
    expired_quarantine,
    files_left_behind,
    remove_photo_files,
    remove_photos,
    unnamed_photos,
)

EMPTY_ATTEMPT_LIFETIME = timedelta(days=7)
FINISHED_TASK_LIFETIME = timedelta(days=14)


def finished_tasks():
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - FINISHED_TASK_LIFETIME)


def delete_rows(rows):
    rows.delete()


def clear_sign_ins(_rows):
    call_command("clearsessions")
    OpenSignIn.objects.exclude(session_key__in=SignIn.objects.values("session_key")).delete()


class Command(BaseCommand):
    help = "Deletes data whose storage time is over; meant for every night."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be deleted, and delete nothing"
        )

    def handle(self, *args, dry_run, **options):
        for description, rows, delete in self.expired():
            count = len(rows) if isinstance(rows, list) else rows.count()
            if not dry_run:
                delete(rows)
            self.stdout.write(f"{description}: {count}")
        self.stdout.write("Dry run: nothing was removed." if dry_run else "Removed.")

    def expired(self):
        """Return [(description, rows, function that deletes them)]."""
        empty = Attempt.objects.empty().filter(date__lt=timezone.localdate() - EMPTY_ATTEMPT_LIFETIME)
        return [
            ("Photos that no session names, over 30 days old", unnamed_photos(), remove_photos),
            ("Files of photos without a row, over 2 days old", files_left_behind(), remove_photo_files),
            ("Refused reports over 180 days old", expired_quarantine(), delete_rows),
            ("Previews of an import that nobody confirmed, over 1 day old", old_previews(), remove_previews),
            ("Quiz attempts without an answer, over 7 days old", empty, delete_rows),
            (
                "Searches without a result, over 2 or 13 months old",
                MissedSearch.objects.expired(),
                delete_rows,
            ),
            ("Entries of the audit log, over 1 or 5 years old", AuditEntry.objects.expired(), delete_rows),
            ("Prepared exports over 7 days old", Export.objects.expired(), delete_exports),
            ("Finished background tasks over 14 days old", finished_tasks(), delete_rows),
            (
                "Sign-ins that have ended",
                SignIn.objects.filter(expire_date__lt=timezone.now()),
                clear_sign_ins,
            ),
        ]
