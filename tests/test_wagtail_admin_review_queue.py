"""The reviewer's Monday: what waits comes first, and each decision leads to the next one."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from villages.models import Session

MONDAY = datetime(2026, 3, 30, 1, tzinfo=UTC)


@pytest.fixture
def waiting(make_session, place, cast, roles):
    """26 reports, the last received first in the list."""
    found = [
        make_session(place.village, date(2026, 3, day), women=day, state="submitted") for day in range(1, 27)
    ]
    for number, session in enumerate(found):
        Session.objects.filter(pk=session.pk).update(received_at=MONDAY + timedelta(minutes=number))
    return found


@pytest.fixture
def reviewer_client(cast, roles, signed_in):
    return signed_in(cast.reviewer)


def inspect(session):
    return reverse("session_review:inspect", args=[session.pk])


def test_26_reports_are_approved_in_28_page_loads(waiting, reviewer_client):
    loads = 0

    def load(response):
        nonlocal loads
        loads += 1
        assert response.status_code == 200
        return response

    page = load(reviewer_client.get(reverse("session_review:index")))
    page = load(reviewer_client.get(re.search(r'href="(/[^"]*sesi/inspect/[^"]+)"', page.text)[1]))
    while 'value="approve"' in page.text:
        revision = re.search(r'name="revision" value="(\d+)"', page.text)[1]
        address = page.request["PATH_INFO"]
        data = {"step": "approve", "revision": revision}
        page = load(reviewer_client.post(address, data, follow=True))
    assert loads == 28
    assert Session.objects.filter(state="approved").count() == 26
    assert page.request["PATH_INFO"] == reverse("session_review:index")


def test_the_list_shows_what_waits_and_other_queues_when_asked(waiting, reviewer_client):
    Session.objects.filter(pk=waiting[0].pk).update(state="approved")
    index = reverse("session_review:index")
    assert inspect(waiting[0]) not in reviewer_client.get(index).text
    assert inspect(waiting[1]) in reviewer_client.get(index).text
    for asked in ["?queue=all", "?queue=approved", "?q=Sukamaju"]:
        assert inspect(waiting[0]) in reviewer_client.get(index + asked).text


@pytest.mark.parametrize(
    "asked, found",
    [
        ("started_on_from=2026-03-26", 1),
        ("started_on_to=2026-03-02", 2),
        ("village=Sukamaju", 26),
        ("village=73.06", 0),
        ("educator=sari", 26),
        ("educator=nobody", 0),
    ],
)
def test_the_list_is_filtered_by_day_village_and_educator(waiting, reviewer_client, asked, found):
    page = reviewer_client.get(f"{reverse('session_review:index')}?{asked}")
    assert page.context["object_list"].count() == found


def test_the_next_report_is_never_the_reviewers_own_nor_a_held_one(waiting, reviewer_client, cast):
    Session.objects.filter(pk=waiting[24].pk).update(author=cast.reviewer)
    Session.objects.filter(pk=waiting[23].pk).update(is_held=True, held_because="village")
    answer = reviewer_client.post(inspect(waiting[25]), {"step": "approve", "revision": 1})
    assert answer.url == inspect(waiting[22])
    assert inspect(waiting[25]) in reviewer_client.get(answer.url).text  # the way back


def test_a_report_that_was_accepted_or_reopened_waits_for_its_decision(waiting, reviewer_client):
    Session.objects.filter(pk=waiting[3].pk).update(is_held=True, held_because="village")
    answer = reviewer_client.post(inspect(waiting[3]), {"step": "release", "revision": 1})
    assert answer.url == inspect(waiting[3])


def test_finding_the_next_report_does_not_grow_with_the_queue(
    waiting, reviewer_client, django_assert_max_num_queries
):
    reviewer_client.get(inspect(waiting[0]))
    with django_assert_max_num_queries(32):
        reviewer_client.get(inspect(waiting[1]))
