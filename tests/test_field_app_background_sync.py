"""The worker sends while no page of the app is open: all that waits, once, also when it is killed."""

import threading

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until
from tests.support.field_app import QUEUE_SESSION, UNTIL_CACHED
from villages.models import Session, SessionRevision
from villages.outbox import views

pytestmark = pytest.mark.browser
COUNTS = """async () => {
  const store = await import("/static/js/field/store.js");
  return [(await store.reports()).length, (await store.sent()).length];
}"""


class Background:
    """A page beside the app, which no worker of it controls, and the worker."""

    def __init__(self, page, address):
        self.page, self.address, self.registration = page, address, ""
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.on("ServiceWorker.workerRegistrationUpdated", self.registered)
        self.cdp.send("ServiceWorker.enable")

    def registered(self, event):
        for registration in event["registrations"]:
            if registration["scopeURL"].endswith("/lapangan/"):
                self.registration = registration["registrationId"]

    def wake(self, last_chance=False):
        while not self.registration:
            self.page.wait_for_timeout(50)
        asked = {"registrationId": self.registration, "tag": "kirim", "lastChance": last_chance}
        self.cdp.send("ServiceWorker.dispatchSyncEvent", {"origin": self.address, **asked})

    def kill(self):
        self.cdp.send("ServiceWorker.stopAllWorkers")

    def counts(self):
        """How many reports wait on the phone, and how many were sent."""
        return self.page.evaluate(COUNTS)


@pytest.fixture
def background(page_of, cast, place, live_server, site):
    page = page_of(cast.educator, "/lapangan/kotak-keluar/")
    page.evaluate(UNTIL_CACHED, ["/lapangan/kotak-keluar/"])
    expect(page.locator("html[data-sending]")).to_have_count(0)
    page.goto(f"{live_server.url}/id/bantuan/")
    return Background(page, live_server.url)


def test_the_worker_alone_sends_what_waits(background):
    for _ in range(3):
        background.page.evaluate(QUEUE_SESSION)
    background.wake()
    wait_until(background.page, f"async () => (await ({COUNTS})())[1] === 3")
    assert background.counts() == [0, 3]
    assert Session.objects.count() == SessionRevision.objects.count() == 3


def test_nothing_is_sent_for_a_person_who_is_not_signed_in(background):
    background.page.evaluate(QUEUE_SESSION)
    background.page.context.clear_cookies()
    background.wake()
    background.page.wait_for_timeout(1000)
    assert background.counts() == [1, 0]
    assert not Session.objects.exists()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("runs", [1, pytest.param(10, marks=pytest.mark.loss)])
def test_a_worker_killed_while_it_sends_loses_nothing_and_sends_nothing_twice(
    background, monkeypatch, moment, runs
):
    """Killed before the office has stored the report, or after that, when its answer is on the way."""
    receive = views.receive_delivery
    arrived, go_on = threading.Event(), threading.Event()

    def held(delivery, form):
        stored = receive(delivery, form) if moment == "after" else None
        arrived.set()
        go_on.wait(20)
        return stored or receive(delivery, form)

    for run in range(1, runs + 1):
        arrived.clear(), go_on.clear()
        background.page.evaluate(QUEUE_SESSION)
        monkeypatch.setattr(views, "receive_delivery", held)
        background.wake()
        assert arrived.wait(20)
        background.kill()
        monkeypatch.setattr(views, "receive_delivery", receive)
        go_on.set()
        assert background.counts() == [1, run - 1]
        background.wake()
        wait_until(background.page, f"async () => (await ({COUNTS})())[1] === {run}")
        assert Session.objects.count() == SessionRevision.objects.count() == run
    print(f"{moment}: worker killed {runs} times, 0 lost, 0 twice")


def test_a_page_and_the_worker_that_send_at_once_send_once(background, live_server, monkeypatch):
    receive, deliveries = views.receive_delivery, []
    monkeypatch.setattr(
        views, "receive_delivery", lambda delivery, form: deliveries.append(1) or receive(delivery, form)
    )
    for _ in range(5):
        background.page.evaluate(QUEUE_SESSION)
    window = background.page.context.new_page()
    background.wake()
    window.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    expect(window.locator("[data-state=complete]")).to_have_count(5)
    assert len(deliveries) == 5


def test_what_waits_asks_the_browser_to_wake_the_worker(background, live_server, line):
    page = background.page
    page.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    expect(page.locator("html[data-sending]")).to_have_count(0)
    line.cut(page.context)
    page.evaluate(QUEUE_SESSION)
    page.evaluate("dispatchEvent(new Event('migrasi:queued'))")
    tags = "navigator.serviceWorker.ready.then((found) => found.sync.getTags())"
    wait_until(page, f"async () => (await {tags}).includes('kirim')")
