"""Where the scripts of the field app do not run, the page says so, and its form still arrives."""

import pytest
from playwright.sync_api import expect

from tests.support.field_app import picture
from villages.models import Session, SessionPhoto

pytestmark = pytest.mark.browser
FORM = "/lapangan/sesi/baru/"
OUTBOX = "/lapangan/kotak-keluar/"
# What stands in place of a module of the field app: a newer browser's syntax, nothing, and one that throws.
BROKEN = {
    "a syntax that the browser does not know": ("**/field/form.js", {"body": "let a = 1 ?! 2;"}),
    "a file that is blocked": ("**/field/store.js", None),
    "a start that fails": (
        "**/field/load-draft.js",
        {"body": "export async function loadDraft() { throw new Error('no'); }"},
    ),
}


@pytest.fixture
def open_page(transactional_db, browser, browser_context_args, live_server, signed_in, cast):
    """Return a function that opens a path as an educator, with `broken` in place of a module."""
    contexts = []

    def open_(path, broken=None, **options):
        context = browser.new_context(**browser_context_args, service_workers="block", **options)
        contexts.append(context)
        cookie = signed_in(cast.educator).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        if broken:
            pattern, answer = broken
            page.route(
                pattern,
                lambda route: (
                    route.fulfill(content_type="text/javascript", **answer) if answer else route.abort()
                ),
            )
        page.goto(live_server.url + path, wait_until="domcontentloaded")
        return page

    yield open_
    for context in contexts:
        context.close()


def fill_in_and_save(page):
    for part in page.locator("[data-session-form] details").all():
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()
    page.select_option("[name=village]", "33.22.05.2003")
    page.fill("[name=started_local]", "2026-11-20T09:30")
    page.fill("[name=ended_local]", "2026-11-20T11:00")
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=village_hall]")
    page.fill("[name='attendance-f-25-34']", "25")
    page.check("[name=photos-sure]")
    page.set_input_files("[name=photo]", picture("red"))
    page.click("[data-save]")
    page.wait_for_url(lambda url: FORM not in url)


def line(page):
    return page.locator("[data-unstarted]")


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_form_whose_script_fails_says_so_within_two_seconds_and_arrives(open_page, broken):
    page = open_page(FORM, broken)
    expect(line(page)).to_be_visible(timeout=8000)
    expect(line(page)).to_contain_text("selagi ada sinyal")
    fill_in_and_save(page)
    assert Session.objects.get().attendance.get().count == 25
    assert SessionPhoto.objects.count() == 1


def test_without_script_the_form_says_so_within_two_seconds_and_arrives(open_page):
    page = open_page(FORM, java_script_enabled=False)
    expect(line(page)).to_be_visible(timeout=8000)
    fill_in_and_save(page)
    assert Session.objects.count() == 1


def test_reports_that_nothing_would_send_are_announced_too(open_page):
    page = open_page(FORM, ("**/field/sync-triggers.js", None))
    page.wait_for_selector("[data-form-status]", state="attached")
    expect(line(page)).to_be_visible(timeout=8000)


@pytest.mark.parametrize(
    "broken", [("**/field/outbox-page.js", {"body": "let a = 1 ?! 2;"}), ("**/field/db.js", None)]
)
def test_an_outbox_whose_script_fails_says_so_within_two_seconds(open_page, broken):
    expect(line(open_page(OUTBOX, broken))).to_be_visible(timeout=8000)


@pytest.mark.parametrize("path", [FORM, OUTBOX])
def test_the_line_goes_when_the_scripts_have_started(open_page, path):
    open_page(path).wait_for_selector("[data-unstarted]", state="detached")


def test_the_line_takes_no_room_while_it_waits_for_the_scripts(open_page):
    page = open_page(FORM, BROKEN["a file that is blocked"])
    room = """(moment) => {
      const line = document.querySelector("[data-unstarted]");
      const [animation] = line.getAnimations();
      if (animation) animation.currentTime = moment;
      return line.offsetHeight + (getComputedStyle(line).visibility === "visible" ? 1 : 0);
    }"""
    page.evaluate("document.querySelector('[data-unstarted]').style.animationName = 'none'")
    page.evaluate("document.querySelector('[data-unstarted]').style.animationName = ''")
    assert page.evaluate(room, 1000) == 0
    assert page.evaluate(room, 1600) > 40
