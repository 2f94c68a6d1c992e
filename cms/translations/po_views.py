"""Export of translations as a PO file, and import: upload, preview, confirm."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.permissions import editable_languages, text_worker_required
from cms.editing.staged_uploads import discard_upload, open_upload, stage_upload, staged_upload
from cms.languages import NAMES, TARGETS
from cms.translations.po_export import po_file
from cms.translations.po_import import MOST_BYTES, PoFileError, plan
from cms.translations.status import Stage

MOST_SHOWN = 200


class PoImportForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))
    file = forms.FileField(label=_("PO file"), widget=forms.FileInput(attrs={"accept": ".po,.pot"}))

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = editable_languages(user)
        self.fields["language"].choices = [(code, NAMES[code]) for code in TARGETS if code in mine]


def po_response(file, name):
    response = HttpResponse(str(file), content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.po"'
    return response


@require_safe
@text_worker_required
def export(request, language):
    if language not in TARGETS:
        raise Http404
    return po_response(po_file(language), f"migrasi-aman-{language}-{timezone.localdate():%Y%m%d}")


@require_http_methods(["GET", "HEAD", "POST"])
@text_worker_required
def upload_po_file(request):
    """Upload and preview; nothing is changed before `confirm`."""
    form = PoImportForm(request.user, request.POST or None, request.FILES or None, initial=request.GET)
    if request.method == "POST" and form.is_valid():
        language, file = form.cleaned_data["language"], form.cleaned_data["file"]
        try:
            found = plan(file.read(MOST_BYTES + 1), language, request.user)
        except PoFileError as error:
            form.add_error("file", str(error))
        else:
            token = stage_upload(request.user, file, ".po", language=language)
            return show_plan(request, form, found, token)
    return show_plan(request, form)


def show_plan(request, form, found=None, token=""):
    context = {
        "form": form,
        "plan": found,
        "token": token,
        "changes": found.changes[:MOST_SHOWN] if found else [],
        "refused": found.refused[:MOST_SHOWN] if found else [],
        "most_shown": MOST_SHOWN,
    }
    status = 422 if form.errors else 200
    return render(request, "cms/translations/po_import.html", context, status=status)


def staged_plan(request):
    """Return (the staged upload, its plan as of now), or None when the preview is too old."""
    upload = staged_upload(request.user, request.POST.get("token", ""))
    if upload is None or "language" not in upload:
        messages.error(request, _("This preview is too old. Upload the file again; nothing was changed."))
        return None
    with open_upload(upload) as file:
        return upload, plan(file.read(), upload["language"], request.user)


@require_POST
@text_worker_required
def confirm(request):
    """Plan the staged file again, since texts may have changed meanwhile, and apply what still can be."""
    found = staged_plan(request)
    if found is None:
        return redirect("import-translations")
    upload, planned = found
    planned.apply(request.user)
    count = len(planned.changes)
    message = ngettext(
        "%(count)s translation imported as a draft.", "%(count)s translations imported as drafts.", count
    )
    messages.success(request, message % {"count": count})
    if planned.refused:
        planned.changes = []
        return show_plan(request, PoImportForm(request.user), planned, request.POST["token"])
    discard_upload(upload)
    return redirect(f"{reverse('translations')}?language={upload['language']}&state={Stage.WAITING}")


@require_POST
@text_worker_required
def download_refused(request):
    """Return the refused entries as a PO file with the reasons."""
    found = staged_plan(request)
    if found is None:
        return redirect("import-translations")
    upload, planned = found
    return po_response(planned.refused_file(), f"migrasi-aman-{upload['language']}-refused")
