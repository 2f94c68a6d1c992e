"""The export pages of the Wagtail admin: ask for a file, follow its progress, download it."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quizzes.models import Export
from quizzes.programme.exports.csv_geojson import csv_lines
from quizzes.programme.exports.files import CODEBOOK_HEADER, codebook, expected_rows, export_response
from quizzes.programme.exports.jobs import queue_export, retry_export
from quizzes.programme.exports.request import ExportForm, Format, Kind
from quizzes.programme.exports.responses import streaming_download
from quizzes.programme.permissions import dashboard_required, visible_office_ids
from villages.models.scopes import sees_everything
from villages.reach.filters import Filters

BACKGROUND_ROWS = 20_000  # a spreadsheet with more rows is always written in the background


@require_safe
@dashboard_required
def export_list(request):
    """Show the form and my files; if the query names a table, return its file now or write it later."""
    data = request.GET.copy()
    if not data.get("kind"):
        return export_page(request, ExportForm(with_defaults(data), request.user))
    form = ExportForm(data, request.user)
    if not form.is_valid():
        return export_page(request, form, status=422)
    export_request = form.export_request
    if data.get("later") or export_request.format == Format.XLSX:
        total = expected_rows(export_request)
        if data.get("later") or total > BACKGROUND_ROWS:
            export = queue_export(export_request, data.urlencode(), total)
            return redirect("dashboard:export", export.pk)
    return export_response(export_request)


def with_defaults(data):
    """Keep the filter that comes from the programme page; fill in the default table, format and period."""
    default = Filters.last_year()
    data.setdefault("kind", Kind.SESSIONS)
    data.setdefault("format", Format.XLSX)
    data.setdefault("first", f"{default.first:%Y-%m}")
    data.setdefault("last", f"{default.last:%Y-%m}")
    return data


def export_page(request, form, status=200):
    context = {
        "form": form,
        "exports": Export.objects.visible_to(request.user)[:50],
        "kinds": Kind,
        "sees_everything": sees_everything(request.user),
    }
    return render(request, "quizzes/programme/exports/list.html", context, status=status)


@require_safe
@dashboard_required
def session_csv(request):
    """All sessions of a filter as CSV, at the address that bookmarks and scripts use."""
    data = request.GET.copy()
    data["kind"], data["format"] = Kind.SESSIONS, Format.CSV
    form = ExportForm(data, request.user)
    if not form.is_valid():
        return export_page(request, form, status=422)
    return export_response(form.export_request)


@require_safe
@dashboard_required
def table_codebook_csv(request, kind):
    if kind not in Kind.values:
        raise Http404
    return streaming_download(csv_lines(CODEBOOK_HEADER, codebook(kind)), f"{kind}-columns.csv")


@require_safe
@dashboard_required
def export_progress(request, pk):
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    context = {"export": export, "is_too_wide": export.exceeds(visible_office_ids(request.user))}
    page = render(request, "quizzes/programme/exports/progress.html", context)
    if export.is_in_progress:
        page["Refresh"] = "4"  # reloads by itself, without a script
    return page


@require_safe
@dashboard_required
def export_file(request, pk):
    ready = Export.objects.visible_to(request.user).filter(state=Export.State.READY)
    export = get_object_or_404(ready, pk=pk)
    if export.exceeds(visible_office_ids(request.user)):
        return redirect("dashboard:export", pk)
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=export.name)


@require_POST
@dashboard_required
def export_again(request, pk):
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    if export.can_retry:
        retry_export(export)
        messages.success(request, _("The file is being made again."))
    return redirect("dashboard:export", export.pk)
