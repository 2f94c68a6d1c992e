"""How many people finished, and what they had right, so that no page counts attempts.

Written with the last answer of each.
"""

from collections import Counter

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from quizzes.models.attempts import Answer
from quizzes.models.rounds import Phase
from quizzes.models.versions import Edition, EditionQuestion
from villages.models import ImmigrationOffice
from villages.models.tallies import month_of

KEY = ("edition_id", "phase", "office_id")
MARKS_KEY = (*KEY, "language", "month", "marks")


class PeopleQuerySet(models.QuerySet):
    def add(self, key, number):
        """Count `number` people more (or fewer) under the fields of `key`, in the caller's transaction."""
        row = self.filter(**key)
        if not row.update(people=F("people") + number):
            self.get_or_create(**key)
            row.update(people=F("people") + number)


class FinishedTally(models.Model):
    """People who finished an edition: first attempts that are not set aside. Alone, there is no office."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="finished")
    phase = models.CharField(max_length=6, choices=Phase)
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, null=True, blank=True, related_name="+")
    people = models.IntegerField(default=0)

    objects = PeopleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "phase", "office"], name="finished_tally_once"),
            models.UniqueConstraint(
                fields=["edition", "phase"],
                condition=Q(office__isnull=True),
                name="finished_tally_once_without_office",
            ),
        ]


class MarksTally(models.Model):
    """The same people by what they had right: all that item analysis needs to know of them.

    `marks` is the sum of 1 << position of the questions that were right.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", db_index=False)
    phase = models.CharField(max_length=6, choices=Phase)
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=8)
    month = models.DateField()  # its first day
    marks = models.PositiveSmallIntegerField()
    people = models.IntegerField(default=0)

    objects = PeopleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "phase", "language", "month", "marks", "office"], name="marks_tally_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "phase", "language", "month", "marks"],
                condition=Q(office__isnull=True),
                name="marks_tally_once_without_office",
            ),
        ]


def marks_of(attempts):
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


def finished_of(marks):
    """Return {values of `KEY`: people} of what `marks_of` returned."""
    found = Counter()
    for key, people in marks.items():
        found[key[: len(KEY)]] += people
    return found


def count_one(attempt, positions):
    """Count an attempt that was finished just now, with the questions at `positions` right.

    What `count_finished` asks of the database takes longer to write than an answer to be stored.
    """
    office = attempt.round.office_id if attempt.round_id else None
    place = (attempt.edition_id, attempt.phase, office)
    marks = sum(1 << position for position in positions)
    key = (*place, attempt.language, month_of(attempt.date), marks)
    MarksTally.objects.add(dict(zip(MARKS_KEY, key, strict=True)), 1)
    FinishedTally.objects.add(dict(zip(KEY, place, strict=True)), 1)


def counted_people(attempts):
    """Return [(tally, fields of its key, {values of the key: people})] of `attempts`, a queryset."""
    marks = marks_of(attempts)
    return [(MarksTally, MARKS_KEY, marks), (FinishedTally, KEY, finished_of(marks))]


def count_finished(attempts, by=1):
    """Count those of `attempts` that count and were finished (`by=-1` takes them out again).

    Rows in one order, so that no two transactions wait for one another.
    """
    for model, names, found in counted_people(attempts):
        for key, people in sorted(found.items(), key=str):
            model.objects.add(dict(zip(names, key, strict=True)), by * people)
