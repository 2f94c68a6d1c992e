from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms import starter
from cms.starter.page_loader import PageLoader
from quizzes.starter import load_quizzes, publish_quizzes


class Command(BaseCommand):
    help = "Load the starter content; content that is already there stays as editors left it."

    @transaction.atomic
    def handle(self, **options):
        with references_indexed_once():
            self.load(self.stdout.write)

    def load(self, log):
        starter.load_facts(log)
        starter.load_glossary(log)
        starter.load_places(log)
        starter.load_helplines(log)
        new_quizzes = load_quizzes(log)
        PageLoader(log).load()
        publish_quizzes(new_quizzes)
        starter.load_crisis_words(log)
        starter.load_message_rules(log)
        starter.load_synonyms(log)


@contextmanager
def references_indexed_once():
    """On an empty site build the reference index at the end: updating it on every save doubles the time."""
    if ReferenceIndex.objects.exists():
        yield
        return
    with disable_reference_index_auto_update():
        yield
    call_command("rebuild_references_index", verbosity=0)
