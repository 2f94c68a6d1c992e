"""The page of exports in the desk: ask for a file, watch it being written, fetch it."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quizzes.models import Export
from quizzes.programme.exports.csv_geojson import csv_lines
from quizzes.programme.exports.files import CODEBOOK_HEADER, codebook, response, row_total
from quizzes.programme.exports.jobs import prepare, try_again
from quizzes.programme.exports.request import Format, Kind, OrderForm
from quizzes.programme.exports.responses import streamed
from quizzes.programme.permissions import dashboard_view, office_ids
from villages.models.scopes import sees_everything
from villages.reach.filters import Filters

BIG = 20_000  # rows of a spreadsheet that nobody should wait for


@require_safe
@dashboard_view
def export_list(request):
    """Without a table asked for: the form and my files. With one: the file, now or in the background."""
    data = request.GET.copy()
    if not data.get("kind"):
        return export_page(request, OrderForm(initial_of(data), request.user))
    form = OrderForm(data, request.user)
    if not form.is_valid():
        return export_page(request, form, status=422)
    order = form.order
    if data.get("later") or order.format == Format.XLSX:
        total = row_total(order)
        if data.get("later") or total > BIG:
            return redirect("dashboard:export", prepare(order, data.urlencode(), total).pk)
    return response(order)


def initial_of(data):
    """Keep the filter that somebody comes with from the programme page, and show the usual period."""
    usual = Filters.last_year()
    data.setdefault("kind", Kind.SESSIONS)
    data.setdefault("format", Format.XLSX)
    data.setdefault("first", f"{usual.first:%Y-%m}")
    data.setdefault("last", f"{usual.last:%Y-%m}")
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
@dashboard_view
def session_csv(request):
    """The address that bookmarks and scripts know: all sessions of a filter as CSV."""
    data = request.GET.copy()
    data["kind"], data["format"] = Kind.SESSIONS, Format.CSV
    form = OrderForm(data, request.user)
    return response(form.order) if form.is_valid() else export_page(request, form, status=422)


@require_safe
@dashboard_view
def codebook_csv(request, kind):
    if kind not in Kind.values:
        raise Http404
    return streamed(csv_lines(CODEBOOK_HEADER, codebook(kind)), f"{kind}-columns.csv")


@require_safe
@dashboard_view
def export_progress(request, pk):
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    context = {"export": export, "is_too_wide": export.holds_more_than(office_ids(request.user))}
    page = render(request, "quizzes/programme/exports/progress.html", context)
    if export.is_on_its_way:
        page["Refresh"] = "4"  # looks again by itself, without a script
    return page


@require_safe
@dashboard_view
def export_file(request, pk):
    ready = Export.objects.visible_to(request.user).filter(state=Export.State.READY)
    export = get_object_or_404(ready, pk=pk)
    if export.holds_more_than(office_ids(request.user)):
        return redirect("dashboard:export", pk)
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=export.name)


@require_POST
@dashboard_view
def export_again(request, pk):
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    if export.may_be_tried_again:
        try_again(export)
        messages.success(request, _("The file will be written once more."))
    return redirect("dashboard:export", export.pk)
