"""Files for partners of a finished quarter are frozen: no two of them differ by a few people."""

import csv
import io
import itertools
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.models import PartnerEdition
from quizzes.programme.exports import editions
from quizzes.programme.exports.editions import differs_by_many, edition_of
from quizzes.programme.exports.files import export_notes
from quizzes.programme.exports.indicator_rows import PUBLIC
from quizzes.programme.exports.request import ExportRequest, finished_quarters, quarter_name
from tests.support.partner_files import Story, place_filters
from villages.models import Village
from villages.models.tallies import add_to_tallies, remove_from_tallies
from villages.reach.queries import BASE

PATH = "/admin/program/ekspor/"
DAY = 10


@pytest.fixture
def analyst(cast, roles, signed_in):
    return signed_in(cast.analyst)


@pytest.fixture
def approved(make_session):
    """Return a function: a late report of so many people in the last finished quarter is approved."""

    def approve(village, people, **groups):
        session = make_session(
            village, finished_quarters()[0] + timedelta(days=DAY), **({"women": people} | groups)
        )
        add_to_tallies(session)
        return session

    return approve


def fetch(client, query):
    quarter = quarter_name(finished_quarters()[0])
    response = client.get(f"{PATH}?format=csv&reader=partner&quarter={quarter}&{query}")
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return response, list(csv.DictReader(io.StringIO(text)))


def everything(client):
    """Return all rows of both tables, as a partner gets them, without the day of the last session."""
    rows = [row for kind in ("reach", "villages") for row in fetch(client, f"kind={kind}")[1]]
    return [{name: value for name, value in row.items() if name != "last_session_on"} for row in rows]


def test_a_small_correction_after_the_first_file_changes_nothing_in_either_table(
    analyst, approved, place, programme_of
):
    programme_of((Story(30), Story(20), Story(50)))
    fetch(analyst, "kind=reach")
    frozen = everything(analyst)
    approved(place.village, 3)
    assert everything(analyst) == frozen
    approved(place.village, 6)
    assert everything(analyst) == frozen, "nine, in two steps"
    assert PartnerEdition.objects.count() == 1


def test_the_second_table_is_of_the_same_moment_as_the_first(analyst, approved, place, programme_of):
    programme_of((Story(30), Story(20), Story(50)))
    fetch(analyst, "kind=reach")
    approved(place.village, 3)
    _response, rows = fetch(analyst, "kind=villages")
    assert {row["village_code"]: row["participations"] for row in rows}[place.village.code] == "30"


def test_a_large_correction_makes_a_new_dated_edition(analyst, approved, place, programme_of):
    programme_of((Story(30), Story(20), Story(50)))
    response, _rows = fetch(analyst, "kind=reach")
    assert "-edition-1-20" in response["Content-Disposition"]
    approved(place.village, 3)
    fetch(analyst, "kind=reach")
    approved(place.village, 8)
    response, rows = fetch(analyst, "kind=reach")
    assert "-edition-2-20" in response["Content-Disposition"]
    assert rows[0]["participations"] == "111"
    assert PartnerEdition.objects.get(number=1).indicators[0][1][BASE] == 100


def test_a_filter_chooses_rows_of_the_frozen_table(analyst, approved, place, programme_of):
    programme_of((Story(30), Story(20), Story(50)))
    frozen = everything(analyst)
    approved(place.far_village, 4)
    _response, chosen = fetch(analyst, f"kind=reach&province={place.far_village.province.code}")
    assert chosen
    assert all(row in frozen for row in chosen)
    _response, chosen = fetch(analyst, f"kind=villages&office={place.far_village.office_id}")
    assert [row["participations"] for row in chosen] == ["50"]


def test_a_correction_that_would_hide_what_was_shown_waits(analyst, approved, place, programme_of):
    """Nine people would be hidden, and the file before with the change of the whole would give them away."""
    programme_of((Story(30), Story(0), Story(50)))
    late = approved(place.second_village, 12)
    frozen = everything(analyst)
    remove_from_tallies(late)
    approved(place.second_village, 2)
    assert everything(analyst) == frozen


def test_a_village_designated_later_shows_nothing_of_a_quarter_before(analyst, place, programme_of):
    programme_of((Story(30), Story(20), Story(50)))
    everything(analyst)
    village = Village.objects.get(pk=place.village.pk)
    village.pk, village.code = None, "33.22.05.2009"
    village.save()
    _response, rows = fetch(analyst, "kind=villages")
    row = next(row for row in rows if row["village_code"] == "33.22.05.2009")
    assert (row["sessions"], row["participations"]) == ("", "")


def test_the_notes_name_the_edition_and_its_day(analyst, place, programme_of):
    programme_of((Story(30), Story(20), Story(50)))
    filters = next(iter(place_filters()))
    notes = dict(export_notes(ExportRequest(analyst, "reach", "xlsx", filters, True)))
    made = PartnerEdition.objects.get()
    assert "1" in notes.values()
    assert any(value.startswith(f"{made.made_at.astimezone():%Y}") for value in notes.values())


def test_two_people_who_ask_at_once_get_one_edition(place, programme_of, monkeypatch):
    programme_of((Story(30), Story(20), Story(50)))
    filters = next(iter(place_filters()))
    first = edition_of(filters)
    monkeypatch.setattr(editions, "is_large_correction", lambda new, made: True)
    monkeypatch.setattr(editions, "hide_as_before", lambda new, earlier: setattr(new, "number", 1))
    monkeypatch.setattr(PartnerEdition, "save", _taken)
    assert edition_of(filters) == first


def _taken(self, *args, **kwargs):
    raise IntegrityError


numbers = st.integers(0, 40)
sums = st.fixed_dictionaries({"participations": numbers, "women": numbers})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sums, sums)
def test_no_difference_of_a_few_people_passes(old, new):
    change = {name: new[name] - old[name] for name in old}
    few = [
        number
        for number in (*change.values(), change["participations"] - change["women"])
        if 0 < abs(number) < PUBLIC
    ]
    assert differs_by_many({"country": old}, {"country": new}) == (not few)


steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([1, 2, 5, 9, 10, 12, 25])), min_size=1, max_size=6
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(start=st.tuples(*[st.sampled_from([0, 4, 9, 10, 30])] * 3), late=steps)
def test_whoever_has_all_files_of_all_days_cannot_subtract_a_few_people(
    start, late, place, approved, programme_of
):
    """Reports come late, one after the other; a partner asks for the file each time."""
    with transaction.atomic():
        villages = (place.village, place.second_village, place.far_village)
        programme_of(tuple(map(Story, start)))
        filters = next(iter(place_filters()))
        files = {edition_of(filters).number: edition_of(filters)}
        for which, people in late:
            approved(villages[which], people)
            made = edition_of(filters)
            files[made.number] = made
        for one, other in itertools.combinations(files.values(), 2):
            assert differs_by_many(one.sums, other.sums)
            for was, is_now in shown_pairs(one, other):
                assert (was is None) == (is_now is None)
                assert was == is_now or abs(is_now - was) >= PUBLIC
        transaction.set_rollback(True)


def shown_pairs(one, other):
    """Yield what two editions show of the participations of each place and village."""
    for (_place, row), (_same, later) in zip(one.indicators, other.indicators, strict=True):
        yield row[BASE], later[BASE]
    for village, (_sessions, people) in one.villages.items():
        yield people, other.villages[village][1]
