"""Views of the translation and the freshness desk: lists, one text, its editing and its check."""

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
    may_confirm,
    text_worker_required,
)
from cms.fact_checks import CheckForm, kinds_to_check
from cms.languages import NAMES, SOURCE, TARGETS
from cms.models import Picture
from cms.models.translatable import TranslationState
from cms.translations import status
from cms.translations.forms import PiecesForm, following
from cms.translations.segments import members

PER_PAGE = 40


@require_safe
@text_worker_required
def translations(request):
    language = asked_language(request)
    found = status.all_texts()
    rows = status.rows_in(language, found)
    following = next((row for row in rows if row.state in status.TO_DO), None)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    wanted = [row for row in rows if state in ("", row.state.value, row.stage)]
    shown = [row for row in wanted if kind in ("", row.label)]
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
        "kinds": [
            (model._meta.label_lower, model._meta.verbose_name_plural) for model in status.text_models()
        ],
        "progress": status.progress(found),
        "next": following,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("p")),
        "query": request.GET.urlencode(),
    }
    return render(request, "cms/translations/list.html", context)


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
    row = status.row_in(language, obj, status.in_review())
    outdated = row.state == TranslationState.OUTDATED
    mine = language in editable_languages(request.user)
    context = {
        "row": row,
        "may_translate": mine and may_change(request.user, obj),
        "may_send": mine and row.is_ready and row.stage == status.Stage.WAITING,
        "language_name": NAMES[language],
        "source_lines": status.lines_of(obj, SOURCE),
        "lines": status.lines_of(obj, language),
        "changes": status.source_changes(obj, language) if outdated else [],
        "outdated": outdated,
        "edit_url": status.edit_url(obj, request.user) if mine else None,
        "may_review": may_review(request.user, obj, language),
    }
    return render(request, "cms/translations/detail.html", context)


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
    return render(request, "cms/fact_checks.html", context)


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
        "row": status.TextRow(obj, language, status.state_of(obj, language)),
        "language_name": NAMES[language],
        "picture": obj.get_rendition("max-360x240") if isinstance(obj, Picture) else None,
    }
    return render(request, "cms/translations/edit.html", context, status=422 if form.errors else 200)


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


def asked_text(label, pk, language):
    if language not in TARGETS:
        raise Http404
    try:
        return status.text_object(label, pk)
    except (LookupError, ValueError, ObjectDoesNotExist) as error:
        raise Http404 from error


def may_review(user, obj, language):
    """Say whether `user` may mark `obj` as checked: it is wholly there, and in a language of hers."""
    if language not in editable_languages(user) or status.state_of(obj, language) == TranslationState.MISSING:
        return False
    return not status.is_unfinished(obj, language) and may_change(user, obj)


def mark(request, obj, language):
    """Note that the reader of `request` has checked `obj` and its rows in `language`."""
    for _address, member in members(obj):
        if member.is_translated(language):
            member.mark_translation(
                language, TranslationState.REVIEWED, request.user.display_name, timezone.localdate()
            )
    if keep(obj, request.user):
        messages.success(request, _("Marked as checked. Readers no longer see the notice."))
    else:
        messages.success(
            request, _("Marked as checked. Send the text in for review: readers see it when it is approved.")
        )


def keep(obj, user):
    """Save `obj`; say whether readers see it. What was waiting to be published goes on waiting."""
    if not hasattr(obj, "save_revision"):
        obj.save()
        return True
    publish = obj.live and not obj.has_unpublished_changes and may_confirm(user)
    revision = obj.save_revision(user=user, log_action=True)
    if publish:
        revision.publish(user=user, skip_permission_checks=True)
    return publish
