"""A village gets another Kemendagri code: the old one still finds it, and no report is lost."""

import csv
import io
import json
import uuid as uuids
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from tests.support.field_app import QUEUE_SESSION, UNTIL_CACHED
from tests.support.outbox_client import put, raw, reconcile, session_payload, sha256
from villages.models import FormerCode, Session, Village

pytestmark = pytest.mark.usefixtures("roles")

OLD, NEW = "33.22.05.2003", "33.22.21.2003"


@pytest.fixture
def change(signed_in, cast):
    """Return a function that gives a village another code in the admin."""

    def post(village, code, by=cast.analyst):
        names = ["name", "kind", "district", "evidence", "status"]
        data = {name: getattr(village, name) for name in names} | {"code": code, "regency": code[:5]}
        edit = reverse("roster_villages:edit", args=[village.pk])
        return signed_in(by).post(edit, data, HTTP_ACCEPT_LANGUAGE="en")

    return post


@pytest.fixture
def renumbered(place, change):
    """Sukamaju, known by OLD until today."""
    assert change(place.village, NEW).status_code == 302
    place.village.refresh_from_db()
    assert place.village.code == NEW
    return place.village


@pytest.fixture
def load(place, tmp_path):
    """Return a function that imports rows of (code, name, former code) and returns what the command says."""

    def run(*rows):
        lines = [["code", "name", "former_code", "district", "regency", "office"]]
        lines += [[*row, "Suruh", "Kabupaten Semarang", place.office.name] for row in rows]
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        path = tmp_path / "desa.csv"
        path.write_text(text.getvalue())
        out = io.StringIO()
        with translation.override("en"):
            call_command("import_villages", path, stdout=out)
        return out.getvalue()

    return run


def test_a_report_written_under_the_old_code_is_taken_in_for_the_village_of_today(
    renumbered, cast, signed_in, django_assert_num_queries
):
    phone, uuid, content = signed_in(cast.educator), uuids.uuid4(), raw(session_payload())
    answer = put(phone, content, uuid)
    assert (answer.status_code, answer.json()["sha256"]) == (201, sha256(content))
    session = Session.objects.get()
    assert (session.village, session.is_held) == (renumbered, False)
    assert bytes(session.revisions.get().body) == content
    assert put(phone, content, uuid).status_code == 200
    assert reconcile(phone, [{"uuid": str(uuid), "sha256": sha256(content)}]).json()["missing"] == []
    with django_assert_num_queries(1):
        assert Village.objects.for_list().by_code(NEW) == renumbered
    with django_assert_num_queries(2):
        assert Village.objects.for_list().by_code(OLD) == renumbered


def test_a_report_that_nobody_can_place_is_still_refused(renumbered, cast, signed_in):
    assert put(signed_in(cast.educator), session_payload(village="33.22.05.2999")).status_code == 422


def test_an_earlier_report_is_corrected_in_the_village_of_today(renumbered, cast, signed_in):
    client, uuid = signed_in(cast.educator), uuids.uuid4()
    put(client, session_payload(), uuid)
    page = " ".join(client.get(f"/lapangan/sesi/{uuid}/ubah/").text.split())
    assert f'data-former="{OLD}" selected> Sukamaju' in page
    assert f'<option value="{OLD}"' not in page
    put(client, session_payload(revision=2, base_revision=1, village=NEW, officials=9), uuid)
    reviewed = signed_in(cast.reviewer).get(reverse("session_review:inspect", args=[uuid]))
    changed = [key for key, _old, _new, _differs in reviewed.context["compared"]["changed"]]
    assert len(changed) == 1


def test_a_sheet_printed_under_the_old_code_opens_the_form_of_its_village(renumbered, cast, signed_in):
    page = " ".join(signed_in(cast.educator).get("/lapangan/sesi/baru/", {"desa": OLD}).text.split())
    option = page.partition(f'<option value="{NEW}" ')[2].partition(">")[0]
    assert option.endswith(f'data-zone="Asia/Jakarta" data-zone-name="WIB" data-former="{OLD}" selected')
    page = signed_in(cast.other_educator).get("/lapangan/sesi/baru/", {"desa": OLD}).text
    assert f'<option value="{NEW}" data-other' in page


def test_the_form_without_javascript_takes_the_old_code(renumbered, cast, signed_in):
    entries = {"village": OLD, "started_local": "2026-11-20T09:30", "ended_local": "2026-11-20T11:00"}
    entries |= {"activity": "visit", "venue": "school", "attendance-f-18-24": "3"}
    answer = signed_in(cast.educator).post("/lapangan/sesi/baru/", entries)
    assert answer.status_code == 302
    assert Session.objects.get().village == renumbered


def test_the_old_code_finds_the_village_for_educators_and_readers(renumbered, cast, signed_in, client):
    found = signed_in(cast.educator).get("/lapangan/desa/nama", {"q": OLD}).json()["villages"]
    assert [(row["code"], row["mine"]) for row in found] == [(NEW, True)]
    client.logout()
    answer = client.get(f"/id/desa/{OLD}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/id/desa/{NEW}/")
    assert client.get("/id/desa/33.22.05.2999/").status_code == 404


def test_the_form_costs_the_same_queries_for_villages_with_former_codes(
    place, cast, signed_in, django_assert_num_queries
):
    client = signed_in(cast.educator)
    client.get("/lapangan/sesi/baru/")
    with django_assert_num_queries(1):
        before = Village.objects.fostered_by(cast.educator).order_by("name").choices()
    for code in ["33.22.01.2001", "33.22.01.2002"]:
        place.village.former_codes.create(code=code, changed_on=date(2026, 1, 5))
    with django_assert_num_queries(1):
        choices = Village.objects.fostered_by(cast.educator).order_by("name").choices()
    assert [choice.code for choice in choices] == [choice.code for choice in before]
    assert [sorted(choice.former) for choice in choices] == [[], ["33.22.01.2001", "33.22.01.2002"]]


def test_a_code_that_comes_back_is_no_former_code_any_more(renumbered, change):
    assert change(renumbered, OLD).status_code == 302
    assert list(FormerCode.objects.values_list("code", "village__code")) == [(NEW, OLD)]


def test_no_other_village_takes_a_former_code_before_its_release(renumbered, place, change, signed_in, cast):
    refused = change(place.second_village, OLD)
    assert "Sukamaju (33.22.21.2003) had this code before" in refused.text
    page = signed_in(cast.analyst).get(
        reverse("roster_villages:inspect", args=[renumbered.pk]), HTTP_ACCEPT_LANGUAGE="en"
    )
    release = reverse("roster_code_release", args=[FormerCode.objects.get().pk])
    assert f"{OLD}, changed on" in page.text
    assert release in page.text
    assert (
        release
        not in signed_in(cast.reviewer).get(reverse("roster_villages:inspect", args=[renumbered.pk])).text
    )
    assert signed_in(cast.reviewer).post(release).status_code == 302
    assert FormerCode.objects.exists()
    assert signed_in(cast.analyst).get(release).status_code == 405
    assert signed_in(cast.analyst).post(release).status_code == 302
    history = signed_in(cast.analyst).get(reverse("roster_villages:history", args=[renumbered.pk]))
    assert OLD in history.text
    assert change(place.second_village, OLD).status_code == 302


def test_an_import_gives_a_village_another_code_and_changes_nothing_the_second_time(
    place, cast, load, signed_in
):
    row = (NEW, "Sukamaju", OLD)
    assert f"code: {OLD} → {NEW}" in load(row)
    assert "0 new, 0 changed, 1 as before." in load(row)
    place.village.refresh_from_db()
    assert place.village.code == NEW
    assert Village.objects.count() == 3
    assert put(signed_in(cast.educator), session_payload()).status_code == 201


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((OLD, "Sukamaju", ""), "column code: Sukamaju (33.22.21.2003) had this code before"),
        (("33.22.05.2010", "Sukamaju", OLD[:-1] + "8"), "column former_code: No village has or had the code"),
        (("33.22.05.2004", "Mekarsari", OLD), "column former_code: The roster has both"),
    ],
)
def test_an_import_that_would_mix_up_two_villages_is_refused(renumbered, load, row, message):
    with pytest.raises(CommandError) as caught:
        load(row)
    assert message in str(caught.value)
    assert Village.objects.count() == 3


def test_one_village_cannot_get_two_codes_in_one_file(place, load):
    with pytest.raises(CommandError, match="already in row 2"):
        load((NEW, "Sukamaju", OLD), ("33.22.21.2004", "Sukamaju", OLD))


@pytest.mark.browser
def test_a_phone_goes_on_with_what_it_wrote_under_the_old_code(page_of, place, cast, context):
    page = page_of(cast.educator, "/lapangan/sesi/baru/")
    page.evaluate(UNTIL_CACHED, ["/lapangan/sesi/baru/"])
    context.set_offline(True)
    page.evaluate(QUEUE_SESSION)
    page.goto(page.url)
    page.select_option("[name=village]", OLD)
    expect(page.locator("[data-form-status]")).to_contain_text("tersimpan")
    draft = page.url
    place.village.code = NEW
    place.village.save()
    place.village.add_former_code(OLD)
    context.set_offline(False)
    page.goto("about:blank")
    page.goto(draft)
    expect(page.locator("[name=village]")).to_have_value(NEW)
    expect(page.locator("[data-not-mine]")).to_be_hidden()
    page.goto(page.url.partition("sesi/")[0] + "kotak-keluar/")
    row = page.locator("[data-state=complete]")
    expect(row).to_have_count(1)
    row.locator("[data-slot=whole] summary").click()
    expect(row.locator("[data-slot=whole]")).to_contain_text(f"Sukamaju ({NEW})")
    session = Session.objects.get()
    assert (session.village, session.is_held) == (place.village, False)
    assert json.loads(bytes(session.revisions.get().body))["village"] == OLD


@pytest.mark.browser
def test_a_sheet_printed_under_the_old_code_opens_its_village_without_a_signal(
    page_of, renumbered, cast, context
):
    page = page_of(cast.educator, "/lapangan/sesi/baru/")
    page.evaluate(UNTIL_CACHED, ["/lapangan/sesi/baru/"])
    context.set_offline(True)
    page.goto(f"{page.url.partition('#')[0]}?desa={OLD}&uuid={uuids.uuid4()}")
    expect(page.locator("[name=village]")).to_have_value(NEW)
