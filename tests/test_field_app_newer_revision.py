"""A session that was changed elsewhere: the phone says so before somebody writes on an old version."""

import json

import pytest
from playwright.sync_api import expect

from tests.support.field_app import open_parts
from tests.support.outbox_client import put
from villages.models import Session

pytestmark = pytest.mark.browser


@pytest.fixture
def elsewhere(outbox, cast, signed_in):
    """Return a function that changes the session on another phone: revision 2, with 9 officials."""

    def change():
        session = Session.objects.get()
        body = json.loads(bytes(session.revisions.last().body))
        changed = body | {"revision": session.revision + 1, "base_revision": session.revision, "officials": 9}
        assert put(signed_in(cast.educator), changed, session.pk).status_code == 201
        return session.pk

    return change


def form_of(page, uuid):
    page.goto(page.url.partition("/lapangan/")[0] + f"/lapangan/sesi/baru/#{uuid}/1")
    return page.locator("[data-session-form]")


def send(page):
    page.click("[data-save]")
    page.wait_for_url("**/kotak-keluar/")


def test_an_old_copy_opens_as_the_newer_version_and_is_sent_without_a_conflict(outbox, elsewhere):
    form_of(outbox, elsewhere())
    expect(outbox.locator("[data-newer-opened]")).to_be_visible()
    expect(outbox.locator("[name=officials]")).to_have_value("9")
    open_parts(outbox)
    outbox.fill("[name=first_time]", "5")
    send(outbox)
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    session = Session.objects.get()
    assert (session.revision, session.officials, session.first_time) == (3, 9, 5)


def draft(page, uuid):
    form_of(page, uuid)
    expect(page.locator("[name='attendance-f-18-24']")).to_have_value("40")
    open_parts(page)
    page.fill("[name=officials]", "3")
    expect(page.locator("[data-form-status]")).not_to_be_empty()


def test_a_draft_of_an_old_version_stays_until_its_writer_chooses(outbox, elsewhere):
    draft(outbox, Session.objects.get().pk)
    elsewhere()
    outbox.reload()
    expect(outbox.locator("[data-newer-choice]")).to_be_visible()
    expect(outbox.locator("[name=officials]")).to_have_value("3")
    outbox.click("[data-newer-open]")
    expect(outbox.locator("[name=officials]")).to_have_value("9")
    open_parts(outbox)
    outbox.fill("[name=first_time]", "5")
    send(outbox)
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    replaced = outbox.locator("[data-state=replaced]")
    expect(replaced).to_have_count(1)
    replaced.locator("[data-slot=whole] summary").click()
    expect(replaced.locator("[data-lines]")).to_contain_text("3")
    session = Session.objects.get()
    assert (session.revision, session.officials, session.first_time) == (3, 9, 5)


def test_who_goes_on_with_an_old_version_chooses_between_both_in_the_outbox(outbox, elsewhere):
    draft(outbox, Session.objects.get().pk)
    elsewhere()
    outbox.reload()
    outbox.click("[data-newer-keep]")
    expect(outbox.locator("[data-newer-choice]")).to_have_count(0)
    send(outbox)
    row = outbox.locator("[data-state=conflict]")
    expect(row.locator("[data-different]")).to_contain_text("9")
    row.locator("[data-choose=mine]").click()
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    assert Session.objects.get().officials == 3


def test_without_a_signal_the_draft_opens_as_it_is(outbox, elsewhere, context, line):
    uuid = Session.objects.get().pk
    draft(outbox, uuid)
    elsewhere()
    outbox.evaluate(
        "async () => { while (!(await caches.match('/lapangan/sesi/baru/')))"
        " await new Promise((done) => setTimeout(done, 50)); }"
    )
    line.cut(context)
    outbox.reload()
    expect(outbox.locator("[name=officials]")).to_have_value("3")
    expect(outbox.locator("[data-newer-choice]")).to_have_count(0)


def test_the_outbox_leads_to_the_newer_version(outbox, elsewhere):
    uuid = elsewhere()
    outbox.reload()
    row = outbox.locator("[data-state=complete]")
    expect(row).to_contain_text(outbox.locator("[data-outbox]").get_attribute("data-newer"))
    row.locator("[data-slot=edit]").click()
    outbox.wait_for_url(f"**/lapangan/sesi/{uuid}/")
    expect(outbox.locator("dl.facts")).to_contain_text("9")


def test_the_form_of_the_site_itself_is_not_asked_about(outbox, elsewhere):
    uuid = elsewhere()
    outbox.goto(outbox.url.partition("/lapangan/")[0] + f"/lapangan/sesi/{uuid}/ubah/")
    with outbox.expect_response("**/api/sessions/**") as answer:
        outbox.reload()
    assert answer.value.status == 304
    expect(outbox.locator("[name=officials]")).to_have_value("9")
    expect(outbox.locator("[data-newer-opened]")).to_have_count(0)


def test_who_keeps_the_version_of_the_office_sends_nothing_more(outbox, elsewhere):
    draft(outbox, Session.objects.get().pk)
    elsewhere()
    send(outbox)
    row = outbox.locator("[data-state=conflict]")
    row.locator("[data-choose=theirs]").click()
    expect(outbox.locator("[data-state=replaced]")).to_have_count(1)
    expect(outbox.locator("[data-state=conflict]")).to_have_count(0)
    outbox.click("[data-send-now]")
    outbox.reload()
    expect(outbox.locator("[data-state=replaced]")).to_have_count(1)
    session = Session.objects.get()
    assert (session.revision, session.officials) == (2, 9)


def test_two_taps_on_a_choice_decide_once(outbox, elsewhere):
    draft(outbox, Session.objects.get().pk)
    elsewhere()
    send(outbox)
    outbox.locator("[data-state=conflict] [data-choose=mine]").evaluate(
        "(button) => { button.click(); button.click(); }"
    )
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    session = Session.objects.get()
    assert (session.revision, session.officials) == (3, 3)
    assert session.revisions.count() == 3
