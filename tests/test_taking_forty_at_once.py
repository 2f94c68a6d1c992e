"""Forty people of a village press "send" at once, behind one address."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from quizzes.models import Answer, AnswerTally, Attempt

TAKERS = 40


@pytest.fixture
def open_round(transactional_db, make_round):
    return make_round("after")


def test_forty_people_at_once_leave_forty_whole_attempts(open_round):
    line = Barrier(TAKERS, timeout=60)

    def take(number):
        phone, seen = Client(raise_request_exception=False), []
        try:
            line.wait()
            joined = phone.post(f"/g/{open_round.code}", {"language": "id", "nonce": f"nonce-{number:010}"})
            seen.append(joined.status_code)
            address = joined["Location"]
            for position, choice in enumerate("bac", 1):
                # Everybody taps twice.
                for _tap in range(2):
                    seen.append(phone.post(f"{address}{position}/", {"choice": choice}).status_code)
            seen.append(phone.get(f"{address}hasil/").status_code)
        finally:
            connection.close()
        return seen

    with ThreadPoolExecutor(TAKERS) as people:
        seen = list(people.map(take, range(TAKERS)))
    assert seen == [[303] * 7 + [200]] * TAKERS
    whole = Attempt.objects.filter(is_finished=True, answered=3, right=3)
    assert (Attempt.objects.count(), whole.count()) == (TAKERS, TAKERS)
    assert Answer.objects.count() == 3 * TAKERS
    assert list(AnswerTally.objects.values_list("count", flat=True)) == [TAKERS] * 3


@pytest.mark.browser
def test_a_quiz_is_taken_without_javascript_and_cookies(live_server, open_round, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    # No cookie ever reaches the server, as in a browser that refuses them.
    context.route("**/*", lambda route: route.continue_(headers=without_cookie(route.request.headers)))
    page = context.new_page()
    page.goto(f"{live_server.url}/g/{open_round.code}")
    page.click("form button")
    for choice in ("b", "a", "c"):
        page.check(f"input[value={choice}]")
        page.click("form button")
        page.locator(".right").wait_for()
        page.click("a.button")
    assert "3" in page.locator("h1").inner_text()
    attempt = Attempt.objects.get()
    assert (attempt.right, attempt.is_finished, attempt.before) == (3, True, None)
    context.close()


def without_cookie(headers):
    return {name: value for name, value in headers.items() if name.lower() != "cookie"}
