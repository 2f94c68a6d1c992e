"""`make bench`, second part (B12): 100 sessions with three photos over a line that loses 30 % of requests.

The real app in Chromium, the real site, a line of 50 kbit/s in between. So that it takes minutes and not
hours the line is `FASTER` times as fast, and the waiting between tries passes on an invented clock.
"""

import base64
import io
import os
import secrets
import shutil
import sqlite3
import time

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.benchmarks.site import PORT, Site, line, own_folder
from tests.support.flaky_line import FlakyLine

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SESSIONS, PHOTOS = 100, 3
FAILING = 0.30
FASTER = 100
BYTES_PER_SECOND = FASTER * 50_000 / 8
SEED = 20261124

QUEUE = """async ([village, photos, number]) => {
  const at = "/static/js/field/";
  const [store, payload, digest] = await Promise.all(
    ["store", "payload", "digest"].map((name) => import(`${at}${name}.js`)));
  const stored = [];
  for (const text of photos) {
    const bytes = digest.fromBase64(text);
    stored.push({ sha256: await digest.sha256Hex(bytes), bytes });
  }
  const fields = { ...payload.blank(), village,
    started_local: "2026-11-20T09:30", ended_local: "2026-11-20T11:00",
    activity: "counselling", venue: "school", notes: `Sesi ${number}`,
    attendance: [{ sex: "f", age: "25-34", count: 25 }, { sex: "m", age: "25-34", count: 15 }],
    photos: stored.map(({ sha256 }) => ({ sha256, caption: "Balai desa" })) };
  const user = document.querySelector("[data-field-phone]").dataset.user;
  const uuid = crypto.randomUUID();
  const { bytes, sha256 } = await payload.freeze(payload.bodyOf(fields, 1, null));
  const hashes = stored.map((photo) => photo.sha256);
  await store.queue({ uuid, revision: 1, seq: 0 },
                    { uuid, revision: 1, user, body: bytes, sha256, photos: hashes }, stored);
  return bytes.byteLength + stored.reduce((sum, photo) => sum + photo.bytes.byteLength, 0);
}"""
# The clock jumps to the next moment at which the app would look again by itself.
DRAIN = """async (most) => {
  const { drain, nextLook } = await import("/static/js/field/sync.js");
  const { sent } = await import("/static/js/field/store.js");
  const clock = { now: Date.now() };
  const begun = clock.now;
  let looks = 0;
  for (; looks < most; looks += 1) {
    const outcome = await drain({ now: () => clock.now });
    const wait = await nextLook(clock.now);
    if (wait === null || outcome === "signed_out") break;
    clock.now += wait;
  }
  const rows = await sent();
  const complete = rows.filter((row) => row.state === "complete").length;
  return { looks, complete, waited: (clock.now - begun) / 1000 };
}"""


def picture(number):
    """A photo of 50 to 100 kB, another one for every number."""
    file = io.BytesIO()
    noise = Image.effect_noise((480, 360), 40 + number % 40).convert("RGB")
    noise.save(file, "JPEG", quality=85)
    return base64.b64encode(file.getvalue()).decode()


def signed_in(browser, address, password):
    """Return a page of the field app whose own scripts do not send: the bench drives the outbox."""
    page = browser.new_page()
    page.route(
        "**/js/field/sync-triggers.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.goto(f"{address}/lapangan/masuk/")
    page.fill("[name=username]", "pimpasa")
    page.fill("[name=password]", password)
    page.click("[data-sign-in] button")
    page.wait_for_url("**/lapangan/")
    page.goto(f"{address}/lapangan/sesi/baru/")
    return page


def stored(database):
    """Sessions and photos that arrived, straight from the database: `(sessions, photos)`."""
    with sqlite3.connect(database) as connection:
        question = "SELECT count(*) FROM villages_session WHERE notes LIKE 'Sesi %'"
        sessions = connection.execute(question).fetchone()[0]
        question = "SELECT count(*) FROM villages_sessionphoto WHERE file != '' AND caption = 'Balai desa'"
        return sessions, connection.execute(question).fetchone()[0]


def send_all(page, flaky):
    """Queue on the phone, then empty the outbox; return what came of it and the bytes that had to be sent."""
    village = page.locator("[name=village] option").nth(1).get_attribute("value")
    payload = 0
    for number in range(SESSIONS):
        photos = [picture(PHOTOS * number + index) for index in range(PHOTOS)]
        payload += page.evaluate(QUEUE, [village, photos, number])
    flaky.share = FAILING
    flaky.sent = flaky.requests = 0
    return page.evaluate(DRAIN, 20_000), payload


def main():
    data_dir = own_folder("migrasi-bench-")
    password = secrets.token_urlsafe()
    site = Site(data_dir, DEMO_PASSWORD=password)
    site.manage("prepare")
    site.manage("demo")
    flaky = FlakyLine(PORT, 0, BYTES_PER_SECOND, SEED)
    with site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = signed_in(browser, f"http://localhost:{flaky.address}", password)
        begun = time.monotonic()
        outcome, payload = send_all(page, flaky)
        seconds = time.monotonic() - begun
        browser.close()
    flaky.close()
    report(outcome, payload, flaky, stored(data_dir / "migrasi.sqlite3"), seconds)


def report(outcome, payload, flaky, arrived, seconds):
    lost = sum(flaky.cut.values())
    print(f"B12 {flaky.requests} requests, {lost} cut ({100 * lost / flaky.requests:.0f} %): {flaky.cut}")
    print(
        f"B12 line {FASTER} times 50 kbit/s, {seconds:.0f} s; "
        f"{outcome['waited']:.0f} s of waiting on an invented clock"
    )
    line("B12 sessions not complete on the phone", SESSIONS - outcome["complete"], "", 0)
    line("B12 sessions that did not arrive once", abs(SESSIONS - arrived[0]), "", 0)
    line("B12 photos that did not arrive once", abs(SESSIONS * PHOTOS - arrived[1]), "", 0)
    line("B12 bytes sent, headers and all, to payload", flaky.sent / payload, "times", 1.3)


if __name__ == "__main__":
    main()
