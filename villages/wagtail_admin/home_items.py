"""What waits on the desk's first page for reviewers of an office and for administrators."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from cms.admin_home import Waiting
from villages.models import Session
from villages.models.scopes import reviewed_offices
from villages.wagtail_admin.rejected_reports import refused_reports
from villages.wagtail_admin.session_review import QUEUES

# Of QUEUES: what is approved or void is no work.
WAITING = ("new", "held", "returned")


def sessions_that_wait(request):
    offices = reviewed_offices(request.user)
    if not offices.exists():
        return []
    # One's own sessions are for somebody else to decide.
    sessions = Session.objects.filter(office__in=offices).exclude(author=request.user)
    counts = sessions.filter(state__in=Session.OPEN_STATES).aggregate(
        **{name: Count("pk", filter=QUEUES[name][1]) for name in WAITING}
    )
    texts = {
        "new": ngettext("%d report waits for review.", "%d reports wait for review.", counts["new"]),
        "held": ngettext(
            "%d report is held, because its village is not the educator's.",
            "%d reports are held, because their villages are not the educators'.",
            counts["held"],
        ),
        "returned": ngettext(
            "%d report was returned and waits for its educator.",
            "%d reports were returned and wait for their educators.",
            counts["returned"],
        ),
    }
    address = reverse("session_review:index")
    return [
        Waiting(counts[name], text % counts[name], f"{address}?queue={name}", is_urgent=name == "held")
        for name, text in texts.items()
    ]


def refused_reports_that_wait(request):
    if not request.user.is_superuser:
        return []
    number = refused_reports().count()
    text = ngettext(
        "%d report was refused. It may be rescued.", "%d reports were refused. They may be rescued.", number
    )
    return [Waiting(number, text % number, reverse("refused_reports"), is_urgent=True)]
