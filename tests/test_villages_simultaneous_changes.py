"""Two people change what belongs together at the same moment: one waits, nobody is turned away."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection, connections

from tests.support.outbox_client import put, session_payload
from villages.models import MonthTally, Session, VillageMove, session_workflow, tallies, transfers
from villages.models.tallies import add_to_tallies
from villages.outbox import views
from villages.reach.rebuild import tally_differences

DAY = date(2026, 11, 2)
WAIT = 2  # seconds; more than the database takes to notice that two wait for each other


def pause(monkeypatch, meeting, module, name):
    """Stop before the function until the other has stopped as well, or clearly waits for us."""
    real = getattr(module, name)

    def paused(*args, **kwargs):
        with suppress(BrokenBarrierError):
            meeting.wait(WAIT)
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, paused)


def together(*calls):
    def alone(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        for done in [pool.submit(alone, call) for call in calls]:
            done.result()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "place_of_approval", ["session_workflow.add_to_tallies", "tallies.update_visit_tallies"]
)
@pytest.mark.parametrize("where", ["village", "second_village"])
def test_a_village_moves_while_a_session_of_its_office_is_approved(
    place, cast, make_session, monkeypatch, where, place_of_approval
):
    add_to_tallies(make_session(place.village, DAY, women=3))
    waiting = make_session(getattr(place, where), DAY, women=4, state="submitted")
    meeting, (module, name) = Barrier(2), place_of_approval.split(".")
    pause(monkeypatch, meeting, {"session_workflow": session_workflow, "tallies": tallies}[module], name)
    pause(monkeypatch, meeting, transfers, "hand_over_sessions")
    together(
        lambda: waiting.approve(cast.admin),
        lambda: VillageMove.objects.move(place.village, place.other_office, DAY, "Surat"),
    )
    assert list(tally_differences(str)) == []
    assert sum(MonthTally.objects.filter(topic="").values_list("participations", flat=True)) == 7


@pytest.mark.django_db(transaction=True)
def test_a_report_that_arrives_while_its_village_moves_is_with_the_new_office(
    place, cast, signed_in, monkeypatch
):
    def receive(*args):
        VillageMove.objects.move(place.village, place.other_office, DAY, "Surat")
        return views_receive(*args)

    views_receive = views.receive_delivery
    monkeypatch.setattr(views, "receive_delivery", receive)
    assert put(signed_in(cast.educator), session_payload()).status_code == 202
    assert Session.objects.get().office == place.other_office
