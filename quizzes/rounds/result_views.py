"""After a round: enter raised hands, see the results of the session's rounds."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.languages import current
from quizzes.models import Answer, Attempt, Card, Phase
from quizzes.rounds.charts import chart_of
from quizzes.rounds.hand_counts import HandCountsForm
from quizzes.rounds.results import changes_by_version, learning_of, question_results
from quizzes.rounds.views import visible_rounds
from quizzes.taking.pairing import MAX_CARDS, issue_cards
from villages.field_app.permissions import educator_required, field_or_admin_sign_in, resumed_by
from villages.forms.counts import WholeNumberField
from villages.models.scopes import is_educator


def render_hand_counts(request, found, form, status=200):
    context = {"round": found, "form": form}
    return render(request, "quizzes/rounds/hand_counts.html", context, status=status)


def own_round_or_403(request, code):
    """Return the round `code` of its author; 403 for people who may only see it."""
    found = get_object_or_404(visible_rounds(request), code=code)
    if found.author_id != request.user.pk:
        raise PermissionDenied
    return found


def resume_hand_counts(request, entries, code):
    """Show unsaved counts as they were typed, with their errors."""
    found = own_round_or_403(request, code)
    return render_hand_counts(request, found, HandCountsForm(found, entries))


@resumed_by(resume_hand_counts)
@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_hand_counts(request, code):
    """Count raised hands. Only the author of the round may."""
    found = own_round_or_403(request, code)
    form = HandCountsForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("quizzes:round", found.code)
    return render_hand_counts(request, found, form, status=422 if form.errors else 200)


def load_rounds(request, code):
    """Return (round, rounds of this quiz in this session, those that are closed)."""
    found = get_object_or_404(visible_rounds(request), code=code)
    rounds = list(
        visible_rounds(request).filter(session=found.session, quiz=found.quiz_id, edition=found.edition_id)
    )
    return found, rounds, [round_ for round_ in rounds if not round_.is_open]


def answered_results(closed):
    """Return (results with answers, results without), each with the `Change` of paired people."""
    results = question_results(closed, current()) if closed else []
    changed = changes_by_version(closed) if len(closed) > 1 else {}
    for result in results:
        result.change = changed.get(result.version)
    return [result for result in results if result.answered], [r for r in results if not r.answered]


@field_or_admin_sign_in
@require_safe
def round_results(request, code):
    """The rounds of this quiz in this session that have closed, before beside after.

    Open to all who may see the round: its educator, reviewers of the office, analysts.
    """
    found, rounds, closed = load_rounds(request, code)
    results, unanswered = answered_results(closed)
    excluded = Attempt.objects.excluded().filter(round__in=closed)
    context = {
        "round": found,
        "closed": closed,
        "still_open": [round_ for round_ in rounds if round_.is_open],
        "only_before": bool(closed) and all(round_.phase == Phase.BEFORE for round_ in closed),
        "results": [(result, chart_of(result)) for result in results],
        "learning": learning_of(closed) if len(closed) > 1 else None,
        "excluded": excluded.count(),
        "late": excluded.excluded(Attempt.ExclusionReason.LATE).count(),
        "unanswered": unanswered,
        "states": Answer.Outcome.labels[:3],
        "is_field": is_educator(request.user),
    }
    return render(request, "quizzes/rounds/results.html", context)


@field_or_admin_sign_in
@require_safe
def round_results_screen(request, code):
    """One question as large as the wall: its bars and what to talk about."""
    found, _rounds, closed = load_rounds(request, code)
    results, _unanswered = answered_results(closed)
    page = Paginator(results, 1).get_page(request.GET.get("soal"))
    result = page.object_list[0] if results else None
    context = {
        "round": found,
        "page": page,
        "result": result,
        "chart": result and chart_of(result),
        # The same people answer again after the session: until then the room must not see the right answers.
        "shows_key": any(round_.phase == Phase.AFTER for round_ in closed),
    }
    return render(request, "quizzes/rounds/results_screen.html", context)


@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_cards(request, code):
    """The session's numbered cards, to print and cut; a POST issues more. Only the author may."""
    found = own_round_or_403(request, code)
    form = CardsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issue_cards(found.session, form.cleaned_data["count"])
        return redirect("quizzes:round-cards", found.code)
    context = {"round": found, "form": form, "cards": Card.objects.filter(session=found.session)}
    return render(request, "quizzes/rounds/cards.html", context, status=422 if form.errors else 200)


class CardsForm(forms.Form):
    count = WholeNumberField(label=_("How many cards"), min_value=1, max_value=MAX_CARDS, initial=40)
