"""What the answers to a quiz say, in the desk: analysts see all, reviewers the rounds of their office."""

from django.db.models import Q, Sum
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes.analysis.answer_export import codebook_file, csv_file, xlsx_file
from quizzes.analysis.flags import WORDS
from quizzes.analysis.forms import ReportForm
from quizzes.analysis.item_report import DISCRIMINATION_FROM, FACILITY_FROM, part_report
from quizzes.models import FinishedTally, Phase, Quiz
from quizzes.programme.permissions import dashboard_view, offices_of
from villages.reach.disclosure_control import ACROSS_OFFICES, OWN_OFFICE

ORDER = [Phase.AFTER, Phase.BEFORE, Phase.ALONE]


def visible_people(request):
    """How many people finished, in the offices the viewer sees."""
    offices = offices_of(request.user)
    found = FinishedTally.objects.filter(people__gt=0)
    return found if offices is None else found.filter(office__in=offices)


def limit_of(request):
    """Return below how many people a number is hidden from the viewer."""
    return ACROSS_OFFICES if offices_of(request.user) is None else OWN_OFFICE


@require_safe
@dashboard_view
def index(request):
    """All quizzes with the number of people who finished, by phase."""
    rows = (
        visible_people(request)
        .values("edition__quiz")
        .annotate(**{phase: Sum("people", filter=Q(phase=phase)) for phase in Phase.values})
    )
    counts = {row["edition__quiz"]: row for row in rows.order_by()}
    quizzes = Quiz.objects.filter(editions__isnull=False).distinct()
    context = {
        "rows": [(quiz, counts.get(quiz.pk)) for quiz in quizzes],
        "alone_is_seen": offices_of(request.user) is None,
    }
    return render(request, "quizzes/analysis/index.html", context)


def taken_parts(request, quiz):
    """Return [(edition number, phase, people)] of the viewer's attempts, the newest version first."""
    rows = visible_people(request).filter(edition__quiz=quiz).values_list("edition__number", "phase")
    counts = rows.annotate(Sum("people")).order_by("-edition__number")
    return sorted(counts, key=lambda row: (-row[0], ORDER.index(row[1])))


def asked(request, slug):
    """Return (quiz, parts that exist, form): the usual report is of the newest version somebody took."""
    quiz = get_object_or_404(Quiz.objects.filter(editions__isnull=False).distinct(), slug=slug)
    parts = taken_parts(request, quiz)
    number, phase = parts[0][:2] if parts else (None, Phase.AFTER)
    editions = quiz.editions.order_by("-number")
    usual = editions.filter(number=number).first() or editions.first()
    form = ReportForm(request.GET.dict(), quiz, offices_of(request.user), (usual, phase))
    return quiz, parts, form


@require_safe
@dashboard_view
def answers_csv(request, slug):
    _quiz, _parts, form = asked(request, slug)
    return csv_file(request.user, form.scope, limit_of(request), request.GET.dict())


@require_safe
@dashboard_view
def answers_xlsx(request, slug):
    _quiz, _parts, form = asked(request, slug)
    return xlsx_file(request.user, form.scope, limit_of(request), request.GET.dict())


@require_safe
@dashboard_view
def codebook_csv(request, slug):
    _quiz, _parts, form = asked(request, slug)
    return codebook_file(form.scope)


@require_safe
@dashboard_view
def report(request, slug):
    quiz, parts, form = asked(request, slug)
    scope = form.scope
    part = part_report(scope, limit_of(request))
    context = {
        "quiz": quiz,
        "form": form,
        "scope": scope,
        "phase": Phase(scope.phase).label,
        "parts": [(number, phase, Phase(phase).label, n) for number, phase, n in parts],
        "part": part,
        "flagged": [(item, [WORDS[flag] for flag in item.flags]) for item in part.items],
        "facility_from": FACILITY_FROM,
        "discrimination_from": DISCRIMINATION_FROM,
        "across_offices": limit_of(request),
        "as_of": timezone.localtime(),
        "query": request.GET.urlencode(),
    }
    return render(request, "quizzes/analysis/item_report.html", context)
