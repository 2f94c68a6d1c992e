"""A phone whose clock or zone is wrong: the buttons use the office's clock and the village's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until
from tests.support.field_app import QUEUE_SESSION

pytestmark = pytest.mark.browser
LEARNT = "import('/static/js/field/store.js').then((store) => store.setting('clock'))"


def in_village():
    return datetime.now(ZoneInfo("Asia/Jakarta")).replace(tzinfo=None)


def ends(page):
    return datetime.fromisoformat(page.input_value("[name=ended_local]"))


@pytest.fixture
def open_form(page_of, cast, place, browser, live_server):
    """Return a function that opens the form on a phone whose clock is off, after a ping has come."""
    contexts = []

    def opened(off, zone="Asia/Jakarta"):
        context = browser.new_context(
            timezone_id=zone, locale="id-ID", viewport={"width": 360, "height": 640}
        )
        contexts.append(context)
        page = context.new_page()
        page.clock.install(time=datetime.now(UTC) + off)
        page_of(cast.educator, "/lapangan/kotak-keluar/", context)
        wait_until(page, f"() => {LEARNT}")
        page.goto(f"{live_server.url}/lapangan/sesi/baru/")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("off", [timedelta(days=-400), timedelta(hours=3), timedelta(minutes=-20)])
def test_one_hour_counts_back_from_the_time_at_the_office_also_without_a_line(
    open_form, live_server, off, line
):
    page = open_form(off)
    notice = page.locator("[data-text][role=status]")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text(f"{in_village():%Y}")
    line.cut(page.context)
    page.select_option("[name=village]", "33.22.05.2003")
    page.click("[data-minutes='60']")
    assert timedelta(0) <= in_village() - ends(page) < timedelta(minutes=7)
    started = datetime.fromisoformat(page.input_value("[name=started_local]"))
    assert ends(page) - started == timedelta(hours=1)


def test_a_clock_that_is_a_few_minutes_off_is_not_worth_a_word(open_form):
    page = open_form(timedelta(minutes=4))
    page.click("[data-minutes='60']")
    assert page.input_value("[name=ended_local]")
    expect(page.locator("[data-text][role=status]")).to_be_hidden()


@pytest.mark.parametrize("zone, is_shown", [("Asia/Jayapura", False), ("America/Lima", True)])
def test_the_zone_of_the_village_counts_not_that_of_the_phone(open_form, zone, is_shown):
    page = open_form(timedelta(0), zone)
    page.click("[data-minutes='60']")  # no village is chosen yet: the zone of the educator's own villages
    assert timedelta(0) <= in_village() - ends(page) < timedelta(minutes=7)
    expect(page.locator("[data-text][role=status]")).to_be_visible(visible=is_shown)


def test_a_clock_that_was_set_right_since_is_used(open_form, line):
    page = open_form(timedelta(days=400))
    line.cut(page.context)
    now = """async () => {
      const { learnClock, loadClock } = await import("/static/js/field/office-clock.js");
      const day = 864e5;
      await learnClock(1e12, 1e12 + 400 * day);
      const [behind, soon] = [await loadClock(1e12 + 5000), await loadClock(1e12 + 400 * day + 5000)];
      await learnClock(1e12, 1e12 - 400 * day);
      return [behind, soon / day, (await loadClock(1e12 - 399 * day)) / day, await loadClock(1e12 + day)];
    }"""
    assert page.evaluate(now) == [0, -400, 400, 0]


def test_a_session_of_today_is_in_no_future_on_a_phone_that_is_a_year_behind(open_form):
    page = open_form(timedelta(days=-400))
    page.click("[data-minutes='60']")
    page.click("[data-save]")
    expect(page.locator("#bagian-village .field-error").first).to_be_visible()  # no village was chosen
    expect(page.locator("#bagian-started_local .field-error:not(:empty)")).to_have_count(0)


def test_a_receipt_shows_the_time_of_the_village_on_a_phone_in_another_zone(open_form, live_server):
    page = open_form(timedelta(0), "America/Lima")
    page.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    page.evaluate(QUEUE_SESSION)
    page.click("[data-send-now]")
    received = page.locator("[data-state=complete] [data-slot=state]")
    expect(received).to_be_visible()
    times = {f"{in_village() - timedelta(minutes=ago):%H.%M}" for ago in (0, 1)}
    assert any(time in received.inner_text() for time in times)
