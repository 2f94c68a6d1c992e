"""Numbers of counted answers, so that no report adds up answers. Written with each answer."""

from django.db import models
from django.db.models import BigIntegerField, Count, Value
from django.db.models.functions import Coalesce, TruncMonth

from quizzes.models.rounds import Phase
from quizzes.models.versions import Edition, QuestionVersion
from villages.models import ImmigrationOffice, Village
from villages.models.tallies import add_sums, month_of

ANSWER_KEY = ("edition_id", "version_id", "choice", "phase", "language", "month", "office_id", "village_id")


def key_of(name):
    """Return a field with the id of `name`, and 0 for people alone: a unique key must not be empty."""
    return models.GeneratedField(
        expression=Coalesce(name, Value(0), output_field=BigIntegerField()),
        output_field=BigIntegerField(),
        db_persist=True,
    )


def add_counts(model, key, counts, sign=1):
    """Add `counts`, {values of the fields `key`: number}, to the `model.sum_field` of the stored tallies.

    In one statement and one order, so that no two transactions wait for each other. `sign=-1` takes them out.
    """
    rows = [
        {**dict(zip(key, values, strict=True)), model.sum_field: sign * number}
        for values, number in sorted(counts.items())
    ]
    add_sums(model, rows)


def count_answers(answers):
    """Return {values of `ANSWER_KEY`: number} of `answers`, a queryset."""
    rows = answers.values_list(
        "attempt__edition",
        "version",
        "choice",
        "attempt__phase",
        "attempt__language",
        TruncMonth("attempt__date"),
        "attempt__round__office",
        "attempt__round__village",
    ).annotate(Count("pk"))
    return {tuple(key): number for *key, number in rows.order_by()}


class AnswerTallyQuerySet(models.QuerySet):
    """Both methods run inside the caller's transaction; `sign=-1` takes the answers out again."""

    def add_answers(self, attempt, answers, sign=1):
        """Count some `answers` of one attempt, without a query for what they are."""
        place = (attempt.office_id, attempt.village_id)
        common = (attempt.phase, attempt.language, month_of(attempt.date), *place)
        counts = {(attempt.edition_id, answer.version_id, answer.choice, *common): 1 for answer in answers}
        add_counts(AnswerTally, ANSWER_KEY, counts, sign)

    def add_all_answers(self, answers, sign=1):
        """Count all `answers`, a queryset."""
        add_counts(AnswerTally, ANSWER_KEY, count_answers(answers), sign)


class AnswerTally(models.Model):
    """Number of counted answers that chose the same in the same month, phase, language and village."""

    sum_field = "count"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+", db_index=False)
    phase = models.CharField(max_length=6, choices=Phase)
    language = models.CharField(max_length=8)
    month = models.DateField()  # its first day
    office = models.ForeignKey(ImmigrationOffice, models.PROTECT, null=True, blank=True, related_name="+")
    office_key = key_of("office")
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    village_key = key_of("village")
    choice = models.CharField(max_length=2)
    count = models.IntegerField(default=0)

    objects = AnswerTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("edition", "phase", "version", "choice", "language", "month"),
                    *("office_key", "village_key"),
                ],
                name="answer_tally_once",
            ),
        ]
