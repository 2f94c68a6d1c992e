"""One village for its office: staff, sessions, quiz results and what is due next."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.models import Attempt, Phase, Round
from quizzes.programme.dashboard.learning import MIN_N
from quizzes.programme.permissions import dashboard_required
from quizzes.rounds.results import shares_right
from quizzes.statistics import Gain, paired_gain
from villages.models import Assignment, Session, Village, VillageTally

SESSIONS_PER_PAGE = 25
ROUNDS_SHOWN = 50


@dataclass(frozen=True)
class VisitResult:
    """Answers by phone to one quiz on one visit; shares of right answers to scored questions in per cent."""

    round: Round  # the first of them
    before: float | None
    after: float | None
    answers: int


@require_safe
@dashboard_required
def village_page(request, code):
    user = request.user
    seen = Village.objects.visible_to(user).for_list()
    village = get_object_or_404(seen.with_visits(), code=code)
    sessions = Session.objects.visible_to(user).filter(village=village).select_related("author")
    context = {
        "village": village,
        "year": year_totals(village, village.zone.today()),
        "people": Assignment.objects.visible_to(user)
        .on()
        .filter(Q(village=village) | Q(office=village.office_id))
        .select_related("user", "village"),
        "rows": Paginator(sessions, SESSIONS_PER_PAGE).get_page(request.GET.get("p")),
        "results": visit_results(village, user),
        "gain": knowledge_gain(village, user),
    }
    return render(request, "quizzes/programme/dashboard/village.html", context)


def year_totals(village, today):
    """Return the approved sessions and participations of this year."""
    tallies = VillageTally.objects.filter(village=village, topic="", month__year=today.year)
    sums = tallies.aggregate(sessions=Sum("sessions"), participations=Sum("participations"))
    return {name: number or 0 for name, number in sums.items()}


def visit_results(village, user):
    """Return a `VisitResult` for each visit and quiz, newest first; no share for few answers."""
    rounds = Round.objects.visible_to(user).filter(village=village).select_related("quiz")[:ROUNDS_SHOWN]
    sums = Attempt.objects.counted().filter(round__in=[round_.pk for round_ in rounds]).order_by()
    counts = {
        row["round"]: row for row in sums.values("round").annotate(right=Sum("right"), scored=Sum("scored"))
    }
    visits = {}
    for round_ in rounds:
        visits.setdefault((round_.session, round_.quiz_id), {})[round_.phase] = round_
    return [visit_result(phases, counts) for phases in visits.values()]


def visit_result(phases, counts):
    rows = {phase: counts.get(round_.pk) for phase, round_ in phases.items()}
    before, after = (percent_right(rows.get(phase)) for phase in (Phase.BEFORE, Phase.AFTER))
    answers = sum(row["scored"] for row in rows.values() if row)
    return VisitResult(next(iter(phases.values())), before, after, answers)


def percent_right(row):
    return 100 * row["right"] / row["scored"] if row and row["scored"] >= MIN_N else None


def knowledge_gain(village, user) -> Gain | None:
    """Return the gain of the same people over all quizzes in the village; None for fewer than `MIN_N`."""
    rounds = Round.objects.visible_to(user).filter(village=village)
    before, after = shares_right(Attempt.objects.paired().filter(round__in=rounds.values("pk")))
    return paired_gain(before, after) if len(after) >= MIN_N else None
