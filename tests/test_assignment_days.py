"""An assignment begins and ends at midnight where the office or village is, not at midnight in Jakarta."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from tests.outbox_client import body, put
from villages.models import Assignment, ImmigrationOffice, Province, Regency, Session, Village

DAY = date(2026, 11, 24)
CODE = "91.03.01.2001"


@pytest.fixture
def papua(place, cast):
    """A village two hours east of Java; its educator and reviewer work there on one day only."""
    province = Province.objects.create(code="91", name="Papua", time_zone="Asia/Jayapura")
    office = ImmigrationOffice.objects.create(name="Kantor Jayapura", city="Jayapura", province=province)
    village = Village.objects.create(
        code=CODE,
        name="Kemiri",
        kind="desa",
        district="Sentani",
        regency=Regency.objects.create(code="91.03", name="Jayapura", province=province),
        office=office,
        evidence="stated",
    )
    Assignment.objects.all().delete()
    Assignment.objects.create(user=cast.educator, role="educator", village=village, since=DAY, until=DAY)
    Assignment.objects.create(user=cast.reviewer, role="reviewer", office=office, since=DAY, until=DAY)
    return village


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the clock to an hour of Papua on a day of November."""

    def set_clock(day, hour, minute=30):
        moment = datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_fixed_timezone(540))
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC))

    return set_clock


@pytest.mark.parametrize(
    "day, hour, in_force",
    [(23, 23, False), (24, 0, True), (24, 12, True), (24, 23, True), (25, 0, False), (25, 1, False)],
)
def test_the_day_of_the_east_begins_two_hours_before_that_of_java(papua, cast, at, day, hour, in_force):
    at(day, hour)
    assert Village.objects.assigned_to(cast.educator).exists() is in_force
    assert Village.objects.visible_to(cast.reviewer).exists() is in_force


@pytest.mark.parametrize(
    "day, hour, in_force", [(24, 1, False), (24, 2, True), (25, 1, True), (25, 2, False)]
)
def test_at_the_same_moment_java_keeps_its_own_day(papua, place, cast, at, day, hour, in_force):
    Assignment.objects.filter(user=cast.reviewer).update(office=place.office)
    at(day, hour)
    assert Village.objects.visible_to(cast.reviewer).exists() is in_force


def test_a_report_of_the_first_minutes_of_an_assignment_is_not_held(papua, cast, at, signed_in):
    at(24, 0, 50)
    sent = body(village=CODE, started_local="2026-11-24T00:10", ended_local="2026-11-24T00:40")
    assert put(signed_in(cast.educator), sent).status_code == 201


def test_a_report_after_the_last_day_is_held(papua, cast, at, signed_in):
    at(25, 0, 50)
    sent = body(village=CODE, started_local="2026-11-24T20:00", ended_local="2026-11-24T21:00")
    assert put(signed_in(cast.educator), sent).status_code == 202
    assert not Session.objects.visible_to(cast.reviewer).exists()
