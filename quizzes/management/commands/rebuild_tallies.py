import time
from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from quizzes.analysis.rebuild import answer_tally_differences, rebuild_answer_tallies
from villages.reach import rebuild as sessions


class Command(BaseCommand):
    help = "Counts all sessions and answers again into the tallies that dashboards and exports read."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; fail when a tally differs from the sessions or answers",
        )

    def handle(self, *args, check, **options):
        self.started = time.monotonic()
        if not check:
            sessions.rebuild_tallies(self.log)
            self.log("answers ...")
            rebuild_answer_tallies()
            self.stdout.write("The tallies are counted again.")
            return
        with sessions.read_snapshot():
            found = self.write_differences(
                chain(sessions.tally_differences(self.log), answer_tally_differences())
            )
        if found:
            raise CommandError(f"{found} differences. Run rebuild_tallies to count again.")
        self.stdout.write("The tallies match the sessions and answers.")

    def log(self, message):
        self.stdout.write(f"{time.monotonic() - self.started:7.1f} s  {message}")
        self.stdout.flush()

    def write_differences(self, differences):
        """Write the first differences; return how many there are."""
        found = 0
        for found, difference in enumerate(differences, 1):
            if found <= 20:
                self.stdout.write(difference)
        return found
