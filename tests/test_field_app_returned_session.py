"""What the reviewer decides reaches the phone: the educator reads the comment and sends the next revision."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.support.field_app import open_parts
from villages.models import Assignment, Session

pytestmark = pytest.mark.browser


def test_a_returned_session_is_corrected_on_the_phone_and_sent_as_the_next_revision(outbox):
    Session.objects.update(state="returned", review_comment="Berapa perempuan yang datang?")
    outbox.reload()
    row = outbox.locator("[data-state=complete]")
    expect(row).to_contain_text("Berapa perempuan yang datang?")
    expect(row).to_contain_text(outbox.locator("[data-outbox]").get_attribute("data-returned"))
    row.locator("[data-slot=edit]").click()
    officials = outbox.locator("[name=officials]")
    expect(outbox.locator("[name='attendance-f-18-24']")).to_have_value("40")
    expect(outbox.locator("[data-comment]")).to_contain_text("Berapa perempuan yang datang?")
    open_parts(outbox)
    officials.fill("3")
    expect(outbox.locator("[data-form-status]")).to_contain_text("tersimpan")
    outbox.reload()
    expect(outbox.locator("[data-comment]")).to_contain_text("Berapa perempuan yang datang?")
    outbox.click("[data-save]")
    outbox.wait_for_url("**/kotak-keluar/")
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    session = Session.objects.get()
    assert (session.state, session.revision, session.officials, session.participants) == (
        "submitted",
        2,
        3,
        40,
    )
    assert [revision.base_revision for revision in session.revisions.all()] == [None, 1]
    expect(outbox.locator("[data-slot=edit]:visible")).to_have_count(0)
    replaced = outbox.locator("[data-outbox]").get_attribute("data-replaced")
    expect(outbox.locator("[data-slot=state]", has_text=replaced)).to_have_count(1)


def colour_of(row):
    return row.evaluate("(row) => getComputedStyle(row).borderInlineStartColor")


def test_a_report_is_named_in_words_and_green_only_while_nothing_is_to_be_done(outbox):
    row = outbox.locator("[data-state=complete]")
    expect(row.locator("[data-slot=title]")).to_have_text("Sukamaju · 20 November 2026, 09.30 · 40 orang")
    green = colour_of(row)
    for state in ["returned", "void"]:
        Session.objects.update(state=state)
        outbox.reload()
        expect(row).to_contain_text(outbox.locator("[data-outbox]").get_attribute(f"data-{state}"))
        assert colour_of(row) != green
    Session.objects.update(state="approved")
    outbox.reload()
    expect(row).to_contain_text(outbox.locator("[data-outbox]").get_attribute("data-approved"))
    assert colour_of(row) == green


def test_an_approved_session_says_so_and_is_not_opened_again(outbox):
    Session.objects.update(state="approved")
    outbox.reload()
    row = outbox.locator("[data-state=complete]")
    expect(row).to_contain_text(outbox.locator("[data-outbox]").get_attribute("data-approved"))
    expect(row.locator("[data-slot=edit]")).to_be_hidden()


def test_a_held_session_that_the_office_released_is_complete(outbox):
    outbox.evaluate(
        """async () => {
          const store = await import("/static/js/field/store.js");
          const [row] = await store.sent("sari");
          await store.requeue(row.id);
          await store.finish(row.id, { state: "held", receipt: row.receipt });
        }"""
    )
    outbox.reload()
    expect(outbox.locator("[data-state=complete]")).to_have_count(1)
    expect(outbox.locator("[data-state=held]")).to_have_count(0)


def reassign(cast):
    Assignment.objects.filter(user=cast.educator).update(until=date(2026, 11, 22))


def correct(page):
    """Open the returned report, write, look at it once more as a draft, and send it."""
    page.reload()
    page.locator("[data-slot=edit]:visible").click()
    expect(page.locator("[name='attendance-f-18-24']")).to_have_value("40")
    warned = page.locator("[data-not-mine]").is_visible()
    open_parts(page)
    page.fill("[name=officials]", "3")
    expect(page.locator("[data-form-status]")).to_contain_text("tersimpan")
    page.reload()
    expect(page.locator("[name=officials]")).to_have_value("3")
    assert page.locator("[data-not-mine]").is_visible() is warned
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")
    return warned


def test_a_corrected_session_of_a_reassigned_village_is_not_held_nor_announced_as_held(outbox, cast):
    reassign(cast)
    Session.objects.update(state="returned", review_comment="?")
    assert not correct(outbox)
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    session = Session.objects.get()
    assert (session.revision, session.is_held) == (2, False)


def test_a_held_session_that_was_returned_is_corrected_and_both_sides_show_it_as_held(outbox, cast):
    reassign(cast)
    Session.objects.update(state="returned", review_comment="?", is_held=True, held_because="village")
    assert correct(outbox)
    expect(outbox.locator("[data-state=held]")).to_have_count(1)
    session = Session.objects.get()
    assert (session.revision, session.is_held) == (2, True)


def test_a_returned_session_that_goes_to_a_village_of_somebody_else_is_announced_as_held(outbox, place):
    Session.objects.update(state="returned", review_comment="?")
    outbox.reload()
    outbox.locator("[data-slot=edit]:visible").click()
    expect(outbox.locator("[name='attendance-f-18-24']")).to_have_value("40")
    outbox.locator(".fold:has([data-asked]) summary").click()
    open_parts(outbox)
    outbox.fill("[data-asked]", place.far_village.name)
    outbox.locator("[data-found] button").click()
    expect(outbox.locator("[data-not-mine]")).to_be_visible()
    outbox.click("[data-save]")
    outbox.wait_for_url("**/kotak-keluar/")
    expect(outbox.locator("[data-state=held]")).to_have_count(1)
    assert Session.objects.get().held_because == "village"
