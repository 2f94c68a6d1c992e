"""Editing a translation beside its Indonesian."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cms.desks import texts
from cms.desks.editing import PiecesForm, following
from cms.desks.reviewing import asked_text, mark, may_review
from cms.languages import NAMES
from cms.models import Picture
from cms.rights import editable_languages, may_change, text_worker_required


@require_http_methods(["GET", "HEAD", "POST"])
@text_worker_required
def edit(request, label, pk, language):
    obj = asked_text(label, pk, language)
    if language not in editable_languages(request.user):
        raise PermissionDenied
    if not may_change(request.user, obj):
        messages.error(
            request, _("You may not change this text now: it is locked, under review or not yours.")
        )
        return redirect("translation", label=label, pk=pk, language=language)
    form = PiecesForm(obj, language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return save(request, form)
    context = {
        "form": form,
        "row": texts.TextRow(obj, language, texts.state_of(obj, language)),
        "language_name": NAMES[language],
        "picture": obj.get_rendition("max-360x240") if isinstance(obj, Picture) else None,
    }
    return render(request, "cms/desks/edit.html", context, status=422 if form.errors else 200)


def save(request, form):
    count = form.save(request.user)
    said = ngettext("%(count)s piece saved as a draft.", "%(count)s pieces saved as a draft.", count)
    messages.success(request, said % {"count": count} if count else _("Nothing was changed."))
    then, obj, language = request.POST.get("then"), form.obj, form.language
    if then == "reviewed":
        review(request, obj, language)
    if then == "next":
        row = following(language, obj)
        if row:
            return redirect("edit-translation", row.label, row.obj.pk, language)
        messages.success(request, _("Nothing is missing or out of date in this language."))
        return redirect("translations")
    return redirect("edit-translation", obj._meta.label_lower, obj.pk, language)


def review(request, obj, language):
    if may_review(request.user, obj, language):
        mark(request, obj, language)
    else:
        messages.warning(request, _("Not marked as checked: some pieces are not translated yet."))
