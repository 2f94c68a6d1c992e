from django.core.management.base import BaseCommand

from quizzes.programme.exports import frozen_quarters
from quizzes.programme.exports.request import quarter_name


class Command(BaseCommand):
    help = "Freezes quarters that ended 45 days ago, for partners and the public; meant for every night."

    def handle(self, *args, **options):
        names = [quarter_name(first) for first in frozen_quarters.freeze_quarters()]
        self.stdout.write(f"Frozen: {', '.join(names)}" if names else "No quarter waits.")
