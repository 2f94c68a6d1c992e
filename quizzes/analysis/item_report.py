"""Statistics of the answers to a quiz in one scope, with n, what is hidden and why.

Facility counts phones and raised hands, like the results of a round. Statistics that need whole attempts
(standard deviation, weight, discrimination, difficulty, differences, those of the quiz) use finished attempts
by phone only: raised hands are not linked to a person.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from cms.languages import current
from quizzes.analysis.fairness import differences
from quizzes.analysis.flags import item_flags
from quizzes.analysis.rasch import Difficulty, rasch_model
from quizzes.analysis.scope import Scope
from quizzes.models import DONT_KNOW, Attempt, HandCount
from quizzes.statistics import QuizStatistics, item_analysis, wilson_interval
from quizzes.taking.content import choice_letter, edition_content
from villages.reach.disclosure_control import protect

MIN_N_FACILITY = 10
MIN_N_DISCRIMINATION = 100


@dataclass
class ChoiceReport:
    """`count` and `share` are None where hidden."""

    key: str
    letter: str
    text: str
    is_right: bool
    count: int | None
    share: float | None


@dataclass
class ItemReport:
    """`n` counts phones and raised hands; shares are fractions; None is hidden or undefined."""

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
    difficulty: Difficulty | None = None
    text: str = ""
    language: str = ""
    is_scored: bool = True
    hands: int = 0
    no_answer: int = 0
    choices: list = field(default_factory=list)
    differences: list = field(default_factory=list)
    flags: list = field(default_factory=list)

    @property
    def is_few(self):
        return self.n < MIN_N_FACILITY


@dataclass
class PartReport:
    version: int
    phase: str
    n: int  # people who finished
    unfinished: int = 0
    repeats: int = 0
    set_aside: int = 0
    hidden: str = ""
    quiz: QuizStatistics | None = None
    items: list = field(default_factory=list)


def quiz_parts(quiz, **narrower):
    """Return a `PartReport` for each quiz version and phase with answers, oldest first.

    `narrower` are fields of `Scope`; `phase` selects one phase.
    """
    only_phase = narrower.pop("phase", None)
    editions = {edition.pk: edition for edition in quiz.editions.all()}
    found = Attempt.objects.filter(edition__in=editions, answered__gt=0).values_list("edition", "phase")
    phases = sorted(set(found.order_by()), key=lambda part: (editions[part[0]].number, part[1]))
    scopes = [Scope(editions[pk], phase, **narrower) for pk, phase in phases if only_phase in (None, phase)]
    return [part_report(scope) for scope in scopes]


def part_report(scope, limit=0):
    """Hide choices that fewer than `limit` people took (see `villages.reach.disclosure_control`)."""
    part = PartReport(scope.edition.number, scope.phase, **count_people(scope))
    phones, hands = scope.phone_counts(), scope.hand_counts()
    content = edition_content(scope.edition)
    part.items = [
        item_report(version, content.question(position, current()), phones, hands, limit)
        for position, version in enumerate(scope.versions, 1)
    ]
    if part.n < MIN_N_FACILITY:
        part.hidden = f"Hidden: fewer than {MIN_N_FACILITY} people finished."
    else:
        add_statistics(part, scope)
    scored = [item for item in part.items if item.is_scored]
    for item, found in zip(scored, differences(scope), strict=True):
        item.differences = found
    for item in part.items:
        item.flags = item_flags(item, scope.phase)
    return part


def count_people(scope):
    """Count people who finished from the tally; the few others from their attempts."""
    others = scope.attempts().not_tallied().filter(answered__gt=0)
    counts = others.aggregate(
        unfinished=Count("pk", filter=Q(is_repeat=False, set_aside=False)),
        repeats=Count("pk", filter=Q(is_repeat=True, set_aside=False)),
        set_aside=Count("pk", filter=Q(set_aside=True)),
    )
    return {"n": sum(scope.people_by_marks.values()), **counts}


def item_report(version, question, phones, hands, limit):
    """Return the `ItemReport` of everything that needs only counts of answers."""
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
    hidden = set(counts) if item.is_few else hidden_choices(counts, version.right_key, limit)
    if version.is_scored and not item.is_few:
        right = counts[version.right_key]
        item.facility, (item.low, item.high) = right / item.n, wilson_interval(right, item.n)
    item.choices = [choice_report(question, key, place, counts, hidden) for place, key in enumerate(keys)]
    item.dont_know = item.choices[-1].share
    return item


def hidden_choices(counts, right_key, limit):
    """Return the keys of choices hidden because few people took them; facility has its own limit."""
    others = {key: count for key, count in counts.items() if key != right_key}
    return protect(others, limit).hidden


def choice_report(question, key, place, counts, hidden):
    choice = question.choice(key)
    count = None if key in hidden else counts[key]
    return ChoiceReport(
        key,
        choice_letter(place if choice else None),
        choice.text if choice else "",
        bool(choice and choice.is_right),
        count,
        None if count is None else count / sum(counts.values()),
    )


def add_statistics(part, scope):
    """Add the statistics of whole attempts; below `MIN_N_DISCRIMINATION` only those that few people allow."""
    marks, people = marks_and_people(scope)
    scored = [item for item in part.items if item.is_scored]
    if not marks or not scored:
        return
    analysis = item_analysis(marks, [1] * len(scored), people)
    part.quiz, enough = analysis.quiz, part.n >= MIN_N_DISCRIMINATION
    if not enough:
        part.hidden = f"Discrimination is hidden: fewer than {MIN_N_DISCRIMINATION} people finished."
        quiz = analysis.quiz
        part.quiz = QuizStatistics(quiz.mean, quiz.median, quiz.standard_deviation)
    for item, found in zip(scored, analysis.items, strict=True):
        item.standard_deviation = found.standard_deviation
        if enough:
            item.effective_weight = found.effective_weight
            item.discrimination_index = found.discrimination_index
            item.discriminative_efficiency = found.discriminative_efficiency
    add_difficulties(scored, marks, people)


def add_difficulties(scored, marks, people):
    """Add the Rasch difficulties of the `scored` items where enough people had some right and some not."""
    model = rasch_model(marks, people)
    if model and model.people >= MIN_N_DISCRIMINATION:
        for item, difficulty in zip(scored, model.difficulties, strict=True):
            item.difficulty = difficulty


def marks_and_people(scope):
    """Return (marks of the scored questions, number of people with these marks) as two lists."""
    scored = [position for position, version in enumerate(scope.versions, 1) if version.is_scored]
    people = scope.people_by_marks
    return [[marks >> position & 1 for position in scored] for marks in people], list(people.values())
