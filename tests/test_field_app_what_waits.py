"""Knowing what waits: the number in the bar, the first page, drafts that are offered, and what is ready."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_until
from tests.support.field_app import QUEUE_SESSION, UNTIL_CACHED
from tests.support.outbox_client import put, session_payload
from villages.models import Session

ALL_PAGES = [
    "/lapangan/",
    "/lapangan/kotak-keluar/",
    "/lapangan/sesi/",
    "/lapangan/sesi/baru/",
    "/lapangan/akun/",
    "/lapangan/ronde/",
    "/lapangan/tanpa-sinyal/",
]
SAVE_DRAFT = """async ([uuid, notes]) => {
  const at = "/static/js/field/";
  const [store, payload] = await Promise.all([import(at + "store.js"), import(at + "payload.js")]);
  const bytes = new TextEncoder().encode("photo of " + uuid).buffer;
  const digest = await import(at + "digest.js");
  const photo = { bytes, sha256: await digest.sha256Hex(bytes) };
  const fields = { ...payload.blank(), village: "33.22.05.2003", notes, started_local: "2026-11-20T09:30",
    attendance: [{ sex: "f", age: "18-24", count: 12 }], photos: [{ sha256: photo.sha256, caption: "" }] };
  await store.saveDraft({ uuid, user: "sari", revision: 1, base_revision: null, seq: 0,
    village_name: "Sukamaju", fields }, [photo]);
}"""
FIRST = "b3f0a3f0-0000-4000-8000-000000000001"
SECOND = "b3f0a3f0-0000-4000-8000-000000000002"
BADGE = """() => {
  window.badge = [];
  navigator.setAppBadge = async (count) => window.badge.push(count);
  navigator.clearAppBadge = async () => window.badge.push(0);
}"""


@pytest.fixture
def at_home(page_of, cast, place, live_server):
    """The first page of the app, and a function that opens another one; the line can be cut."""
    page = page_of(cast.educator, "/lapangan/")
    page.evaluate(UNTIL_CACHED, ALL_PAGES)
    expect(page.locator("html[data-sending]")).to_have_count(0)
    page.open = lambda path: page.goto(live_server.url + path)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("path", ALL_PAGES)
def test_every_page_shows_how_many_reports_are_open_and_so_does_the_icon(at_home, path, line):
    page = at_home
    page.add_init_script(f"({BADGE})()")
    line.cut(page.context)
    page.open(path)
    expect(page.locator("[data-open-count]")).to_be_hidden()
    for _ in range(2):
        page.evaluate(QUEUE_SESSION)
    page.reload()
    if path != "/lapangan/sesi/baru/":  # the form has no bar of pages
        expect(page.locator("[data-open-count]")).to_have_text("Laporan yang belum selesai: 2")
    wait_until(page, "() => window.badge[window.badge.length - 1] === 2")
    line.restore(page.context)
    page.open("/lapangan/kotak-keluar/")
    expect(page.locator("[data-state=complete]")).to_have_count(2)
    expect(page.locator("[data-open-count]")).to_be_hidden()
    wait_until(page, "() => window.badge[window.badge.length - 1] === 0")


@pytest.mark.browser
def test_the_first_page_tells_what_waits_and_what_needs_the_person(at_home, line):
    page = at_home
    line.cut(page.context)
    page.evaluate(QUEUE_SESSION)
    page.evaluate(QUEUE_SESSION)
    page.evaluate(
        """async () => {
          const store = await import("/static/js/field/store.js");
          const [{ id }] = await store.reports();
          await store.updateReport(id, { state: "needs_fix", answer: { code: "invalid", errors: {} } });
        }"""
    )
    page.reload()
    status = page.locator("[data-on-phone] [role=status]")
    expect(status.locator("[data-waits] [data-number]")).to_have_text("1")
    expect(status.locator("[data-came-back] [data-number]")).to_have_text("1")
    status.locator("[data-waits] a").click()
    page.wait_for_url("**/kotak-keluar/")


def test_the_first_page_lists_what_the_office_returned_also_without_script(
    signed_in, cast, place, django_assert_max_num_queries
):
    client = signed_in(cast.educator)
    uuids = [FIRST, SECOND]
    for uuid in uuids:
        put(client, session_payload(), uuid)
    assert "data-returned" not in client.get("/lapangan/").content.decode()
    Session.objects.update(state="returned", review_comment="Jumlahnya?")
    with django_assert_max_num_queries(14):
        page = client.get("/lapangan/").content.decode()
    for uuid in uuids:
        assert f'href="/lapangan/sesi/{uuid}/"' in page
    other = signed_in(cast.other_educator).get("/lapangan/").content.decode()
    assert "data-returned" not in other


@pytest.mark.browser
def test_a_returned_session_that_is_corrected_on_the_phone_is_listed_no_more(at_home, signed_in, cast, line):
    page = at_home
    put(signed_in(cast.educator), session_payload(), FIRST)
    Session.objects.update(state="returned", review_comment="Jumlahnya?")
    page.reload()
    expect(page.locator("[data-returned] [data-session]")).to_be_visible()
    line.cut(page.context)
    correct = QUEUE_SESSION.replace("const uuid = crypto.randomUUID();", f'const uuid = "{FIRST}";')
    assert correct != QUEUE_SESSION
    page.evaluate(correct)
    page.reload()
    expect(page.locator("[data-waits] [data-number]")).to_have_text("1")
    expect(page.locator("[data-returned]")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/lapangan/", "/lapangan/sesi/baru/", "/lapangan/kotak-keluar/"])
def test_a_draft_is_deleted_and_taken_back_with_its_photo(at_home, path):
    page = at_home
    page.evaluate(SAVE_DRAFT, [FIRST, "konsep"])
    page.open(path)
    delete = page.get_by_role("button", name="Hapus konsep")
    delete.click()
    page.get_by_role("button", name="Kembalikan konsep").click()
    expect(delete).to_be_visible()
    page.open(f"/lapangan/sesi/baru/?lanjut#{FIRST}")
    expect(page.locator("[name=notes]")).to_have_value("konsep")
    stored = """async () => {
      const store = await import("/static/js/field/store.js");
      const [{ fields }] = await store.drafts("sari");
      return Boolean(await store.photo(fields.photos[0].sha256));
    }"""
    assert page.evaluate(stored)


@pytest.mark.browser
def test_a_deleted_draft_can_be_restored_from_the_outbox_for_seven_days_of_the_office(at_home):
    page = at_home
    page.evaluate(SAVE_DRAFT, [FIRST, "konsep"])
    page.open("/lapangan/kotak-keluar/")
    page.get_by_role("button", name="Hapus konsep").click()
    page.reload()
    expect(page.locator("[data-state=discarded]")).to_have_count(1)
    days = """async (days) => {
      const store = await import("/static/js/field/store.js");
      await store.forgetOld(Date.now() + days * 864e5, "sari");
      return (await store.discardedDrafts("sari")).length;
    }"""
    assert [page.evaluate(days, number) for number in (0, 6, 8)] == [1, 1, 0]


@pytest.mark.browser
def test_writing_on_in_another_window_brings_a_deleted_draft_back(at_home):
    page = at_home
    page.evaluate(SAVE_DRAFT, [FIRST, "konsep"])
    page.open(f"/lapangan/sesi/baru/#{FIRST}")
    expect(page.locator("[name=notes]")).to_have_value("konsep")
    page.evaluate(
        f"import('/static/js/field/store.js').then((store) => store.discardDraft('{FIRST}')).then(() => 1)"
    )
    page.evaluate("document.querySelector('[name=notes]').closest('details').open = true")
    page.fill("[name=notes]", "lanjutan")
    page.locator("[name=notes]").blur()
    expect(page.locator("[data-form-status]")).not_to_be_empty()
    drafts = "import('/static/js/field/store.js').then((store) => store.drafts('sari'))"
    wait_until(page, f"async () => (await {drafts}).length")


@pytest.mark.browser
def test_log_a_session_offers_the_draft_to_continue_or_to_start_another(at_home):
    page = at_home
    page.evaluate(SAVE_DRAFT, [FIRST, "konsep"])
    page.open("/lapangan/sesi/baru/")
    offer = page.locator("section:has(#konsep-di-hp)")
    expect(offer).to_contain_text("Sukamaju")
    offer.locator("[data-draft-new]").click()
    expect(offer).to_have_count(0)
    page.open("/lapangan/sesi/baru/?desa=33.22.05.2003")
    offer.locator("[data-draft-continue]").click()
    page.wait_for_url(lambda url: url.endswith(f"lanjut#{FIRST}"))
    expect(page.locator("[name=notes]")).to_have_value("konsep")
    expect(offer).to_have_count(0)


@pytest.mark.browser
def test_ready_without_a_signal_is_shown_when_every_page_and_file_is_really_there(at_home, line):
    page = at_home
    page.reload()
    state = page.locator("[data-ready-state]")
    expect(state).to_have_text("✓ Siap tanpa sinyal")
    page.evaluate(
        """async () => {
          await (await caches.open("lapangan-halaman")).delete("/lapangan/ronde/");
          const name = (await caches.keys()).find((name) => name.startsWith("lapangan-berkas-"));
          const cache = await caches.open(name);
          await cache.delete((await cache.keys())[0]);
        }"""
    )
    line.cut(page.context)
    page.reload()
    expect(state).to_contain_text("Belum siap")
    missing = page.locator("[data-missing]:visible")
    expect(missing).to_have_text(["Ronde kuis", "Sebagian berkas aplikasi"])
    line.restore(page.context)
    page.click("[data-get-missing]")
    expect(state).to_have_text("✓ Siap tanpa sinyal")


@pytest.mark.browser
@pytest.mark.parametrize("granted, installed", [(False, False), (True, False), (False, True)])
def test_storage_that_the_browser_may_clear_comes_with_the_advice_to_install(at_home, granted, installed):
    page = at_home
    answer = "true" if granted else "false"
    page.add_init_script(
        f"""StorageManager.prototype.persisted = async () => {answer};
        StorageManager.prototype.persist = async () => {answer};
        const match = window.matchMedia.bind(window);
        window.matchMedia = (query) =>
          query.includes("standalone") ? {{ matches: {str(installed).lower()} }} : match(query);"""
    )
    page.reload()
    expect(page.locator("[data-ready-state]")).to_have_text("✓ Siap tanpa sinyal")
    advice = page.locator("[data-not-persisted]")
    if granted or installed:
        expect(advice).to_be_hidden()
    else:
        expect(advice).to_be_visible()


@pytest.mark.browser
def test_a_browser_without_service_workers_says_that_the_app_needs_a_signal_there(page_of, cast, place):
    page = page_of(cast.educator, "/lapangan/")
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.reload()
    expect(page.locator("[data-ready-state]")).to_contain_text("hanya dengan sinyal")
