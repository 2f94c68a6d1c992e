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
    help = "Load the starter content; what is already there stays as editors left it."

    @transaction.atomic
    def handle(self, **options):
        with references_noted_once():
            self.load(self.stdout.write)

    def load(self, say):
        starter.load_facts(say)
        starter.load_glossary(say)
        starter.load_helplines(say)
        new_quizzes = load_quizzes(say)
        PageLoader(say).load()
        publish_quizzes(new_quizzes)


@contextmanager
def references_noted_once():
    """Note on an empty site at the end what refers to what: with each saving it takes half of the time."""
    if ReferenceIndex.objects.exists():
        yield
        return
    with disable_reference_index_auto_update():
        yield
    call_command("rebuild_references_index", verbosity=0)
