"""The export log: all of it for the programme, their own entries for everybody else."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quizzes.models import ExportLog
from quizzes.programme.exports.request import Audience, ExportForm, Kind
from quizzes.programme.permissions import dashboard_required
from villages.models import ImmigrationOffice, Province
from villages.models.scopes import sees_everything

ENTRIES_PER_PAGE = 100
FILTER_LABELS = {
    "first": _("From month"),
    "last": _("To month"),
    "province": _("Province"),
    "office": _("Office"),
    "topic": _("Topic"),
    "quiz": _("Quiz"),
    "updated_since": _("Changed since"),
    "reader": _("For"),
    "every_state": ExportForm.base_fields["every_state"].label,
}
CHOICE_LABELS = {"reader": dict(Audience.choices), "every_state": {"on": _("yes")}}
TABLE_LABELS = {**dict(Kind.choices), "quiz-answers": _("Answers to a quiz")}


@dataclass
class LogEntry:
    log: ExportLog
    table: str
    format: str
    is_api: bool
    filters: list  # [(name, value)]


@require_safe
@dashboard_required
def export_log(request):
    logs = ExportLog.objects.visible_to(request.user).select_related("user").order_by("-at", "-pk")
    username = " ".join(request.GET.get("who", "").split())[:80]
    if username and sees_everything(request.user):
        logs = logs.filter(user__username__icontains=username)
    page = Paginator(logs, ENTRIES_PER_PAGE).get_page(request.GET.get("p"))
    labels = value_labels()
    context = {
        "rows": page,
        "entries": [log_entry(log, labels) for log in page],
        "username": username,
        "sees_everything": sees_everything(request.user),
    }
    return render(request, "quizzes/programme/exports/log.html", context)


def value_labels():
    """Return {filter: {value: label}}."""
    offices = ImmigrationOffice.objects.values_list("pk", "name")
    return {
        "office": {str(key): name for key, name in offices},
        "province": dict(Province.objects.values_list("code", "name")),
        **CHOICE_LABELS,
    }


def log_entry(log, labels):
    """Label the stored filter; names and values that are no longer known stay as they are."""
    kind, _dot, format_ = log.kind.rpartition(".")
    is_api, kind = kind.startswith("api "), kind.removeprefix("api ")
    filters = [
        (FILTER_LABELS.get(name, name), labels.get(name, {}).get(value, value))
        for name, value in parse_qsl(log.filters)
        if name != "cursor"
    ]
    return LogEntry(log, TABLE_LABELS.get(kind, kind), format_.upper(), is_api, filters)
