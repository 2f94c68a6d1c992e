import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from villages.models import Village

HEADER = "code,name,district,regency,office,yearly_target\n"
GOOD = HEADER + (
    "33.22.05.2003,Sukamaju,Suruh,Kabupaten Semarang,Kantor Imigrasi Semarang,6\n"
    "33.22.05.2009,Sumberejo,Suruh,Kabupaten Semarang,Kantor Imigrasi Semarang,\n"
)
BAD = HEADER + "33.22.05.2003,Sukamaju,Suruh,Kabupaten Semarang,Kantor Imigrasi Semrang,minus\n"


@pytest.fixture
def analyst_client(cast, roles, signed_in):
    return signed_in(cast.analyst)


def upload(client, text, name="desa.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse("roster_import"), {"kind": "villages", "file": file})


def token_in(page):
    return re.search(r'name="token" value="([^"]+)"', page.content.decode()).group(1)


def confirm(client, token):
    return client.post(reverse("roster_import_confirm"), {"token": token}, follow=True)


def test_the_page_names_the_columns_of_each_file(analyst_client):
    page = analyst_client.get(reverse("roster_import"), HTTP_ACCEPT_LANGUAGE="en").text
    assert "the file needs the columns code, name, district, regency, office." in page
    assert "the file needs the columns name, city, province." in page
    assert "It may have former_code, province, kind" in page


def test_an_import_is_shown_first_and_done_when_confirmed(analyst_client, place):
    preview = upload(analyst_client, GOOD)
    assert "Sumberejo" in preview.content.decode()
    assert not Village.objects.filter(name="Sumberejo").exists()
    token = token_in(preview)
    assert confirm(analyst_client, token).status_code == 200
    assert Village.objects.get(code="33.22.05.2003").yearly_target == 6
    assert Village.objects.filter(name="Sumberejo").exists()
    count = Village.objects.count()
    confirm(analyst_client, token)
    assert Village.objects.count() == count


@pytest.mark.parametrize("content", [BAD, "", "a,b\n1,2\n", b"PK\x03\x04broken", b"\xff\xfe\x00"])
def test_a_bad_file_is_explained_and_changes_nothing(analyst_client, place, content):
    before = list(Village.objects.values())
    page = upload(analyst_client, content)
    assert page.status_code == 422
    assert 'name="token"' not in page.content.decode()
    assert list(Village.objects.values()) == before


def test_a_problem_names_its_row_and_column(analyst_client, place):
    page = upload(analyst_client, BAD).content.decode()
    assert "Kantor Imigrasi Semarang" in page  # did you mean
    assert "office" in page
    assert "2" in page


UNKNOWN = (
    "ID Wilayah;Kampung;Kecamatan;Kab/Kota;Kantor;Catatan\n"
    "33.22.05.2009;Sumberejo;Suruh;Kab. Semarang;Kantor Imigrasi Semarang;x\n"
)
CHOSEN = ["code", "name", "district", "regency", "office", ""]


def choose(client, token, columns):
    data = {f"column_{place}": name for place, name in enumerate(columns)}
    return client.post(reverse("roster_import"), {"token": token, **data}, HTTP_ACCEPT_LANGUAGE="en")


def test_columns_that_are_not_recognised_are_chosen_by_a_person(analyst_client, place):
    page = upload(analyst_client, UNKNOWN)
    assert page.status_code == 200
    assert "Sumberejo" in page.text  # an example of the column
    preview = choose(analyst_client, token_in(page), CHOSEN)
    confirm(analyst_client, token_in(preview))
    assert Village.objects.get(name="Sumberejo").district == "Suruh"


@pytest.mark.parametrize(
    "columns, sentence",
    [
        (["code", "code", "district", "regency", "office", ""], "Chosen twice: Kemendagri code (code)."),
        (["code", "", "district", "regency", "office", ""], "Still missing: Name (name)."),
        (["sql", "name", "district", "regency", "office", ""], "Select a valid choice."),
    ],
)
def test_a_wrong_choice_of_columns_is_explained(analyst_client, place, columns, sentence):
    page = choose(analyst_client, token_in(upload(analyst_client, UNKNOWN)), columns)
    assert page.status_code == 422
    assert sentence in page.text
    assert "Which column is which?" in page.text


def test_what_is_odd_in_a_file_stands_above_its_changes(analyst_client, place):
    file = (
        GOOD.replace("yearly_target", "latitude,longitude")
        .replace(",6\n", ",-2.5,106.2\n")
        .replace(",\n", ",,\n")
    )
    page = upload(analyst_client, file).text
    assert "Jawa Tengah" in page
    assert page.index("-2.5") < page.index("Sumberejo")


def test_a_preview_belongs_to_the_person_who_made_it(analyst_client, place, cast, signed_in):
    token = token_in(upload(analyst_client, GOOD))
    confirm(signed_in(cast.admin), token)
    confirm(signed_in(cast.analyst), "forged")
    assert not Village.objects.filter(name="Sumberejo").exists()


@pytest.mark.parametrize("who", ["reviewer", "editor"])
def test_only_analysts_import(analyst_client, place, cast, signed_in, who):
    client = signed_in(getattr(cast, who))
    assert client.get(reverse("roster_import")).status_code == 302
    assert upload(client, GOOD).status_code == 302
    assert not Village.objects.filter(name="Sumberejo").exists()
