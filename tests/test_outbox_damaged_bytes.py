"""Bytes that change on the way or on the phone: sent again by themselves, and nobody corrects anything."""

import random

import pytest
from playwright.sync_api import expect

from tests.support.field_app import log_a_session, open_parts
from villages.models import Quarantine, Session, SessionPhoto, SessionRevision

pytestmark = pytest.mark.browser
QUEUE_WITH_PHOTO = """async (count) => {
  const at = "/static/js/field/";
  const [store, payload, digest] = await Promise.all(
    ["store.js", "payload.js", "digest.js"].map((name) => import(at + name)));
  for (let number = 1; number <= count; number += 1) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext("2d");
    pen.fillStyle = `rgb(${number % 256}, ${(number * 37) % 256}, 90)`;
    pen.fillRect(0, 0, 40, 40);
    const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
    const photo = { bytes: await new Response(picture).arrayBuffer() };
    photo.sha256 = await digest.sha256Hex(photo.bytes);
    const fields = { ...payload.blank(), village: "33.22.05.2003", activity: "counselling", venue: "school",
      started_local: "2026-11-20T09:30", ended_local: "2026-11-20T11:00", notes: `Nomor ${number}`,
      attendance: [{ sex: "f", age: "18-24", count: 40 }], photos: [{ sha256: photo.sha256, caption: "" }] };
    const { bytes, sha256 } = await payload.freeze(payload.bodyOf(fields, 1, null));
    const uuid = `b3f0a3f0-0000-4000-8000-${String(number).padStart(12, "0")}`;
    const draft = { uuid, user: "sari", revision: 1, base_revision: null, fields, seq: 0 };
    await store.queue(draft, { uuid, revision: 1, user: "sari", body: bytes, sha256,
      photos: [photo.sha256], village_name: "Sukamaju" }, [photo]);
  }
}"""


def damaging_line(page, seed, share=0.4):
    """Changes a bit, cuts the end or drops the digest of a `share` of what is sent; returns what it did."""
    chance, done = random.Random(seed), []

    def carry(route):
        request = route.request
        if request.method != "PUT" or chance.random() >= share:
            return route.continue_()
        body = bytearray(request.post_data_buffer)
        kind = chance.choice(["bit", "cut", "digest"])
        done.append(kind)
        if kind == "bit":
            at = chance.randrange(len(body))
            body[at] ^= 1 << chance.randrange(8)
        elif kind == "cut":
            del body[len(body) // 2 :]
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        if kind == "digest":
            headers.pop("content-digest")
        return route.continue_(post_data=bytes(body), headers=headers)

    page.route("**/api/**", carry)
    return done


def arrive_whole(page, count, seed):
    done = damaging_line(page, seed)
    page.evaluate(QUEUE_WITH_PHOTO, count)
    page.reload()
    for _tap in range(40 + count):
        if page.locator("[data-state=complete]").count() == count:
            break
        page.click("[data-send-now]")
        page.wait_for_timeout(300)
        assert page.locator("[data-state=needs_fix], [data-state=conflict]").count() == 0
    expect(page.locator("[data-state=complete]:not([data-asks])")).to_have_count(count)
    assert Session.objects.count() == SessionRevision.objects.count() == count
    assert SessionPhoto.objects.exclude(file="").count() == count
    assert not Quarantine.objects.exists()
    return done


@pytest.fixture
def outbox_page(page_of, cast, place):
    page = page_of(cast.educator, "/lapangan/kotak-keluar/")
    expect(page.locator("html[data-sending]")).to_have_count(0)
    return page


def test_reports_and_photos_damaged_on_the_way_arrive_whole_and_ask_nobody(outbox_page):
    assert set(arrive_whole(outbox_page, 6, seed=5)) == {"bit", "cut", "digest"}


@pytest.mark.loss
@pytest.mark.timeout(900)
def test_a_hundred_reports_on_a_line_that_damages_four_of_ten_arrive_once_and_whole(outbox_page):
    done = arrive_whole(outbox_page, 100, seed=11)
    print(f"100 reports with photos, {len(done)} damaged on the way: 0 lost, 0 twice, 0 asked")


def test_a_photo_that_the_office_refuses_is_named_beside_the_receipt_and_chosen_again(
    outbox_page, live_server, place
):
    page = outbox_page
    answer = {"code": "photo", "detail": "refused", "errors": {"photos": ["Choose another one."]}}
    page.route("**/api/photos/**", lambda route: route.fulfill(status=415, json=answer))
    log_a_session(page, live_server.url, place.village.code, "navy")
    row = page.locator("[data-state=complete][data-asks]")
    expect(row.locator("[data-slot=code]")).not_to_be_empty()
    expect(row.locator("[data-slot=state]")).to_contain_text("Diterima kantor")
    expect(row.locator("[data-slot=photo-errors] li")).to_have_count(2)
    page.unroute("**/api/photos/**")
    row.locator("[data-slot=edit]").click()
    expect(page.locator("[data-photos] img")).to_have_count(1)
    open_parts(page)
    page.locator("[data-photos] [data-remove]").click()
    expect(page.locator("[data-photos] img")).to_have_count(0)
    expect(page.locator("[data-form-status]")).not_to_be_empty()
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")
    expect(page.locator("[data-state=complete]:not([data-asks])")).to_have_count(2)
    expect(page.locator("[data-slot=photo-errors]:visible")).to_have_count(0)
    assert Session.objects.get().revision == 2


def test_a_report_that_became_unreadable_on_the_phone_hides_no_other(outbox_page):
    outbox_page.evaluate(QUEUE_WITH_PHOTO, 2)
    outbox_page.evaluate(
        """async () => {
          const store = await import("/static/js/field/store.js");
          const [{ id }] = await store.reports();
          await store.updateReport(id, { body: new Uint8Array([255, 1, 2]).buffer });
        }"""
    )
    outbox_page.reload()
    expect(outbox_page.locator("[data-state=complete]")).to_have_count(1)
    damaged = outbox_page.locator("[data-state=needs_fix]")
    expect(damaged).to_contain_text("Sukamaju")
    expect(damaged.locator("[data-slot=errors]")).to_contain_text("tidak bisa dibaca")
    expect(damaged.locator("[data-slot=edit]")).to_be_hidden()
