"""Rounds that look odd, and the attempts of one round, which a reviewer accepts, excludes or includes again.

Attempts are listed by what was answered and named by a keyed digest: neither tells who came when.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.models import Answer, Attempt, AttemptDecision, Round
from quizzes.programme.dashboard.query import read_filters
from quizzes.programme.permissions import dashboard_required
from quizzes.taking.anomalies import RoundCounts, find_anomalies, positions_of
from quizzes.taking.content import choice_letter, edition_content
from quizzes.taking.exclusions import ExclusionRejected, accept, check_may_exclude, set_excluded, undo
from villages.models.scopes import sees_everything

ROUNDS_PER_PAGE = 50
ROUND_LISTS = ("flagged", "aside", "all")


@dataclass
class AttemptRow:
    attempt: Attempt
    mark: str
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


def waiting_sentence(number, reason):
    """Return a sentence about `number` attempts set apart for `reason`."""
    sentences = {
        Attempt.ExclusionReason.TOO_MANY: _("%(number)s attempts are more than the people present explain."),
        Attempt.ExclusionReason.BURST: _("%(number)s attempts came within a minute of many others."),
        Attempt.ExclusionReason.STRAIGHT: _("%(number)s people chose the same position every time."),
        Attempt.ExclusionReason.LATE: _("%(number)s attempts were sent after the round had closed."),
    }
    return sentences[reason] % {"number": number}


def waiting_reasons(attempts):
    """Return [(reason, sentence)] of the `attempts` that wait, one for each reason."""
    found = attempts.set_apart().order_by().values_list("aside_reason").annotate(Count("pk", distinct=True))
    return [(reason, waiting_sentence(number, reason)) for reason, number in sorted(found)]


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
        "alone": sees_everything(request.user) and Attempt.objects.alone().set_apart().exists(),
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
        "waiting": waiting_reasons(found.attempts),
        "rows": attempt_rows(found, request.POST.getlist("attempt")),
        "may_decide": not why_not,
        "why_not": why_not,
        "reasons": Attempt.ExclusionReason.choices,
        "decisions": group_decisions(decisions),
    }
    # A rejected form is shown as it was sent: ticking many attempts is a lot of work.
    status = 422 if request.method == "POST" else 200
    return render(request, "quizzes/analysis/round.html", context, status=status)


def mark_of(key):
    """Return what names the attempt with the id `key` on a page; ids would tell who came first."""
    return salted_hmac("quizzes.attempt-mark", str(key)).hexdigest()[:16]


def ticked_attempts(request, round_):
    """Return the ids of the ticked attempts."""
    marks = set(request.POST.getlist("attempt"))
    return [pk for pk in round_.attempts.values_list("pk", flat=True) if mark_of(pk) in marks]


def take_decision(request, round_):
    """Take the step that was asked for, and add a message; return True if it was done."""
    try:
        message, number = step_of(request, round_)
    except ExclusionRejected as error:
        messages.error(request, str(error))
        return False
    messages.success(request, message % {"number": number})
    return True


def step_of(request, round_):
    """Accept, take back, exclude or include again; return the message and the number of attempts."""
    post, by = request.POST, request.user
    counted = _("Attempts counted: %(number)s. You can undo this below.")
    excluded = _("Attempts excluded: %(number)s. They stay stored but are not counted.")
    if "accept" in post:
        return counted, accept(round_, round_.attempts.excluded(post["accept"]), by)
    if "undo" in post:
        decisions = AttemptDecision.objects.filter(attempt__round=round_)
        return _("Undone for %(number)s attempts."), undo(
            round_, decisions_of_step(decisions, post["undo"]), by
        )
    reason, note, ticked = post.get("reason", ""), post.get("note", ""), ticked_attempts(request, round_)
    if "aside" in post:
        return excluded, set_excluded(round_, ticked, by, True, reason, note)
    return _("Attempts counted again: %(number)s."), set_excluded(round_, ticked, by, False, reason, note)


def reason_not_to_decide(user, round_):
    """Return why `user` may not decide about attempts of a round; empty if allowed."""
    try:
        check_may_exclude(user, round_)
    except ExclusionRejected as error:
        return str(error)
    return ""


def attempt_rows(round_, ticked=()):
    """Return an `AttemptRow` for each attempt with answers, in an order without meaning; two queries."""
    versions = edition_content(round_.edition).versions
    choices_of = {}
    answers = Answer.objects.filter(attempt__round=round_).values_list("attempt", "version", "choice")
    for attempt, version, choice in answers:
        choices_of.setdefault(attempt, {})[version] = choice
    rows = [
        AttemptRow(
            attempt, mark := mark_of(attempt.pk), letters(versions, choices_of[attempt.pk]), mark in ticked
        )
        for attempt in round_.attempts.filter(answered__gt=0).order_by()
    ]
    return sorted(rows, key=lambda row: row.mark)


def letters(versions, choices):
    return " ".join(map(choice_letter, positions_of(versions, choices)))


@dataclass
class Step:
    """What one person decided at one time about `number` attempts."""

    decision: AttemptDecision
    number: int
    can_undo: bool


def step_key(decision):
    return (decision.at.replace(microsecond=0), decision.actor_id, decision.excluded, decision.note)


def group_decisions(decisions):
    """Return a `Step` for the decisions of each step, newest first; one that was the last can be undone."""
    steps, seen = {}, set()
    for decision in decisions:
        steps.setdefault(step_key(decision), []).append(decision)
    found = []
    for same in steps.values():
        attempts = {decision.attempt_id for decision in same}
        found.append(Step(same[0], len(same), can_undo=not attempts & seen))
        seen |= attempts
    return found


def decisions_of_step(decisions, name):
    """Return those of `decisions` that were taken in one step with the one whose id is `name`."""
    known = {str(decision.pk): decision for decision in decisions}
    if name not in known:
        raise ExclusionRejected(_("These attempts were decided on again since. Reload the page."))
    wanted = step_key(known[name])
    return [decision for decision in known.values() if step_key(decision) == wanted]
