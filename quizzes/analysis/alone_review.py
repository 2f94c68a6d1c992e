"""Attempts of people alone that came in numbers and were set apart, until an analyst accepts them."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quizzes.analysis.round_review import decisions_of_step, group_decisions
from quizzes.models import Attempt, AttemptDecision, Phase
from quizzes.programme.permissions import dashboard_required
from quizzes.taking.exclusions import ExclusionRejected, accept, undo
from villages.models.scopes import sees_everything

DECISIONS_SHOWN = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@dashboard_required
def review_alone(request):
    if not sees_everything(request.user):
        raise PermissionDenied
    decisions = AttemptDecision.objects.filter(attempt__phase=Phase.ALONE).select_related("actor")
    if request.method == "POST":
        take_decision(request, decisions)
        return redirect("quiz_reports:alone")
    days = Attempt.objects.alone().set_apart().values("edition__quiz", "edition__quiz__title_ind", "date")
    context = {
        "days": days.annotate(number=Count("pk")).order_by("-date", "edition__quiz"),
        "decisions": group_decisions(decisions[:DECISIONS_SHOWN]),
        "may_decide": True,
    }
    return render(request, "quizzes/analysis/alone.html", context)


def take_decision(request, decisions):
    """Accept a day of a quiz, or take a step back, and add a message."""
    try:
        if "undo" in request.POST:
            number = undo(None, decisions_of_step(decisions, request.POST["undo"]), request.user)
            message = _("Undone for %(number)s attempts.")
        else:
            number = accept(None, attempts_named(request.POST.get("accept", "")), request.user)
            message = _("Attempts counted: %(number)s. You can undo this below.")
    except ExclusionRejected as error:
        messages.error(request, str(error))
    else:
        messages.success(request, message % {"number": number})


def attempts_named(name):
    """Return the attempts alone of one quiz on one day, `name` being "7 2026-11-30"."""
    quiz, _space, day = name.partition(" ")
    try:
        return Attempt.objects.alone().filter(edition__quiz=int(quiz[:9]), date=date.fromisoformat(day))
    except ValueError:
        return Attempt.objects.none()
