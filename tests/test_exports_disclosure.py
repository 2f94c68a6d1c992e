"""Somebody collects everything shown, under every filter, and tries to work out what is hidden.

Villages have moved to another office in the middle of the period or ended, as the reader knows. What nobody
may work out is a small number of a village, also of its part under one office, of an office, a province or
the country.
"""

import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizzes.programme.dashboard.summary import ProgrammeSummary
from quizzes.programme.exports import indicator_rows
from quizzes.programme.exports.indicator_rows import village_rows
from quizzes.programme.exports.request import ExportRequest, finished_quarters
from tests.support.partner_files import Story, place_filters
from villages.models import ImmigrationOffice
from villages.models.tallies import add_to_tallies
from villages.public import views
from villages.reach.queries import BASE

BASE_COLUMN = 4 + 7  # after the place: active, visited, coverage, never, overdue, sessions, target
LIMIT = 3  # in place of 5 and 10, so that all the reader may think of can be tried
MOST = 10  # people in one place and time, for the reader


@dataclass(frozen=True)
class Fact:
    """What somebody reads: the sum of some cells is from `least` to `most`."""

    cells: frozenset
    least: int
    most: int


@pytest.fixture
def low_limits(monkeypatch):
    for module, name in [(indicator_rows, "PUBLIC"), (indicator_rows, "ACROSS_OFFICES"), (views, "PUBLIC")]:
        monkeypatch.setattr(module, name, LIMIT)
    monkeypatch.setattr("quizzes.programme.dashboard.summary.ACROSS_OFFICES", LIMIT)


def sums_of(people):
    """Return {what is named in a table: its cells}: villages, offices of provinces, provinces and all."""
    found = defaultdict(set)
    for cell in people:
        village, office = cell
        province = village.province
        for key in (
            ("village", village.code),
            ("office", province.code, office.name),
            ("province", province.name),
            ("all offices", office.pk),
            ("country",),
        ):
            found[key].add(cell)
    return {key: frozenset(cells) for key, cells in found.items()}


def files(user, partner):
    """Yield (name of a sum, number or None) of all files under all filters."""
    for filters in place_filters():
        for row in indicator_rows.indicator_rows(ExportRequest(user, "reach", "csv", filters, partner)):
            key = {
                "country": ("country",),
                "province": ("province", row[2]),
                "office": ("office", row[1], row[3]),
            }[row[0]]
            yield key, row[BASE_COLUMN]
        for row in village_rows(ExportRequest(user, "villages", "csv", filters, partner)):
            yield ("village", row[0]), row[-1]


def dashboard():
    """Yield (name of a sum, number or None) of the dashboard of an analyst under all filters."""
    for filters in place_filters():
        summary = ProgrammeSummary(filters, offices=None)
        yield ("country",), summary.total.shown(BASE)
        for row in summary.by_province:
            yield ("province", row.name), row.reach.shown(BASE)
        if filters.office and not filters.province:
            yield ("all offices", filters.office), summary.reach.shown(BASE)


def public_pages(client):
    """Yield (name of a sum, least, most) of the public page, which rounds."""
    page = client.get("/id/desa/")
    rows = [(("province", row["name"]), row["people"]) for row in page.context["rows"]]
    for key, shown in [*rows, (("country",), page.context["total"]["people"])]:
        fits = [number for number in range(100) if views.coarse_number(number, LIMIT) == shown]
        if fits:
            yield key, fits[0], fits[-1]


def facts_of(shown, named):
    return {Fact(named.get(key, frozenset()), number, number) for key, number in shown if number is not None}


def worlds(cells, facts, world=()):
    """Yield every tuple of people in `cells` that agrees with all `facts`."""
    for fact in facts:
        known = sum(number for cell, number in zip(cells, world, strict=False) if cell in fact.cells)
        open_cells = fact.cells & set(cells[len(world) :])
        if known > fact.most or (known < fact.least and not open_cells):
            return
    if len(world) == len(cells):
        yield world
        return
    for number in range(MOST):
        yield from worlds(cells, facts, (*world, number))


def worked_out(people, facts, named):
    """Return the small sums of which the reader knows too much."""
    cells = list(people)
    small = {
        wanted: set()
        for wanted in {*named.values(), *(frozenset([cell]) for cell in cells)}
        if 0 < sum(people[cell] for cell in wanted) < LIMIT
    }
    for world in worlds(cells, facts):
        guess = dict(zip(cells, world, strict=True))
        for wanted, values in small.items():
            values.add(sum(guess[cell] for cell in wanted))
        if all(len(values) >= LIMIT for values in small.values()):
            return []
    return [wanted for wanted, values in small.items() if len(values) < LIMIT]


few = st.sampled_from([0, 0, 1, 2, 3, 4])
story = st.builds(Story, few, few, moved=st.booleans(), ended=st.booleans())
stories = st.tuples(story, story, story)
searching = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("reader", ["partner", "analyst"])
@searching
@given(stories=stories)
# An office whose one village left shows what that village had there; one that ended is in its sum too.
@example(stories=(Story(2, 4, moved=True), Story(4), Story(4)))
@example(stories=(Story(4), Story(2, ended=True), Story(4)))
def test_no_small_number_can_be_worked_out_from_all_that_is_shown_under_all_filters(
    low_limits, programme_of, cast, client, reader, stories
):
    with transaction.atomic():
        people = programme_of(stories)
        named = sums_of(people)
        facts = {Fact(named.get(key, frozenset()), *ends) for key, *ends in public_pages(client)}
        if reader == "partner":
            facts |= facts_of(files(cast.analyst, partner=True), named)
        else:
            facts |= facts_of([*files(cast.analyst, partner=False), *dashboard()], named)
        for fact in facts:  # what is shown is true
            assert fact.least <= sum(people[cell] for cell in fact.cells) <= fact.most
        assert not worked_out(people, facts, named), (people, facts)
        transaction.set_rollback(True)


def test_the_files_for_partners_hide_nothing_that_needs_no_hiding(cast, programme_of):
    programme_of((Story(30), Story(20, 25, moved=True), Story(50)))
    shown = dict(files(cast.analyst, partner=True))
    assert {key[1]: number for key, number in shown.items() if key[0] == "village"} == {
        "33.22.05.2003": 30,
        "33.22.05.2004": 45,
        "73.06.01.2001": 50,
    }
    assert shown["office", "33", "Kantor Imigrasi Makassar"] == 25
    assert shown["country",] == 125


def test_a_village_that_left_a_hidden_office_is_not_shown_to_partners(
    cast, place, make_session, programme_of
):
    """Shown with what it has at its new office, it would tell that it had nothing at the one before."""
    programme_of((Story(0, 30, moved=True), Story(2), Story(50)))
    third = ImmigrationOffice.objects.create(name="Kantor Imigrasi Solo", city="Solo", province=place.java)
    village = place.second_village
    village.pk, village.code, village.office = None, "33.22.05.2005", third
    village.save()
    add_to_tallies(make_session(village, finished_quarters()[0], women=15))
    shown = dict(files(cast.analyst, partner=True))
    offices = {key[2]: number for key, number in shown.items() if key[:2] == ("office", "33")}
    assert offices == {
        "Kantor Imigrasi Semarang": None,
        "Kantor Imigrasi Makassar": 30,
        "Kantor Imigrasi Solo": None,  # so that the small number is not the rest of the province
    }
    assert shown["village", "33.22.05.2003"] is None


def test_quarters_are_finished_and_do_not_overlap():
    firsts = finished_quarters()
    assert all(later - earlier > timedelta(days=88) for later, earlier in itertools.pairwise(firsts))
    assert {first.month for first in firsts} == {1, 4, 7, 10}
