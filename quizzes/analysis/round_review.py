"""Rounds in which something looks odd, and the attempts of one: what a reviewer sets aside, and back."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.models import Answer, Attempt, AttemptDecision, Round
from quizzes.programme.dashboard.query import filters_of
from quizzes.programme.permissions import dashboard_view
from quizzes.taking.anomalies import Figures, flags, positions_of
from quizzes.taking.content import content_of, letter
from quizzes.taking.exclusions import AsideRefusedError, check_may_decide, decide

PER_PAGE = 50
SHOWN = ("flagged", "aside", "all")


@dataclass
class AttemptRow:
    attempt: Attempt
    positions: str  # such as "B B ?"
    is_ticked: bool


def figures_of(round_):
    """Return the `Figures` of a round of `with_figures()`."""
    return Figures(round_.answered, round_.finished, round_.burst, round_.straight, round_.people or None)


def sentences(round_):
    """Say in words what is odd about a round."""
    said = {
        Attempt.Aside.TOO_MANY: _("%(answered)s phones answered, but %(people)s people were present.")
        % {"answered": round_.answered, "people": round_.people},
        Attempt.Aside.BURST: _("%(number)s attempts came in a burst, many within one minute.")
        % {"number": round_.burst},
        Attempt.Aside.STRAIGHT: _("%(number)s people chose the same position all the way.")
        % {"number": round_.straight},
    }
    return [said[flag] for flag in flags(figures_of(round_))]


def visible(request):
    related = ("quiz", "village", "office", "edition")
    return (
        Round.objects.visible_to(request.user)
        .with_figures()
        .select_related(*related)
        .order_by("-opened_at", "-pk")
    )


@require_safe
@dashboard_view
def round_list(request):
    shown = request.GET.get("show")
    shown = shown if shown in SHOWN else SHOWN[0]
    rounds, filters = visible(request), None
    if "first" in request.GET:
        _form, filters = filters_of(request)
        rounds = rounds.matching(filters)
    if shown == "flagged":
        rounds = rounds.flagged()
    elif shown == "aside":
        rounds = rounds.filter(aside__gt=0)
    page = Paginator(rounds, PER_PAGE).get_page(request.GET.get("p"))
    labels = [_("Flagged"), _("With attempts set aside"), _("All rounds")]
    context = {
        "rows": page,
        "rounds": [(round_, sentences(round_)) for round_ in page],
        "choices": list(zip(SHOWN, labels, strict=True)),
        "shown": shown,
        "filters": filters,
    }
    return render(request, "quizzes/analysis/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@dashboard_view
def round_attempts(request, code):
    found = get_object_or_404(visible(request), code=code)
    if request.method == "POST" and take_decision(request, found):
        return redirect("quiz_reports:round", found.code)
    why_not = refusal(request.user, found)
    decisions = AttemptDecision.objects.filter(attempt__round=found).select_related("actor")
    context = {
        "round": found,
        "sentences": sentences(found),
        "rows": attempt_rows(found, ticked(request)),
        "may_decide": not why_not,
        "why_not": why_not,
        "reasons": Attempt.Aside.choices,
        "decisions": grouped(decisions),
    }
    # What was refused is shown as it was sent: many ticks are a lot of work.
    status = 422 if request.method == "POST" else 200
    return render(request, "quizzes/analysis/round.html", context, status=status)


def ticked(request):
    """Return the ids of the attempts that were sent."""
    return [int(pk) for pk in request.POST.getlist("attempt") if pk.isdecimal() and len(pk) < 19]


def take_decision(request, round_):
    """Set attempts aside or let them count again; say whether it was done, and in words what or why not."""
    post, set_aside = request.POST, "aside" in request.POST
    reason, note = post.get("reason", ""), post.get("note", "")
    try:
        number = decide(round_, ticked(request), request.user, set_aside, reason, note)
    except AsideRefusedError as error:
        messages.error(request, str(error))
        return False
    aside = _("%(number)s attempts are set aside. They are kept and counted nowhere.")
    sentence = aside if set_aside else _("%(number)s attempts count again.")
    messages.success(request, sentence % {"number": number})
    return True


def refusal(user, round_):
    """Say why `user` decides on no attempt of a round; nothing where she may."""
    try:
        check_may_decide(user, round_)
    except AsideRefusedError as error:
        return str(error)
    return ""


def attempt_rows(round_, ticked=()):
    """Return an `AttemptRow` for everybody who answered, in the order in which they began; two queries."""
    versions = content_of(round_.edition_id, round_.edition.stamp).versions
    given = {}
    answers = Answer.objects.filter(attempt__round=round_).values_list("attempt", "version", "choice")
    for attempt, version, choice in answers:
        given.setdefault(attempt, {})[version] = choice
    attempts = round_.attempts.filter(answered__gt=0).order_by("pk")
    places = {key: positions_of(versions, choices) for key, choices in given.items()}
    return [
        AttemptRow(attempt, " ".join(map(letter, places[attempt.pk])), attempt.pk in ticked)
        for attempt in attempts
    ]


def grouped(decisions):
    """Return [(decision, number of attempts)]: what was decided in one step is one line."""
    lines = {}
    for decision in decisions:
        key = (decision.at.replace(microsecond=0), decision.actor_id, decision.set_aside, decision.note)
        lines.setdefault(key, []).append(decision)
    return [(same[0], len(same)) for same in lines.values()]
