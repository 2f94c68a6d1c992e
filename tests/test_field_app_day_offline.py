"""A whole day in a village without a line: sign in, three sessions with photos, a restart, the way home."""

import pytest
from playwright.sync_api import expect

from tests.support.field_app import log_a_session, sign_in
from villages.models import Session, SessionPhoto

pytestmark = pytest.mark.browser


def test_a_whole_day_without_a_line_arrives_in_the_evening(start_phone, live_server, cast, place, line):
    context = start_phone()
    page = context.pages[0]
    sign_in(page, live_server.url)
    line.cut(context)
    for day, colour in enumerate(["navy", "teal", "maroon"], 17):
        log_a_session(page, live_server.url, place.village.code, colour, day)
    expect(page.locator("[data-state=queued]")).to_have_count(3)
    signed_in = context.cookies()  # Chromium may write them half a minute later; a phone has that time.
    context.close()

    context = start_phone()
    context.add_cookies(signed_in)
    line.cut(context)
    page = context.pages[0]
    page.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    expect(page.locator("[data-state=queued]")).to_have_count(3)
    assert Session.objects.count() == 0
    line.restore(context)
    page.click("[data-send-now]")
    try:
        expect(page.locator("[data-state=complete]")).to_have_count(3, timeout=30_000)
    except AssertionError as error:
        raise AssertionError(page.locator("main").inner_text()) from error
    assert {session.participants for session in Session.objects.all()} == {40}
    assert Session.objects.count() == 3
    assert SessionPhoto.objects.exclude(file="").count() == 3
