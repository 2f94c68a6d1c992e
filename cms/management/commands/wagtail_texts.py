from django.core.management.base import BaseCommand

from cms.catalogues import wagtail


class Command(BaseCommand):
    help = "List the texts of Wagtail that lack Indonesian (+) and our translations that it does not use (-)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update", action="store_true", help="bring locale/wagtail in line with the list"
        )

    def handle(self, *, update, **options):
        for domain in wagtail.DOMAINS:
            missing, unused = wagtail.missing(domain), wagtail.unused(domain)
            for sign, entries in (("+", missing), ("-", unused)):
                for entry in entries:
                    self.stdout.write(f"{sign} {domain}: {entry.msgid!r}")
            self.stdout.write(f"{domain}: {len(missing)} without Indonesian, {len(unused)} not used")
            if update and (missing or unused):
                wagtail.update(domain)
