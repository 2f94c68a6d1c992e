from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from quizzes import recounting as answers
from villages import recounting as sessions


class Command(BaseCommand):
    help = "Counts all sessions and answers again into the tallies that dashboards and exports read."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; fail when a tally differs from the sessions or answers",
        )

    def handle(self, *args, check, **options):
        if not check:
            sessions.rebuild()
            answers.rebuild()
            self.stdout.write("The tallies are counted again.")
            return
        with sessions.at_one_moment():
            found = self.say(chain(sessions.differences(), answers.differences()))
        if found:
            raise CommandError(f"{found} differences. Run rebuild_tallies to count again.")
        self.stdout.write("The tallies are what the sessions and answers say.")

    def say(self, differences):
        """Write the first differences; return how many there are."""
        found = 0
        for found, sentence in enumerate(differences, 1):
            if found <= 20:
                self.stdout.write(sentence)
        return found
