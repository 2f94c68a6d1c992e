"""Who sees which villages and sessions, as plain functions that return a `Q`.

Without a `day` they answer for today where the office or village is.
"""

from django.db.models import Q

from cms.accounts.roles import ANALYST
from cms.models import User
from villages.models.assignments import Assignment

NOBODY = Q(pk__in=[])
EVERYTHING = Q()


def sees_everything(user):
    return user.is_superuser or user.has_role(ANALYST)


def assigned(user, role, day):
    return Assignment.objects.on(day).filter(user=user, role=role)


def reviewed_offices(user, day=None):
    """Return the ids of offices whose sessions `user` reviews on `day`."""
    return assigned(user, Assignment.Role.REVIEWER, day).filter(office__isnull=False).values("office")


def assigned_villages(user, day=None):
    """Return a `Q` on villages in which `user` is an educator on `day`."""
    mine = assigned(user, Assignment.Role.EDUCATOR, day)
    return Q(pk__in=mine.filter(village__isnull=False).values("village")) | Q(
        office__in=mine.filter(office__isnull=False).values("office")
    )


def village_scope(user, day):
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if sees_everything(user):
        return EVERYTHING
    return Q(office__in=reviewed_offices(user, day)) | assigned_villages(user, day)


def session_scope(user, day):
    """Own sessions; those of the reviewed offices; everything for analysts."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if sees_everything(user):
        return EVERYTHING
    return Q(author=user) | Q(office__in=reviewed_offices(user, day))


def may_review(user, session, day=None):
    """Say whether `user` reviews sessions of this session's office on `day`; analysts only read."""
    return user.is_superuser or reviewed_offices(user, day).filter(office=session.office_id).exists()


def who_reviews(session, day=None):
    """Return the people who may decide on this session on `day`: whom its educator can ask."""
    running = Assignment.objects.on(day).filter(role=Assignment.Role.REVIEWER)
    people = User.objects.filter(
        is_active=True, pk__in=running.filter(office=session.office_id).values("user")
    )
    return people.exclude(pk=session.author_id).order_by("first_name", "username")


def office_scope(user, day):
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if sees_everything(user):
        return EVERYTHING
    return Q(pk__in=reviewed_offices(user, day))


def assignment_scope(user, day):
    """Assignments to the reviewed offices and their villages; everything for analysts."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if sees_everything(user):
        return EVERYTHING
    offices = reviewed_offices(user, day)
    return Q(office__in=offices) | Q(village__office__in=offices)
