"""How many people finished, so that no page counts attempts. Written with the last answer of each."""

from django.db import models
from django.db.models import Count, F, Q

from quizzes.models.rounds import Phase
from quizzes.models.versions import Edition
from villages.models import ImmigrationOffice

KEY = ("edition_id", "phase", "office_id")


class FinishedTallyQuerySet(models.QuerySet):
    def add(self, key, number):
        """Count `number` people more (or fewer) under the values of `KEY`, in the caller's transaction."""
        row = self.filter(**dict(zip(KEY, key, strict=True)))
        if not row.update(people=F("people") + number):
            self.get_or_create(**dict(zip(KEY, key, strict=True)))
            row.update(people=F("people") + number)


class FinishedTally(models.Model):
    """People who finished an edition: first attempts that are not set aside. Alone, there is no office."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="finished")
    phase = models.CharField(max_length=6, choices=Phase)
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, null=True, blank=True, related_name="+")
    people = models.IntegerField(default=0)

    objects = FinishedTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "phase", "office"], name="finished_tally_once"),
            models.UniqueConstraint(
                fields=["edition", "phase"],
                condition=Q(office__isnull=True),
                name="finished_tally_once_without_office",
            ),
        ]


def finished_of(attempts):
    """Return {key: number of people} of those of `attempts` that count and were finished."""
    rows = attempts.counted().finished().values_list("edition", "phase", "round__office")
    return {tuple(key): people for *key, people in rows.annotate(Count("pk")).order_by()}
