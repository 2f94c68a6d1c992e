"""A partner collects every file of a quarter, under every filter, and tries to work out what is hidden."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.exports.orders import Order, quarters
from quizzes.exports.sums import reach_rows, village_rows
from villages.indicators.filters import Filters, months_before
from villages.models import MonthTally, VillageTally
from villages.suppression import PUBLIC

BASE_COLUMN = 4 + 7  # after the place: active, visited, coverage, never, overdue, sessions, target


def partner_filters(place):
    first = quarters()[0]
    for province, office in itertools.product(
        ("", "33", "73"), (None, place.office.pk, place.other_office.pk)
    ):
        yield Filters(first, months_before(first, -2), province, office)


def collected(user, place):
    """Return ({(level, province, office): people}, {village: people}) of all files, which agree."""
    places, villages = {}, {}
    for filters in partner_filters(place):
        for row in reach_rows(Order(user, "reach", "csv", filters, partner=True)):
            key, value = (row[0], row[1], row[3]), row[BASE_COLUMN]
            assert places.setdefault(key, value) == value
        for row in village_rows(Order(user, "villages", "csv", filters, partner=True)):
            assert villages.setdefault(row[1], row[-1]) == row[-1]
    return places, villages


def store(village, people):
    first = quarters()[0]
    common = {"month": first, "sessions": 1, "participations": people, "topic": ""}
    VillageTally.objects.create(village=village, **common)
    tally, made = MonthTally.objects.get_or_create(
        office=village.office,
        province=village.province.code,
        month=first,
        topic="",
        defaults={"sessions": 1, "participations": people},
    )
    if not made:
        tally.participations += people
        tally.save()


def worlds(shown, most):
    """Yield every (a, b, c) of the villages that agrees with all that is `shown`."""
    places, villages = shown
    names = ("Sukamaju", "Mekarsari", "Bontoa")
    choices = [range(most) if villages[name] is None else [villages[name]] for name in names]
    for a, b, c in itertools.product(*choices):
        sums = {
            ("country", "", ""): a + b + c,
            ("province", "33", ""): a + b,
            ("province", "73", ""): c,
            ("office", "33", "Kantor Imigrasi Semarang"): a + b,
            ("office", "73", "Kantor Imigrasi Makassar"): c,
        }
        if all(places[key] in (None, value) for key, value in sums.items()):
            yield a, b, c


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.tuples(*[st.sampled_from([0, 0, 1, 3, 5, 6, 9, 10, 11, 14, 25])] * 3))
def test_no_small_number_can_be_worked_out_from_all_files_under_all_filters(place, cast, people):
    VillageTally.objects.all().delete()
    MonthTally.objects.all().delete()
    for village, number in zip((place.village, place.second_village, place.far_village), people, strict=True):
        if number:
            store(village, number)
    shown = collected(cast.analyst, place)
    possible = list(worlds(shown, 40))
    assert people in possible
    for index, number in enumerate(people):
        if 0 < number < PUBLIC:
            assert len({world[index] for world in possible}) >= PUBLIC, (people, shown)


def test_the_files_for_partners_hide_nothing_that_needs_no_hiding(place, cast, held_session):
    store(place.village, 30)
    store(place.second_village, 20)
    store(place.far_village, 50)
    places, villages = collected(cast.analyst, place)
    assert villages == {"Sukamaju": 30, "Mekarsari": 20, "Bontoa": 50}
    assert places["country", "", ""] == 100


def test_quarters_are_finished_and_do_not_overlap():
    firsts = quarters()
    assert all(later - earlier > timedelta(days=88) for later, earlier in itertools.pairwise(firsts))
    assert {first.month for first in firsts} == {1, 4, 7, 10}
