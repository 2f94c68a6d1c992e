"""A whole day of an educator: three sessions, a dead battery, a draft, the way home on 2G with failures."""

import os
import random
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.field_app import log_a_session, open_parts, picture, sign_in
from villages.models import Session, SessionPhoto

pytestmark = pytest.mark.browser
TWO_G = {"offline": False, "latency": 300, "downloadThroughput": 31_250, "uploadThroughput": 6_250}
UNTIL_FLUSHED = 3000  # milliseconds; Chromium writes its own records of pages a moment later


def kill_browser_of(folder):
    """What an empty battery does: nothing is closed, nothing is written any more."""
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in command and not any(
            part.startswith(b"--type=") for part in command
        ):
            os.kill(int(entry.name), signal.SIGKILL)
            return
    raise AssertionError("no browser to kill")


def bad_line(context, page, seed=7):
    """Slow as 2G, and three requests of ten fail: half of them before, half after the office has them."""
    chance, lost = random.Random(seed), []
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", TWO_G)

    def carry(route):
        if chance.random() >= 0.3:
            route.continue_()
            return
        lost.append(route.request.url)
        if len(lost) % 2:
            route.fetch()
        route.abort()

    page.route("**/api/**", carry)
    return lost


def begin_a_draft(page, address, village):
    page.goto(f"{address}/lapangan/sesi/baru/")
    open_parts(page)
    page.select_option("[name=village]", village)
    page.locator("[data-ages=f] summary").click()
    page.fill("[name='attendance-f-60+']", "8")
    page.check("[name=photos-sure]")
    page.set_input_files("[name=photo]", picture("olive"))
    expect(page.locator("[data-form-status]")).not_to_be_empty()
    page.locator("[data-caption]").fill("Teras rumah")
    page.wait_for_timeout(UNTIL_FLUSHED)


def finish_the_draft(page, address):
    page.goto(f"{address}/lapangan/kotak-keluar/")
    page.locator("[data-state=draft] [data-slot=edit]").click()
    expect(page.locator("[name='attendance-f-60+']")).to_have_value("8")
    expect(page.locator("[data-caption]")).to_have_value("Teras rumah")
    open_parts(page)
    page.fill("[name='attendance-f-60+']", "11")
    page.fill("[name=started_local]", "2026-11-20T15:00")
    page.fill("[name=ended_local]", "2026-11-20T16:00")
    page.check("[name=activity][value=visit]")
    page.check("[name=venue][value=home]")
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")


def test_a_day_with_a_dead_phone_and_a_bad_line_loses_nothing(
    start_phone, tmp_path, live_server, cast, place, line
):
    address, context = live_server.url, start_phone()
    page = context.pages[0]
    sign_in(page, address)
    line.cut(context)
    for day, colour in enumerate(["navy", "teal", "maroon"], 17):
        log_a_session(page, address, place.village.code, colour, day)
    begin_a_draft(page, address, place.second_village.code)
    signed_in = context.cookies()  # Chromium may write them half a minute later; a phone has that time.
    kill_browser_of(tmp_path / "phone")

    context = start_phone()
    context.add_cookies(signed_in)
    line.cut(context)
    page = context.pages[0]
    finish_the_draft(page, address)
    expect(page.locator("[data-state=queued]")).to_have_count(4)
    assert Session.objects.count() == 0

    lost = bad_line(context, page)
    line.restore(context)
    for _tap in range(60):
        if page.locator("[data-state=complete]").count() == 4:
            break
        page.click("[data-send-now]")
        page.wait_for_timeout(1500)
    expect(page.locator("[data-state=complete]")).to_have_count(4)
    assert len(lost) >= 3
    assert_the_phone_and_the_office_agree(page)


def assert_the_phone_and_the_office_agree(page):
    rows = page.evaluate(
        """async () => {
          const store = await import("/static/js/field/store.js");
          const rows = await store.sent("sari");
          return rows.map(({ uuid, state, receipt }) => [uuid, state, receipt.receipt_code]);
        }"""
    )
    stored = {str(session.pk): session for session in Session.objects.all()}
    assert {uuid for uuid, _state, _code in rows} == set(stored)
    assert all(state == "complete" and stored[uuid].receipt_code == code for uuid, state, code in rows)
    assert sorted(session.participants for session in stored.values()) == [11, 40, 40, 40]
    assert all(session.revisions.count() == 1 for session in stored.values())
    assert SessionPhoto.objects.exclude(file="").count() == SessionPhoto.objects.count() == 4
    shown = page.locator("[data-state=complete] [data-slot=code]").all_inner_texts()
    assert sorted(text.split()[-1] for text in shown) == sorted(code for _uuid, _state, code in rows)
