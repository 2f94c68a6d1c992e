from django.core.management.base import BaseCommand
from django.db import transaction

from cms.search.index import index_all


class Command(BaseCommand):
    help = "Write the search index anew, e.g. after restoring a database without it."

    @transaction.atomic
    def handle(self, **options):
        self.stdout.write(f"{index_all()} search documents")
