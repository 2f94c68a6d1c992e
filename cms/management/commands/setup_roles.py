from django.core.management.base import BaseCommand
from django.db import transaction

from cms.accounts.role_setup import setup_roles


class Command(BaseCommand):
    help = "Create the groups educator, reviewer, analyst, editor and translator with their permissions."

    @transaction.atomic
    def handle(self, **options):
        setup_roles(self.stdout.write)
