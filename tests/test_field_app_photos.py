"""Photos on the phone: saving waits for them, a page that goes away loses none, refused ones are named."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.support.browser import kill_renderers
from tests.support.field_app import NEW, fill, open_parts, save, until_complete
from tests.support.photo_files import HEIC, choose_photos, file_of, photo_file
from villages.models import Session

pytestmark = pytest.mark.browser

# Stops at the `count`-th time that the page comes by a point.
STOP_AT = """async ([target, count]) => {
  const { watch } = await import("/static/js/field/failpoints.js");
  let seen = 0;
  watch((name) => {
    if (name !== target) return null;
    seen += 1;
    if (seen < count) return null;
    console.log("stopped at " + name);
    return new Promise(() => {});
  });
}"""
GO_ON = 'async () => (await import("/static/js/field/failpoints.js")).watch(null)'


@pytest.fixture
def form(page_of, cast, place):
    page = page_of(cast.educator, NEW)
    fill(page)
    return page


def refusals(page):
    return page.locator("[data-photos] [role=alert] p")


def pictures(page):
    return page.locator("[data-photos] img[src]:not([hidden])")


def stop_at(page, target, count, files):
    page.evaluate(STOP_AT, [target, count])
    with page.expect_console_message(lambda message: message.text == f"stopped at {target}"):
        choose_photos(page, *files)


@pytest.mark.parametrize("megapixels", [1, 12])
def test_saving_waits_for_the_photos_on_a_slow_phone(form, context, megapixels):
    context.new_cdp_session(form).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    choose_photos(form, *[photo_file(f"{number}.jpg", megapixels) for number in range(3)])
    form.evaluate("() => document.querySelector('[data-save]').click()")
    expect(form.locator("[data-form-status]")).to_contain_text("Foto disiapkan ", timeout=60_000)
    form.wait_for_url("**/kotak-keluar/", timeout=120_000)
    expect(form.locator("[data-slot=photos]")).to_have_text("3 foto")
    until_complete(form)
    assert Session.objects.get().photos.exclude(file="").count() == 3


def test_leaving_the_page_while_photos_are_prepared_loses_none(form, context, live_server):
    stop_at(form, "photo:begun", 2, [photo_file(f"{number}.jpg") for number in range(3)])
    form.click("[data-save]")
    form.close()
    page = context.new_page()
    page.goto(f"{live_server.url}/lapangan/kotak-keluar/")
    expect(page.locator("[data-slot=photos]")).to_contain_text("3 foto, 2 belum siap.")
    page.locator("[data-slot=edit]").click()
    expect(pictures(page)).to_have_count(3)
    save(page)
    until_complete(page)
    assert Session.objects.get().photos.exclude(file="").count() == 3


POINTS = ["photo:stored", "photo:begun", "photo:small", "photo:small-stored"]


@pytest.mark.loss
@pytest.mark.parametrize("target", POINTS)
def test_ten_pages_killed_while_photos_are_prepared_lose_none(form, context, target):
    page = form
    for run in range(10):
        files = [photo_file(f"{number}.jpg") for number in range(3)]
        stop_at(page, target, 3 if target == "photo:stored" else 1 + run % 3, files)
        address = page.url
        with page.expect_event("crash"):
            kill_renderers(context.browser)
        page.close()
        page = context.new_page()
        page.goto(address)
        expect(pictures(page)).to_have_count(3)
        save(page)
        until_complete(page, run + 1)
        page.goto(address.split("#")[0])
        fill(page, day=10 + run)
    photos = [session.photos.exclude(file="").count() for session in Session.objects.all()]
    assert photos == [3] * 10
    print(f"{target}: 10 killed, 0 lost, 0 twice")


def test_a_photo_that_ends_the_page_each_time_waits_for_its_writer(form):
    stop_at(form, "photo:begun", 1, [photo_file("besar.jpg")])
    tries = "async (count) => { const store = await import('/static/js/field/store.js');"
    tries += "const [draft] = await store.drafts(); draft.fields.unfinished[0].tries = count;"
    form.evaluate(tries + "await store.saveDraft(draft); }", 3)
    form.reload()
    expect(form.locator("[data-photo-state]")).to_contain_text("besar.jpg terlalu besar untuk HP ini.")
    open_parts(form)
    form.click("[data-save]")
    expect(form.locator(".errors li")).to_contain_text("besar.jpg")
    form.get_by_role("button", name="Coba lagi").click()
    expect(pictures(form)).to_have_count(1)
    save(form)


def test_what_was_typed_and_chosen_on_a_full_phone_is_sent_from_memory(form):
    form.evaluate("""() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (row) {
        if (row.bytes && row.bytes.byteLength > 300000) throw new DOMException("no", "QuotaExceededError");
        return put.call(this, row);
      };
    }""")
    choose_photos(form, photo_file(megapixels=12))
    expect(pictures(form)).to_have_count(1)
    save(form)
    until_complete(form)
    assert Session.objects.get().photos.exclude(file="").count() == 1


def cut(file):
    return file | {"buffer": file["buffer"][: len(file["buffer"]) // 2]}


def huge_picture():
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "file, reason",
    [
        (file_of("IMG_7.HEIC", HEIC), "IMG_7.HEIC adalah foto HEIC"),
        (cut(photo_file("sobek.jpg")), "sobek.jpg rusak"),
        (file_of("kosong.jpg", b""), "kosong.jpg rusak"),
        (file_of("surat.pdf", b"%PDF-1.7"), "surat.pdf bukan foto"),
        (file_of("peta.png", huge_picture()), "peta.png terlalu besar: paling besar 50 juta piksel"),
    ],
)
def test_each_refused_file_is_named_with_its_reason_and_the_others_stay(form, file, reason):
    choose_photos(form, file, photo_file("baik.jpg"))
    expect(pictures(form)).to_have_count(1)
    expect(refusals(form)).to_have_count(1)
    expect(refusals(form)).to_contain_text(reason)


def test_a_file_that_is_too_large_is_named(form):
    choose_photos(form, photo_file("baik.jpg"))
    form.evaluate("""() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(30000001)], "film.jpg"));
      const input = document.querySelector("[name=photo][multiple]");
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }""")
    expect(refusals(form)).to_have_text(
        "film.jpg terlalu besar: paling besar 30 MB. Pilih foto yang lebih kecil."
    )


def test_a_photo_refused_while_saving_waits_stops_the_saving(form):
    form.evaluate(STOP_AT, ["photo:read", 9])
    form.locator("[data-form-status]").wait_for(state="attached")
    choose_photos(form, cut(photo_file("sobek.jpg", 12)))
    form.evaluate("() => document.querySelector('[data-save]').click()")
    expect(form.locator("#bagian-photos")).to_contain_text("sobek.jpg rusak")
    assert NEW in form.url
    save(form)


def test_a_fourth_photo_and_one_that_is_there_are_refused_by_name(form):
    first = photo_file("1.jpg")
    choose_photos(form, first, first | {"name": "lagi.jpg"}, photo_file("2.jpg"))
    expect(refusals(form)).to_contain_text("lagi.jpg sudah ditambahkan")
    more = [photo_file(f"{number}.jpg") for number in (3, 4)]
    form.set_input_files("[name=photo][multiple]", more)
    expect(refusals(form)).to_have_text("4.jpg tidak ditambahkan: paling banyak 3 foto.")
    expect(pictures(form)).to_have_count(3)


def test_a_photo_is_shown_and_sent_upright(form):
    picture, out = Image.new("RGB", (600, 300), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    picture.save(out, "JPEG", exif=exif)
    choose_photos(form, file_of("tegak.jpg", out.getvalue(), "image/jpeg"))
    expect(pictures(form)).to_have_count(1)
    expect(pictures(form)).to_have_js_property("naturalWidth", 300)


def test_a_photo_is_taken_or_chosen_by_buttons_in_the_language_of_the_page(form):
    open_parts(form)
    ways = form.locator("[data-photo-ways] label")
    assert [text.strip() for text in ways.all_inner_texts()] == ["Ambil foto", "Pilih foto"]
    assert ways.first.locator("input").get_attribute("capture") == "environment"
    ways.first.dispatch_event("click")
    expect(refusals(form)).to_contain_text("Periksa foto Anda")
    expect(form.locator("[name=photos-sure]")).to_be_focused()
    form.check("[name=photos-sure]")
    form.keyboard.press("Tab")
    expect(ways.first.locator("input")).to_be_focused()


def test_a_caption_that_is_being_written_stays_while_the_next_photo_gets_ready(form):
    stop_at(form, "photo:begun", 2, [photo_file("1.jpg"), photo_file("2.jpg")])
    caption = form.locator("[data-caption]").first
    caption.press_sequentially("Balai ")
    form.evaluate(GO_ON)
    form.set_input_files("[name=photo][capture]", photo_file("3.jpg"))
    caption.press_sequentially("desa")
    expect(caption).to_be_focused()
    expect(caption).to_have_value("Balai desa")
