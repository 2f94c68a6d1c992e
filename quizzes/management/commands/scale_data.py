import random
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.accounts.role_setup import setup_roles
from cms.page_cache.content_version import content_changed
from quizzes.management.scale_data.answers import AnswerMaker
from quizzes.management.scale_data.places import make_places
from quizzes.management.scale_data.sessions import SessionMaker
from villages.models import Session, Village

SEED = 20250519


class Command(BaseCommand):
    help = "Makes a large invented programme for measurements and demonstrations, marked as invented."

    def add_arguments(self, parser):
        parser.add_argument("--villages", type=int, default=185)
        parser.add_argument("--sessions", type=int, default=1_000)
        parser.add_argument("--attempts", type=int, default=200, help="each answers a whole quiz")

    def handle(self, *, villages, sessions, attempts, **options):
        self.started = time.monotonic()
        if min(villages, sessions + 1, attempts + 1) < 1:
            raise CommandError("Give at least one village, and no negative number.")
        self.refuse_real_database()
        setup_roles(lambda message: None)
        generator = random.Random(SEED)  # noqa: S311 the same programme every time
        answers = AnswerMaker(attempts, sessions, generator)
        places = make_places(villages, generator, self.log)
        if sessions:
            SessionMaker(places, sessions, generator, answers.add_rounds).make(self.log)
        answers.make_alone(self.log)
        content_changed()
        self.log("Done. Everything here is invented, so this database can never be used in production.")

    def refuse_real_database(self):
        if settings.PRODUCTION:
            raise CommandError("Invented data are refused in production.")
        if Village.objects.invented().exists():
            raise CommandError(
                "This database holds invented data already, perhaps unfinished. "
                "Choose an empty one with DATA_DIR or DATABASE_URL."
            )
        if Session.objects.filter(author__is_demo=False).exists():
            raise CommandError("This database holds reports of real accounts; invented ones never join them.")

    def log(self, message):
        self.stdout.write(f"{time.monotonic() - self.started:7.1f} s  {message}")
        self.stdout.flush()
