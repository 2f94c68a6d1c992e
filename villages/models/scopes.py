"""Who sees which villages and sessions, as plain functions that return a `Q`.

Without a `day` they answer for today where the office or village is. The models import this module for their
`visible_to(user)`, so it imports none of them: it starts from `user.assignments`.
"""

from django.db.models import Q

from cms.accounts.roles import ANALYST, EDUCATOR, REVIEWER

NOBODY = Q(pk__in=[])
EVERYTHING = Q()


def sees_everything(user):
    return user.is_superuser or user.has_role(ANALYST)


def is_educator(user):
    return user.is_superuser or user.has_role(EDUCATOR)


def assigned(user, role, day):
    return user.assignments.on(day).filter(role=role)


def reviewed_offices(user, day=None):
    """Return the ids of offices whose sessions `user` reviews on `day`."""
    return assigned(user, REVIEWER, day).filter(office__isnull=False).values("office")


def assigned_villages(user, day=None):
    """Return a `Q` on villages in which `user` is an educator on `day`."""
    mine = assigned(user, EDUCATOR, day)
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


def reviews_office_of(user, row, day=None):
    """Return True if `user` reviews the office of `row` (a session or round) on `day`; analysts only read."""
    return user.is_superuser or reviewed_offices(user, day).filter(office=row.office_id).exists()


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
