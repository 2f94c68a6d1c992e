from django.core.management.base import BaseCommand, CommandError

from cms.starter.comparison import UnpublishedDraft, differences, save_draft


class Command(BaseCommand):
    help = "List the texts that differ from the starter content; --draft SLUG saves one as a draft."

    def add_arguments(self, parser):
        parser.add_argument("--draft", metavar="SLUG", action="append", default=[])

    def handle(self, *, draft, **options):
        for slug in draft:
            self.save(slug)
        if draft:
            return
        for kind, slug, names in differences():
            self.stdout.write(f"{kind} {slug}: {', '.join(names)}")

    def save(self, slug):
        try:
            save_draft(slug)
        except StopIteration:
            raise CommandError(f"{slug} is no page of this site and of the starter content.") from None
        except UnpublishedDraft:
            raise CommandError(f"{slug} has a draft of an editor: publish or discard it first.") from None
        self.stdout.write(f"{slug}: saved as a draft")
