"""A whole day in a village without a line: sign in, three sessions with photos, a restart, the way home."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.conftest import PASSWORD
from villages.models import Session, SessionPhoto

pytestmark = pytest.mark.browser
UNTIL_KEPT = """async () => {
  await navigator.serviceWorker.ready;
  for (const path of ["/lapangan/sesi/baru/", "/lapangan/kotak-keluar/", "/lapangan/"]) {
    while (!(await caches.match(path))) await new Promise((done) => setTimeout(done, 50));
  }
}"""


@pytest.fixture
def phone(browser_type, browser_type_launch_args, browser_context_args, tmp_path):
    """Return a function that starts the browser of one and the same phone."""
    started = []

    def start():
        options = {**browser_type_launch_args, **browser_context_args}
        context = browser_type.launch_persistent_context(tmp_path / "phone", **options)
        started.append(context)
        return context

    yield start
    for context in started:
        context.close()


def picture(colour):
    file = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": file.getvalue()}


def log_a_session(page, address, village, colour):
    page.goto(f"{address}/lapangan/sesi/baru/")
    page.select_option("[name=village]", village)
    page.fill("[name=started_local]", "2026-11-20T09:30")
    page.fill("[name=ended_local]", "2026-11-20T11:00")
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=village_hall]")
    page.fill("[name='attendance-f-25-34']", "25")
    page.fill("[name='attendance-m-25-34']", "15")
    page.check("[name=photos-sure]")
    page.set_input_files("[name=photo]", picture(colour))
    page.locator("[data-caption]").fill("Balai desa")
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")


def sign_in(page, address):
    page.goto(f"{address}/lapangan/masuk/")
    page.fill("[name=username]", "sari")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit], main button")
    page.wait_for_url("**/lapangan/")
    page.evaluate(UNTIL_KEPT)


def test_a_whole_day_without_a_line_arrives_in_the_evening(phone, live_server, cast, place):
    context = phone()
    page = context.pages[0]
    sign_in(page, live_server.url)
    context.set_offline(True)
    for colour in ["navy", "teal", "maroon"]:
        log_a_session(page, live_server.url, place.village.code, colour)
    expect(page.locator("[data-state=queued]")).to_have_count(3)
    signed_in = context.cookies()  # Chromium may write them half a minute later; a phone has that time.
    context.close()

    context = phone()
    context.add_cookies(signed_in)
    context.set_offline(True)
    page = context.pages[0]
    page.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    expect(page.locator("[data-state=queued]")).to_have_count(3)
    assert Session.objects.count() == 0
    context.set_offline(False)
    page.click("[data-send-now]")
    try:
        expect(page.locator("[data-state=complete]")).to_have_count(3, timeout=30_000)
    except AssertionError as error:
        raise AssertionError(page.locator("main").inner_text()) from error
    assert {session.participants for session in Session.objects.all()} == {40}
    assert Session.objects.count() == 3
    assert SessionPhoto.objects.exclude(file="").count() == 3
