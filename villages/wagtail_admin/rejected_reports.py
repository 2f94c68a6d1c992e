"""Bodies that the outbox refused, to read and to download: superusers only, since anything may be in them."""

from functools import wraps

from django.core.paginator import Paginator
from django.db.models import IntegerField
from django.db.models.functions import Length
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from villages.models import Quarantine, Session
from villages.session_labels import labels

PER_PAGE = 50
MOST_SHOWN = 20_000  # characters


def for_superusers(view):
    """For anybody else the page does not exist."""

    @require_safe
    @never_cache
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def prepared(reports):
    """Give each report `mistakes` as (entry, sentences) and `session`, if it has arrived since."""
    sessions = Session.objects.in_bulk({report.session_uuid for report in reports} - {None})
    names = labels()
    for report in reports:
        report.session = sessions.get(report.session_uuid)
        report.mistakes = [(names.get(key, key), sentences) for key, sentences in report.errors.items()]
    return reports


def refused_reports():
    size = Length("body", output_field=IntegerField())
    return Quarantine.objects.select_related("author").annotate(size=size)


@for_superusers
def refused_list(request):
    rows = Paginator(refused_reports().defer("body"), PER_PAGE).get_page(request.GET.get("p"))
    prepared(rows.object_list)
    return render(request, "villages/wagtail_admin/rejected_reports.html", {"rows": rows})


@for_superusers
def refused_report(request, pk):
    (report,) = prepared([get_object_or_404(refused_reports(), pk=pk)])
    text = report.text
    context = {"report": report, "text": text[:MOST_SHOWN], "is_cut": len(text) > MOST_SHOWN}
    return render(request, "villages/wagtail_admin/rejected_report.html", context)


@for_superusers
def refused_body(request, pk):
    """The bytes as they came; never shown by the browser."""
    report = get_object_or_404(Quarantine, pk=pk)
    name = f"refused-{report.pk}-{report.received_at:%Y%m%d}.bin"
    return HttpResponse(
        bytes(report.body),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
