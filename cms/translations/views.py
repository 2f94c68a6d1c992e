"""The list of translations, and reading, editing and checking one of them."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.permissions import (
    editable_languages,
    is_only_translator,
    may_change,
    text_worker_required,
)
from cms.languages import NAMES, SOURCE, TARGETS
from cms.models import Picture
from cms.models.translatable import TranslationState
from cms.translations import status
from cms.translations.comparison import lines_of, source_changes
from cms.translations.forms import SegmentsForm
from cms.translations.segments import text_owners
from cms.translations.texts import all_texts, edit_url, save_checked, text_models, text_object

PER_PAGE = 40


def requested_language(request):
    mine = [code for code in TARGETS if code in request.user.translates]
    language = request.GET.get("language") or [*mine, *TARGETS][0]
    if language not in TARGETS:
        raise Http404
    return language


def get_text_or_404(label, pk, language):
    if language not in TARGETS:
        raise Http404
    try:
        return text_object(label, pk)
    except (LookupError, ValueError, ObjectDoesNotExist) as error:
        raise Http404 from error


@require_safe
@text_worker_required
def translations(request):
    language = requested_language(request)
    texts = all_texts()
    rows = status.rows_in(language, texts)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    in_state = [row for row in rows if state in ("", row.state.value, row.stage)]
    shown = [row for row in in_state if kind in ("", row.label)]
    context = {
        "language": language,
        "language_name": NAMES[language],
        "languages": [(code, NAMES[code]) for code in TARGETS],
        "state": state,
        "states": TranslationState.choices,
        "stages": status.Stage.choices,
        "sends": shown and state in status.Stage.values and language in editable_languages(request.user),
        "may_send": state == status.Stage.WAITING,
        "may_publish": not is_only_translator(request.user),
        "kind": kind,
        "kinds": [(model._meta.label_lower, model._meta.verbose_name_plural) for model in text_models()],
        "progress": status.progress(texts),
        "next": next((row for row in rows if row.state in status.TO_DO), None),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("p")),
        "query": request.GET.urlencode(),
    }
    return render(request, "cms/translations/list.html", context)


@require_safe
@text_worker_required
def translation(request, label, pk, language):
    obj = get_text_or_404(label, pk, language)
    row = status.row_in(language, obj, status.in_review())
    outdated = row.state == TranslationState.OUTDATED
    mine = language in editable_languages(request.user)
    context = {
        "row": row,
        "may_translate": mine and may_change(request.user, obj),
        "may_send": mine and row.is_ready and row.stage == status.Stage.WAITING,
        "language_name": NAMES[language],
        "source_lines": lines_of(obj, SOURCE),
        "lines": lines_of(obj, language),
        "changes": source_changes(obj, language) if outdated else [],
        "outdated": outdated,
        "edit_url": edit_url(obj, request.user) if mine else None,
        "may_review": may_review(request.user, obj, language),
    }
    return render(request, "cms/translations/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@text_worker_required
def edit(request, label, pk, language):
    obj = get_text_or_404(label, pk, language)
    if language not in editable_languages(request.user):
        raise PermissionDenied
    if not may_change(request.user, obj):
        messages.error(
            request, _("You cannot change this text now: it is locked, under review or not yours.")
        )
        return redirect("translation", label=label, pk=pk, language=language)
    form = SegmentsForm(obj, language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return save_segments(request, form)
    context = {
        "form": form,
        "row": status.TextRow(obj, language, status.state_of(obj, language)),
        "language_name": NAMES[language],
        "picture": obj.get_rendition("max-360x240") if isinstance(obj, Picture) else None,
    }
    return render(request, "cms/translations/edit.html", context, status=422 if form.errors else 200)


def save_segments(request, form):
    count = form.save(request.user)
    message = ngettext("%(count)s segment saved as a draft.", "%(count)s segments saved as a draft.", count)
    messages.success(request, message % {"count": count} if count else _("Nothing was changed."))
    then, obj, language = request.POST.get("then"), form.obj, form.language
    if then == "reviewed":
        review(request, obj, language)
    if then == "next":
        row = status.next_to_translate(language, obj)
        if row:
            return redirect("edit-translation", row.label, row.obj.pk, language)
        messages.success(request, _("Nothing is missing or out of date in this language."))
        return redirect("translations")
    return redirect("edit-translation", obj._meta.label_lower, obj.pk, language)


@require_POST
@text_worker_required
def mark_reviewed(request, label, pk, language):
    obj = get_text_or_404(label, pk, language)
    if not may_review(request.user, obj, language):
        raise PermissionDenied
    save_review(request, obj, language)
    return redirect("translation", label=label, pk=pk, language=language)


def may_review(user, obj, language):
    """Return True if `user` may mark `obj` as checked: fully translated, into one of their languages."""
    if language not in editable_languages(user) or status.state_of(obj, language) == TranslationState.MISSING:
        return False
    return not status.is_unfinished(obj, language) and may_change(user, obj)


def review(request, obj, language):
    if may_review(request.user, obj, language):
        save_review(request, obj, language)
    else:
        messages.warning(request, _("Not marked as checked: some segments are not translated yet."))


def save_review(request, obj, language):
    """Mark `obj` and its rows as checked in `language` by the user of `request`."""
    for _address, owner in text_owners(obj):
        if owner.is_translated(language):
            owner.mark_translation(
                language, TranslationState.REVIEWED, request.user.display_name, timezone.localdate()
            )
    if save_checked(obj, request.user):
        messages.success(request, _("Marked as checked. Readers no longer see the notice."))
    else:
        messages.success(
            request, _("Marked as checked. Send the text for review: readers see it when it is approved.")
        )
