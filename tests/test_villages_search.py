"""What people type to find a village: name, code, district or regency; in the public list and the picker."""

import json
from pathlib import Path

import pytest

from villages.models import Village
from villages.models.village_search import plain

CASE = json.loads((Path(__file__).parent / "data" / "village_names_apostrophe.json").read_text())


@pytest.fixture
def villages(place):
    """Two villages of one name in two districts, and one in another regency."""
    Village.objects.filter(pk=place.second_village.pk).update(name="Sukamaju", district="Getasan")
    Village.objects.filter(pk=place.far_village.pk).update(district="Bontonompo Selatan")
    return place


@pytest.fixture(params=["public", "picker"])
def codes_for(request, client, villages, cast, signed_in):
    """Return a function that gives the codes found in the public list, or by the picker of the field app."""
    if request.param == "public":
        return lambda asked: [
            village.code for village in client.get("/id/desa/", {"q": asked}).context["found"] or ()
        ]
    educator = signed_in(cast.educator)
    return lambda asked: [
        row["code"] for row in educator.get("/lapangan/desa/nama", {"q": asked}).json()["villages"]
    ]


FIRST, SECOND, FAR = "33.22.05.2003", "33.22.05.2004", "73.06.01.2001"


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("sukamaju", {FIRST, SECOND}),
        ("getasan", {SECOND}),
        ("kecamatan Getasan", {SECOND}),
        ("bontonompo", {FAR}),
        ("semarang", {FIRST, SECOND}),
        ("Kabupaten Semarang", {FIRST, SECOND}),
        ("kab. gowa", {FAR}),
        ("sukamaju getasan", {SECOND}),
        ("getasan sukamaju", {SECOND}),
        ("desa sukamaju kec getasan", {SECOND}),
        ("bontoa gowa", {FAR}),
        ("getasan semarang", {SECOND}),
        ("sukamaju jawa tengah", {FIRST, SECOND}),
        ("sukamaju gowa", set()),
        ("73.06.01.2001", {FAR}),
        ("7306012001", {FAR}),
        ("7306", {FAR}),
        ("73 06 01", {FAR}),
        ("zzzz", set()),
        ("zz zz zz zz zz zz", set()),
        ("%", set()),
        ("_", set()),
    ],
)
def test_a_village_is_found_by_name_code_district_or_regency(codes_for, asked, codes):
    assert set(codes_for(asked)) == codes


@pytest.mark.parametrize("asked", CASE["asked"])
def test_an_apostrophe_in_a_name_makes_no_difference(codes_for, asked):
    Village.objects.filter(code=FAR).update(name=CASE["village"])
    assert codes_for(asked) == [FAR]


def test_a_former_code_is_found_without_dots_too(codes_for, villages):
    villages.far_village.former_codes.create(code="19.04.05.2973", changed_on="2026-01-01")
    assert codes_for("1904052973") == codes_for("19.04.05.2973") == [FAR]


def test_a_part_inside_a_name_is_found_in_the_public_list(client, villages):
    assert "Bontoa" in client.get("/id/desa/", {"q": "ntoa"}).text


def test_names_are_compared_alike_in_python_and_in_the_database(villages):
    village = villages.far_village
    village.name, village.district = "Ma’rang-Sei. RAMPAH", "Distrik Kuala-Kencana"
    village.save()
    village.refresh_from_db()
    assert village.plain_name == plain(village.name) == "marang sei rampah"
    assert village.plain_district == "kuala kencana"


def test_the_search_of_the_site_finds_villages_by_name_and_names_their_place(client, villages, site):
    page = client.get("/id/cari/", {"q": "Bontoa"}).text
    assert "/id/desa/73.06.01.2001/" in page
    assert "Bontonompo Selatan, Kabupaten Gowa, Sulawesi Selatan" in page


def test_the_search_of_the_site_names_no_village_for_a_district_unless_asked_for_one(client, villages, site):
    assert "/id/desa/33" not in client.get("/id/cari/", {"q": "getasan"}).text
    assert "/id/desa/33.22.05.2004/" in client.get("/id/cari/", {"q": "kecamatan getasan"}).text


def test_the_search_of_the_site_finds_the_office_of_a_place(client, villages, site):
    page = client.get("/id/cari/", {"q": "alamat kantor imigrasi di Makassar"}).text
    assert f"/id/desa/?kantor={villages.other_office.pk}" in page
    assert "Makassar, Sulawesi Selatan" in page
    assert "Kantor Imigrasi Semarang" not in page
