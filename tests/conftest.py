"""The cast: an office with two villages and the people who work for it, and another office beside it."""

import atexit
import gc
import os
import shutil
import tempfile
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import django
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis

from tests.fixtures.phone import open_phone, origin, phone, the_office  # noqa: F401 fixtures for everybody
from tests.support.redis_database import claim

os.environ["ENVIRONMENT"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="migrasi-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
# Processes that test side by side have a folder each: a change of content in one is not seen in another.
os.environ["DATA_DIR"] = os.path.join(os.environ["DATA_DIR"], os.environ.get("PYTEST_XDIST_WORKER", ""))
# WhiteNoise warns of a folder that is not there, and warnings are errors.
os.makedirs(os.path.join(os.environ["DATA_DIR"], "static"), exist_ok=True)
# Playwright's event loop runs in the test's thread; the database is still used by one thread at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
REDIS_LOCK = None
if os.environ.get("CACHE_URL"):
    os.environ["CACHE_URL"], REDIS_LOCK = claim(os.environ["CACHE_URL"])
# Only now: pytest-django would read the settings before this file if it knew their name.
django.setup()
# A page of the desk leaves 10,000 contexts with the test client; at its usual pace Python looks through them
# again and again, a tenth of all the time that tests take.
gc.set_threshold(50_000, 10, 10)

from django.conf import settings  # noqa: E402
from django.core.files.storage import storages  # noqa: E402
from django.db import connection  # noqa: E402

from cms.page_cache import content_version  # noqa: E402
from tests.support.migrated_database import MigratedDatabase, MigratedFile, turn  # noqa: E402

# How long a search takes says how busy the machine is, nothing else.
of_hypothesis.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
of_hypothesis.load_profile("patient")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PASSWORD = "jalur-aman-2026"


def found_browser():
    """Return the path of a Chromium: the system's, else Playwright's own, else None."""
    if CHROMIUM:
        return CHROMIUM
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:
        return None
    return path if os.path.exists(path) else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Who only hands out the tests needs no database."""
    if REDIS_LOCK is not None:
        os.close(REDIS_LOCK)


def pytest_collection_modifyitems(config, items):
    browser_tests = [
        item
        for item in items
        if "page" in getattr(item, "fixturenames", ())
        or "context" in getattr(item, "fixturenames", ())
        or item.get_closest_marker("browser")
    ]
    if os.environ.get("RETRY_BROWSER") == "1":
        # The limit of time holds for both tries together: after it there is none.
        mark = pytest.mark.flaky(reruns=1, rerun_except="Timeout >")
    elif not browser_tests or os.environ.get("REQUIRE_BROWSER") == "1" or found_browser():
        return
    else:
        mark = pytest.mark.skip(reason="no Chromium found; install one or set CHROMIUM=/path/to/chromium")
    for item in browser_tests:
        item.add_marker(mark)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = found_browser()
    if not path:
        pytest.fail("REQUIRE_BROWSER=1, but no Chromium was found. Install one or set CHROMIUM.")
    return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A cheap phone."""
    return {
        **browser_context_args,
        "viewport": {"width": 360, "height": 640},
        "has_touch": True,
        "locale": "id-ID",
    }


@pytest.fixture(scope="session")
def django_db_keepdb(request, on_sqlite):
    return on_sqlite or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def on_sqlite():
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def migrated(on_sqlite):
    return MigratedFile() if on_sqlite else MigratedDatabase()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker, migrated, my_turn
):
    with django_db_blocker.unblock():
        migrated.lend()


@pytest.fixture(scope="session")
def my_turn():
    """One process at a time sets up its database: the first migrates for all."""
    with ExitStack() as held:
        held.enter_context(turn())
        yield held


BLOCKER = pytest.StashKey()


def empties_the_database(item):
    marker = item.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(item.fixturenames)) or bool(
        marker and marker.kwargs.get("transaction")
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Put back what Wagtail's migrations made: a transactional test leaves an empty database to the next."""
    result = yield
    if nextitem and empties_the_database(item) and BLOCKER in item.config.stash:
        with item.config.stash[BLOCKER].unblock():
            restore_wagtails_rows()
    return result


def restore_wagtails_rows():
    from wagtail.models import Collection, Locale, Page, Site

    Locale.objects.get_or_create(language_code="id")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        welcome = Page(title="Welcome", slug="home")
        Page.add_root(title="Root", slug="root").add_child(instance=welcome)
        Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker, on_sqlite, migrated, my_turn):
    request.config.stash[BLOCKER] = django_db_blocker
    with my_turn, django_db_blocker.unblock():
        if not migrated.is_there() and not request.config.getvalue("reuse_db"):
            migrated.keep()
    yield
    if on_sqlite:
        shutil.rmtree(Path(connection.settings_dict["TEST"]["NAME"]).parent, ignore_errors=True)
    else:
        with django_db_blocker.unblock():
            end_other_connections()


def end_other_connections():
    """A thread of the live server may still answer a browser that is gone, and hold the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def still_site(monkeypatch):
    """Nothing is published meanwhile: a server of an earlier test that ends a request late could do so."""
    monkeypatch.setattr("quizzes.taking.content.site_version", lambda: "still")


def version_now():
    """The content version as a worker sees it that has not read it for a while."""
    return content_version.RedisVersion()() if settings.CACHE_URL else content_version.current_version()


@pytest.fixture(autouse=True)
def private_data(settings, monkeypatch, tmp_path):
    """Each test keeps its uploads to itself."""
    settings.MEDIA_ROOT = tmp_path / "media"
    # The models hold this one storage, made with the settings: moving it moves all private files.
    for name in ("base_location", "location"):
        monkeypatch.setattr(storages["private"], name, str(tmp_path / "private"))


@pytest.fixture
def person(django_user_model):
    """Return a function that makes an account with roles: `person("sari", "educator")`."""
    from django.contrib.auth.models import Group

    def make(username, *roles, **fields):
        user = django_user_model.objects.create_user(username, password=PASSWORD, **fields)
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
        return user

    return make


@pytest.fixture
def place(db):
    """Central Java (WIB) and South Sulawesi (WITA), an office in each, two villages and one."""
    from villages.models import ImmigrationOffice, Province, Regency, Village

    def village(code, name, regency, office):
        return Village.objects.create(
            code=code,
            name=name,
            kind="desa",
            district="Suruh",
            regency=regency,
            office=office,
            evidence="stated",
        )

    java = Province.objects.create(code="33", name="Jawa Tengah", time_zone="Asia/Jakarta")
    sulawesi = Province.objects.create(code="73", name="Sulawesi Selatan", time_zone="Asia/Makassar")
    semarang = Regency.objects.create(code="33.22", name="Kabupaten Semarang", province=java)
    gowa = Regency.objects.create(code="73.06", name="Kabupaten Gowa", province=sulawesi)
    office = ImmigrationOffice.objects.create(name="Kantor Imigrasi Semarang", city="Semarang", province=java)
    other_office = ImmigrationOffice.objects.create(
        name="Kantor Imigrasi Makassar", city="Makassar", province=sulawesi
    )
    return SimpleNamespace(
        java=java,
        sulawesi=sulawesi,
        office=office,
        other_office=other_office,
        village=village("33.22.05.2003", "Sukamaju", semarang, office),
        second_village=village("33.22.05.2004", "Mekarsari", semarang, office),
        far_village=village("73.06.01.2001", "Bontoa", gowa, other_office),
    )


@pytest.fixture
def cast(person, place):
    """An educator and a reviewer of the office, those of the other office, an analyst, an editor."""
    from villages.models import Assignment

    people = SimpleNamespace(
        educator=person("sari", "educator"),
        reviewer=person("bambang", "reviewer"),
        other_educator=person("made", "educator"),
        other_reviewer=person("andi", "reviewer"),
        analyst=person("pusat1", "analyst"),
        editor=person("ningsih", "editor"),
        admin=person("kepala", is_superuser=True, is_staff=True),
    )
    for user, role, office in [
        (people.educator, "educator", place.office),
        (people.reviewer, "reviewer", place.office),
        (people.other_educator, "educator", place.other_office),
        (people.other_reviewer, "reviewer", place.other_office),
    ]:
        Assignment.objects.create(user=user, role=role, office=office, since=date(2025, 1, 1))
    return people


@pytest.fixture
def signed_in(client):
    """Return a function that signs somebody in on the test client."""

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def page_of(context, live_server, signed_in):
    """Return a function that opens a path in the browser as somebody who is signed in."""

    def open_page(user, path, browser=context):
        cookie = signed_in(user).cookies["sessionid"].value
        browser.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = browser.pages[0] if browser.pages else browser.new_page()
        page.goto(live_server.url + path)
        return page

    return open_page


@pytest.fixture
def held_session(place, cast):
    """Return a function that stores an approved session; `add_to_tallies(session)` counts it."""
    from villages.models import Session
    from villages.models.tallies import province_of

    def make(village, day, women=0, men=0, groups=(), referrals=(), returned=False, **fields):
        zone = village.zone.tzinfo
        start = datetime(day.year, day.month, day.day, 9, tzinfo=zone)
        delay = fields.pop("delay", timedelta(hours=2))
        groups = [*groups, ("f", "25-34", women), ("m", "25-34", men)]
        disability = fields.pop("disability", (0, 0))
        assert province_of(village) == village.province.code
        session = Session.objects.create(
            village=village,
            office=fields.pop("office", village.office),
            author=fields.pop("author", cast.educator),
            started_on=day,
            started_at=start,
            ended_at=start + timedelta(hours=2),
            received_at=start + timedelta(hours=2) + delay,
            time_zone=village.zone.value,
            activity="counselling",
            venue="village_hall",
            state=fields.pop("state", "approved"),
            participants=sum(number for _, _, number in groups),
            disability_f=disability[0],
            disability_m=disability[1],
            **fields,
        )
        for sex, age, number in groups:
            if number:
                session.attendance.create(sex=sex, age=age, count=number)
        for category, number in referrals:
            session.referrals.create(category=category, count=number)
        if returned:
            session.transitions.create(to_state="returned", revision=1)
        return session

    return make


@pytest.fixture
def programme(place, cast, held_session):
    """Three villages; the second of the office was never visited."""
    from cms.accounts.role_setup import setup_roles
    from villages.models import Village
    from villages.models.tallies import add_to_tallies

    setup_roles(lambda sentence: None)
    Village.objects.filter(office=place.office).update(yearly_target=4)
    sessions = [
        held_session(place.village, date(2026, 3, 5), women=12, men=8, first_time=20, topics=["tppo"]),
        held_session(
            place.village,
            date(2026, 4, 5),
            women=10,
            groups=[("m", "12-17", 6), ("f", "60+", 5)],
            first_time=9,
            disability=(1, 1),
            referrals=[("passport", 3)],
            delay=timedelta(hours=10),
            returned=True,
        ),
        held_session(
            place.far_village, date(2026, 5, 5), women=30, first_time=30, author=cast.other_educator
        ),
        held_session(place.far_village, date(2025, 5, 5), women=99, author=cast.other_educator),
    ]
    for session in sessions:
        add_to_tallies(session)
    return sessions


@pytest.fixture
def quiz(db):
    """A published quiz of three questions (the keys are b, a, c), half of the third one in Javanese."""
    from quizzes.models import Choice, Question, Quiz

    quiz = Quiz(slug="coba", icon="question", title_ind="Kuis coba", title_en="Test quiz", live=False)
    for number, right in enumerate("bac", 1):
        question = Question(
            code=f"Q{number}",
            kind="scenario" if number == 1 else "knowledge",
            sort_order=number,
            valid_until=date(2099, 1, 1),
            text_ind=f"Pertanyaan {number}?",
            text_en=f"Question {number}?",
            text_jv=f"Pitakon {number}?",
            explanation_ind=f"Sebab {number}.",
            explanation_en=f"Reason {number}.",
            explanation_jv="" if number == 3 else f"Amarga {number}.",
        )
        question.choices = [
            Choice(
                key=key,
                sort_order=order,
                is_right=key == right,
                text_ind=f"Pilihan {key}{number}",
                text_en=f"Choice {key}{number}",
                text_jv=f"Pilihan jv {key}{number}",
            )
            for order, key in enumerate("abc")
        ]
        quiz.questions.add(question)
    quiz.save()
    quiz.save_revision(clean=False).publish()
    return Quiz.objects.get(pk=quiz.pk)


@pytest.fixture
def round_of(quiz, place, cast):
    """Return a function that stores an open round of the educator: `round_of("before")`."""
    from quizzes.models import Round

    def make(phase, **fields):
        return Round.objects.create(
            quiz=quiz,
            edition=quiz.current_edition,
            phase=phase,
            village=place.village,
            office=place.office,
            author=cast.educator,
            **fields,
        )

    return make
