import json
import sys

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils.translation import override

from cms.languages import CODES, SOURCE
from cms.message_check import rules


class Command(BaseCommand):
    help = (
        "Check a job message from standard input for signs of a fake offer."
        " `start` and `end` count the code points of the text as it was read."
    )

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=CODES, default=SOURCE)
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *, language, format, **options):
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        result = self.engine().check(text)
        if format == "json":
            signs = [{"rule": sign.rule, "start": sign.start, "end": sign.end} for sign in result.signs]
            self.stdout.write(json.dumps({"level": result.level, "signs": signs}))
            return
        with override(language):
            names = self.names()
            self.stdout.write(result.level)
            for sign in result.signs:
                marked = text[sign.start : sign.end]
                self.stdout.write(f"{sign.start}-{sign.end} {names.get(sign.rule, sign.rule)}: {marked}")

    def engine(self):
        """Without a prepared database the rules of the starter content do."""
        try:
            return rules.engine()
        except DatabaseError:
            return rules.starter_engine()

    def names(self):
        try:
            return {code: rule.name for code, rule in rules.published().items()}
        except DatabaseError:
            return {}
