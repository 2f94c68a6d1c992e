"""The field app driven as an educator drives it: its HTML form, and its scripts in a browser."""

import io

from PIL import Image
from playwright.sync_api import expect

from tests.support.accounts import PASSWORD

NEW = "/lapangan/sesi/baru/"
DOUBLE_TAP = 600  # milliseconds; what comes sooner is the second half of a double tap
UNTIL_CACHED = """async (paths) => {
  await navigator.serviceWorker.ready;
  for (const path of paths) {
    while (!(await caches.match(path))) await new Promise((done) => setTimeout(done, 50));
  }
}"""
# Puts a session of forty people without activity and venue into the outbox; the server refuses it.
QUEUE_SESSION_WITH_GAPS = """async () => {
  const at = "/static/js/field/";
  const [store, payload] = await Promise.all([import(at + "store.js"), import(at + "payload.js")]);
  const fields = { ...payload.blank(), village: "33.22.05.2003", started_local: "2026-11-20T09:30",
                   attendance: [{ sex: "f", age: "18-24", count: 40 }] };
  const { bytes, sha256 } = await payload.freeze(payload.bodyOf(fields, 1, null));
  const uuid = crypto.randomUUID();
  const draft = { uuid, user: "sari", revision: 1, base_revision: null, fields, seq: 0 };
  await store.queue(draft, { uuid, revision: 1, user: "sari", body: bytes, sha256, photos: [],
                             village_name: "Sukamaju" });
}"""
START = 'started_local: "2026-11-20T09:30",'
REST = 'ended_local: "2026-11-20T11:00", activity: "counselling", venue: "school",'
QUEUE_SESSION = QUEUE_SESSION_WITH_GAPS.replace(START, START + REST)


def open_parts(page):
    """Open every part of the session form, as on a wide screen."""
    page.locator("[data-form-status]").wait_for(state="attached")
    page.evaluate("() => { for (const part of document.querySelectorAll('[data-part]')) part.open = true; }")


def form_entries(**changes):
    """What the HTML form posts for a session of twelve people."""
    return {
        "uuid": "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a11",
        "base_revision": "",
        "village": "33.22.05.2003",
        "started_local": "2026-11-20T09:30",
        "ended_local": "2026-11-20T11:00",
        "activity": "counselling",
        "venue": "village_hall",
        "attendance-f-18-24": "7",
        "attendance-m-35-59": "5",
        "attendance-x-x": "",
        "disability-f": "1",
        "first_time": "10",
        "officials": "2",
        "referrals-0-category": "passport",
        "referrals-0-agency": "Kantor Imigrasi",
        "referrals-0-count": "1",
        "referrals-1-category": "health",
        "referrals-1-agency": "",
        "referrals-1-count": "",
        "notes": "Ramai.",
    } | changes


def picture(colour):
    file = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": file.getvalue()}


def log_a_session(page, address, village, colour, day=20):
    page.goto(f"{address}/lapangan/sesi/baru/")
    open_parts(page)
    page.select_option("[name=village]", village)
    page.fill("[name=started_local]", f"2026-11-{day}T09:30")
    page.fill("[name=ended_local]", f"2026-11-{day}T11:00")
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=village_hall]")
    page.fill("[data-total=f]", "25")
    page.fill("[data-total=m]", "15")
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
    page.evaluate(UNTIL_CACHED, ["/lapangan/sesi/baru/", "/lapangan/kotak-keluar/", "/lapangan/"])


def fill(page, notes="Hujan deras", day=20):
    page.locator("[data-form-status]").wait_for(state="attached")
    open_parts(page)
    page.select_option("[name=village]", "33.22.05.2003")
    page.fill("[name=started_local]", f"2026-11-{day}T09:30")
    page.fill("[name=ended_local]", f"2026-11-{day}T11:00")
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=village_hall]")
    page.fill("[data-total=f]", "12")
    page.fill("[name=notes]", notes)


def save(page):
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")


def until_complete(page, count=1):
    expect(page.locator("[data-state=complete]")).to_have_count(count, timeout=60_000)
