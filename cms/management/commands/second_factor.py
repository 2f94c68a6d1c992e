from django.core.management.base import BaseCommand, CommandError

from cms.accounts.second_factor import reset
from cms.models import User


class Command(BaseCommand):
    help = "Takes every second factor from an account and prints the code with which a new one is set up."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody has the user name {username}.")
        self.stdout.write(f"Code for {username}, shown only now, valid for 14 days: {reset(user)}")
