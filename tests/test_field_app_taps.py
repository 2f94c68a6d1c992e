"""A session is logged in a minute."""

import pytest

from tests.benchmarks.taps import measure
from tests.support.accounts import PASSWORD

pytestmark = pytest.mark.browser


def test_a_session_of_forty_people_takes_at_most_25_taps_and_a_minute(page, live_server, cast, place):
    page.goto(f"{live_server.url}/lapangan/masuk/")
    page.fill("[name=username]", "sari")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/lapangan/")
    for name, walked in measure(page, f"{live_server.url}/lapangan/").items():
        print(f"{name}: {walked.taps} taps, {walked.keys} keys, {walked.seconds:.0f} s")
        assert walked.taps <= 25, name
        assert walked.seconds <= 60, name
