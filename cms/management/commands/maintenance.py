from django.core.management.base import BaseCommand

from cms.deployment import maintenance


class Command(BaseCommand):
    help = "Make the site of this machine read-only, for an update, or end that. Phones wait and send later."

    def add_arguments(self, parser):
        parser.add_argument("state", nargs="?", choices=["on", "off"], help="without it, only show the state")

    def handle(self, state=None, **options):
        if state == "on" and not maintenance.is_on():
            self.stdout.write("Waiting for requests that have begun ...")
            maintenance.turn_on()
        elif state == "off":
            maintenance.turn_off()
        if maintenance.is_on():
            self.stdout.write("Maintenance is on: pages can be read, nothing is stored.")
        else:
            self.stdout.write("Maintenance is off.")
