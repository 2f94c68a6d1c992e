"""Choosing a village: assigned ones first, any other by the beginning of its name or code."""

import pytest
from django.db import connection

from villages.models import Village

NEW = "/lapangan/sesi/baru/"
NAMES = "/lapangan/desa/nama"


@pytest.fixture
def educator(cast, signed_in):
    client = signed_in(cast.educator)
    client.cookies["bahasa"] = "en"
    return client


def found(client, asked):
    return client.get(NAMES, {"q": asked}).json()["villages"]


@pytest.mark.parametrize("asked", ["bon", "BONTOA", " bontoa ", "73.06", "7306012001"])
def test_a_village_is_found_by_the_beginning_of_its_name_or_code(educator, place, asked):
    (row,) = found(educator, asked)
    assert (row["code"], row["mine"]) == ("73.06.01.2001", False)
    assert row["name"] == "Bontoa, Suruh (WITA)"


def test_assigned_villages_come_first(educator, place):
    Village.objects.filter(pk=place.far_village.pk).update(name="Aa Sukamaju")
    Village.objects.filter(pk=place.far_village.pk).update(name="Sukaaa")
    assert [row["mine"] for row in found(educator, "suka")] == [True, False]


@pytest.mark.parametrize("asked", ["", "   ", "%", "zzz", "99"])
def test_nothing_is_found_without_the_beginning_of_a_name(educator, place, asked):
    assert found(educator, asked) == []


def test_ended_villages_are_not_offered(educator, place):
    Village.objects.update(status="ended")
    assert found(educator, "suka") == []


def test_the_search_takes_few_queries_and_an_index(educator, place, django_assert_max_num_queries):
    found(educator, "suka")
    with django_assert_max_num_queries(7):
        found(educator, "suka")
    if connection.vendor == "sqlite":
        active = Village.objects.active()
        for villages, index in [
            (active.named_like("suka"), "village_by_name"),
            (active.coded_like("33.22"), "village_by_code_name"),
            (active.in_district("suka"), "village_by_district"),
            (active.in_regency("suka"), "village_by_status_regency"),
        ]:
            assert index in villages.explain()


def test_the_search_is_closed_to_people_who_log_no_sessions(cast, signed_in, client):
    assert client.get(NAMES, {"q": "suka"}).status_code == 302
    assert signed_in(cast.editor).get(NAMES, {"q": "suka"}).status_code == 403


def test_without_javascript_another_village_is_chosen_and_the_form_says_it_will_be_held(educator, place):
    page = educator.get("/lapangan/desa/", {"q": "bon"}).text
    assert f"{NEW}?desa=73.06.01.2001" in page
    assert "Not assigned to you" in page
    form = educator.get(NEW, {"desa": "73.06.01.2001"}).text
    assert "data-not-mine>" in form
    assert "This village is not assigned to you." in form
    assert "Bontoa, Suruh (WITA)" in form
    assert "data-not-mine hidden>" in educator.get(NEW, {"desa": "33.22.05.2003"}).text
    assert "No village begins with" in educator.get("/lapangan/desa/", {"q": "zzz"}).text
