"""Statistics of the answers to a quiz in one scope, with n, and with what is hidden and why.

Facility joins phones and raised hands, as in a round's results. What needs whole attempts (spread, weight,
discrimination, the figures of the quiz) is of finished attempts by phone.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from cms.languages import current
from quizzes.analysis.flags import flags_of
from quizzes.analysis.scope import Scope
from quizzes.models import DONT_KNOW, Attempt, HandCount
from quizzes.statistics import QuizStatistics, item_analysis, wilson_interval
from quizzes.taking.content import content_of, letter
from villages.reach.disclosure_control import protect

FACILITY_FROM = 10
DISCRIMINATION_FROM = 100


@dataclass
class ChoiceReport:
    """`count` and `share` are None where they are hidden."""

    key: str
    letter: str
    text: str
    is_right: bool
    count: int | None
    share: float | None


@dataclass
class ItemReport:
    """Shares are fractions; what is hidden or not defined is None. `n` are phones and hands that answered."""

    question: str
    n: int
    facility: float | None = None
    low: float | None = None
    high: float | None = None
    dont_know: float | None = None
    standard_deviation: float | None = None
    effective_weight: float | None = None
    discrimination_index: float | None = None
    discriminative_efficiency: float | None = None
    text: str = ""
    language: str = ""
    is_scored: bool = True
    hands: int = 0
    no_answer: int = 0
    choices: list = field(default_factory=list)
    flags: list = field(default_factory=list)

    @property
    def is_few(self):
        return self.n < FACILITY_FROM


@dataclass
class PartReport:
    """`n` people finished."""

    version: int
    phase: str
    n: int
    unfinished: int = 0
    repeats: int = 0
    set_aside: int = 0
    hidden: str = ""
    quiz: QuizStatistics | None = None
    items: list = field(default_factory=list)


def quiz_parts(quiz, **narrower):
    """Return a `PartReport` for each quiz version and phase somebody answered, oldest first.

    `narrower` are fields of `Scope`; with a `phase`, only that one.
    """
    wanted = narrower.pop("phase", None)
    editions = {edition.pk: edition for edition in quiz.editions.all()}
    found = Attempt.objects.filter(edition__in=editions, answered__gt=0).values_list("edition", "phase")
    phases = sorted(set(found.order_by()), key=lambda part: (editions[part[0]].number, part[1]))
    scopes = [Scope(editions[pk], phase, **narrower) for pk, phase in phases if wanted in (None, phase)]
    return [part_report(scope) for scope in scopes]


def part_report(scope, limit=0):
    """`limit`: a choice that fewer people took is not shown (see `villages.reach.disclosure_control`)."""
    part = PartReport(scope.edition.number, scope.phase, **people(scope))
    phones, hands = scope.phones(), scope.hands()
    content = content_of(scope.edition.pk, scope.edition.stamp)
    part.items = [
        item_report(version, content.question(position, current()), phones, hands, limit)
        for position, version in enumerate(scope.versions, 1)
    ]
    if part.n < FACILITY_FROM:
        part.hidden = f"Hidden: fewer than {FACILITY_FROM} people finished."
    else:
        analyse(part, scope)
    for item in part.items:
        item.flags = flags_of(item, scope.phase)
    return part


def people(scope):
    """Count who finished from the tally, and the others, who are few, one by one."""
    others = scope.attempts().not_tallied().filter(answered__gt=0)
    counts = others.aggregate(
        unfinished=Count("pk", filter=Q(is_repeat=False, set_aside=False)),
        repeats=Count("pk", filter=Q(is_repeat=True, set_aside=False)),
        set_aside=Count("pk", filter=Q(set_aside=True)),
    )
    return {"n": sum(scope.people_by_marks.values()), **counts}


def item_report(version, question, phones, hands, limit):
    """Everything about one question that counts alone can say."""
    keys = [*version.choice_keys, DONT_KNOW]
    by_hand = {key: hands.get((version.pk, key), 0) for key in keys}
    counts = {key: phones.get((version.pk, key), 0) + by_hand[key] for key in keys}
    item = ItemReport(
        str(version),
        sum(counts.values()),
        text=question.text,
        language=question.language,
        is_scored=version.is_scored,
        hands=sum(by_hand.values()),
        no_answer=hands.get((version.pk, HandCount.NO_ANSWER), 0),
    )
    hidden = set(counts) if item.is_few else few(counts, version.right_key, limit)
    if version.is_scored and not item.is_few:
        right = counts[version.right_key]
        item.facility, (item.low, item.high) = right / item.n, wilson_interval(right, item.n)
    item.choices = [choice_report(question, key, place, counts, hidden) for place, key in enumerate(keys)]
    item.dont_know = item.choices[-1].share
    return item


def few(counts, right_key, limit):
    """Return the keys of choices hidden for being of few people. Facility has a limit of its own."""
    others = {key: count for key, count in counts.items() if key != right_key}
    return protect(others, limit).hidden


def choice_report(question, key, place, counts, hidden):
    choice = question.choice(key)
    count = None if key in hidden else counts[key]
    return ChoiceReport(
        key,
        letter(place if choice else None),
        choice.text if choice else "",
        bool(choice and choice.is_right),
        count,
        None if count is None else count / sum(counts.values()),
    )


def analyse(part, scope):
    """Add what needs whole attempts; below `DISCRIMINATION_FROM` only what few people can tell."""
    marks, people = marks_of(scope)
    scored = [item for item in part.items if item.is_scored]
    if not marks or not scored:
        return
    analysis = item_analysis(marks, [1] * len(scored), people)
    part.quiz, enough = analysis.quiz, part.n >= DISCRIMINATION_FROM
    if not enough:
        part.hidden = f"Discrimination is hidden: fewer than {DISCRIMINATION_FROM} people finished."
        quiz = analysis.quiz
        part.quiz = QuizStatistics(quiz.mean, quiz.median, quiz.standard_deviation)
    for item, found in zip(scored, analysis.items, strict=True):
        item.standard_deviation = found.standard_deviation
        if enough:
            item.effective_weight = found.effective_weight
            item.discrimination_index = found.discrimination_index
            item.discriminative_efficiency = found.discriminative_efficiency


def marks_of(scope):
    """Return ([marks of the scored questions], [number of people who had them])."""
    scored = [position for position, version in enumerate(scope.versions, 1) if version.is_scored]
    found = scope.people_by_marks
    return [[marks >> position & 1 for position in scored] for marks in found], list(found.values())
