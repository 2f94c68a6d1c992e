"""Import of offices and villages: upload a file, see what would change, then apply it."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cms.editing.staged_uploads import discard_upload, open_upload, stage_upload, staged_upload
from villages.models.scopes import sees_everything
from villages.models.tallies import lock_tallies
from villages.roster_import import UnreadableTable, offices, plan_offices, plan_villages, read_table, villages

PLANS = {"villages": plan_villages, "offices": plan_offices}
LISTS = {"villages": "roster_villages:index", "offices": "roster_offices:index"}
MOST_SHOWN = 200
# Of each kind of file: its name, the columns it needs, and those it may have.
COLUMNS = [
    (_("Villages"), villages.REQUIRED, villages.OPTIONAL),
    (_("Immigration offices"), offices.REQUIRED, offices.OPTIONAL),
]


class RosterImportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What the file contains"),
        choices=[("villages", _("Villages")), ("offices", _("Immigration offices"))],
    )
    file = forms.FileField(
        label=_("CSV or XLSX file"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"})
    )


def import_roster(request):
    """Upload and preview; only `confirm_import` changes anything."""
    if not sees_everything(request.user):
        raise PermissionDenied
    form = RosterImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            plan = PLANS[kind](read_table(file.name, file))
        except UnreadableTable as error:
            form.add_error("file", str(error))
        else:
            token = None if plan.problems else stage_upload(request.user, file, file_suffix(file), kind=kind)
            return import_page(request, plan=plan, kind=kind, token=token, form=form)
    return import_page(request, form=form)


def confirm_import(request):
    """Read the staged file again, since the roster may have changed meanwhile, and apply all or nothing."""
    if not sees_everything(request.user):
        raise PermissionDenied
    found = staged_upload(request.user, request.POST.get("token", ""))
    if found is None:
        messages.error(request, _("This preview is too old. Upload the file again; nothing was changed."))
        return redirect("roster_import")
    name, kind = found["name"], found["kind"]
    with transaction.atomic():
        lock_tallies()
        with open_upload(found) as file:
            plan = PLANS[kind](read_table(name, file))
        if plan.problems:
            return import_page(request, plan=plan, kind=kind, form=RosterImportForm())
        plan.apply()
    discard_upload(found)
    messages.success(request, _("Imported: %(summary)s") % {"summary": plan.summary()})
    return redirect(LISTS[kind])


def import_page(request, plan=None, **context):
    if plan:
        context.update(
            plan=plan,
            problems=plan.problems[:MOST_SHOWN],
            created=[*plan.needed, *plan.created][:MOST_SHOWN],
            changed=[*plan.renamed, *plan.changed][:MOST_SHOWN],
            nothing_to_do=not (plan.created or plan.changed or plan.needed or plan.renamed),
        )
    context["columns"] = COLUMNS
    status = 422 if (plan and plan.problems) or context["form"].errors else 200
    return render(request, "villages/wagtail_admin/import.html", context, status=status)


def file_suffix(file):
    return ".xlsx" if PurePath(file.name).suffix.lower() == ".xlsx" else ".csv"
