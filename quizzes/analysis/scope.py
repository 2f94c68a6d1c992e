"""What a report is about: one quiz version and one phase, never mixed, narrowed further by the reader."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, Sum

from quizzes.models import Answer, AnswerTally, Attempt, Edition, HandCount, MarksTally
from villages.reach.filters import months_before


@dataclass(frozen=True)
class Scope:
    """`first` and `last` are months, both included; empty values mean all.

    `offices` are those the reader may see (None: all); attempts alone belong to no office.
    """

    edition: Edition
    phase: str
    language: str = ""
    first: date | None = None
    last: date | None = None
    office: int | None = None
    offices: object = None

    @property
    def is_narrowed(self):
        return bool(self.language or self.first or self.last or self.office)

    def where(self, prefix=""):
        """Return a `Q` on attempts, or on what is related to them by `prefix`."""
        found = {"edition": self.edition, "phase": self.phase, **self.office_of("round__")}
        if self.language:
            found["language"] = self.language
        if self.first:
            found["date__gte"] = self.first
        if self.last:
            found["date__lt"] = months_before(self.last, -1)
        return Q(**{f"{prefix}{name}": value for name, value in found.items()})

    def office_of(self, prefix=""):
        found = {}
        if self.office:
            found[f"{prefix}office"] = self.office
        if self.offices is not None:
            found[f"{prefix}office__in"] = self.offices
        return found

    def attempts(self):
        return Attempt.objects.filter(self.where())

    def answers(self):
        """The answers that count, those of people who did not finish among them."""
        return Answer.objects.counted().filter(self.where("attempt__"))

    @cached_property
    def versions(self):
        return [item.version for item in self.edition.items.select_related("version")]

    def phones(self):
        """Return {(version, choice): number}."""
        tallies = AnswerTally.objects.filter(edition=self.edition, **self.tallied())
        rows = tallies.values_list("version", "choice").annotate(number=Sum("count")).order_by()
        return {(version, choice): number for version, choice, number in rows}

    @cached_property
    def people_by_marks(self):
        """Return {marks of a `MarksTally`: people who finished with them}."""
        rows = MarksTally.objects.filter(edition=self.edition, **self.tallied()).values_list("marks")
        return dict(rows.annotate(number=Sum("people")).filter(number__gt=0).order_by("marks"))

    def tallied(self):
        found = {"phase": self.phase, **self.office_of()}
        if self.language:
            found["language"] = self.language
        if self.first:
            found["month__gte"] = self.first
        if self.last:
            found["month__lte"] = self.last
        return found

    def hands(self):
        """Return {(version, choice): number}. Hands know no language: none where one is asked for."""
        if self.language:
            return {}
        found = {"edition": self.edition, "phase": self.phase, **self.office_of()}
        if self.first:
            found["opened_at__date__gte"] = self.first
        if self.last:
            found["opened_at__date__lt"] = months_before(self.last, -1)
        rows = HandCount.objects.filter(**{f"round__{name}": value for name, value in found.items()})
        sums = rows.values_list("version", "choice").annotate(number=Sum("count")).order_by()
        return {(version, choice): number for version, choice, number in sums}
