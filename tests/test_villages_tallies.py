"""The small programme of `programme` is counted by hand; the same fixture serves the indicators' tests."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from villages.models import MonthTally, Session, Village, VillageTally, VisitTally
from villages.models.tallies import NEVER, add_to_tallies, remove_from_tallies, update_visit_tallies
from villages.reach import rebuild


def difference_free():
    call_command("rebuild_tallies", "--check")
    return True


def test_an_approved_session_is_counted_for_its_month_office_and_each_topic(place, cast, make_session):
    session = make_session(
        place.village, date(2026, 3, 5), women=12, men=8, topics=["tppo", "paspor", "tppo"]
    )
    add_to_tallies(session)

    assert {row.topic for row in MonthTally.objects.all()} == {"", "tppo", "paspor"}
    row = MonthTally.objects.get(topic="")
    assert (row.month, row.office, row.province) == (date(2026, 3, 1), place.office, "33")
    assert (row.sessions, row.participations, row.women, row.men) == (1, 20, 12, 8)
    assert difference_free()


def test_every_count_of_a_session_is_what_the_hand_says(place, cast, make_session):
    session = make_session(
        place.village,
        date(2026, 3, 5),
        groups=[("f", "u12", 1), ("f", "12-17", 2), ("m", "35-59", 4), ("m", "60+", 3), ("x", "x", 5)],
        disability=(1, 2),
        first_time=9,
        officials=2,
        referrals=[("passport", 3), ("trafficking", 1)],
        delay=timedelta(hours=30),
        returned=True,
    )
    add_to_tallies(session)

    row = VillageTally.objects.get(topic="")
    assert (row.participations, row.women, row.men) == (15, 3, 7)
    assert (row.under_18, row.over_60, row.age_recorded) == (3, 3, 10)
    assert (row.disability, row.first_time, row.officials, row.referrals) == (3, 9, 2, 4)
    assert (row.delay_minutes, row.prompt, row.returned) == (1800, 0, 1)
    assert difference_free()


def test_a_voided_session_leaves_no_trace_in_the_tallies(place, cast, make_session):
    first = make_session(place.village, date(2026, 3, 5), women=12)
    add_to_tallies(first)
    second = make_session(place.village, date(2026, 4, 9), women=7)
    add_to_tallies(second)
    place.village.refresh_from_db()
    assert place.village.last_session_on == date(2026, 4, 9)

    Session.objects.filter(pk=second.pk).update(state="void")
    remove_from_tallies(second)

    place.village.refresh_from_db()
    assert place.village.last_session_on == date(2026, 3, 5)
    assert [row.month for row in VillageTally.objects.all()] == [date(2026, 3, 1)]
    assert MonthTally.objects.count() == VisitTally.objects.count() == 1
    assert difference_free()


def test_a_village_visited_in_three_months_is_one_village(place, cast, make_session):
    for day in [date(2026, 5, 1), date(2026, 3, 5), date(2026, 4, 9), date(2026, 4, 20)]:
        add_to_tallies(make_session(place.village, day, women=3))

    visits = VisitTally.objects.order_by("month").values_list("month", "previous", "villages")
    assert list(visits) == [
        (date(2026, 3, 1), NEVER, 1),
        (date(2026, 4, 1), date(2026, 3, 1), 1),
        (date(2026, 5, 1), date(2026, 4, 1), 1),
    ]
    assert difference_free()


def test_a_village_that_moves_takes_its_visits_but_not_its_sessions(place, cast, make_session):
    add_to_tallies(make_session(place.village, date(2026, 3, 5), women=12))
    place.village.refresh_from_db()
    place.village.office = place.other_office
    place.village.save()
    update_visit_tallies(place.village)

    assert VisitTally.objects.get().office == place.other_office
    assert MonthTally.objects.get().office == place.office
    assert difference_free()


def test_a_village_no_longer_fostered_is_not_counted_as_visited(place, cast, make_session):
    add_to_tallies(make_session(place.village, date(2026, 3, 5), women=12))
    place.village.refresh_from_db()
    place.village.status = Village.Status.ENDED
    place.village.save()
    update_visit_tallies(place.village)

    assert not VisitTally.objects.exists()
    assert VillageTally.objects.exists()
    assert difference_free()


def test_a_topic_with_a_long_address_does_not_stop_an_approval(place, make_session):
    session = make_session(place.village, date(2026, 3, 5), women=12, topics=["a" * 255])
    add_to_tallies(session)

    longest = VillageTally._meta.get_field("topic").max_length
    assert VillageTally.objects.exclude(topic="").get().topic == "a" * longest
    assert difference_free()


def test_approving_counts_a_session_once_and_reopening_takes_it_out(place, cast, make_session):
    session = make_session(place.village, date(2026, 3, 5), women=7, state="submitted")
    for _time in range(2):
        session.approve(cast.reviewer)
        for tally in (VillageTally, MonthTally):
            assert tally.objects.values_list("sessions", "participations").get() == (1, 7)
        session.reopen(cast.reviewer, "Salah hitung")
        assert not VillageTally.objects.exists()
        assert not MonthTally.objects.exists()


def test_a_void_session_was_not_counted_and_reopening_it_takes_nothing_out(place, cast, make_session):
    session = make_session(place.village, date(2026, 3, 5), women=7, state="submitted")
    session.void(cast.reviewer, "Dua kali")
    session.reopen(cast.reviewer, "Ternyata benar")
    assert not VillageTally.objects.exists()
    assert not MonthTally.objects.exists()


def test_a_held_session_is_not_counted(place, cast, make_session):
    session = make_session(place.village, date(2026, 3, 5), women=12)
    Session.objects.filter(pk=session.pk).update(is_held=True)
    session.refresh_from_db()
    add_to_tallies(session)

    assert not MonthTally.objects.exists()
    assert difference_free()


def test_rebuilding_fixes_what_differs_and_the_check_finds_it(place, cast, make_session):
    make_session(place.village, date(2026, 3, 5), women=12, topics=["tppo"])
    with pytest.raises(CommandError, match="differences"):
        difference_free()
    call_command("rebuild_tallies")

    assert MonthTally.objects.count() == 2
    assert difference_free()


def test_two_offices_in_one_month_are_one_visit_and_the_sums_of_both(place, cast, make_session):
    add_to_tallies(make_session(place.village, date(2026, 3, 5), women=12))
    add_to_tallies(make_session(place.village, date(2026, 3, 25), women=7, office=place.other_office))

    numbers = VillageTally.objects.values_list("office", "participations")
    assert dict(numbers) == {place.office.pk: 12, place.other_office.pk: 7}
    assert VisitTally.objects.get().villages == 1
    assert difference_free()


def test_counting_again_says_how_far_it_is(place, cast, monkeypatch, capsys):
    monkeypatch.setattr(rebuild, "BATCH", 2)
    monkeypatch.setattr(rebuild, "LOG_EVERY", 2)
    assert difference_free()
    assert "villages: 2 of 3" in capsys.readouterr().out


def test_counting_one_session_costs_the_same_whatever_was_counted_before(
    place, cast, make_session, django_assert_max_num_queries
):
    for month in range(1, 12):
        add_to_tallies(make_session(place.village, date(2025, month, 5), women=5, topics=["tppo"]))
    session = make_session(place.village, date(2026, 3, 5), women=12, topics=["tppo", "paspor"])
    with django_assert_max_num_queries(16):
        add_to_tallies(session)
