"""A change that arrives after the office has closed its session: the phone offers only what helps."""

import json

import pytest
from playwright.sync_api import expect

from tests.support.field_app import open_parts
from villages.models import Session

pytestmark = pytest.mark.browser


def changed(page, officials="3"):
    """Send a change of the one session from the phone's own copy."""
    row = page.locator("[data-state=complete]").first
    uuid = str(Session.objects.get().pk)
    page.goto(page.url.replace("/kotak-keluar/", f"/sesi/baru/#{uuid}/1"))
    expect(page.locator("[name='attendance-f-18-24']")).to_have_value("40")
    open_parts(page)
    page.fill("[name=officials]", officials)
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")
    row = page.locator("[data-state=conflict]")
    expect(row).to_have_count(1)
    return row


@pytest.fixture
def closed(outbox, cast):
    """Return a function that closes the session at the office and then sends a change from the phone."""
    cast.reviewer.first_name, cast.reviewer.last_name = "Bambang", "Wijaya"
    cast.reviewer.save()

    def close(step="approve", *why):
        getattr(Session.objects.get(), step)(cast.reviewer, *why)
        return changed(outbox)

    return close


def test_a_closed_session_names_the_reviewer_and_does_not_offer_to_send_again(closed, outbox):
    row = closed()
    expect(row.locator("[data-ask]")).to_contain_text("Bambang Wijaya (Kantor Imigrasi Semarang)")
    expect(row.locator("[data-ask]")).to_contain_text(Session.objects.get().receipt_code)
    expect(row.locator("[data-slot=state]")).to_have_text(
        outbox.locator("[data-outbox]").get_attribute("data-locked")
    )
    expect(row.locator("[data-locked-approved]")).to_be_visible()
    expect(row.locator("[data-choose=mine]")).to_be_hidden()
    expect(row.locator("[data-choose=theirs]")).to_be_visible()
    row.locator("[data-look]").click()
    expect(outbox.locator("[data-outbox-message]")).to_have_text(
        outbox.locator("[data-outbox]").get_attribute("data-not-reopened")
    )
    assert Session.objects.get().officials == 0


def test_a_reopened_session_takes_the_version_of_the_phone(closed, outbox, cast):
    row = closed()
    Session.objects.get().reopen(cast.reviewer, "Petugas salah hitung.")
    row.locator("[data-look]").click()
    expect(row.locator("[data-reopened]")).to_be_visible()
    expect(row.locator("[data-look]")).to_be_hidden()
    row.locator("[data-choose=mine]").click()
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    expect(outbox.locator("[data-state=conflict]")).to_have_count(0)
    session = Session.objects.get()
    assert (session.officials, session.state) == (3, "submitted")


def test_opening_the_outbox_shows_by_itself_that_the_session_was_reopened(closed, outbox, cast):
    row = closed()
    Session.objects.get().reopen(cast.reviewer, "Petugas salah hitung.")
    outbox.reload()
    expect(row.locator("[data-choose=mine]")).to_be_visible()


def test_a_void_session_says_so_and_the_version_of_the_office_can_be_saved(closed, outbox):
    row = closed("void", "Tercatat dua kali.")
    expect(row.locator("[data-locked-void]")).to_be_visible()
    expect(row.locator("[data-locked-approved]")).to_be_hidden()
    row.locator("[data-choose=theirs]").click()
    expect(outbox.locator("[data-state=replaced]")).to_have_count(1)
    outbox.reload()
    expect(outbox.locator("[data-state=complete]")).to_contain_text(
        outbox.locator("[data-outbox]").get_attribute("data-void")
    )
    assert Session.objects.get().officials == 0


def test_a_version_that_cannot_be_sent_is_taken_along_as_text_and_as_a_file(closed, outbox):
    row = closed()
    outbox.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row.locator("[data-copy-text]").click()
    expect(outbox.locator("[data-outbox-message]")).to_have_text(
        row.locator("[data-copy-text]").get_attribute("data-done")
    )
    text = outbox.evaluate("() => navigator.clipboard.readText()")
    assert "Sukamaju" in text
    assert text.count("\n") > 8
    with outbox.expect_download() as download:
        row.locator("[data-rescue-export]").click()
    file = json.loads(download.value.path().read_text())
    assert [report["state"] for report in file["reports"]] == ["conflict"]


def test_the_form_says_that_the_session_is_closed_and_keeps_what_is_written(outbox, cast):
    Session.objects.get().approve(cast.reviewer)
    uuid = Session.objects.get().pk
    outbox.goto(outbox.url.replace("/kotak-keluar/", f"/sesi/baru/#{uuid}/1"))
    expect(outbox.locator("[data-newer-locked]")).to_be_visible()
    expect(outbox.locator("[name='attendance-f-18-24']")).to_have_value("40")
