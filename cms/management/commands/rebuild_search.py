from django.core.management.base import BaseCommand
from django.db import transaction

from cms.search.index import rebuild


class Command(BaseCommand):
    help = "Rebuild the search index, e.g. after restoring a database without it."

    @transaction.atomic
    def handle(self, **options):
        self.stdout.write(f"{rebuild()} search documents")
