from django.core.management.base import BaseCommand
from django.db import transaction

from cms import starter
from quizzes.starter import load_quizzes, publish_quizzes


class Command(BaseCommand):
    help = "Load the starter content; what is already there stays as editors left it."

    @transaction.atomic
    def handle(self, **options):
        say = self.stdout.write
        starter.load_facts(say)
        starter.load_glossary(say)
        starter.load_helplines(say)
        new_quizzes = load_quizzes(say)
        starter.PageLoader(say).load()
        publish_quizzes(new_quizzes)
