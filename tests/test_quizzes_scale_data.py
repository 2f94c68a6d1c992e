"""The invented programme: believable, counted, marked, and never beside real reports."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.utils import timezone

from cms.models import User
from quizzes.models import Answer, AnswerTally, Attempt, Round
from villages.models import Assignment, Attendance, Session, Village

SMALL = {"villages": 60, "sessions": 240, "attempts": 300}


@pytest.fixture
def invented(quiz):
    call_command("scale_data", **SMALL)


def test_as_much_is_made_as_was_asked_for(invented):
    assert Village.objects.invented().count() == 60
    assert Session.objects.count() == 240
    assert Attempt.objects.count() == 300
    assert Round.objects.count() > 4
    assert Attempt.objects.paired().exists()


def test_the_tallies_are_what_sessions_and_answers_add_up_to(invented):
    call_command("rebuild_tallies", "--check")
    counted = Answer.objects.counted().count()
    assert AnswerTally.objects.aggregate(n=Sum("count"))["n"] == counted


def test_sessions_add_up_and_belong_to_people_of_their_office(invented):
    for session in Session.objects.annotate(people=Sum("attendance__count")):
        assert session.people == session.participants
        assert session.office_id == session.village.office_id
        assert Assignment.objects.filter(user=session.author, office=session.office).exists()
    assert Attendance.objects.filter(sex="f").exists()
    first = timezone.localdate() - timedelta(days=730)
    assert not Session.objects.filter(started_on__lt=first).exists()
    assert not Session.objects.filter(received_at__gt=timezone.now()).exists()


def test_nobody_can_sign_in_and_production_would_refuse_to_start(invented):
    assert not User.objects.filter(is_demo=False).exists()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_database_goes_on_counting_its_keys_after_the_invented_ones(place, invented):
    fields = {"kind": "desa", "district": "Suruh", "regency": place.village.regency, "office": place.office}
    village = Village.objects.create(code="33.22.05.2009", name="Sesudah", evidence="stated", **fields)
    assert village.pk > Village.objects.invented().order_by("pk").last().pk


def test_invented_villages_are_marked_wherever_they_are_shown(cast, invented, roles, client, signed_in):
    village = Village.objects.invented().first()
    for address in ("/en/desa/", f"/en/desa/{village.code}/"):
        assert "made up for tests" in client.get(address).content.decode()

    client = signed_in(cast.admin)
    for address in ("/admin/program/", f"/admin/desa/inspect/{village.pk}/"):
        assert "help-critical" in client.get(address).content.decode()


def test_a_second_time_is_refused(invented):
    with pytest.raises(CommandError, match="already"):
        call_command("scale_data", **SMALL)


def test_it_is_refused_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("scale_data", **SMALL)
    assert not Village.objects.exists()


def test_it_never_joins_reports_of_real_accounts(quiz, place, cast, make_session):
    make_session(place.village, date(2026, 3, 5), women=12)
    with pytest.raises(CommandError, match="real accounts"):
        call_command("scale_data", **SMALL)
    assert not Village.objects.invented().exists()


def test_without_a_quiz_it_says_what_to_load(db):
    with pytest.raises(CommandError, match="load_starter"):
        call_command("scale_data", **SMALL)
    assert not Village.objects.exists()


def test_nonsense_numbers_are_refused(db):
    with pytest.raises(CommandError, match="negative"):
        call_command("scale_data", villages=0, sessions=1, attempts=0)


def test_villages_alone_need_neither_sessions_nor_quizzes(db):
    call_command("scale_data", villages=30, sessions=0, attempts=0)
    assert Village.objects.invented().count() == 30
