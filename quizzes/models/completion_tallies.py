"""How many people finished, and what they had right, so that no page counts attempts.

Written with the last answer of each.
"""

from collections import Counter

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from quizzes.models.answer_tallies import add_counts, key_of
from quizzes.models.attempts import Answer
from quizzes.models.rounds import Phase
from quizzes.models.versions import Edition, EditionQuestion
from villages.models import ImmigrationOffice
from villages.models.tallies import month_of

FINISHED_KEY = ("edition_id", "phase", "office_id")
MARKS_KEY = (*FINISHED_KEY, "language", "month", "marks")


class FinishedTally(models.Model):
    """People who finished an edition: first attempts that are not excluded. Alone, there is no office."""

    sum_field = "people"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="finished")
    phase = models.CharField(max_length=6, choices=Phase)
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, null=True, blank=True, related_name="+")
    office_key = key_of("office")
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "phase", "office_key"], name="finished_tally_once_per_office"
            ),
        ]


class MarksTally(models.Model):
    """The same people by what they had right: all that item analysis needs to know of them.

    `marks` is the sum of 1 << position of the questions that were right.
    """

    sum_field = "people"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", db_index=False)
    phase = models.CharField(max_length=6, choices=Phase)
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, null=True, blank=True, related_name="+")
    office_key = key_of("office")
    language = models.CharField(max_length=8)
    month = models.DateField()  # its first day
    marks = models.PositiveSmallIntegerField()
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "phase", "language", "month", "marks", "office_key"],
                name="marks_tally_once_per_office",
            ),
        ]


def count_marks(attempts):
    """Return {values of `MARKS_KEY`: people} of those of `attempts` that count and were finished."""
    right = EditionQuestion.objects.filter(
        edition=OuterRef("edition"),
        version__answers__attempt=OuterRef("pk"),
        version__answers__outcome=Answer.Outcome.RIGHT,
    )
    sums = right.order_by().values("edition").annotate(marks=Sum(Value(1).bitleftshift(F("position"))))
    found = attempts.counted().finished().annotate(marks=Coalesce(Subquery(sums.values("marks")), 0))
    rows = found.values_list(
        "edition", "phase", "round__office", "language", TruncMonth("date"), "marks"
    ).annotate(Count("pk"))
    return {tuple(key): people for *key, people in rows.order_by()}


def finished_counts(marks):
    """Return {values of `FINISHED_KEY`: people} of what `count_marks` returned."""
    found = Counter()
    for key, people in marks.items():
        found[key[: len(FINISHED_KEY)]] += people
    return found


def completion_counts(attempts):
    """Return [(model, fields of its key, {values of the key: people})] of `attempts`, a queryset."""
    marks = count_marks(attempts)
    return [(MarksTally, MARKS_KEY, marks), (FinishedTally, FINISHED_KEY, finished_counts(marks))]


def add_finished_attempt(attempt, positions):
    """Count an attempt that was finished just now, with the questions at `positions` right.

    The query of `count_marks` takes longer to write than an answer to be stored.
    """
    place = (attempt.edition_id, attempt.phase, attempt.office_id)
    marks = sum(1 << position for position in positions)
    key = (*place, attempt.language, month_of(attempt.date), marks)
    add_counts(MarksTally, MARKS_KEY, {key: 1})
    add_counts(FinishedTally, FINISHED_KEY, {place: 1})


def add_finished_attempts(attempts, sign=1):
    """Count those of `attempts` that count and were finished (`sign=-1` takes them out again)."""
    for model, key, people in completion_counts(attempts):
        add_counts(model, key, people, sign)
