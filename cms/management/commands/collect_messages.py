import re
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.commands.makemessages import Command as MakeMessages
from django.core.management.utils import popen_wrapper

from cms.languages import CODES

CREATION_DATE = re.compile(r'^"POT-Creation-Date:.*\\n"\n', re.M)


class Collector(MakeMessages):
    # Leave a new text untranslated: a guess from a similar text would have to be found and fixed.
    msgmerge_options = [*MakeMessages.msgmerge_options, "--no-fuzzy-matching"]


def collect(codes):
    """Run gettext over code and templates for the languages `codes`."""
    call_command(
        Collector(),
        locale=list(codes),
        ignore_patterns=[".venv", "var", "tests"],
        no_location=True,
        no_wrap=True,
        no_obsolete=True,
        verbosity=0,
    )


def fill_english():
    """Copy the texts of the code, which are English, into the English catalogue."""
    path = Path(settings.BASE_DIR, "locale", "en", "LC_MESSAGES", "django.po")
    _out, errors, status = popen_wrapper(["msgen", "--no-wrap", "--lang=en", "-o", str(path), str(path)])
    if status:
        raise CommandError(errors)


class Command(BaseCommand):
    help = "Collect the interface texts of code and templates into locale/, then compile (needs GNU gettext)."

    def handle(self, **options):
        for code in CODES:
            Path(settings.BASE_DIR, "locale", code, "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        collect(CODES)
        fill_english()
        for path in Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po"):
            path.write_text(CREATION_DATE.sub("", path.read_text()))
        call_command("compile_catalogues", stdout=self.stdout)
