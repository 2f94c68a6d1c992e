"""Who may open the dashboard, and of which offices."""

from cms.accounts.permissions import allow_only
from villages.models import ImmigrationOffice
from villages.models.scopes import reviewed_offices, sees_everything


def offices_of(user):
    """Return the offices whose numbers `user` may see; None: all."""
    if sees_everything(user):
        return None
    return ImmigrationOffice.objects.filter(pk__in=reviewed_offices(user))


def office_ids(user):
    """Return `offices_of` as a set of ids; None: all."""
    offices = offices_of(user)
    return None if offices is None else set(offices.values_list("pk", flat=True))


def may_see_dashboard(user):
    offices = offices_of(user)
    return offices is None or offices.exists()


# Refuses those who have no office to look at.
dashboard_view = allow_only(may_see_dashboard)
