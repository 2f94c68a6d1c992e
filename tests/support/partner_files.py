"""What happened in the villages of a quarter, and every filter of its files."""

import itertools
from dataclasses import dataclass

from quizzes.programme.exports.request import finished_quarters
from villages.models import ImmigrationOffice, Province
from villages.reach.filters import Filters, months_before


@dataclass(frozen=True)
class Story:
    """People in one village before and from the day on which it moved, or would have."""

    before: int
    after: int = 0
    moved: bool = False
    ended: bool = False


def place_filters():
    first = finished_quarters()[0]
    provinces = ["", *Province.objects.values_list("pk", flat=True)]
    offices = [None, *ImmigrationOffice.objects.values_list("pk", flat=True)]
    for province, office in itertools.product(provinces, offices):
        yield Filters(first, months_before(first, -2), province, office)
