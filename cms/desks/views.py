"""The translation desk and the freshness desk under /admin/."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.desks import texts
from cms.desks.freshness import CheckForm, kinds_to_check
from cms.desks.reviewing import asked_text, keep, mark, may_review
from cms.languages import NAMES, SOURCE, TARGETS
from cms.models.translated import TranslationState
from cms.rights import editable_languages, is_only_translator, may_change, text_worker_required

PER_PAGE = 40


@require_safe
@text_worker_required
def translations(request):
    language = asked_language(request)
    found = texts.all_texts()
    rows = texts.rows_in(language, found)
    following = next((row for row in rows if row.state in texts.TO_DO), None)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    wanted = [row for row in rows if state in ("", row.state.value, row.stage)]
    shown = [row for row in wanted if kind in ("", row.label)]
    context = {
        "language": language,
        "language_name": NAMES[language],
        "languages": [(code, NAMES[code]) for code in TARGETS],
        "state": state,
        "states": TranslationState.choices,
        "stages": texts.Stage.choices,
        "sends": shown and state in texts.Stage.values and language in editable_languages(request.user),
        "may_send": state == texts.Stage.WAITING,
        "may_publish": not is_only_translator(request.user),
        "kind": kind,
        "kinds": [
            (model._meta.label_lower, model._meta.verbose_name_plural) for model in texts.text_models()
        ],
        "progress": texts.progress(found),
        "next": following,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("p")),
        "query": request.GET.urlencode(),
    }
    return render(request, "cms/desks/translations.html", context)


def asked_language(request):
    mine = [code for code in TARGETS if code in request.user.translates]
    language = request.GET.get("language") or [*mine, *TARGETS][0]
    if language not in TARGETS:
        raise Http404
    return language


@require_safe
@text_worker_required
def translation(request, label, pk, language):
    obj = asked_text(label, pk, language)
    row = texts.row_in(language, obj, texts.in_review())
    outdated = row.state == TranslationState.OUTDATED
    mine = language in editable_languages(request.user)
    context = {
        "row": row,
        "may_translate": mine and may_change(request.user, obj),
        "may_send": mine and row.is_ready and row.stage == texts.Stage.WAITING,
        "language_name": NAMES[language],
        "source_lines": texts.lines_of(obj, SOURCE),
        "lines": texts.lines_of(obj, language),
        "changes": texts.source_changes(obj, language) if outdated else [],
        "outdated": outdated,
        "edit_url": texts.edit_url(obj, request.user) if mine else None,
        "may_review": may_review(request.user, obj, language),
    }
    return render(request, "cms/desks/translation.html", context)


@require_POST
@text_worker_required
def mark_reviewed(request, label, pk, language):
    obj = asked_text(label, pk, language)
    if not may_review(request.user, obj, language):
        raise PermissionDenied
    mark(request, obj, language)
    return redirect("translation", label=label, pk=pk, language=language)


@require_http_methods(["GET", "HEAD", "POST"])
@text_worker_required
def freshness(request):
    if request.method == "POST":
        return note_check(request)
    today = timezone.localdate()
    may_check = not is_only_translator(request.user)
    context = {"kinds": kinds_to_check(today), "today": today, "may_check": may_check}
    return render(request, "cms/desks/freshness.html", context)


def note_check(request):
    if is_only_translator(request.user):
        raise PermissionDenied
    form = CheckForm(request.POST)
    if not form.is_valid():
        faults = " ".join(fault for faults in form.errors.values() for fault in faults)
        messages.error(request, _("Nothing was changed. %(faults)s") % {"faults": faults})
        return redirect("freshness")
    obj = form.checked_object()
    if not request.user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}"):
        raise PermissionDenied
    if keep(obj, request.user):
        messages.success(request, _("“%(text)s” is checked.") % {"text": obj})
    else:
        messages.success(
            request, _("“%(text)s” is checked; the change waits to be published.") % {"text": obj}
        )
    return redirect("freshness")
