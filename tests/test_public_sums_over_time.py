"""Somebody collects every page and every file of many days, and subtracts. No few people come out.

Reports of this quarter, of the last one and of the one before are approved one after the other, some late,
some are withdrawn; a quarter ends in between. After each step the public page, and every file for partners
under every filter, is read again.
"""

import itertools
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizzes.models import PartnerEdition
from quizzes.programme.exports import editions, frozen_quarters
from quizzes.programme.exports.request import ExportRequest, finished_quarters
from tests.support.differencing import small_cells
from villages.models import ImmigrationOffice, Province
from villages.models.tallies import add_to_tallies, remove_from_tallies
from villages.public import views
from villages.reach.disclosure_control import PUBLIC
from villages.reach.filters import Filters, months_before
from villages.reach.queries import BASE, protected_reach

TODAY, LATER = date(2026, 8, 20), date(2026, 11, 20)
COUNTRY = ("country", "")


class Programme:
    """What happens in three villages, and all that is shown of it, as facts about sets of reports."""

    def __init__(self, client, analyst, villages, make_session):
        self.client, self.analyst, self.villages, self.make_session = client, analyst, villages, make_session
        self.sessions, self.people, self.counted, self.facts = [], [], 0, set()
        self.places = [("", None), *((code, None) for code in Province.objects.values_list("pk", flat=True))]
        self.places += [("", key) for key in ImmigrationOffice.objects.values_list("pk", flat=True)]
        self.frozen = {}  # {edition: the reports that counted when it was made}

    def approve(self, which, quarters_ago, people):
        quarter = months_before(finished_quarters()[0], 3 * (quarters_ago - 1))
        session = self.make_session(self.villages[which], quarter + timedelta(days=10), women=people)
        add_to_tallies(session)
        self.counted |= 1 << len(self.sessions)
        self.sessions.append(session)
        self.people.append(people)

    def withdraw(self, which):
        counted = [bit for bit, _session in enumerate(self.sessions) if self.counted >> bit & 1]
        if counted:
            bit = counted[which % len(counted)]
            remove_from_tallies(self.sessions[bit])
            self.counted &= ~(1 << bit)

    def reports(self, place, first, last, counted):
        """Return the bits of what `counted` from `first` to `last` in a `place` (level, key)."""
        level, key = place
        found = 0
        for bit, session in enumerate(self.sessions):
            of = {
                "country": "",
                "province": session.village.province.name,
                "office": session.office.name,
                "village": session.village.code,
            }[level]
            if counted >> bit & 1 and of == key and first <= session.started_on.replace(day=1) <= last:
                found |= 1 << bit
        return found

    def read_files(self):
        """Every file of both tables under every filter, of the last two finished quarters."""
        column = editions.column_names().index(BASE)
        for first, (province, office) in itertools.product(finished_quarters()[:2], self.places):
            filters = Filters(first, months_before(first, -2), province, office)
            request = ExportRequest(self.analyst, "", "csv", filters, for_partners=True)
            counted = self.frozen.setdefault(request.edition, self.counted)
            shown = [(place_of(row), row[column]) for row in editions.indicator_rows_of(request)] + [
                (("village", row[0]), row[-1]) for row in editions.village_rows(request)
            ]
            for place, number in shown:
                if number is not None:
                    self.learn(self.reports(place, filters.first, filters.last, counted), number, number)

    def read_page(self):
        page = self.client.get("/id/desa/").context
        for place, shown in shown_on(page["rows"], page["total"]):
            reports = 0
            for edition in self.newest_frozen(page["sums"]):
                last = months_before(edition.quarter, -2)
                reports |= self.reports(place, edition.quarter, last, self.frozen[edition])
            self.learn_rounded(reports, shown)

    def newest_frozen(self, sums):
        found = PartnerEdition.objects.filter(quarter__range=(sums.first, sums.last)) if sums else []
        return {edition.quarter: edition for edition in found}.values()

    def read_former_page(self):
        """The page as it was: the last twelve months as they are now, rounded to ten."""
        filters = Filters.last_year()
        total, provinces, _offices = protected_reach(filters, PUBLIC, brief=True)
        names = dict(Province.objects.values_list("code", "name"))
        rows = [{"name": names[code], "people": rounded(row)} for code, row in provinces.items()]
        for place, shown in shown_on(rows, {"people": rounded(total)}):
            self.learn_rounded(self.reports(place, filters.first, filters.last, self.counted), shown)

    def learn_rounded(self, reports, shown):
        fits = [number for number in range(300) if views.coarse_number(number, PUBLIC) == shown]
        if fits:
            self.learn(reports, fits[0], fits[-1])

    def learn(self, reports, least, most):
        self.facts.add((reports, least, most))

    def live(self, steps, read_page, monkeypatch):
        """Do `steps` (kind, which village, quarters ago, people); read everything after each."""
        for kind, which, quarters_ago, people in (*steps, ("wait", 0, 0, 0)):
            if kind == "approve":
                self.approve(which, quarters_ago, people)
            elif kind == "withdraw":
                self.withdraw(which)
            else:
                monkeypatch.setattr(timezone, "localdate", lambda *_moment: LATER)
            call_command("freeze_quarters", verbosity=0)
            for edition in PartnerEdition.objects.all():
                self.frozen.setdefault(edition, self.counted)
            read_page()
            self.read_files()
            read_page()
        return small_cells(self.facts, self.people, PUBLIC)


def place_of(row):
    level, _code, province, office = row[:4]
    return level, {"country": "", "province": province, "office": office}[level]


def shown_on(rows, total):
    yield COUNTRY, total["people"]
    for row in rows:
        yield ("province", row["name"]), row["people"]


def rounded(reach):
    people = reach.shown(BASE)
    return "–" if people is None else views.coarse_number(people, PUBLIC)


@pytest.fixture
def programme(client, cast, place, make_session, monkeypatch):
    """Return a function that makes a `Programme` which nothing has happened in."""
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)
    villages = (place.village, place.second_village, place.far_village)
    return lambda: Programme(client, cast.analyst, villages, make_session)


step = st.tuples(
    st.sampled_from(["approve"] * 6 + ["withdraw", "wait"]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from([1, 2, 4, 9, 10, 13, 25, 40]),
)
START = (("approve", 0, 1, 38), ("approve", 1, 1, 20), ("approve", 2, 1, 41), ("approve", 2, 2, 30))
FEW_NOW = (*START, ("approve", 2, 0, 3))
FEW_LATE = (*START, ("approve", 2, 1, 4), ("approve", 2, 1, 5), ("approve", 0, 2, 12))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=3, max_size=7).map(tuple))
@example(steps=FEW_NOW)
@example(steps=FEW_LATE)
def test_nobody_who_reads_everything_on_every_day_can_subtract_a_few_people(programme, monkeypatch, steps):
    with monkeypatch.context() as clock, transaction.atomic():
        now = programme()
        assert not now.live(steps, now.read_page, clock), steps
        transaction.set_rollback(True)


@pytest.mark.parametrize("steps", [FEW_NOW, FEW_LATE], ids=["this quarter", "late"])
def test_the_same_subtractions_find_few_people_beside_a_sum_that_follows_every_approval(
    programme, monkeypatch, steps
):
    """So this attack finds what it looks for: the page was such a sum once."""
    now = programme()
    assert now.live(steps, now.read_former_page, monkeypatch)


@pytest.mark.parametrize("quarters_ago", [0, 1])
def test_a_page_and_a_file_are_the_same_however_many_came_late(programme, monkeypatch, client, quarters_ago):
    """No arithmetic is needed to see it: nothing that is shown depends on a small late report."""
    seen = set()
    for people in (0, 3, 9):
        with transaction.atomic():
            now = programme()
            for _kind, *fields in START:
                now.approve(*fields)
            call_command("freeze_quarters", verbosity=0)
            now.read_files()
            if people:
                now.approve(2, quarters_ago, people)
            now.read_files()
            page = client.get("/id/desa/").context
            seen.add((frozenset(now.facts), str(page["rows"]), str(page["total"])))
            transaction.set_rollback(True)
    assert len(seen) == 1


def test_a_quarter_is_frozen_once_its_reports_had_time_to_arrive(programme, capsys):
    now = programme()
    for _kind, *fields in START:
        now.approve(*fields)
    assert frozen_quarters.freeze_quarters(date(2026, 8, 13)) == [date(2026, 1, 1)]
    assert frozen_quarters.freeze_quarters(date(2026, 8, 14)) == [], "forty-four days after its end"
    assert frozen_quarters.freeze_quarters(date(2026, 8, 15)) == [date(2026, 4, 1)]
    call_command("freeze_quarters")
    assert "No quarter waits." in capsys.readouterr().out
    assert PartnerEdition.objects.count() == 2, "none from before the programme began"


def test_the_page_adds_up_the_newest_quarters_without_a_gap(programme, client):
    now = programme()
    for quarters_ago in (1, 2, 3, 5, 6):
        now.approve(0, quarters_ago, 100)
    for quarters_ago in (2, 3, 5, 6):
        first = months_before(finished_quarters()[0], 3 * (quarters_ago - 1))
        editions.edition_of(Filters(first, months_before(first, -2)))
    page = client.get("/en/desa/")
    assert page.context["total"]["people"] == 200
    assert "From October 2025 to March 2026" in page.text
