"""Saving on the phone: Back, a second tap, a second window, a full phone lose and double nothing."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until_cached
from tests.support.field_app import NEW, fill, open_parts, save, until_complete
from tests.support.photo_files import choose_photos, photo_file
from villages.models import Session, SessionRevision

pytestmark = pytest.mark.browser

# The next `times` writes of drafts and reports fail with an error of that name; `heal()` ends it.
FAIL = """([name, times]) => {
  const { put } = IDBObjectStore.prototype;
  let left = times;
  IDBObjectStore.prototype.put = function (...row) {
    if (this.name !== "drafts" && this.name !== "reports") return put.apply(this, row);
    left -= 1;
    if (left >= 0) throw new DOMException("no", name);
    return put.apply(this, row);
  };
  window.heal = () => (left = 0);
}"""
NOTES_OF_DRAFTS = """async () => {
  const { drafts } = await import("/static/js/field/store.js");
  return (await drafts()).map(({ fields }) => fields.notes);
}"""
REFUSE_OPENING = """
Object.defineProperty(window, "indexedDB", {
  value: { open() { throw new DOMException("not here", "SecurityError"); } },
});
"""


@pytest.fixture
def form(page_of, cast, place):
    """The form of a new session, filled but not saved."""
    page = page_of(cast.educator, NEW)
    page.posted = []
    page.on("request", lambda request: page.posted.append(request.url) if is_post(request) else None)
    fill(page)
    return page


def is_post(request):
    return request.method == "POST" and "/api/" not in request.url


def trouble(page):
    return page.locator("[data-trouble-text]")


def test_back_after_saving_leads_to_what_was_saved_and_to_its_correction(form, live_server):
    save(form)
    until_complete(form)
    form.go_back()
    expect(form.get_by_role("heading", name="Sesi ini sudah disimpan")).to_be_visible()
    expect(form.locator("[data-save]")).to_be_hidden()
    assert "Sukamaju" in form.locator("[data-saved-title]").inner_text()
    form.get_by_role("button", name="Perbaiki laporan ini").click()
    open_parts(form)
    expect(form.locator("[name=notes]")).to_have_value("Hujan deras")
    form.fill("[name=notes]", "Hujan reda")
    save(form)
    expect(form.locator("[data-state=complete]").first).to_contain_text("Diterima kantor")
    wait_for_revisions(form, [1, 2])
    assert Session.objects.count() == 1


def wait_for_revisions(page, revisions):
    for _ in range(50):
        if list(SessionRevision.objects.values_list("revision", flat=True)) == revisions:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not {revisions}")


def test_a_report_that_was_never_tried_is_corrected_after_back_as_one_report(form, context, line):
    for address in [NEW, "/lapangan/kotak-keluar/"]:
        wait_until_cached(form, address)
    line.cut(context)
    save(form)
    form.go_back()
    form.get_by_role("button", name="Perbaiki laporan ini").click()
    open_parts(form)
    form.fill("[name=notes]", "Hujan reda")
    save(form)
    line.restore(context)
    form.click("[data-send-now]")
    until_complete(form)
    assert Session.objects.get().notes == "Hujan reda"
    assert Session.objects.get().revision == 2


def test_a_link_within_the_page_leaves_the_number_of_the_draft_in_the_address(form):
    expect(form.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    address = form.url
    form.evaluate("() => (location.hash = '#isi')")
    expect(form).to_have_url(address)


def test_another_session_is_logged_from_the_page_of_a_saved_one(form):
    save(form)
    until_complete(form)
    form.go_back()
    form.get_by_role("link", name="Catat sesi lain").click()
    fill(form, notes="Sesi kedua")
    form.fill("[name=started_local]", "2026-11-21T09:30")
    form.fill("[name=ended_local]", "2026-11-21T11:00")
    save(form)
    until_complete(form, 2)
    assert Session.objects.count() == 2


def test_two_taps_on_save_make_one_report(form):
    form.evaluate("() => { const save = document.querySelector('[data-save]'); save.click(); save.click(); }")
    form.wait_for_url("**/kotak-keluar/")
    until_complete(form)
    assert Session.objects.count() == 1


def test_a_second_window_with_the_draft_of_a_saved_session_makes_no_second_report(form, context):
    expect(form.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    second = context.new_page()
    second.goto(form.url)
    second.locator("[data-form-status]").wait_for(state="attached")
    open_parts(second)
    save(form)
    until_complete(form)
    second.fill("[name=notes]", "Hujan dan angin")
    second.click("[data-save]")
    expect(trouble(second)).to_contain_text("diubah di jendela lain")
    expect(second.locator("[data-trouble]")).to_have_count(1)
    second.get_by_role("button", name="Simpan isian saya di sini sebagai konsep").click()
    expect(second.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    save(second)
    wait_for_revisions(second, [1, 2])
    assert Session.objects.get().notes == "Hujan dan angin"


def test_what_was_typed_in_the_window_that_lost_its_draft_becomes_a_draft_of_its_own(form, context):
    expect(form.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    second = context.new_page()
    second.goto(form.url)
    second.locator("[data-form-status]").wait_for(state="attached")
    open_parts(second)
    form.fill("[name=notes]", "Jendela pertama")
    expect(form.locator("[data-undo]")).to_be_enabled()
    expect(form.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    second.fill("[name=notes]", "Jendela kedua")
    expect(trouble(second)).to_contain_text("belum tersimpan")
    second.get_by_role("button", name="Salin isian saya sebagai teks").click()
    assert "Catatan: Jendela kedua" in second.locator("[data-copy-box] textarea").input_value()
    second.get_by_role("button", name="Simpan isian saya di sini sebagai konsep").click()
    expect(trouble(second)).to_have_count(0)
    assert sorted(second.evaluate(NOTES_OF_DRAFTS)) == ["Jendela kedua", "Jendela pertama"]


def test_a_window_that_comes_to_the_front_shows_what_another_one_saved(form, context):
    expect(form.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    second = context.new_page()
    second.goto(form.url)
    second.locator("[data-form-status]").wait_for(state="attached")
    open_parts(second)
    second.fill("[name=notes]", "Dari jendela kedua")
    expect(second.locator("[data-undo]")).to_be_enabled()
    form.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(form.locator("[name=notes]")).to_have_value("Dari jendela kedua")
    assert trouble(form).count() == 0


@pytest.mark.parametrize("is_online", [True, False])
def test_on_a_full_phone_the_entries_stay_and_nothing_is_posted(form, context, is_online):
    expect(form.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    context.set_offline(not is_online)
    form.evaluate(FAIL, ["QuotaExceededError", 1000])
    form.fill("[name=notes]", "Penting")
    form.click("[data-save]")
    expect(trouble(form)).to_contain_text("Memori HP penuh")
    expect(form.locator("[name=notes]")).to_have_value("Penting")
    form.get_by_role("button", name="Salin isian saya sebagai teks").click()
    text = form.locator("[data-copy-box] textarea").input_value()
    for entry in ["Desa: Sukamaju", "20 November 2026, 09.30", "Catatan: Penting"]:
        assert entry in text
    assert form.posted == []
    assert NEW in form.url


def test_a_phone_that_has_room_again_saves_the_session_once(form):
    form.evaluate(FAIL, ["QuotaExceededError", 1000])
    form.fill("[name=notes]", "Penting")
    form.click("[data-save]")
    expect(trouble(form)).to_contain_text("Memori HP penuh")
    expect(form.locator("form[aria-busy]")).to_have_count(0)
    form.evaluate("() => heal()")
    save(form)
    until_complete(form)
    assert form.posted == []
    assert Session.objects.get().notes == "Penting"


def test_an_error_that_passes_is_not_even_noticed(form):
    form.evaluate(FAIL, ["UnknownError", 2])
    save(form)
    until_complete(form)
    assert form.posted == []


def test_an_error_that_stays_is_named_and_tried_again(form):
    expect(form.locator("[data-form-status]")).to_contain_text("Konsep tersimpan")
    form.evaluate(FAIL, ["UnknownError", 7])
    form.fill("[name=notes]", "Penting")
    form.click("[data-save]")
    expect(trouble(form)).to_contain_text("UnknownError")
    assert form.posted == []
    expect(trouble(form)).to_have_count(0, timeout=20_000)  # by itself
    save(form)
    until_complete(form)


@pytest.fixture
def refusing(context, page_of, cast, place):
    """The filled form on a phone that stores nothing."""
    context.add_init_script(REFUSE_OPENING)
    page = page_of(cast.educator, NEW)
    page.posted = []
    page.on("request", lambda request: page.posted.append(request.url) if is_post(request) else None)
    expect(trouble(page)).to_contain_text("tidak mengizinkan")
    fill(page)
    return page


@pytest.mark.parametrize("network", ["none", "another network's"])
def test_a_phone_that_stores_nothing_posts_nothing_without_a_line(refusing, context, line, network):
    if network == "none":
        line.cut(context)
    else:
        refusing.route("**/api/ping", lambda route: route.fulfill(body="<h1>Wi-Fi</h1>"))
    refusing.click("[data-save]")
    expect(trouble(refusing)).to_contain_text("Tidak ada sinyal")
    expect(refusing.locator("[name=notes]")).to_have_value("Hujan deras")
    assert refusing.posted == []
    refusing.get_by_role("button", name="Salin isian saya sebagai teks").click()
    assert "Hujan deras" in refusing.locator("[data-copy-box] textarea").input_value()


def test_a_phone_that_stores_nothing_sends_the_form_with_its_photos_once(refusing):
    choose_photos(refusing, photo_file())
    refusing.click("[data-save]")
    refusing.wait_for_url("**/lapangan/sesi/*-*/**")
    assert Session.objects.get().photos.exclude(file="").count() == 1
    refusing.go_back()
    fill(refusing, notes="Lagi")
    refusing.click("[data-save]")
    refusing.wait_for_load_state()
    assert Session.objects.count() == 1


@pytest.mark.loss
def test_ten_sessions_saved_again_after_back_stay_ten(form):
    for run in range(10):
        save(form)
        until_complete(form, run + 1)
        form.go_back()
        expect(form.get_by_role("heading", name="Sesi ini sudah disimpan")).to_be_visible()
        form.evaluate("() => document.querySelector('[data-save]').click()")
        form.get_by_role("link", name="Catat sesi lain").click()
        fill(form, notes=f"Sesi {run}", day=10 + run)
    assert Session.objects.count() == SessionRevision.objects.count() == 10
    print("10 times Back and Save: 0 lost, 0 twice")


@pytest.mark.loss
@pytest.mark.parametrize("name", ["QuotaExceededError", "UnknownError", "AbortError"])
def test_an_error_at_any_write_of_saving_loses_and_doubles_nothing(form, name):
    for run in range(6):
        form.evaluate(FAIL, [name, 3 * (run + 1)])
        form.click("[data-save]")
        for _ in range(20):
            if "kotak-keluar" in form.url:
                break
            form.wait_for_timeout(500)
            form.evaluate(
                "() => { const save = document.querySelector('[data-save]'); if (save) save.click(); }"
            )
        form.wait_for_url("**/kotak-keluar/")
        until_complete(form, run + 1)
        assert Session.objects.count() == run + 1
        form.goto(form.url.replace("kotak-keluar", "sesi/baru"))
        fill(form, notes=f"Sesi {run}", day=10 + run)
    assert form.posted == []
    print(f"{name} at 6 places: 0 lost, 0 twice")
