"""Rounds that look odd, and the attempts of one round, which a reviewer excludes or includes again."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.models import Answer, Attempt, AttemptDecision, Round
from quizzes.programme.dashboard.query import read_filters
from quizzes.programme.permissions import dashboard_required
from quizzes.taking.anomalies import RoundCounts, find_anomalies, positions_of
from quizzes.taking.content import choice_letter, edition_content
from quizzes.taking.exclusions import ExclusionRejected, check_may_exclude, set_excluded

ROUNDS_PER_PAGE = 50
ROUND_LISTS = ("flagged", "aside", "all")


@dataclass
class AttemptRow:
    attempt: Attempt
    positions: str  # such as "B B ?"
    is_ticked: bool


def round_counts(round_):
    """Return the `RoundCounts` of a round from `Round.objects.with_anomaly_counts()`."""
    return RoundCounts(round_.answered, round_.finished, round_.burst, round_.straight, round_.people or None)


def anomaly_sentences(round_):
    """Return sentences that describe what looks odd about a round."""
    sentences = {
        Attempt.ExclusionReason.TOO_MANY: _(
            "%(answered)s phones answered, but %(people)s people were present."
        )
        % {"answered": round_.answered, "people": round_.people},
        Attempt.ExclusionReason.BURST: _("%(number)s attempts came in a burst, many within one minute.")
        % {"number": round_.burst},
        Attempt.ExclusionReason.STRAIGHT: _("%(number)s people chose the same position every time.")
        % {"number": round_.straight},
    }
    return [sentences[flag] for flag in find_anomalies(round_counts(round_))]


def visible_rounds(request):
    related = ("quiz", "village", "office", "edition")
    return (
        Round.objects.visible_to(request.user)
        .with_anomaly_counts()
        .select_related(*related)
        .order_by("-opened_at", "-pk")
    )


@require_safe
@dashboard_required
def review_list(request):
    shown = request.GET.get("show")
    shown = shown if shown in ROUND_LISTS else ROUND_LISTS[0]
    rounds, filters = visible_rounds(request), None
    if "first" in request.GET:
        _form, filters = read_filters(request)
        rounds = rounds.matching(filters)
    if shown == "flagged":
        rounds = rounds.flagged()
    elif shown == "aside":
        rounds = rounds.filter(excluded__gt=0)
    page = Paginator(rounds, ROUNDS_PER_PAGE).get_page(request.GET.get("p"))
    labels = [_("Flagged"), _("With excluded attempts"), _("All rounds")]
    context = {
        "rows": page,
        "rounds": [(round_, anomaly_sentences(round_)) for round_ in page],
        "choices": list(zip(ROUND_LISTS, labels, strict=True)),
        "shown": shown,
        "filters": filters,
    }
    return render(request, "quizzes/analysis/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@dashboard_required
def review_round(request, code):
    found = get_object_or_404(visible_rounds(request), code=code)
    if request.method == "POST" and take_decision(request, found):
        return redirect("quiz_reports:round", found.code)
    why_not = reason_not_to_decide(request.user, found)
    decisions = AttemptDecision.objects.filter(attempt__round=found).select_related("actor")
    context = {
        "round": found,
        "sentences": anomaly_sentences(found),
        "rows": attempt_rows(found, ticked_attempts(request)),
        "may_decide": not why_not,
        "why_not": why_not,
        "reasons": Attempt.ExclusionReason.choices,
        "decisions": group_decisions(decisions),
    }
    # A rejected form is shown as it was sent: ticking many attempts is a lot of work.
    status = 422 if request.method == "POST" else 200
    return render(request, "quizzes/analysis/round.html", context, status=status)


def ticked_attempts(request):
    """Return the ids of the ticked attempts."""
    return [int(pk) for pk in request.POST.getlist("attempt") if pk.isdecimal() and len(pk) < 19]


def take_decision(request, round_):
    """Exclude attempts or include them again, and add a message; return True if it was done."""
    post, excluded = request.POST, "aside" in request.POST
    reason, note = post.get("reason", ""), post.get("note", "")
    try:
        number = set_excluded(round_, ticked_attempts(request), request.user, excluded, reason, note)
    except ExclusionRejected as error:
        messages.error(request, str(error))
        return False
    if excluded:
        message = _("Attempts excluded: %(number)s. They stay stored but are not counted.")
    else:
        message = _("Attempts counted again: %(number)s.")
    messages.success(request, message % {"number": number})
    return True


def reason_not_to_decide(user, round_):
    """Return why `user` may not decide about attempts of a round; empty if allowed."""
    try:
        check_may_exclude(user, round_)
    except ExclusionRejected as error:
        return str(error)
    return ""


def attempt_rows(round_, ticked=()):
    """Return an `AttemptRow` for each attempt with answers, in the order in which they began; two queries."""
    versions = edition_content(round_.edition).versions
    choices_of = {}
    answers = Answer.objects.filter(attempt__round=round_).values_list("attempt", "version", "choice")
    for attempt, version, choice in answers:
        choices_of.setdefault(attempt, {})[version] = choice
    attempts = round_.attempts.filter(answered__gt=0).order_by("pk")
    positions = {key: positions_of(versions, choices) for key, choices in choices_of.items()}
    return [
        AttemptRow(attempt, " ".join(map(choice_letter, positions[attempt.pk])), attempt.pk in ticked)
        for attempt in attempts
    ]


def group_decisions(decisions):
    """Return [(decision, number of attempts)], one for the decisions of one step."""
    lines = {}
    for decision in decisions:
        key = (decision.at.replace(microsecond=0), decision.actor_id, decision.set_aside, decision.note)
        lines.setdefault(key, []).append(decision)
    return [(same[0], len(same)) for same in lines.values()]
