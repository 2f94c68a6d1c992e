"""Everything `make run` does before it serves, in one process so that a second run takes only seconds."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from cms.deployment.startup_checks import refusals
from cms.deployment.static_files import collect_static_files
from cms.models import Picture
from cms.models.pictures import READER_SIZES
from villages.starter import load_roster


class Command(BaseCommand):
    help = "Migrate, make roles, load roster, starter content and demo accounts, collect static files."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="End at once if something listens there already.")

    def handle(self, port=None, **options):
        for refusal in refusals(port):
            raise CommandError(refusal)
        steps = [
            ("Database", self.migrate),
            ("Roles", self.roles),
            ("Offices and villages", self.roster),
            ("Starter content", self.content),
            ("Pictures", self.pictures),
            *([] if settings.PRODUCTION else [("Demo accounts", self.demo)]),
            ("Static files", self.static_files),
        ]
        for number, (name, step) in enumerate(steps, 1):
            self.stdout.write(f"[{number}/{len(steps)}] {name}")
            step()

    def log(self, message):
        self.stdout.write(f"      {message}")
        self.stdout.flush()

    def migrate(self):
        call_command("migrate", verbosity=0, interactive=False)

    def roles(self):
        call_command("setup_roles", stdout=self.stdout)

    @transaction.atomic
    def roster(self):
        load_roster(self.log)

    def content(self):
        call_command("load_starter", stdout=self.stdout)
        call_command("rebuild_search", stdout=self.stdout)  # a new version may search more than the last

    def pictures(self):
        """Make the sizes readers get now: otherwise the first one waits and a worker retains the memory."""
        Picture.objects.all().follow_collections()
        for picture in Picture.objects.public():
            picture.get_renditions(*READER_SIZES)

    def demo(self):
        call_command("demo", stdout=self.stdout)

    def static_files(self):
        if not collect_static_files():
            self.log("unchanged")
