import json

from django.core.management.base import BaseCommand

from cms.translations.status import counts_for_print


class Command(BaseCommand):
    help = "Print how many texts each language has, by state; --json for programs."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        counts = counts_for_print()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        states = list(next(iter(counts.values())))
        self.stdout.write(" ".join(["language", *(f"{state:>9}" for state in states), "    total"]))
        for language, numbers in counts.items():
            line = [f"{language:<8}", *(f"{numbers[state]:>9}" for state in states)]
            self.stdout.write(" ".join([*line, f"{sum(numbers.values()):>9}"]))
