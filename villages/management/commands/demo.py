from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.accounts.role_setup import setup_roles
from villages.demo_accounts import create_demo_accounts


class Command(BaseCommand):
    help = "Make the six demo accounts (password from DEMO_PASSWORD, else random and shown once)."

    @transaction.atomic
    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError(
                "Demo accounts are refused in production; make real accounts in /admin/ instead."
            )
        setup_roles(self.stdout.write)
        create_demo_accounts(self.stdout.write)
