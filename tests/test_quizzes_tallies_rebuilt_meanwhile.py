"""Sums are counted again and checked, attempts are excluded, phones handed on, while a village answers."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import cycle
from threading import Event

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.models import Sum
from django.test import Client

from quizzes.models import Answer, Attempt
from quizzes.taking.exclusions import ExclusionRejected, set_excluded
from quizzes.taking.joining import ticket_for
from villages.models import MonthTally
from villages.models.tallies import add_to_tallies

TAKERS = 6
PEOPLE = 3
PATTERNS = cycle(["bac", "aaa", "bbb", "cab"])
COUNTING = (lambda: call_command("rebuild_tallies"), lambda: call_command("rebuild_tallies", "--check"))


@pytest.fixture
def rounds(transactional_db, make_round):
    before = make_round("before")
    return before, make_round("after", session=before.session)


def answer_on_a_page(phone, round_, pattern, language):
    joined = phone.post(f"/g/{round_.code}", {"language": language})
    yield joined
    for position, choice in enumerate(pattern, 1):
        yield phone.post(f"{joined['Location']}{position}/", {"choice": choice})


def send_at_once(phone, round_, pattern, language, nonce):
    """As a phone does that found a signal: the questions in the opposite order."""
    versions = [item.version_id for item in round_.edition.items.all()]
    answers = dict(reversed(list(zip(map(str, versions), pattern, strict=True))))
    sent = {"nonce": nonce, "edition": round_.edition_id, "ticket": ticket_for(round_), "card": ""}
    sent |= {"language": language, "age": 1, "begun": 2, "answers": answers}
    yield phone.post("/api/attempts/", sent, content_type="application/json")


def take_part(rounds, number, patterns):
    """So many people, each with a phone of her own, before and after; return the status of every answer."""
    seen, language = [], ("id", "en")[number % 2]
    for person, (pattern, later) in enumerate(patterns):
        phone = Client(raise_request_exception=False)
        for round_, given in zip(rounds, (pattern, later), strict=True):
            nonce = f"nonce-{round_.phase}-{number:04}-{person:04}"
            answers = (
                send_at_once(phone, round_, given, language, nonce)
                if person % 3 == 2
                else answer_on_a_page(phone, round_, given, language)
            )
            seen += [response.status_code for response in answers]
        if person % 3 == 0:
            seen.append(phone.post(f"/g/{rounds[1].code}", {"next": "1"}).status_code)
    return seen


def all_at_once(work, others):
    """Run `work` functions side by side, and `others` again and again meanwhile; return all results."""
    done = Event()

    def once(function):
        try:
            return function()
        finally:
            connections.close_all()

    def again(function):
        runs = 0
        try:
            while not done.is_set() or not runs:
                function()
                runs += 1
                done.wait(0.02)
        finally:
            connections.close_all()
        return runs

    with ThreadPoolExecutor(len(work) + len(others)) as threads:
        repeated = [threads.submit(again, function) for function in others]
        waiting = [threads.submit(once, function) for function in work]
        try:
            found = [each.result(timeout=300) for each in waiting]
        finally:
            done.set()
        assert all(each.result(timeout=300) for each in repeated)
    return found


def test_nothing_is_lost_or_counted_twice_whatever_else_happens(rounds, cast):
    def exclude_and_include():
        for round_ in rounds:
            some = list(round_.attempts.filter(answered__gt=0).values_list("pk", flat=True)[:5])
            for excluded in (True, False):
                with suppress(ExclusionRejected):  # nobody has answered yet
                    set_excluded(round_, some, cast.reviewer, excluded, reason="other", note="main-main")

    patterns = [[(next(PATTERNS), next(PATTERNS)) for _person in range(PEOPLE)] for _taker in range(TAKERS)]
    work = [partial(take_part, rounds, number, given) for number, given in enumerate(patterns)]
    seen = all_at_once(work, [exclude_and_include, *COUNTING])
    assert {status for taker in seen for status in taker} <= {201, 303}
    assert Answer.objects.count() == 3 * Attempt.objects.filter(is_finished=True).count()
    assert not Attempt.objects.filter(set_aside=True, aside_reason="").exists()
    call_command("rebuild_tallies", "--check")


def test_sessions_are_approved_and_reopened_while_they_are_counted_again(
    transactional_db, place, cast, make_session
):
    villages = (place.village, place.second_village, place.village, place.second_village)
    sessions = [
        make_session(village, date(2026, month, 5), women=12, topics=topics)
        for month, village in zip((3, 4, 5, 3), villages, strict=True)
        for topics in (["tppo", "paspor"], ["paspor", "tppo"])
    ]
    for session in sessions:
        add_to_tallies(session)

    def reconsider(session):
        for _time in range(4):
            session.reopen(cast.reviewer, "salah desa")
            session.approve(cast.reviewer)

    all_at_once([partial(reconsider, session) for session in sessions], COUNTING)
    call_command("rebuild_tallies", "--check")
    assert MonthTally.objects.filter(topic="").aggregate(women=Sum("women")) == {"women": 12 * 8}
