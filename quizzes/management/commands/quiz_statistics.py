import json
from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quizzes.analysis.item_report import quiz_parts
from quizzes.models import Phase, Quiz
from villages.models import ImmigrationOffice

ITEM_COLUMNS = (
    "n",
    "facility",
    "low",
    "high",
    "dont_know",
    "standard_deviation",
    "effective_weight",
    "discrimination_index",
    "discriminative_efficiency",
)


def parse_month(text):
    return date.fromisoformat(f"{text}-01")


class Command(BaseCommand):
    help = "Statistics of a quiz as Moodle defines them, per quiz version and phase; never mixed."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--format", choices=["json", "table"], default="table")
        parser.add_argument("--phase", choices=Phase.values)
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="")
        parser.add_argument("--from", dest="first", type=parse_month, help="first month, such as 2026-03")
        parser.add_argument("--to", dest="last", type=parse_month, help="last month, such as 2026-05")
        parser.add_argument("--office", help="name of an immigration office, or its number")

    def handle(self, slug, **options):
        quiz = Quiz.objects.filter(slug=slug).first()
        if quiz is None:
            raise CommandError(f"There is no quiz with the slug {slug}.")
        narrower = {name: options[name] for name in ("phase", "language", "first", "last")}
        parts = quiz_parts(quiz, office=find_office(options["office"]), **narrower)
        if options["format"] == "json":
            content = {"quiz": slug, "parts": [asdict(part) for part in parts]}
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))
            return
        for part in parts:
            self.write_table(part)

    def write_table(self, part):
        self.stdout.write(f"version {part.version}, {part.phase}: n = {part.n}")
        self.stdout.write(
            f"  not finished {part.unfinished}, taken again {part.repeats}, excluded {part.set_aside}"
        )
        if part.hidden:
            self.stdout.write(f"  {part.hidden}")
        if part.quiz:
            cells = [f"{name}={format_figure(value)}" for name, value in asdict(part.quiz).items()]
            self.stdout.write(f"  quiz       {' '.join(cells)}")
        for item in part.items:
            cells = [
                f"{name}={format_figure(value)}"
                for name in ITEM_COLUMNS
                if (value := getattr(item, name)) is not None
            ]
            self.stdout.write(f"  {item.question:10} {' '.join([*cells, *item.flags])}")


def find_office(text):
    """Return the id of the office with the name or id `text`; None for no text."""
    if not text:
        return None
    offices = ImmigrationOffice.objects.all()
    found = offices.filter(pk=text) if text.isdecimal() else offices.filter(name__iexact=text)
    if not found:
        raise CommandError(f"There is no office {text}. Give its name in full, or its number.")
    return found[0].pk


def format_figure(value):
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
