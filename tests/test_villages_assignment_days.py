"""A day begins and ends at midnight where the office or village is, not at midnight in Jakarta."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, Round
from quizzes.taking.joining import ticket_for
from tests.support.outbox_client import put, session_payload
from tests.support.quiz_taking import attempt_payload
from villages.models import Assignment, ImmigrationOffice, Province, Regency, Session, Village
from villages.wagtail_admin.accounts import educators_of

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
    sent = session_payload(village=CODE, started_local="2026-11-24T00:10", ended_local="2026-11-24T00:40")
    assert put(signed_in(cast.educator), sent).status_code == 201


def test_a_report_after_the_last_day_is_held(papua, cast, at, signed_in):
    at(25, 0, 50)
    sent = session_payload(village=CODE, started_local="2026-11-24T20:00", ended_local="2026-11-24T21:00")
    assert put(signed_in(cast.educator), sent).status_code == 202
    assert not Session.objects.visible_to(cast.reviewer).exists()


def test_a_visit_is_overdue_when_its_day_is_over_in_the_village(papua, cast, at, signed_in, make_session):
    make_session(papua, date(2026, 11, 22))
    Village.objects.update(yearly_target=365)
    client = signed_in(cast.educator)
    at(24, 0)
    assert "Due since 23 November 2026." in client.get("/lapangan/", headers={"Accept-Language": "en"}).text


def test_the_visits_of_this_year_are_those_of_the_villages_own(papua, place, cast, make_session, monkeypatch):
    for village in (papua, place.village):
        make_session(village, date(2026, 11, 22))
    evening = datetime(2026, 12, 31, 14, tzinfo=UTC)  # 21.00 in Java, 23.00 in Papua
    for moment, there in [(evening, 1), (evening.replace(hour=16), 0)]:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        visits = dict(Village.objects.with_visits().values_list("name", "visits_this_year"))
        assert (visits["Kemiri"], visits["Sukamaju"]) == (there, 1)


@pytest.mark.parametrize("hour, is_there", [(23, True), (24, False)])
def test_an_account_is_the_offices_until_its_last_day_is_over_there(papua, cast, at, hour, is_there):
    at(24 + hour // 24, hour % 24)
    offices = ImmigrationOffice.objects.filter(pk=papua.office_id)
    assert (cast.educator in educators_of(offices)) is is_there


@pytest.fixture
def round_there(papua, quiz, cast):
    return Round.objects.create(
        quiz=quiz,
        edition=quiz.current_edition,
        phase="after",
        village=papua,
        office=papua.office,
        author=cast.educator,
        opened_at=datetime(2026, 11, 23, 15, 10, tzinfo=UTC),  # 00.10 of the 24th there
    )


def test_an_attempt_in_a_round_has_the_date_of_the_village(round_there, at, client):
    at(24, 0)
    client.post(f"/g/{round_there.code}", {"language": "id", "nonce": "n" * 16})
    assert Attempt.objects.get().date == date(2026, 11, 24)


def test_so_has_one_that_was_begun_on_the_phone_and_is_sent_later(round_there, at, client, quiz):
    at(24, 3)
    hours = {"begun": 3 * 3600 - 600, "age": 3 * 3600 - 900}
    sent = attempt_payload(quiz) | hours | {"ticket": ticket_for(round_there)}
    assert client.post("/api/attempts/", sent, content_type="application/json").status_code == 201
    assert Attempt.objects.get().date == date(2026, 11, 24)


@pytest.mark.parametrize("day, stored", [("2026-11-24", 24), ("2026-11-23", 23), ("2026-11-25", 23)])
def test_the_day_on_a_phone_in_papua_is_no_wrong_clock(at, client, quiz, day, stored):
    at(24, 0)
    sent = attempt_payload(quiz) | {"date": day}
    assert client.post("/api/attempts/", sent, content_type="application/json").status_code == 201
    assert Attempt.objects.get().date == date(2026, 11, stored)


def test_the_reviewer_reads_when_a_report_came_on_the_clock_of_the_village(
    papua, cast, at, make_session, roles, signed_in
):
    session = make_session(papua, date(2026, 11, 24), state="submitted")
    session.transitions.create(to_state="submitted", revision=1, at=session.received_at, actor=cast.educator)
    at(24, 20)
    page = signed_in(cast.reviewer).get(reverse("session_review:inspect", args=[session.pk])).text
    assert " ".join(page.split()).count("24 November 2026 13.00 WIT") == 2


def test_the_list_of_sessions_and_the_page_of_a_village_know_no_utc(
    papua, cast, at, make_session, roles, signed_in
):
    received = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 01.30 of the 24th there, 23.30 in Java
    at(24, 3)
    session = make_session(papua, date(2026, 11, 23), state="submitted")
    Session.objects.filter(pk=session.pk).update(received_at=received)
    Village.objects.update(updated_at=received)
    client = signed_in(cast.reviewer)
    assert "24 Nov 2026" in client.get(reverse("session_review:index")).text
    village = client.get(reverse("roster_villages:inspect", args=[papua.pk])).text
    assert "23 Nov. 2026, 23.30" in village
