"""The session form on the phone: drafts, counting by thumb, photos, queueing."""

import io
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import engines
from PIL import Image
from playwright.sync_api import expect

from tests.support.field_app import open_parts
from villages.forms.limits import limits_for_phone
from villages.outbox.photo_refusals import REASONS

pytestmark = pytest.mark.browser

FORM = """
<!doctype html><html lang="id"><body>
<form method="post" data-session-form novalidate>
  <div id="bagian-village"><label for="v">Village</label>
  <select id="v" name="village"><option value=""></option><option value="33.22.05.2003">Sukamaju</option>
  </select></div>
  <div id="bagian-started_local"><input name="started_local" type="datetime-local"></div>
  <div id="bagian-ended_local"><input name="ended_local" type="datetime-local"></div>
  <label><input type="radio" name="activity" value="counselling">c</label>
  <label><input type="radio" name="venue" value="school">s</label>
  <input type="checkbox" name="topics" value="cek-tawaran-kerja">
  <fieldset>
    <span data-stepper><input name="attendance-f-18-24" inputmode="numeric" aria-label="f"></span>
    <span data-stepper><input name="attendance-m-60+" inputmode="numeric" aria-label="m"></span>
    <p data-attendance-total></p>
  </fieldset>
  <fieldset data-photos id="bagian-photos"><label><input type="checkbox" name="photos-sure" value="1"></label>
    <input type="file" name="photo" accept="image/*" multiple></fieldset>
  <div id="bagian-notes"><textarea name="notes" data-private-words></textarea></div>
  <button data-save>Save</button>
</form>
{% include "villages/field_app/app_scripts.html" %}{% include "villages/field_app/form_scripts.html" %}
</body></html>"""


@pytest.fixture
def form_page(context, origin, office):
    user = SimpleNamespace(username="sari", display_name="Sari")
    request = SimpleNamespace(user=user)
    words = {"request": request, "limits": limits_for_phone(), "photo_words": REASONS}
    html = engines["django"].from_string(FORM).render(words)
    page = context.new_page()
    page.route("**/api/**", office.serve)
    page.route("**/lapangan/sesi/baru/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{origin}/lapangan/sesi/baru/")
    page.locator("[data-form-status]").wait_for(state="attached")
    return page


UNTIL_SENT = """async () => {
  const store = await import("/static/js/field/store.js");
  while (!(await store.sent("sari")).length) await new Promise((done) => setTimeout(done, 50));
}"""

UNTIL_REFUSED = """async () => {
  const store = await import("/static/js/field/store.js");
  const { drain } = await import("/static/js/field/sync.js");
  for (let tries = 0; tries < 400; tries += 1) {
    await drain({ urgent: true });
    const refused = (await store.reports("sari")).find(({ state }) => state === "needs_fix");
    if (refused) return refused.id;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("No report was refused within 20 seconds.");
}"""


def fill(page):
    page.select_option("[name=village]", "33.22.05.2003")
    page.fill("[name=started_local]", "2026-11-20T09:30")
    page.fill("[name=ended_local]", "2026-11-20T11:00")
    page.check("[name=activity]")
    page.check("[name=venue]")


def more(page, name):
    return page.locator(f"[data-stepper]:has([name='{name}']) button").last


def status(page):
    return page.locator("[data-form-status]")


def stop_the_clock(page):
    """From now on only `page.clock.run_for` makes time pass."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))


def test_a_draft_is_saved_within_two_seconds_and_is_there_again(form_page):
    stop_the_clock(form_page)
    fill(form_page)
    more(form_page, "attendance-f-18-24").click(click_count=3)
    form_page.clock.run_for(2000)
    expect(status(form_page)).not_to_be_empty()
    form_page.reload()
    expect(form_page.locator("[name=village]")).to_have_value("33.22.05.2003")
    expect(form_page.locator("[name='attendance-f-18-24']")).to_have_value("3")
    expect(form_page.locator("[data-attendance-total]")).to_contain_text("3")


def test_undo_takes_the_last_change_back(form_page):
    more(form_page, "attendance-f-18-24").click()
    expect(status(form_page)).not_to_be_empty()
    more(form_page, "attendance-f-18-24").click()
    form_page.click("[data-undo]")
    expect(form_page.locator("[name=attendance-f-18-24]")).to_have_value("1")


def test_a_saved_session_with_a_photo_is_received(form_page, office):
    fill(form_page)
    more(form_page, "attendance-m-60+").click(click_count=2)
    expect(form_page.locator("input[type=file]")).to_be_disabled()
    form_page.check("[name=photos-sure]")
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(file, "PNG")
    picture = {"name": "hall.png", "mimeType": "image/png", "buffer": file.getvalue()}
    form_page.set_input_files("input[type=file]", picture)
    form_page.fill("[data-caption]", "Balai desa")
    form_page.click("[data-save]")
    form_page.wait_for_url("**/kotak-keluar/")
    form_page.goto(form_page.url.replace("kotak-keluar", "sesi/baru"))
    form_page.evaluate(UNTIL_SENT)
    assert len(office.sessions) == 1
    assert len(office.photos) == 1
    body = office.payloads[0]
    assert body["attendance"] == [{"sex": "m", "age": "60+", "count": 2}]
    assert body["photos"][0]["caption"] == "Balai desa"


def test_an_incomplete_session_stays_a_draft(form_page, office):
    form_page.fill("[name=notes]", "only a note")
    form_page.click("[data-save]")
    expect(status(form_page)).not_to_be_empty()
    assert form_page.url.split("#")[0].endswith("/lapangan/sesi/baru/")
    assert office.puts() == []


@pytest.mark.parametrize("text", ["3322 0512 3456 7890", "hubungi 0812-3456-7890", "+62 812 3456 7890"])
def test_a_nik_or_a_telephone_number_in_the_notes_is_warned_of(form_page, text):
    form_page.fill("[name=notes]", text)
    warning = form_page.locator("[data-private-words] + p")
    expect(warning).not_to_be_empty()
    form_page.fill("[name=notes]", "40 orang, 12 sesi")
    expect(warning).to_be_empty()


def test_what_was_typed_before_the_scripts_came_is_saved_as_well(form_page, origin):
    form_page.route("**/form.js", lambda route: held.append(route))
    held = []
    form_page.reload(wait_until="commit")
    form_page.fill("[name=notes]", "typed early")
    assert not form_page.locator("[data-form-status]").count()
    held.pop().continue_()
    expect(status(form_page)).not_to_be_empty()
    form_page.unroute("**/form.js")
    form_page.reload()
    expect(form_page.locator("[name=notes]")).to_have_value("typed early")


def test_a_mistake_found_on_the_phone_is_explained_beside_the_field_and_on_top(form_page, office):
    fill(form_page)
    form_page.fill("[name=attendance-f-18-24]", "12")
    form_page.fill("[name=ended_local]", "2026-11-20T09:00")
    form_page.click("[data-save]")
    beside = form_page.locator("#bagian-ended_local .field-error")
    assert beside.inner_text() == form_page.locator(".errors a").inner_text()
    assert form_page.get_attribute("[name=ended_local]", "aria-describedby") == "salah-ended_local"
    form_page.click(".errors a")
    assert form_page.evaluate("() => document.activeElement.name") == "ended_local"
    form_page.fill("[name=ended_local]", "2026-11-20T11:00")
    assert beside.count() == form_page.locator(".errors").count() == 0
    form_page.click("[data-save]")
    form_page.wait_for_url("**/kotak-keluar/")


def test_the_heading_of_what_is_wrong_is_not_hidden_under_the_bar_of_the_draft(page_of, cast):
    page = page_of(cast.educator, "/lapangan/sesi/baru/")
    open_parts(page)
    page.fill("[name=first_time]", "3")
    page.fill("[name=notes]", "0812-3456-7890")
    expect(page.locator("[data-form-status]")).not_to_be_empty()
    page.click("[data-save]")
    expect(page.locator(".errors")).to_be_focused()
    bar = page.locator(".draft").bounding_box()
    assert page.locator(".errors h2").bounding_box()["y"] >= bar["y"] + bar["height"]


def test_what_the_server_refused_is_explained_beside_the_fields(form_page, office):
    fill(form_page)
    form_page.fill("[name=attendance-f-18-24]", "12")
    errors = {"notes": ["Take out the number."], "attendance.0.count": ["Too many."]}
    refusal = json.dumps({"code": "invalid", "errors": errors})
    # More than once: leaving the page may cut off the first answer before it is stored.
    office.answers = [(422, {"Content-Type": "application/json"}, refusal)] * 9
    form_page.click("[data-save]")
    form_page.wait_for_url("**/kotak-keluar/")
    form_page.goto(form_page.url.replace("kotak-keluar/", "sesi/baru/"))
    form_page.goto(f"{form_page.url.split('#')[0]}#{form_page.evaluate(UNTIL_REFUSED)}")
    form_page.reload()
    form_page.locator(".errors li").nth(1).wait_for()
    assert form_page.inner_text("#bagian-notes .field-error").endswith("Take out the number.")
    form_page.fill("[name=notes]", "Ramai.")
    assert form_page.locator(".errors li").all_inner_texts() == ["Too many."]


def test_photos_go_only_when_the_person_says_she_looked_at_them(form_page):
    fill(form_page)
    form_page.check("[name=photos-sure]")
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(file, "PNG")
    picture = {"name": "hall.png", "mimeType": "image/png", "buffer": file.getvalue()}
    form_page.set_input_files("input[type=file]", picture)
    form_page.locator("[data-caption]").wait_for()
    form_page.uncheck("[name=photos-sure]")
    form_page.click("[data-save]")
    assert form_page.locator("#bagian-photos .field-error[id]").inner_text()


def test_times_come_by_one_tap(form_page):
    form_page.click("[data-minutes='90']")
    start, end = form_page.input_value("[name=started_local]"), form_page.input_value("[name=ended_local]")
    assert datetime.fromisoformat(end) - datetime.fromisoformat(start) == timedelta(minutes=90)
    form_page.fill("[name=started_local]", "2026-11-20T23:30")
    form_page.fill("[name=ended_local]", "")
    form_page.click("[data-minutes='60']")
    assert form_page.input_value("[name=ended_local]") == "2026-11-21T00:30"


def test_enter_on_the_number_pad_leads_to_the_next_count_and_sends_nothing(form_page, office):
    fill(form_page)
    form_page.fill("[name='attendance-f-18-24']", "7")
    form_page.press("[name='attendance-f-18-24']", "Enter")
    assert form_page.evaluate("() => document.activeElement.name") == "attendance-m-60+"
    assert form_page.url.split("#")[0].endswith("/lapangan/sesi/baru/")


def test_the_last_session_is_copied_without_times_and_counts(form_page):
    fill(form_page)
    form_page.fill("[name='attendance-f-18-24']", "7")
    assert form_page.locator("[data-copy-last]").count() == 0, "there is none yet"
    form_page.click("[data-save]")
    form_page.wait_for_url("**/kotak-keluar/")
    form_page.goto(form_page.url.replace("kotak-keluar/", "sesi/baru/"))
    form_page.fill("[name=started_local]", "2026-11-21T09:30")
    form_page.click("[data-copy-last]")
    expect(form_page.locator("[name=village]")).not_to_have_value("")
    assert form_page.input_value("[name=started_local]") == "2026-11-21T09:30"
    assert form_page.input_value("[name='attendance-f-18-24']") == ""


def test_a_form_that_was_only_opened_leaves_no_draft(form_page):
    stop_the_clock(form_page)
    form_page.clock.run_for(2000)
    more(form_page, "attendance-f-18-24").click()
    form_page.clock.run_for(2000)
    expect(status(form_page)).not_to_be_empty()
    seq = "async () => (await (await import('/static/js/field/store.js')).drafts('sari')).map(({seq}) => seq)"
    assert form_page.evaluate(seq) == [1]
