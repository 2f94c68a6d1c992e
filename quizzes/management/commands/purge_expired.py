from datetime import timedelta

from django.contrib.sessions.models import Session as SignIn
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.editing.staged_uploads import old_previews, remove_previews
from quizzes.models import Attempt, Export
from quizzes.programme.exports.jobs import remove_exports
from villages.retention import expired_quarantine, remove_photos, unnamed_photos

EMPTY_KEPT = timedelta(days=7)
TASK_KEPT = timedelta(days=14)


def finished_tasks():
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASK_KEPT)


def remove(rows):
    rows.delete()


def remove_sign_ins(_rows):
    call_command("clearsessions")


class Command(BaseCommand):
    help = "Removes what is kept for a limited time only; meant for every night."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")

    def handle(self, *args, dry_run, **options):
        for words, rows, take_away in self.expired():
            count = len(rows) if isinstance(rows, list) else rows.count()
            if not dry_run:
                take_away(rows)
            self.stdout.write(f"{words}: {count}")
        self.stdout.write("Dry run: nothing was removed." if dry_run else "Removed.")

    def expired(self):
        empty = Attempt.objects.empty().filter(date__lt=timezone.localdate() - EMPTY_KEPT)
        return [
            ("Photos that no session names, over 30 days old", unnamed_photos(), remove_photos),
            ("Refused reports over 180 days old", expired_quarantine(), remove),
            ("Previews of an import that nobody confirmed, over 1 day old", old_previews(), remove_previews),
            ("Quiz attempts without an answer, over 7 days old", empty, remove),
            ("Prepared exports over 7 days old", Export.objects.expired(), remove_exports),
            ("Finished background tasks over 14 days old", finished_tasks(), remove),
            (
                "Sign-ins that have ended",
                SignIn.objects.filter(expire_date__lt=timezone.now()),
                remove_sign_ins,
            ),
        ]
