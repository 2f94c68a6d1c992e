import time
from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from quizzes.analysis import rebuild as answers
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
            sessions.rebuild_tallies(self.say)
            self.say("answers ...")
            answers.rebuild()
            self.stdout.write("The tallies are counted again.")
            return
        with sessions.read_snapshot():
            found = self.write(chain(sessions.tally_differences(self.say), answers.differences()))
        if found:
            raise CommandError(f"{found} differences. Run rebuild_tallies to count again.")
        self.stdout.write("The tallies are what the sessions and answers say.")

    def say(self, sentence):
        self.stdout.write(f"{time.monotonic() - self.started:7.1f} s  {sentence}")
        self.stdout.flush()

    def write(self, differences):
        """Write the first differences; return how many there are."""
        found = 0
        for found, sentence in enumerate(differences, 1):
            if found <= 20:
                self.stdout.write(sentence)
        return found
