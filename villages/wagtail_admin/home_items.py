"""What waits for reviewers and administrators, on the first page of the admin."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from cms.admin_home import Waiting
from villages.models import Session
from villages.models.scopes import reviewed_offices
from villages.wagtail_admin.rejected_reports import rejected_reports
from villages.wagtail_admin.session_review import QUEUES

WAITING_QUEUES = ("new", "held", "returned")


def waiting_sessions(request):
    offices = reviewed_offices(request.user)
    if not offices.exists():
        return []
    # Somebody else decides on the user's own sessions.
    sessions = Session.objects.filter(office__in=offices).exclude(author=request.user)
    counts = sessions.filter(state__in=Session.OPEN_STATES).aggregate(
        **{name: Count("pk", filter=QUEUES[name][1]) for name in WAITING_QUEUES}
    )
    address = reverse("session_review:index")
    return [
        Waiting(counts[name], text % counts[name], f"{address}?queue={name}", is_urgent=name == "held")
        for name, text in queue_texts(counts).items()
    ]


def queue_texts(counts):
    return {
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


def waiting_rejected_reports(request):
    if not request.user.is_superuser:
        return []
    number = rejected_reports().count()
    text = ngettext(
        "%d report was refused. You may be able to rescue it.",
        "%d reports were refused. You may be able to rescue them.",
        number,
    )
    return [Waiting(number, text % number, reverse("rejected_reports"), is_urgent=True)]
