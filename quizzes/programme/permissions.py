"""Who may open the dashboard, and whose numbers they see."""

from cms.accounts.permissions import allow_only
from villages.models import ImmigrationOffice
from villages.models.scopes import reviewed_offices, sees_everything


def visible_offices(user):
    """Return the offices whose numbers `user` may see; None means all."""
    if sees_everything(user):
        return None
    return ImmigrationOffice.objects.filter(pk__in=reviewed_offices(user))


def visible_office_ids(user):
    """Return the ids of `visible_offices` as a set; None means all."""
    offices = visible_offices(user)
    return None if offices is None else set(offices.values_list("pk", flat=True))


def may_see_dashboard(user):
    offices = visible_offices(user)
    return offices is None or offices.exists()


# A decorator that refuses users who have no office to look at.
dashboard_required = allow_only(may_see_dashboard)
