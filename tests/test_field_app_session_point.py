"""The point of a session: only on request, never for a home, and never more exact than about 100 metres."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from playwright.sync_api import expect

from tests.support.field_app import form_entries, open_parts
from tests.support.outbox_client import put, session_payload
from villages.models import Quarantine, Session, Village

NEW = "/lapangan/sesi/baru/"
HERE = {"lat": -7.123, "lon": 110.456}


def stored():
    session = Session.objects.get()
    return session.point_latitude, session.point_longitude


def test_a_report_with_a_point_is_stored_and_one_without_stays_valid(signed_in, cast):
    phone = signed_in(cast.educator)
    uuid = "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a11"
    assert put(phone, session_payload(point=HERE), uuid).status_code == 201
    assert stored() == (Decimal("-7.123"), Decimal("110.456"))
    changed = session_payload(revision=2, base_revision=1, point=None)
    assert put(phone, changed, uuid).status_code == 201
    assert stored() == (None, None)
    assert "point" not in session_payload()
    assert put(phone, session_payload(revision=3, base_revision=2), uuid).status_code == 201


def test_a_point_on_the_equator_is_a_point(signed_in, cast):
    put(signed_in(cast.educator), session_payload(point={"lat": 0, "lon": 109.333}))
    assert stored() == (0, Decimal("109.333"))


@pytest.mark.parametrize(
    "point, venue",
    [
        ({"lat": -7.1234, "lon": 110.456}, "school"),
        ({"lat": -7.123, "lon": 110.4567}, "school"),
        ({"lat": 52.123, "lon": 4.456}, "school"),
        ({"lat": 1e30, "lon": 110.456}, "school"),
        ({"lat": True, "lon": 110.456}, "school"),
        ({"lat": "-7.123", "lon": "110.456"}, "school"),
        ({"lat": -7.123}, "school"),
        ({"lat": -7.123, "lon": 110.456, "accuracy": 5}, "school"),
        ([-7.123, 110.456], "school"),
        (HERE, "home"),
    ],
)
def test_a_point_that_says_too_much_or_nothing_is_refused(signed_in, cast, point, venue):
    answer = put(signed_in(cast.educator), session_payload(point=point, venue=venue))
    assert answer.status_code == 422
    assert all(name.startswith("point") for name in answer.json()["errors"])
    assert not Session.objects.exists()


def test_a_refused_report_is_stored_without_the_exact_point(signed_in, cast):
    put(signed_in(cast.educator), session_payload(point={"lat": -7.1234567, "lon": 110.4567891}))
    body = bytes(Quarantine.objects.get().body)
    assert b"-7.123" in body
    assert b"7.1234" not in body
    assert b"110.4567" not in body


@pytest.mark.parametrize(
    "fields",
    [
        {"point_latitude": "-7.123"},
        {"point_longitude": "110.456"},
        {"point_latitude": "52.123", "point_longitude": "4.456"},
        {"point_latitude": "-7.123", "point_longitude": "110.456", "venue": "home"},
    ],
)
def test_the_database_refuses_half_a_point_a_foreign_one_and_that_of_a_home(signed_in, cast, fields):
    put(signed_in(cast.educator), session_payload())
    with pytest.raises(IntegrityError, match="session_point_is_whole_and_never_a_home"):
        Session.objects.update(**fields)


def test_the_page_without_scripts_carries_a_point_along_and_removes_it(signed_in, cast):
    phone = signed_in(cast.educator)
    entries = form_entries(**{"point-lat": "-7.123", "point-lon": "110.456"})
    assert phone.post(NEW, entries).status_code == 302
    assert stored() == (Decimal("-7.123"), Decimal("110.456"))
    edit = f"/lapangan/sesi/{entries['uuid']}/ubah/"
    page = phone.get(edit, headers={"Accept-Language": "id"}).text
    assert 'name="point-lat" value="-7.123"' in page, "with a point, also in Indonesian"
    assert 'name="point-remove"' in page
    phone.post(edit, entries | {"base_revision": "1", "point-remove": "1"})
    assert stored() == (None, None)


def test_the_page_leaves_out_the_point_of_a_session_that_moves_into_a_home(signed_in, cast):
    phone = signed_in(cast.educator)
    entries = form_entries(**{"point-lat": "-7.123", "point-lon": "110.456", "venue": "home"})
    assert phone.post(NEW, entries).status_code == 302
    assert stored() == (None, None)
    assert b"point" not in bytes(Session.objects.get().revisions.get().body)


def test_the_office_sees_the_point_its_change_and_how_far_away_it_is(signed_in, cast, place, roles):
    Village.objects.filter(pk=place.village.pk).update(latitude="-7.10000", longitude="110.40000")
    uuid = "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a11"

    def sent_and_read(point, **changes):
        put(signed_in(cast.educator), session_payload(point=point, **changes), uuid)
        desk = signed_in(cast.reviewer)
        page = desk.get(reverse("session_review:inspect", args=[uuid]), headers={"Accept-Language": "en"})
        return " ".join(page.text.split())

    near = sent_and_read(HERE)
    assert "7.123° S, 110.456° E" in near
    assert "km from the village" not in near
    far = sent_and_read({"lat": -7.1, "lon": 111.4}, revision=2, base_revision=1)
    assert "This is 110 km from the village." in far
    assert "<ins>7.100° S, 111.400° E</ins>" in far


def test_a_point_is_in_no_file_and_on_no_public_page(signed_in, cast, place, roles):
    put(signed_in(cast.educator), session_payload(point=HERE))
    session = Session.objects.get()
    session.approve(cast.reviewer)
    analyst = signed_in(cast.analyst)
    asked = "format=csv&first=2026-11&last=2026-11"
    pages = [
        analyst.get(f"/admin/program/ekspor/?kind={kind}&{asked}") for kind in ["sessions", "attendance"]
    ]
    texts = [b"".join(page.streaming_content) for page in pages]
    texts.append(analyst.get(f"/id/desa/{place.village.code}/").content)
    assert all(place.village.name.encode() in text for text in texts)
    assert not [text for text in texts if b"110.456" in text or b"110,456" in text]


@pytest.fixture
def form(page_of, cast, place, context):
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": -7.1234567, "longitude": 110.4567891, "accuracy": 20})
    page = page_of(cast.educator, NEW)
    page.locator("[data-form-status]").wait_for(state="attached")
    open_parts(page)
    page.select_option("[name=village]", "33.22.05.2003")
    page.fill("[name=started_local]", "2026-11-20T09:30")
    page.fill("[name=ended_local]", "2026-11-20T11:00")
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=school]")
    page.fill("[data-total=f]", "12")
    page.locator("details:has(> #bagian-point) > summary").click()
    return page


@pytest.mark.browser
def test_the_phone_rounds_the_point_before_it_stores_or_sends_it(form):
    assert form.input_value("[name=point-lat]") == "", "nobody asked for it yet"
    form.locator("[data-point-ask]").press("Enter")
    status = form.locator("[data-point-status]")
    expect(status).to_have_text("Titik: 7.123° LS, 110.457° BT, dibulatkan sampai sekitar 100 meter.")
    expect(form.locator("[data-point-remove]")).to_be_focused()
    expect(form.locator("[data-form-status]")).not_to_be_empty()
    drafts = "async () => (await import('/static/js/field/store.js')).drafts('sari')"
    form.wait_for_timeout(1500)
    (draft,) = form.evaluate(drafts)
    assert draft["fields"]["point"] == {"lat": -7.123, "lon": 110.457}
    assert "7.1234" not in json.dumps(draft)
    form.click("[data-save]")
    form.wait_for_url("**/kotak-keluar/")
    expect(form.locator("[data-state=complete]")).to_have_count(1)
    assert stored() == (Decimal("-7.123"), Decimal("110.457"))
    form.locator("[data-slot=whole] summary").click()
    expect(form.locator("[data-slot=whole]")).to_contain_text("7.123° LS, 110.457° BT")


@pytest.mark.browser
def test_a_point_is_removed_by_its_button_and_by_choosing_a_home(form):
    form.click("[data-point-ask]")
    form.click("[data-point-remove]")
    expect(form.locator("[name=point-lat]")).to_have_value("")
    form.click("[data-point-ask]")
    expect(form.locator("[name=point-lat]")).to_have_value("-7.123")
    form.check("[name=venue][value=home]")
    expect(form.locator("[name=point-lat]")).to_have_value("")
    expect(form.locator("[data-point-status]")).to_have_text("Titik dihapus, karena sesi ini di rumah warga.")
    expect(form.locator("[data-point-ask]")).to_be_hidden()
    form.check("[name=venue][value=school]")
    expect(form.locator("[data-point-ask]")).to_be_visible()
    expect(form.locator("[data-point-status]")).to_be_empty()


@pytest.mark.browser
@pytest.mark.parametrize(
    "position, words",
    [
        ({"latitude": -7.1, "longitude": 110.4, "accuracy": 2400}, "dalam jarak 3 km"),
        ({"latitude": 3.1, "longitude": 101.7, "accuracy": 20}, ""),
        ({"latitude": 22.3, "longitude": 114.2, "accuracy": 20}, "bukan di Indonesia"),
    ],
)
def test_a_place_that_is_inexact_or_abroad_is_not_stored_and_told(form, context, position, words):
    context.set_geolocation(position)
    form.click("[data-point-ask]")
    expect(form.locator("[data-point-status]")).to_contain_text(words or "dibulatkan")
    assert bool(form.input_value("[name=point-lat]")) is not bool(words)


@pytest.mark.browser
def test_a_refused_position_is_told_in_words_and_the_session_is_saved_without(form, context):
    context.clear_permissions()
    form.click("[data-point-ask]")
    expect(form.locator("[data-point-status]")).to_contain_text("Simpan sesi tanpa titik")
    form.click("[data-save]")
    form.wait_for_url("**/kotak-keluar/")
    expect(form.locator("[data-state=complete]")).to_have_count(1)
    assert stored() == (None, None)


@pytest.mark.browser
def test_a_point_far_from_the_village_is_told(form, place):
    Village.objects.filter(pk=place.village.pk).update(latitude="-7.10000", longitude="111.40000")
    form.reload()
    form.locator("[data-form-status]").wait_for(state="attached")
    open_parts(form)
    form.locator("details:has(> #bagian-point) > summary").click()
    form.select_option("[name=village]", "33.22.05.2003")
    form.click("[data-point-ask]")
    expect(form.locator("[data-point-status]")).to_contain_text("Jaraknya 104 km dari desa.")
