"""Who took which rows out: for the programme all of it, for others what they took themselves."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quizzes.models import ExportLog
from quizzes.programme.exports.request import Kind, OrderForm, Reader
from quizzes.programme.permissions import dashboard_view
from villages.models import ImmigrationOffice, Province
from villages.models.scopes import sees_everything

PER_PAGE = 100
NAMES = {
    "first": _("From month"),
    "last": _("To month"),
    "province": _("Province"),
    "office": _("Office"),
    "topic": _("Topic"),
    "quiz": _("Quiz"),
    "updated_since": _("Changed since"),
    "reader": _("For"),
    "every_state": OrderForm.base_fields["every_state"].label,
}
WORDS = {"reader": dict(Reader.choices), "every_state": {"on": _("yes")}}
TABLES = {**dict(Kind.choices), "quiz-answers": _("Answers to a quiz")}


@dataclass
class Line:
    log: ExportLog
    table: str
    format: str
    is_api: bool
    filters: list  # [(name, value)]


@require_safe
@dashboard_view
def export_log(request):
    found = ExportLog.objects.visible_to(request.user).select_related("user").order_by("-at", "-pk")
    asked = " ".join(request.GET.get("who", "").split())[:80]
    if asked and sees_everything(request.user):
        found = found.filter(user__username__icontains=asked)
    rows = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    places = names_of_places()
    context = {
        "rows": rows,
        "lines": [line_of(log, places) for log in rows],
        "asked": asked,
        "sees_everything": sees_everything(request.user),
    }
    return render(request, "quizzes/programme/exports/log.html", context)


def names_of_places():
    offices = ImmigrationOffice.objects.values_list("pk", "name")
    return {
        "office": {str(key): name for key, name in offices},
        "province": dict(Province.objects.values_list("code", "name")),
        **WORDS,
    }


def line_of(log, places):
    """Say what was asked for in words; what is not known any more stays as it was."""
    kind, _dot, form = log.kind.rpartition(".")
    is_api, kind = kind.startswith("api "), kind.removeprefix("api ")
    asked = [
        (NAMES.get(name, name), places.get(name, {}).get(value, value))
        for name, value in parse_qsl(log.filters)
        if name != "cursor"
    ]
    return Line(log, TABLES.get(kind, kind), form.upper(), is_api, asked)
