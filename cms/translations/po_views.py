"""Taking translations away as a PO file and bringing them back: download, preview, then do it."""

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
from cms.editing.staged_uploads import forget, keep, kept, opened
from cms.languages import NAMES, TARGETS
from cms.translations.po_export import exported
from cms.translations.po_import import MOST_BYTES, UnreadableError, plan
from cms.translations.status import Stage

MOST_SHOWN = 200


class ImportForm(forms.Form):
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
    return po_response(exported(language), f"migrasi-aman-{language}-{timezone.localdate():%Y%m%d}")


@require_http_methods(["GET", "HEAD", "POST"])
@text_worker_required
def upload(request):
    """Upload and preview; nothing is changed before `confirm`."""
    form = ImportForm(request.user, request.POST or None, request.FILES or None, initial=request.GET)
    if request.method == "POST" and form.is_valid():
        language, file = form.cleaned_data["language"], form.cleaned_data["file"]
        try:
            found = plan(file.read(MOST_BYTES + 1), language, request.user)
        except UnreadableError as error:
            form.add_error("file", str(error))
        else:
            return show(request, form, found, keep(request.user, file, ".po", language=language))
    return show(request, form)


def show(request, form, found=None, token=""):
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


def kept_plan(request):
    """Return (what was kept, its plan made anew), or None when the preview is too old."""
    found = kept(request.user, request.POST.get("token", ""))
    if found is None or "language" not in found:
        messages.error(request, _("This preview is too old. Upload the file again; nothing was changed."))
        return None
    with opened(found) as file:
        return found, plan(file.read(), found["language"], request.user)


@require_POST
@text_worker_required
def confirm(request):
    """Judge the kept file once more, since texts may have changed meanwhile, and apply the rest."""
    found = kept_plan(request)
    if found is None:
        return redirect("import-translations")
    upload, planned = found
    planned.apply(request.user)
    count = len(planned.changes)
    sentence = ngettext(
        "%(count)s translation imported as a draft.", "%(count)s translations imported as drafts.", count
    )
    messages.success(request, sentence % {"count": count})
    if planned.refused:
        planned.changes = []
        return show(request, ImportForm(request.user), planned, request.POST["token"])
    forget(upload)
    return redirect(f"{reverse('translations')}?language={upload['language']}&state={Stage.WAITING}")


@require_POST
@text_worker_required
def refused(request):
    """Give the refused entries back as a PO file with the reasons."""
    found = kept_plan(request)
    if found is None:
        return redirect("import-translations")
    upload, planned = found
    return po_response(planned.refused_file(), f"migrasi-aman-{upload['language']}-refused")
