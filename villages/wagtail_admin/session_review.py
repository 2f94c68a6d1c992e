"""Review of sessions: the list of the office, one session in full, and the decision on it."""

import json
import re

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn

from cms.editing.table_columns import DayColumn
from cms.models import AuditEntry
from villages.field_app.topics import page_names, topic_names
from villages.field_app.views import photo_response
from villages.forms.personal_data import private_number_in, problem_with
from villages.models import Attendance, ReviewNotAllowed, Session
from villages.models.overlaps import SAME_EDUCATOR, SAME_VILLAGE
from villages.models.scopes import reviewed_offices, reviews_office_of
from villages.session_labels import labels_for_payloads
from villages.wagtail_admin.revision_diff import revision_differences
from villages.wagtail_admin.scoped_views import ScopedIndexView, ScopedInspectView, ScopedViewSet

QUEUES = {
    "new": (_("New, waiting for review"), Q(state=Session.State.SUBMITTED, is_held=False)),
    "held": (_("Held, to be accepted first"), Q(is_held=True, state__in=Session.OPEN_STATES)),
    "returned": (_("Returned to the educator"), Q(state=Session.State.RETURNED, is_held=False)),
    "approved": (_("Approved"), Q(state=Session.State.APPROVED)),
    "void": (_("Void"), Q(state=Session.State.VOID)),
    "all": (_("All sessions"), Q()),
}
WAITING = "new"
REVISION = re.compile(r"[0-9]{1,7}")  # the revision that the reviewer read
DONE = {
    "approve": _("Approved. The session counts from now on and is locked."),
    "send_back": _("Returned. The educator sees your comment on the phone."),
    "void": _("The session is void and counts nowhere."),
    "reopen": _("Reopened. The session waits for review again."),
    "release": _("Accepted. The report now waits for review like any other."),
}


def review_photo(request, pk):
    """Show a photo to people who may see its session."""
    response = photo_response(pk, Session.objects.visible_to(request.user))
    session = Session.objects.select_related("village").get(photos=pk)
    AuditEntry.objects.record(AuditEntry.Subject.PHOTOS, "photo looked at", session, request.user, photo=pk)
    return response


DOUBLES = {
    "any": (_("All possible doubles"), SAME_VILLAGE | SAME_EDUCATOR),
    "village": (_("Two sessions in a village at the same time"), SAME_VILLAGE),
    "educator": (_("One educator in two villages at the same time"), SAME_EDUCATOR),
}


class SessionFilterSet(WagtailFilterSet):
    """Shows what waits for review unless another queue is chosen or something is searched for."""

    queue = django_filters.ChoiceFilter(
        label=_("Queue"),
        choices=[(name, label) for name, (label, _where) in QUEUES.items()],
        method="in_queue",
    )

    doubles = django_filters.ChoiceFilter(
        label=_("Possible doubles"),
        choices=[(name, label) for name, (label, _where) in DOUBLES.items()],
        method="in_doubles",
    )

    started_on = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    village = django_filters.CharFilter(label=_("Village (name or code)"), method="in_village")
    educator = django_filters.CharFilter(label=_("Educator (name)"), method="by_educator")

    class Meta:
        model = Session
        fields = ["queue", "started_on", "educator", "village", "doubles", "activity"]

    def __init__(self, data=None, *args, **kwargs):
        if data is not None and not data.get("q") and "queue" not in data:
            data = data.copy()
            data["queue"] = WAITING
        super().__init__(data, *args, **kwargs)

    def in_village(self, rows, name, value):
        return rows.filter(Q(village__name__icontains=value) | Q(village__code__startswith=value))

    def by_educator(self, rows, name, value):
        first_name, last_name = (
            Q(**{f"author__{part}_name__icontains": value}) for part in ("first", "last")
        )
        return rows.filter(first_name | last_name | Q(author__username__icontains=value))

    def in_queue(self, rows, name, value):
        return rows.filter(QUEUES[value][1])

    def in_doubles(self, rows, name, value):
        return rows.filter(DOUBLES[value][1])


class StateColumn(Column):
    cell_template_name = "villages/wagtail_admin/state_cell.html"


class SessionIndexView(ScopedIndexView):
    related = ("village__regency__province", "office", "author")
    default_ordering = "-received_at"

    def get_base_queryset(self):
        return super().get_base_queryset().with_overlaps()


class SessionInspectView(ScopedInspectView):
    page_title = _("Session")
    error = ""

    def get_context_data(self, **kwargs):
        session = self.object
        own = session.author_id == self.request.user.pk
        return super().get_context_data(
            table=attendance_table(session),
            topics=topic_names(session.topics),
            materials=page_names(session.materials),
            transitions=session.transitions.select_related("actor"),
            referrals=session.referrals.all(),
            photos=session.photos.all(),
            compared=last_two_revisions(session),
            **doubles_of(session, self.request),
            own=own,
            next_one=next_in_queue(self.request.user, session),
            may_decide=reviews_office_of(self.request.user, session) and not own,
            error=self.error,
            reason=self.request.POST.get("reason", ""),
            **kwargs,
        )

    def post(self, request, pk):
        try:
            take_step(self.object, request)
        except ReviewNotAllowed as error:
            messages.error(request, error)
            self.error, self.object = str(error), self.get_object()
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect(page_after(self.object, request))


def next_in_queue(user, session):
    """Return the session that waits for `user` after this one in the list, or None."""
    waiting = Session.objects.visible_to(user).filter(QUEUES[WAITING][1], office__in=reviewed_offices(user))
    waiting = waiting.exclude(author=user).exclude(pk=session.pk).order_by("-received_at", "pk")
    return waiting.filter(received_at__lt=session.received_at).first() or waiting.first()


def page_after(session, request):
    """Return the address to go to after a decision: the next one that waits, or what this one needs still."""
    if session.state == Session.State.SUBMITTED:
        return request.path  # accepted or reopened: it waits for its decision now
    found = next_in_queue(request.user, session)
    if found:
        return reverse("session_review:inspect", args=[found.pk])
    messages.info(request, gettext("Nothing else waits for your review."))
    return reverse("session_review:index")


def doubles_of(session, request):
    """Return the sessions held at the same time, and the one that is shown beside this one.

    Of sessions of other offices a reviewer learns only how many there are.
    """
    others = session.overlapping()
    doubles = list(others.visible_to(request.user).for_list())
    asked = request.GET.get("beside", "")
    beside = next((other for other in doubles if str(other.pk) == asked), None)
    return {
        "doubles": doubles,
        "doubles_elsewhere": others.count() - len(doubles),
        "beside": beside,
        "side_by_side": beside and differences_between(beside, session),
    }


def differences_between(other, session):
    """Return what differs and what is the same in the current revisions of two sessions."""
    revisions = [found.revisions.get(revision=found.revision) for found in (other, session)]
    return split_differences(*(json.loads(bytes(revision.body)) for revision in revisions))


def split_differences(before, after):
    rows = revision_differences(before, after, labels_for_payloads(before, after))
    changed, same = ([row for row in rows if row[3] is differs] for differs in (True, False))
    return {"changed": changed, "same": same}


def last_two_revisions(session):
    """Return the numbers of the last two revisions and their differences; None where there is only one."""
    last = list(session.revisions.order_by("-revision")[:2])
    if len(last) < 2:
        return None
    new, old = last
    before, after = json.loads(bytes(old.body)), json.loads(bytes(new.body))
    return {"old": old.revision, "new": new.revision, **split_differences(before, after)}


def attendance_table(session):
    """Return `sexes` and `rows` (age group, one number per sex, sum); the last row has the sums."""
    counts = {(row.sex, row.age): row.count for row in session.attendance.all()}
    given = {sex for sex, _age in counts} | {"f", "m"}
    sexes, rows = [sex for sex in Attendance.Sex if sex in given], []
    for age in Attendance.Age:
        numbers = [counts.get((sex.value, age.value), 0) for sex in sexes]
        if any(numbers):
            rows.append((age.label, numbers, sum(numbers)))
    sums = [sum(numbers[column] for _age, numbers, _sum in rows) for column in range(len(sexes))]
    return {"sexes": [sex.label for sex in sexes], "rows": [*rows, (_("All"), sums, sum(sums))]}


def take_step(session, request):
    """Take the step that the reviewer chose, on the revision she read; raise `ReviewNotAllowed`."""
    step, revision = request.POST.get("step"), request.POST.get("revision", "")
    if REVISION.fullmatch(revision):
        session.revision = int(revision)
    if step not in DONE:
        raise ReviewNotAllowed(_("Choose what to do with this session."))
    reason = [] if step == "approve" else [request.POST.get("reason", "")]
    if kind := private_number_in("".join(reason)):
        raise ReviewNotAllowed(problem_with(kind))
    getattr(session, step)(request.user, *reason)
    messages.success(
        request,
        format_html(
            '<a href="{}">{}, {}</a>: {}',
            request.path,
            session.village,
            date_format(session.started_on, "j F Y"),
            DONE[step],
        ),
    )


class SessionViewSet(ScopedViewSet):
    model = Session
    name = "session_review"
    url_prefix = "sesi"
    icon = "tasks"
    menu_label = _("Sessions")
    form_fields = []
    unused_views = frozenset({"usage", "add", "edit", "delete", "history", "history_results"})
    index_view_class = SessionIndexView
    inspect_view_class = SessionInspectView
    inspect_template_name = "villages/wagtail_admin/session.html"
    filterset_class = SessionFilterSet
    search_fields = ["village__name", "village__code", "author__username", "receipt_code"]
    list_display = [
        "village",
        DayColumn("started_on", label=_("Date"), sort_key="started_on"),
        StateColumn("state", label=_("State"), sort_key="state"),
        NumberColumn("participants", label=_("Participants"), sort_key="participants"),
        Column("author.display_name", label=_("Educator")),
        DayColumn("received_at", label=_("Received"), sort_key="received_at"),
        Column("office", label=_("Immigration office")),
    ]

    def register_admin_url_finder(self):
        pass  # There is no form: only its educator changes a report.
