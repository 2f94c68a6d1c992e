"""Payloads that the outbox rejected, to read and download: for superusers, as they may hold anything."""

from functools import wraps

from django.core.paginator import Paginator
from django.db.models import IntegerField
from django.db.models.functions import Length
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.models import AuditEntry
from villages.models import Quarantine, Session
from villages.session_labels import entry_labels

PER_PAGE = 50
MOST_SHOWN = 20_000  # characters


def for_superusers(view):
    """Answer 404 to anybody else."""

    @require_safe
    @never_cache
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def with_details(reports):
    """Set `mistakes`, a list of (label, messages), and `session`, if it has arrived since, on each report."""
    sessions = Session.objects.in_bulk({report.session_uuid for report in reports} - {None})
    labels = entry_labels()
    for report in reports:
        report.session = sessions.get(report.session_uuid)
        report.mistakes = [(labels.get(key, key), messages) for key, messages in report.errors.items()]
    return reports


def rejected_reports():
    size = Length("body", output_field=IntegerField())
    return Quarantine.objects.select_related("author").annotate(size=size)


@for_superusers
def rejected_list(request):
    rows = Paginator(rejected_reports().defer("body"), PER_PAGE).get_page(request.GET.get("p"))
    with_details(rows.object_list)
    return render(request, "villages/wagtail_admin/rejected_reports.html", {"rows": rows})


def record_look(request, report):
    """Record who looked at a refused report, as the audit log does for photos of sessions."""
    AuditEntry.objects.record(AuditEntry.Subject.PHOTOS, "refused report looked at", report, request.user)


@for_superusers
def rejected_report(request, pk):
    (report,) = with_details([get_object_or_404(rejected_reports(), pk=pk)])
    record_look(request, report)
    text = report.text
    context = {"report": report, "text": text[:MOST_SHOWN], "is_cut": len(text) > MOST_SHOWN}
    return render(request, "villages/wagtail_admin/rejected_report.html", context)


@for_superusers
def rejected_payload(request, pk):
    """Download the bytes as they were sent; the browser never shows them."""
    report = get_object_or_404(Quarantine, pk=pk)
    record_look(request, report)
    name = f"refused-{report.pk}-{report.received_at:%Y%m%d}.bin"
    return HttpResponse(
        bytes(report.body),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
