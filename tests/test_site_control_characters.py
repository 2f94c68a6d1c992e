"""Control characters that people paste: taken out at every door, so no export, XML or workbook has one."""

import io
import json

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from cms.editing.control_characters import CONTROL, cleaned, without_control_characters
from cms.models import GlossaryTerm
from cms.translations.po_import import plan
from cms.translations.segments import segments
from quizzes.programme.exports.csv_geojson import csv_lines
from quizzes.programme.exports.xlsx import write_xlsx
from tests.support.admin_forms import posted
from tests.support.field_app import form_entries
from tests.support.outbox_client import put, session_payload
from villages.models import Session, Village

EVERY = "".join(map(chr, range(1, 32))) + "\ufffe\uffff"
TYPED, STORED = "Ramai\x0bsekali\x07 hari ini\x1b.", "Ramai sekali hari ini."


def test_tabs_and_line_ends_stay_breaks_become_spaces_and_the_rest_goes():
    assert without_control_characters(EVERY) == "\t\n  \r"
    assert without_control_characters(TYPED) == STORED
    assert without_control_characters("Dhâ' 😀 \u200d") == "Dhâ' 😀 \u200d"
    assert cleaned({"a": [TYPED, 1, None]}) == {"a": [STORED, 1, None]}


def test_a_report_of_a_phone_is_stored_without_them(signed_in, cast):
    sent = session_payload(notes=TYPED, referrals=[{"category": "passport", "agency": TYPED, "count": 1}])
    assert put(signed_in(cast.educator), sent).status_code == 201
    session = Session.objects.get()
    assert (session.notes, session.referrals.get().agency) == (STORED, STORED)


def test_the_form_of_the_field_app_stores_none(signed_in, cast):
    typed = form_entries(notes=TYPED)
    assert signed_in(cast.educator).post("/lapangan/sesi/baru/", typed).status_code == 302
    assert Session.objects.get().notes == STORED


def test_a_roster_is_imported_without_them(place, tmp_path):
    path = tmp_path / "desa.csv"
    row = f"33.22.05.2010,Jati\x0brejo\x08,desa,Suruh,Kabupaten Semarang,Jawa Tengah,{place.office.name}"
    path.write_text(f"code,name,kind,district,regency,province,office\n{row}\n")
    call_command("import_villages", path, stdout=io.StringIO())
    assert Village.objects.get(code="33.22.05.2010").name == "Jati rejo"


@pytest.mark.parametrize("typed", ["Ca\x0blo\x07ne", r"Ca\vlo\bne"])
def test_a_translation_in_a_file_is_taken_without_them(db, typed):
    term = GlossaryTerm.objects.create(slug="calo", term_ind="Calo", definition_ind="Makelar.")
    address = next(segment.address for segment in segments(term, "jv") if segment.source == "Calo")
    head = 'msgid ""\nmsgstr ""\n"Language: jv\\n"\n\n'
    file = f'{head}msgctxt "{address}"\nmsgid "Calo"\nmsgstr "{typed}"\n'
    (change,) = plan(file.encode(), "jv").changes
    assert change.text == "Ca lone"


def test_an_editor_publishes_headings_and_rich_text_without_them(page_editor):
    form = page_editor.client.get(page_editor.edit_url)
    rich = json.dumps(
        {
            "blocks": [
                {
                    "key": "a",
                    "text": TYPED,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                }
            ],
            "entityMap": {},
        }
    )
    data = posted(form, heading_ind=TYPED, **{"action-publish": "1"})
    data["body_ind-0-value"] = rich
    assert page_editor.client.post(page_editor.edit_url, data).status_code == 302
    page_editor.article.refresh_from_db()
    assert page_editor.article.heading_ind == STORED
    assert STORED in page_editor.article.body_ind[0].value.source


@pytest.mark.parametrize("address", ["/id/cari/", "/id/desa/", "/g/", "/id/cek-tawaran/"])
def test_public_pages_take_no_harm(client, library, address):
    for query in ({"q": TYPED}, {"kode": TYPED}):
        answer = client.get(address, query)
        assert answer.status_code in (200, 302)
        assert not CONTROL.search(answer.text)
    assert client.post("/id/cek-tawaran/", {"q1": EVERY}).status_code == 422


def test_the_api_names_what_is_wrong_in_a_parameter(signed_in, cast, client, db):
    assert client.get("/api/v2/pages/", {"fields": TYPED}).status_code == 400


def test_old_texts_with_them_leave_in_no_file():
    assert CONTROL.search("".join(csv_lines(["a"], [[TYPED]]))) is None
    file = io.BytesIO()
    write_xlsx(file, [("data", [TYPED], [[EVERY]])])
    sheet = load_workbook(file)["data"]
    assert sheet["A1"].value == STORED
    assert not CONTROL.search(sheet["A2"].value or "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_of_the_admin_with_an_old_text_is_a_file_all_the_same(signed_in, cast, roles, place, kind):
    Village.objects.filter(pk=place.village.pk).update(name=TYPED)
    answer = signed_in(cast.admin).get("/admin/desa/", {"export": kind})
    content = answer.getvalue()
    if kind == "xlsx":
        values = [cell.value for row in load_workbook(io.BytesIO(content)).active for cell in row]
        assert STORED in values
    else:
        assert STORED in content.decode()


@pytest.mark.browser
def test_a_phone_freezes_what_it_sends_without_them(phone, office):
    frozen = phone.evaluate(
        """async (typed) => {
          const body = app.payload.bodyOf({ ...app.payload.blank(), notes: typed }, 1, null);
          const { bytes } = await app.payload.freeze(body);
          return new TextDecoder().decode(bytes);
        }""",
        TYPED + EVERY + "\x00😀",
    )
    assert json.loads(frozen)["notes"] == STORED + "\t\n  \r😀"
