"""Import of offices and villages: upload a file, see what would change, then apply it."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cms.editing.staged_uploads import discard_upload, open_upload, sign_upload, stage_upload, staged_upload
from villages.models.scopes import sees_everything
from villages.models.tallies import lock_tallies
from villages.roster_import import KINDS, UnreadableTable
from villages.wagtail_admin.import_columns import ColumnsForm, can_be_chosen

LISTS = {"villages": "roster_villages:index", "offices": "roster_offices:index"}
TITLES = {"villages": _("Villages"), "offices": _("Immigration offices")}
MOST_SHOWN = 200


class RosterImportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What the file contains"),
        choices=list(TITLES.items()),
    )
    file = forms.FileField(
        label=_("CSV, XLSX or ODS file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods,.tsv,.txt"}),
    )


def import_roster(request):
    """Upload, choose columns and preview; only `confirm_import` changes anything."""
    if not sees_everything(request.user):
        raise PermissionDenied
    if "token" in request.POST:
        return read_chosen_columns(request)
    form = RosterImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            table = KINDS[kind].table(file.name, file)
        except UnreadableTable as error:
            form.add_error("file", str(error))
            return import_page(request, form=form)
        if can_be_chosen(table, KINDS[kind].columns):
            columns_form = ColumnsForm(table, KINDS[kind].columns)
            token = stage_upload(request.user, file, file_suffix(file), kind=kind)
            return import_page(request, token=token, form=form, columns_form=columns_form)
        plan = KINDS[kind].plan(table)
        token = None if plan.problems else stage_upload(request.user, file, file_suffix(file), kind=kind)
        return import_page(request, plan=plan, token=token, form=form)
    return import_page(request, form=form)


def read_chosen_columns(request):
    """Preview a staged file with the columns that a person chose."""
    found = staged_upload(request.user, request.POST["token"])
    if found is None:
        return too_old(request)
    kind = KINDS[found["kind"]]
    with open_upload(found) as file:
        table = kind.table(found["name"], file)
    columns_form = ColumnsForm(table, kind.columns, request.POST)
    if not columns_form.is_valid():
        token = request.POST["token"]
        return import_page(request, form=RosterImportForm(), columns_form=columns_form, token=token)
    chosen = columns_form.chosen
    with open_upload(found) as file:
        plan = kind.read(found["name"], file, chosen)
    token = None if plan.problems else sign_upload(found | {"chosen": chosen})
    return import_page(request, plan=plan, token=token, form=RosterImportForm())


def confirm_import(request):
    """Read the staged file again, since the roster may have changed meanwhile, and apply all or nothing."""
    if not sees_everything(request.user):
        raise PermissionDenied
    found = staged_upload(request.user, request.POST.get("token", ""))
    if found is None:
        return too_old(request)
    kind = found["kind"]
    with transaction.atomic():
        lock_tallies()
        with open_upload(found) as file:
            plan = KINDS[kind].read(found["name"], file, found.get("chosen"))
        if plan.problems:
            return import_page(request, plan=plan, form=RosterImportForm())
        plan.apply()
    discard_upload(found)
    messages.success(request, _("Imported: %(summary)s") % {"summary": plan.summary()})
    return redirect(LISTS[kind])


def too_old(request):
    messages.error(request, _("This preview is too old. Upload the file again; nothing was changed."))
    return redirect("roster_import")


def import_page(request, plan=None, **context):
    if plan:
        context.update(
            plan=plan,
            problems=list(plan.problems)[:MOST_SHOWN],
            warnings=list(plan.warnings)[:MOST_SHOWN],
            created=[*plan.needed, *plan.created][:MOST_SHOWN],
            changed=plan.changed[:MOST_SHOWN],
            nothing_to_do=not (plan.created or plan.changed or plan.needed),
        )
    context["columns"] = [
        (TITLES[name], kind.columns.required, kind.columns.optional) for name, kind in KINDS.items()
    ]
    wrong = (plan and plan.problems) or any(
        context[name].errors for name in ("form", "columns_form") if context.get(name)
    )
    status = 422 if wrong else 200
    return render(request, "villages/wagtail_admin/import.html", context, status=status)


def file_suffix(file):
    return ".xlsx" if PurePath(file.name).suffix.lower() == ".xlsx" else ".csv"
