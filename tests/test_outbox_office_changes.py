"""Ten reports wait on a phone while something changes at the office: none is lost or sent in another name."""

import json
from datetime import date

import pytest
from django.contrib.sessions.models import Session as SignIn
from playwright.sync_api import expect

from tests.support.browser import wait_until
from tests.support.field_app import QUEUE_SESSION
from villages.models import Assignment, Session

pytestmark = pytest.mark.browser
OUTBOX = "/lapangan/kotak-keluar/"
LAST_PAGE_IS_OF = """async (user) => {
  await navigator.serviceWorker.ready;
  const page = await caches.match("/lapangan/tanpa-sinyal/");
  return Boolean(page) && (await page.text()).includes(`data-user="${user}"`);
}"""
TEN = f"async () => {{ for (let number = 0; number < 10; number += 1) await ({QUEUE_SESSION})(); }}"


@pytest.fixture
def sign_in(page_of):
    """Return a function that signs somebody in, opens the outbox and waits until all pages are cached.

    An answer on its way when a sign-in ends takes away the cookie, also that of whoever signs in next.
    """

    def open_outbox(context, user):
        page = page_of(user, OUTBOX, context)
        wait_until(page, LAST_PAGE_IS_OF, user.username)
        return page

    return open_outbox


@pytest.fixture
def phone(context, sign_in, cast):
    """The phone of the educator, with ten reports that wait."""
    page = sign_in(context, cast.educator)
    expect(page.locator("html[data-sending]")).to_have_count(0)  # its look at the start is over
    page.evaluate(TEN)
    return page


def rows(page, state):
    return page.locator(f"[data-state={state}]")


def reassign(cast):
    Assignment.objects.filter(user=cast.educator).update(until=date(2026, 11, 22))


def disable(cast):
    cast.educator.is_active = False
    cast.educator.save()


@pytest.mark.parametrize(("happened", "because"), [(reassign, "village"), (disable, "account")])
def test_ten_waiting_reports_are_held_when_the_village_or_the_account_was_taken_away(
    phone, cast, happened, because
):
    happened(cast)
    phone.click("[data-send-now]")
    expect(rows(phone, "held")).to_have_count(10, timeout=30_000)
    assert Session.objects.held().filter(held_because=because, author=cast.educator).count() == 10


def test_after_the_sign_in_ended_the_same_person_sends_all(phone, context, sign_in, cast):
    SignIn.objects.all().delete()
    phone.click("[data-send-now]")
    expect(rows(phone, "needs_sign_in")).to_have_count(10)
    assert not Session.objects.exists()
    sign_in(context, cast.educator)
    expect(rows(phone, "complete")).to_have_count(10, timeout=30_000)
    assert Session.objects.filter(author=cast.educator).count() == 10


def test_after_the_sign_in_ended_another_person_sends_none_and_none_is_lost(phone, context, sign_in, cast):
    SignIn.objects.all().delete()
    sign_in(context, cast.other_educator)
    expect(phone.locator("[data-outbox-list]")).to_contain_text("10")
    expect(phone.locator("html[data-sending]")).to_have_count(0)  # a tap while it looks asks nothing more
    with phone.expect_response("**/api/ping"):
        phone.click("[data-send-now]")
    expect(phone.locator("html[data-sending]")).to_have_count(0)
    assert not Session.objects.exists()
    sign_in(context, cast.educator)
    expect(rows(phone, "complete")).to_have_count(10, timeout=30_000)
    assert {session.author for session in Session.objects.all()} == {cast.educator}


def test_a_tap_while_one_report_is_sent_by_itself_sends_those_that_wait_for_their_time(phone, context):
    asked, held = [], []

    def busy(route):
        asked.append(route.request.url)
        soon = asked[0] == route.request.url
        route.fulfill(status=500, headers={} if soon else {"Retry-After": "290"})

    def hold(route):
        held.append(route)

    context.route("**/api/sessions/**", busy)
    phone.click("[data-send-now]")
    expect(rows(phone, "waiting")).to_have_count(10, timeout=30_000)
    context.unroute("**/api/sessions/**")
    context.route("**/api/sessions/**", hold)
    while not held:  # until the first one's time has come
        phone.wait_for_timeout(100)
    phone.click("[data-send-now]")
    context.unroute("**/api/sessions/**")  # lets it go on
    expect(rows(phone, "complete")).to_have_count(10, timeout=30_000)


def test_a_server_restored_from_an_older_copy_has_all_ten_again(phone):
    phone.click("[data-send-now]")
    expect(rows(phone, "complete")).to_have_count(10, timeout=30_000)
    Session.objects.filter(pk__in=list(Session.objects.values_list("pk", flat=True)[:7])).delete()
    with phone.expect_response("**/api/reconcile"):
        phone.reload()
    expect(phone.locator("html[data-sending]")).to_have_count(0, timeout=30_000)
    expect(rows(phone, "complete")).to_have_count(10, timeout=30_000)
    assert Session.objects.count() == 10


def test_the_outbox_is_carried_as_a_file_to_another_phone_and_sent_there_once(
    phone, context, browser, browser_context_args, sign_in, cast, tmp_path
):
    context.set_offline(True)
    with phone.expect_download() as download:
        phone.click("[data-rescue-export]")
    file = tmp_path / "kotak-keluar.json"
    download.value.save_as(file)
    assert len(json.loads(file.read_text())["reports"]) == 10

    other_context = browser.new_context(**browser_context_args)
    other = sign_in(other_context, cast.educator)
    expect(other.locator("html[data-sending]")).to_have_count(0)
    other_context.set_offline(True)
    # Chromium's pretended lack of a network may let a first request through; here none leaves.
    other_context.route("**/api/**", lambda route: route.abort())
    other.set_input_files("[data-rescue-import]", file)
    expect(other.locator("[data-outbox-message]")).to_contain_text("10")
    expect(rows(other, "queued")).to_have_count(10)
    other.set_input_files("[data-rescue-import]", file)
    expect(other.locator("[data-outbox-message]")).not_to_contain_text("10")
    other_context.unroute("**/api/**")
    other_context.set_offline(False)
    other.click("[data-send-now]")
    expect(rows(other, "complete")).to_have_count(10, timeout=30_000)
    other_context.close()

    context.set_offline(False)
    phone.click("[data-send-now]")
    expect(rows(phone, "complete")).to_have_count(10, timeout=30_000)
    assert Session.objects.count() == 10


def test_a_file_that_is_not_an_outbox_is_refused_in_words(phone, tmp_path):
    file = tmp_path / "x.json"
    file.write_text('{"format": "something else"}')
    phone.set_input_files("[data-rescue-import]", file)
    words = phone.locator("[data-outbox]").get_attribute("data-not-ours")
    expect(phone.locator("[data-outbox-message]")).to_have_text(words)
