"""Reports about the answers to a quiz: analysts see all answers, reviewers those of their office."""

from django.db.models import Q, Sum
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes.analysis.answer_export import codebook_response, csv_response, xlsx_response
from quizzes.analysis.flags import FLAG_TEXTS
from quizzes.analysis.forms import ReportForm
from quizzes.analysis.item_report import MIN_N_DISCRIMINATION, MIN_N_FACILITY, part_report
from quizzes.analysis.mantel_haenszel import FEWEST_IN_GROUP, FEWEST_TOGETHER
from quizzes.models import FinishedTally, Phase, Quiz
from quizzes.programme.permissions import dashboard_required, visible_offices
from villages.reach.disclosure_control import ACROSS_OFFICES, OWN_OFFICE

PHASE_ORDER = [Phase.AFTER, Phase.BEFORE, Phase.ALONE]


def visible_finished(request):
    """Return the tallies of people who finished in the offices the viewer may see."""
    offices = visible_offices(request.user)
    found = FinishedTally.objects.filter(people__gt=0)
    return found if offices is None else found.filter(office__in=offices)


def viewer_limit(request):
    """Return the number of people below which counts are hidden from the viewer."""
    return ACROSS_OFFICES if visible_offices(request.user) is None else OWN_OFFICE


@require_safe
@dashboard_required
def report_list(request):
    """All quizzes with the number of people who finished in each phase."""
    rows = (
        visible_finished(request)
        .values("edition__quiz")
        .annotate(**{phase: Sum("people", filter=Q(phase=phase)) for phase in Phase.values})
    )
    counts = {row["edition__quiz"]: row for row in rows.order_by()}
    quizzes = Quiz.objects.filter(editions__isnull=False).distinct()
    context = {
        "rows": [(quiz, counts.get(quiz.pk)) for quiz in quizzes],
        "alone_is_seen": visible_offices(request.user) is None,
    }
    return render(request, "quizzes/analysis/index.html", context)


def parts_taken(request, quiz):
    """Return [(edition number, phase, people)] that the viewer may see, newest version first."""
    rows = visible_finished(request).filter(edition__quiz=quiz).values_list("edition__number", "phase")
    counts = rows.annotate(Sum("people")).order_by("-edition__number")
    return sorted(counts, key=lambda row: (-row[0], PHASE_ORDER.index(row[1])))


def report_parameters(request, slug):
    """Return (quiz, parts that exist, form); the default report is of the newest version with answers."""
    quiz = get_object_or_404(Quiz.objects.filter(editions__isnull=False).distinct(), slug=slug)
    parts = parts_taken(request, quiz)
    number, phase = parts[0][:2] if parts else (None, Phase.AFTER)
    editions = quiz.editions.order_by("-number")
    default = editions.filter(number=number).first() or editions.first()
    form = ReportForm(request.GET.dict(), quiz, visible_offices(request.user), (default, phase))
    return quiz, parts, form


@require_safe
@dashboard_required
def answers_csv(request, slug):
    _quiz, _parts, form = report_parameters(request, slug)
    return csv_response(request.user, form.scope, viewer_limit(request), request.GET.dict())


@require_safe
@dashboard_required
def answers_xlsx(request, slug):
    _quiz, _parts, form = report_parameters(request, slug)
    return xlsx_response(request.user, form.scope, viewer_limit(request), request.GET.dict())


@require_safe
@dashboard_required
def answer_codebook_csv(request, slug):
    _quiz, _parts, form = report_parameters(request, slug)
    return codebook_response(form.scope)


@require_safe
@dashboard_required
def quiz_report(request, slug):
    quiz, parts, form = report_parameters(request, slug)
    scope = form.scope
    part = part_report(scope, viewer_limit(request))
    context = {
        "quiz": quiz,
        "form": form,
        "scope": scope,
        "phase": Phase(scope.phase).label,
        "parts": [(number, phase, Phase(phase).label, n) for number, phase, n in parts],
        "part": part,
        "flagged": [(item, [FLAG_TEXTS[flag] for flag in item.flags]) for item in part.items],
        "facility_from": MIN_N_FACILITY,
        "discrimination_from": MIN_N_DISCRIMINATION,
        "fewest_in_group": FEWEST_IN_GROUP,
        "fewest_together": FEWEST_TOGETHER,
        "across_offices": viewer_limit(request),
        "as_of": timezone.localtime(),
        "query": request.GET.urlencode(),
    }
    return render(request, "quizzes/analysis/item_report.html", context)
