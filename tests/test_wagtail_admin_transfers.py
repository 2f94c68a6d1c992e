"""A village moves to another office: dated, with a reason, and nothing of before is lost."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.support.outbox_client import put, session_payload
from villages.models import Assignment, MonthTally, Session, Village, VillageMove
from villages.models.tallies import add_to_tallies
from villages.wagtail_admin import transfers
from villages.wagtail_admin.viewsets import VillageEditView

pytestmark = pytest.mark.usefixtures("roles")


def moved(client, village, office, on=None, reason="Kantor baru", **more):
    data = {"to_office": office.pk, "on": on or timezone.localdate(), "reason": reason, **more}
    return client.post(reverse("roster_village_move", args=[village.pk]), data, HTTP_ACCEPT_LANGUAGE="en")


def test_a_move_keeps_sessions_ends_assignments_and_is_written_down(signed_in, place, cast, make_session):
    session = make_session(place.village, date(2026, 11, 2), women=3)
    add_to_tallies(session)
    given = Assignment.objects.create(
        user=cast.educator, role="educator", village=place.village, since=date(2026, 1, 1)
    )
    client = signed_in(cast.analyst)
    assert moved(client, place.village, place.other_office).status_code == 302
    place.village.refresh_from_db()
    session.refresh_from_db()
    given.refresh_from_db()
    assert place.village.office == place.other_office
    assert session.office == place.office
    assert given.until == timezone.localdate() - timedelta(days=1)
    made = VillageMove.objects.get()
    assert (made.from_office, made.actor, made.reason) == (place.office, cast.analyst, "Kantor baru")
    page = client.get(reverse("roster_villages:inspect", args=[place.village.pk]))
    assert "Kantor baru" in page.content.decode()
    history = client.get(reverse("roster_villages:history", args=[place.village.pk]))
    assert "Kantor Imigrasi Makassar" in history.content.decode()
    call_command("rebuild_tallies", check=True)


def test_an_assignment_that_has_not_begun_never_begins_after_a_move(signed_in, place, cast):
    today = timezone.localdate()
    for days in (1, 30):
        Assignment.objects.create(
            user=cast.educator, role="educator", village=place.village, since=today + timedelta(days)
        )
    client = signed_in(cast.analyst)
    address = reverse("roster_village_move", args=[place.village.pk])
    assert client.get(address).text.count(f"<li>{cast.educator.display_name}</li>") == 2
    moved(client, place.village, place.other_office)
    assert not Assignment.objects.filter(village=place.village).exists()


def test_a_report_from_before_arrives_held_with_the_new_office(signed_in, place, cast):
    moved(signed_in(cast.analyst), place.village, place.other_office)
    assert put(signed_in(cast.educator), session_payload()).status_code == 202
    session = Session.objects.get()
    assert (session.office, session.held_because) == (place.other_office, "village")


def test_a_back_dated_move_takes_along_what_was_held_since_its_day(signed_in, place, cast, make_session):
    before = make_session(place.village, date(2026, 10, 30), women=3)
    since = make_session(place.village, date(2026, 11, 2), women=4, topics=["tppo"])
    waiting = make_session(place.village, date(2026, 11, 5), women=5, state="submitted")
    elsewhere = make_session(place.second_village, date(2026, 11, 5), women=6)
    for session in [before, since, elsewhere]:
        add_to_tallies(session)
    client = signed_in(cast.analyst)
    page = client.post(
        reverse("roster_village_move", args=[place.village.pk]),
        {"to_office": place.other_office.pk, "on": "2026-11-02", "reason": "Surat keputusan 12"},
        HTTP_ACCEPT_LANGUAGE="en",
        follow=True,
    )
    assert "2 sessions held since then moved too." in page.text
    for session in [before, since, waiting, elsewhere]:
        session.refresh_from_db()
    assert [before.office, elsewhere.office] == [place.office] * 2
    assert [since.office, waiting.office] == [place.other_office] * 2
    assert [since.state, waiting.state] == ["approved", "submitted"]
    step = since.transitions.get()
    assert (step.actor, step.from_state, step.to_state) == (cast.analyst, "approved", "approved")
    assert (
        "Kantor Imigrasi Semarang → Kantor Imigrasi Makassar, 2026-11-02: Surat keputusan 12" in step.reason
    )
    assert not before.transitions.exists()
    call_command("rebuild_tallies", check=True)
    numbers = MonthTally.objects.filter(topic="", month="2026-11-01").values_list("office", "participations")
    assert dict(numbers) == {place.office.pk: 6, place.other_office.pk: 4}
    assert since in Session.objects.visible_to(cast.other_reviewer)
    assert since not in Session.objects.visible_to(cast.reviewer)


def test_moving_back_for_the_same_day_gives_the_sessions_back(signed_in, place, cast, make_session):
    session = make_session(place.village, date(2026, 11, 2), women=4)
    add_to_tallies(session)
    client = signed_in(cast.analyst)
    moved(client, place.village, place.other_office, on="2026-11-02")
    moved(client, place.village, place.office, on="2026-11-02")
    session.refresh_from_db()
    assert session.office == place.office
    assert session.transitions.count() == 2
    call_command("rebuild_tallies", check=True)


def test_moving_back_undoes_a_move(signed_in, place, cast):
    client = signed_in(cast.analyst)
    moved(client, place.village, place.other_office)
    moved(client, place.village, place.office)
    place.village.refresh_from_db()
    assert place.village.office == place.office
    assert VillageMove.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"on": "2099-01-01"}, {"reason": ""}, {"to_office": "the same"}, {"reason": "Hubungi 0812/3456/7890"}],
)
def test_a_move_without_reason_or_sense_is_refused(signed_in, place, cast, wrong):
    if "to_office" in wrong:
        wrong = {"to_office": place.office.pk}
    data = {"to_office": place.other_office.pk, "on": timezone.localdate(), "reason": "x"} | wrong
    client = signed_in(cast.analyst)
    assert client.post(reverse("roster_village_move", args=[place.village.pk]), data).status_code == 422
    assert not VillageMove.objects.exists()


def test_a_second_move_a_moment_later_is_refused_with_a_reason(signed_in, place, cast):
    data = {"to_office": place.other_office.pk, "on": timezone.localdate(), "reason": "x"}
    form = transfers.TransferForm(data, village=place.village)
    assert form.is_valid()
    moved(signed_in(cast.analyst), place.village, place.other_office)
    assert transfers.move_village(form, cast.analyst) is None
    assert form.errors["to_office"]
    assert VillageMove.objects.count() == 1


@pytest.mark.parametrize("who", ["reviewer", "educator", "editor"])
def test_only_analysts_move_villages(signed_in, place, cast, who):
    moved(signed_in(getattr(cast, who)), place.village, place.other_office)
    assert not VillageMove.objects.exists()


def test_the_form_of_a_village_leaves_office_and_last_session_alone(signed_in, place, cast):
    stale = Village.objects.get(pk=place.village.pk)
    Village.objects.filter(pk=stale.pk).update(last_session_on=date(2026, 11, 2))
    view = VillageEditView()
    stale.name = "Sukamulya"
    view.save_shown(stale, ["name", "kind"])
    stale.refresh_from_db()
    assert (stale.name, stale.last_session_on) == ("Sukamulya", date(2026, 11, 2))
    page = signed_in(cast.analyst).get(reverse("roster_villages:edit", args=[stale.pk])).content.decode()
    assert 'name="office"' not in page or "disabled" in page
