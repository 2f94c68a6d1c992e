"""What each person sees through `visible_to`, the one door of every model."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from quizzes.models import Round
from villages.models import Assignment, ImmigrationOffice, Session, Village

MODELS = [Session, Village, ImmigrationOffice, Assignment, Round]


@pytest.fixture
def session(place, make_session, make_round):
    """A session of the educator with a round, in a village of the first office."""
    make_round("before")
    return make_session(place.village, date(2026, 11, 2), women=3)


def kinds_seen_by(user):
    return {model for model in MODELS if model.objects.visible_to(user).exists()}


@pytest.mark.parametrize(
    "who, seen",
    [
        ("educator", {Session, Village, Round}),
        ("other_educator", {Village}),
        ("reviewer", set(MODELS)),
        ("other_reviewer", {Village, ImmigrationOffice, Assignment}),
        ("analyst", set(MODELS)),
        ("editor", set()),
        ("admin", set(MODELS)),
    ],
)
def test_each_role_sees_its_own_rows_and_a_disabled_account_none(session, cast, who, seen):
    user = getattr(cast, who)
    assert kinds_seen_by(user) == seen
    user.is_active = False
    assert kinds_seen_by(user) == set()


def test_a_visitor_who_is_not_signed_in_sees_nothing(session):
    assert kinds_seen_by(AnonymousUser()) == set()


def test_a_reviewer_whose_assignment_ended_sees_nothing_more(session, cast):
    cast.reviewer.assignments.update(until=timezone.localdate() - timedelta(days=2))
    assert kinds_seen_by(cast.reviewer) == set()


def test_an_educator_whose_assignment_ended_keeps_the_own_sessions_and_no_village(session, cast):
    cast.educator.assignments.update(until=timezone.localdate() - timedelta(days=2))
    assert kinds_seen_by(cast.educator) == {Session, Round}
    assert set(Session.objects.visible_to(cast.educator)) == {session}
