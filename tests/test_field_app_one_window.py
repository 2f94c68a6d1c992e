"""One window sends at a time, also in a browser without Web Locks: a lease in the store is then its lock."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until
from tests.support.field_app import QUEUE_SESSION
from villages.models import Session

pytestmark = pytest.mark.browser
OUTBOX = "/lapangan/kotak-keluar/"
# Each step: what, by whom, how many seconds after a common start.
LEASES = """async (steps) => {
  const { takeLease, endLease } = await import("/static/js/field/one-window.js");
  const given = [];
  for (const [what, holder, second] of steps)
    given.push(what === "take" ? await takeLease(holder, 1e12 + second * 1000) : !(await endLease(holder)));
  return given;
}"""


@pytest.mark.parametrize(
    "steps, given",
    [
        ([["take", "a", 0], ["take", "b", 1]], [True, False]),
        ([["take", "a", 0], ["take", "a", 20], ["take", "b", 40]], [True, True, False]),
        ([["take", "a", 0], ["end", "a", 1], ["take", "b", 1]], [True, True, True]),
        ([["take", "a", 0], ["end", "b", 1], ["take", "b", 1]], [True, True, False]),
        ([["take", "a", 0], ["take", "b", 31]], [True, True]),
        ([["take", "a", 0], ["take", "b", -3600]], [True, True]),
    ],
    ids=["taken", "renewed", "ended", "ended by another", "run out", "clock put back"],
)
def test_a_lease_has_one_holder_and_runs_out(phone, steps, given):
    assert phone.evaluate(LEASES, steps) == given


def test_two_windows_without_web_locks_send_a_report_once(context, page_of, cast, place, live_server):
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });")
    page = page_of(cast.educator, OUTBOX)
    other = context.new_page()
    other.goto(live_server.url + OUTBOX)
    for window in [page, other]:
        assert window.evaluate("navigator.locks === undefined")
        expect(window.locator("html[data-sending]")).to_have_count(0)
    sent = []
    context.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    page.evaluate(QUEUE_SESSION)
    for window in [page, other, page, other]:
        window.evaluate("dispatchEvent(new Event('migrasi:queued'))")
    expect(page.locator("[data-state=complete]")).to_have_count(1)
    expect(other.locator("[data-state=complete]")).to_have_count(1)
    assert len(sent) == 1
    assert Session.objects.count() == 1
    store = "import('/static/js/field/store.js').then((store) => store.setting('migrasi-lapangan-kirim'))"
    wait_until(page, f"async () => !(await {store})")
