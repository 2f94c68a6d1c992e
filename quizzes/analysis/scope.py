"""What a report covers: one quiz version and one phase, never mixed, narrowed further by the viewer."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, Sum

from quizzes.models import Answer, AnswerTally, Attempt, Edition, HandCount, MarksTally, QuestionVersion
from villages.models import ImmigrationOffice
from villages.reach.filters import months_before


@dataclass(frozen=True)
class Scope:
    """`first` and `last` are months, both included; empty values mean all.

    `offices` are those the viewer may see (None: all); attempts of people alone belong to no office.
    """

    edition: Edition
    phase: str
    language: str = ""
    first: date | None = None
    last: date | None = None
    office: int | None = None
    offices: "QuerySet[ImmigrationOffice] | None" = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.language or self.first or self.last or self.office)

    def where(self, prefix: str = "") -> Q:
        """Return a `Q` on attempts, or on rows related to an attempt by `prefix`."""
        lookups: dict[str, Any] = {
            "edition": self.edition,
            "phase": self.phase,
            **self.office_lookups("round__"),
        }
        if self.language:
            lookups["language"] = self.language
        lookups |= self.date_lookups("date")
        return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})

    def office_lookups(self, prefix: str = "") -> dict[str, Any]:
        lookups: dict[str, Any] = {}
        if self.office:
            lookups[f"{prefix}office"] = self.office
        if self.offices is not None:
            lookups[f"{prefix}office__in"] = self.offices
        return lookups

    def date_lookups(self, field: str) -> dict[str, date]:
        lookups = {}
        if self.first:
            lookups[f"{field}__gte"] = self.first
        if self.last:
            lookups[f"{field}__lt"] = months_before(self.last, -1)
        return lookups

    def tally_lookups(self) -> dict[str, Any]:
        lookups: dict[str, Any] = {"edition": self.edition, "phase": self.phase, **self.office_lookups()}
        if self.language:
            lookups["language"] = self.language
        if self.first:
            lookups["month__gte"] = self.first
        if self.last:
            lookups["month__lte"] = self.last
        return lookups

    def attempts(self) -> "QuerySet[Attempt]":
        return Attempt.objects.filter(self.where())

    def answers(self) -> "QuerySet[Answer]":
        """Return the answers that count, including those of people who did not finish."""
        answers: QuerySet[Answer] = Answer.objects.counted()
        return answers.filter(self.where("attempt__"))

    @cached_property
    def versions(self) -> list[QuestionVersion]:
        return [item.version for item in self.edition.items.select_related("version")]

    def phone_counts(self) -> dict[tuple[int, str], int]:
        """Return {(version, choice): answers by phone}."""
        tallies = AnswerTally.objects.filter(**self.tally_lookups())
        rows = tallies.values_list("version", "choice").annotate(number=Sum("count")).order_by()
        return {(version, choice): number for version, choice, number in rows}

    @cached_property
    def people_by_marks(self) -> dict[int, int]:
        """Return {marks of a `MarksTally`: people who finished with them}."""
        rows = MarksTally.objects.filter(**self.tally_lookups()).values_list("marks")
        return dict(rows.annotate(number=Sum("people")).filter(number__gt=0).order_by("marks"))

    def hand_counts(self) -> dict[tuple[int, str], int]:
        """Return {(version, choice): raised hands}; none if a language is selected, as hands have none."""
        if self.language:
            return {}
        lookups = {"edition": self.edition, "phase": self.phase, **self.office_lookups()}
        lookups |= self.date_lookups("opened_at__date")
        rows = HandCount.objects.filter(**{f"round__{name}": value for name, value in lookups.items()})
        sums = rows.values_list("version", "choice").annotate(number=Sum("count")).order_by()
        return {(version, choice): number for version, choice, number in sums}
