"""What a report names stays in it though it is published no more, until a person takes it out."""

import json
import re
from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from cms.models import ArticlePage, TopicPage
from tests.support.field_app import QUEUE_SESSION, form_entries, open_parts
from tests.support.outbox_client import put, session_payload
from villages.models import Quarantine, Session

UUID = "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a11"


@pytest.fixture
def pages(db):
    """A topic with two articles, and another topic."""
    root = Page.objects.get(depth=2)
    topic = TopicPage(slug="paspor", heading_ind="Paspor", icon="passport")
    other = TopicPage(slug="tppo", heading_ind="TPPO", icon="passport")
    for page in (topic, other):
        root.add_child(instance=page)
    price, road = (
        ArticlePage(slug=slug, heading_ind=name, icon="money")
        for slug, name in [("harga", "Harga paspor"), ("jalan", "Jalan resmi")]
    )
    for page in (price, road):
        topic.add_child(instance=page)
    for page in (topic, other, price, road):
        page.save_revision().publish()
        page.refresh_from_db()
    return SimpleNamespace(topic=topic, other=other, price=price, road=road)


@pytest.fixture
def used(pages, cast, signed_in):
    """A returned session that names everything; since then one article is unpublished, one is deleted."""
    names = {"topics": ["paspor", "tppo"], "materials": [pages.price.pk, pages.road.pk]}
    assert put(signed_in(cast.educator), session_payload(**names), UUID).status_code == 201
    Session.objects.update(state="returned", review_comment="?")
    pages.price.unpublish()
    pages.other.unpublish()
    pages.road.delete()
    return names


def test_the_page_shows_what_is_published_no_more_and_saves_it(used, cast, signed_in):
    client = signed_in(cast.educator)
    page = client.get(f"/lapangan/sesi/{UUID}/ubah/", headers={"Accept-Language": "en"}).text
    assert "Harga paspor (no longer published)" in page
    assert "Jalan resmi (no longer published)" in page
    sent = dict(re.findall(r'name="(topics|materials)" value="([^"]+)"[^>]*\schecked', page))
    assert set(sent) == {"topics", "materials"}
    posted = form_entries(base_revision="1", topics=used["topics"], materials=used["materials"])
    assert client.post(f"/lapangan/sesi/{UUID}/ubah/", posted).status_code == 302
    session = Session.objects.get()
    assert (session.revision, session.topics, session.materials) == (2, *used.values())
    seen = client.get(f"/lapangan/sesi/{UUID}/", headers={"Accept-Language": "en"}).text
    assert "Harga paspor, Jalan resmi (no longer on the site)" in seen


def test_what_nobody_chose_is_not_shown(used, cast, signed_in):
    page = signed_in(cast.educator).get("/lapangan/sesi/baru/").text
    (label,) = re.findall(r"<label[^>]*>(?=\s*<input[^>]*data-other[^>]*>\s*Harga)", page)
    assert " hidden" in label
    assert "Jalan resmi" not in page


def test_a_report_that_waited_while_its_pages_were_deleted_is_stored_and_names_what_is_gone(
    pages, cast, roles, signed_in
):
    named = {"topics": ["paspor", "tppo"], "materials": [pages.price.pk, pages.road.pk, 999_999]}
    pages.other.delete()
    pages.price.unpublish()
    pages.road.delete()
    answer = put(signed_in(cast.educator), session_payload(**named), UUID)
    assert answer.status_code == 201
    assert not Quarantine.objects.exists()
    session = Session.objects.get()
    assert (session.topics, session.materials) == tuple(named.values())
    seen_by_educator = f"/lapangan/sesi/{UUID}/"
    seen_by_reviewer = reverse("session_review:inspect", args=[UUID])
    gone = "(tidak ada lagi di situs)"
    for user, address in [(cast.educator, seen_by_educator), (cast.reviewer, seen_by_reviewer)]:
        page = signed_in(user).get(address).text
        assert f"Paspor, tppo {gone}" in page
        assert f"Harga paspor, Jalan resmi {gone}, halaman 999999 {gone}" in page


def test_a_session_in_a_village_that_ended_keeps_its_village(used, place, cast, signed_in):
    type(place.village).objects.update(status="ended")
    page = signed_in(cast.educator).get(f"/lapangan/sesi/{UUID}/ubah/").text
    assert re.search(r'<option value="33.22.05.2003"(?! data-other)[^>]*\sselected>', page)


@pytest.fixture
def outbox(pages, page_of, cast):
    """The outbox of an educator whose returned session names both articles; then one goes, one is deleted."""
    page = page_of(cast.educator, "/lapangan/kotak-keluar/")
    names = json.dumps({"topics": ["paspor", "tppo"], "materials": [pages.price.pk, pages.road.pk]})
    page.evaluate(QUEUE_SESSION.replace("...payload.blank(),", f"...payload.blank(), ...{names},"))
    page.reload()
    expect(page.locator("[data-state=complete]")).to_have_count(1)
    Session.objects.update(state="returned", review_comment="?")
    pages.price.unpublish()
    pages.other.unpublish()
    page.road = pages.road.pk
    pages.road.delete()
    page.reload()
    return page


def ticked(page):
    boxes = page.locator("[name=topics]:checked, [name=materials]:checked")
    return boxes.evaluate_all("(boxes) => boxes.map((box) => box.closest('label').textContent.trim())")


@pytest.mark.browser
def test_the_phone_keeps_what_is_published_no_more_and_lets_it_be_taken_out(outbox, pages):
    outbox.locator("[data-slot=edit]").click()
    expect(outbox.locator("[name='attendance-f-18-24']")).to_have_value("40")
    gone = "tidak diterbitkan lagi"
    names = ["Paspor", f"TPPO ({gone})", f"Harga paspor ({gone})", f"{outbox.road} (tidak ada di daftar ini)"]
    assert ticked(outbox) == names
    open_parts(outbox)
    for name in names[1:]:
        expect(outbox.get_by_label(name, exact=True)).to_be_visible()
    outbox.get_by_label(f"TPPO ({gone})").uncheck()
    outbox.click("[data-save]")
    outbox.wait_for_url("**/kotak-keluar/")
    expect(outbox.locator("[data-state=complete]")).to_have_count(2)
    session = Session.objects.get()
    assert (session.revision, session.topics) == (2, ["paspor"])
    assert session.materials == [pages.price.pk, outbox.road]


@pytest.mark.browser
def test_a_copy_of_the_last_session_takes_only_what_is_on_offer(outbox):
    outbox.goto(outbox.url.replace("kotak-keluar/", "sesi/baru/"))
    outbox.click("[data-copy-last]")
    expect(outbox.locator("[name=village]")).not_to_have_value("")
    assert ticked(outbox) == ["Paspor"]
