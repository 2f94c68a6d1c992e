import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.catalogues import interface, wagtail
from cms.management.commands.collect_messages import collect


class Command(BaseCommand):
    help = (
        "Check that the catalogues are compiled, and complete and with all placeholders where they must be."
    )

    def handle(self, **options):
        errors = [error for path in interface.po_paths() for error in interface.errors(path)]
        errors += [
            f"{path.relative_to(settings.BASE_DIR)} is not compiled"
            for path in interface.po_paths()
            if not interface.is_current(path)
        ]
        errors += self.uncollected() + left_in_english()
        if errors:
            raise CommandError("\n".join([*errors, "Run `make messages`, then translate what is missing."]))
        self.stdout.write("catalogues are current and complete")

    def uncollected(self):
        """Return a sentence for each text in code or templates that the Indonesian catalogue lacks."""
        if not interface.can_collect():
            if os.environ.get("REQUIRE_GETTEXT") == "1":
                raise CommandError("REQUIRE_GETTEXT=1, but GNU gettext is not installed.")
            self.stdout.write("gettext is not installed: not looking for texts that were never collected")
            return []
        known = keys(Path(settings.BASE_DIR, "locale", "id", "LC_MESSAGES", "django.po"))
        return [f"never collected: {key!r}" for key in sorted(keys_in_code() - known)]


def left_in_english():
    """Return a sentence for each text of Wagtail that the admin would show in English."""
    return [
        f"no Indonesian for {entry.msgid!r} of Wagtail (`manage.py wagtail_texts --update` adds it)"
        for domain in wagtail.DOMAINS
        for entry in wagtail.missing(domain)
    ]


def keys(po_path):
    return {interface.plural_forms(message.id)[0] for message in interface.read(po_path) if message.id}


def keys_in_code():
    """Return the texts in code and templates: collect them into the Indonesian catalogue, then restore it."""
    path = Path(settings.BASE_DIR, "locale", "id", "LC_MESSAGES", "django.po")
    before = path.read_bytes()
    try:
        collect(["id"])
        return keys(path)
    finally:
        path.write_bytes(before)
