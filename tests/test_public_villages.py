from datetime import timedelta

import pytest
from django.utils import timezone

from cms.page_cache import content_version
from quizzes.programme.exports.editions import edition_of
from quizzes.programme.exports.request import finished_quarters
from villages.models.tallies import add_to_tallies
from villages.public import views
from villages.reach.filters import Filters, months_before


@pytest.fixture
def last_month():
    return timezone.localdate().replace(day=1) - timedelta(days=10)


def test_a_villager_finds_her_village_by_name(client, place):
    page = client.get("/id/desa/?q=sukama").content.decode()
    assert "/id/desa/33.22.05.2003/" in page
    assert "/id/desa/33.22.05.2004/" not in page


def test_a_name_that_is_nowhere_gets_advice_and_not_an_empty_page(client, place):
    assert "Try fewer letters" in client.get("/en/desa/?q=zzzz").content.decode()


def test_the_villages_of_an_office_have_a_list(client, place):
    page = client.get(f"/en/desa/?kantor={place.office.pk}").text
    assert "Kantor Imigrasi Semarang" in page
    assert "Sukamaju" in page
    assert "Bontoa" not in page


@pytest.mark.parametrize("key", ["0", "x", "'", "99999999999999999999", "-1"])
def test_an_office_that_does_not_exist_is_not_found(client, place, key):
    assert client.get("/en/desa/", {"kantor": key}).status_code == 404


def test_a_province_that_does_not_exist_is_not_found(client, place):
    assert client.get("/en/desa/?provinsi=99").status_code == 404
    assert client.get("/en/desa/?provinsi=%27").status_code == 404
    assert client.get("/en/desa/99.99.99.9999/").status_code == 404


def test_the_village_page_tells_few_sessions_in_words_and_no_people(
    client, place, cast, make_session, last_month
):
    add_to_tallies(make_session(place.village, last_month, women=7))
    page = client.get("/en/desa/33.22.05.2003/").content.decode()
    assert "Sessions: fewer than 5" in page
    assert "Participations" not in page


def test_sessions_on_the_village_page_are_rounded(client, place, cast, make_session, last_month):
    for _ in range(7):
        add_to_tallies(make_session(place.village, last_month, women=12))
    assert "Sessions: about 5" in client.get("/en/desa/33.22.05.2003/").content.decode()


def test_a_small_province_is_hidden_together_with_another(client, place, cast, make_session):
    quarter = finished_quarters()[0]
    add_to_tallies(make_session(place.village, quarter, women=7))
    add_to_tallies(make_session(place.far_village, quarter, women=33))
    edition_of(Filters(quarter, months_before(quarter, -2)))
    page = client.get("/en/desa/").content.decode()
    assert page.count("<td>–</td>") == 2
    assert "<td>40</td>" in page


def test_before_the_first_quarter_is_frozen_the_page_shows_villages_alone(
    client, place, cast, make_session, last_month
):
    add_to_tallies(make_session(place.village, last_month, women=70))
    page = client.get("/en/desa/").text
    assert "Numbers of sessions stand here once the first quarter of a year is over." in page
    assert "Participations" not in page
    assert "<td>70</td>" not in page


def test_an_inferred_village_is_never_called_confirmed(client, place):
    place.village.evidence = "inferred"
    place.village.save()
    assert "not confirmed" in client.get("/en/desa/33.22.05.2003/").content.decode()


def test_a_village_no_longer_fostered_has_no_page(client, place):
    place.village.status = "ended"
    place.village.save()
    assert client.get("/en/desa/33.22.05.2003/").status_code == 404


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/id/desa/", 4),
        ("/id/desa/?q=suka", 4),
        ("/id/desa/?q=33.22", 2),
        ("/id/desa/?q=zzzz", 5),
        ("/id/desa/?provinsi=33", 5),
        ("/id/desa/?kantor={office}", 5),
        ("/id/desa/33.22.05.2003/", 2),
    ],
)
def test_the_public_pages_cost_few_queries_and_set_no_cookie(
    client, place, address, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        response = client.get(address.format(office=place.office.pk))
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize(
    ("address", "is_cached"),
    [
        ("/id/desa/", True),
        ("/id/desa/33.22.05.2003/", True),
        # A phone keeps one page of an address, whatever follows the question mark.
        ("/id/desa/?q=suka", False),
        ("/id/desa/?provinsi=33", False),
    ],
)
def test_what_everybody_sees_alike_is_cached_and_what_somebody_looks_for_is_not(
    client, place, address, is_cached
):
    assert ("public" in client.get(address)["Cache-Control"]) == is_cached


def test_an_empty_question_shows_the_provinces(client, place):
    assert "Jawa Tengah: 2" in client.get("/en/desa/?q=+").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_approved_session_does_not_empty_the_cache_of_the_whole_site(
    place, cast, make_session, last_month, monkeypatch
):
    renewed = []
    monkeypatch.setattr(content_version, "renew", lambda: renewed.append(1))
    add_to_tallies(make_session(place.village, last_month, women=7))
    assert not renewed
    place.village.save()  # but a village with another office does
    assert renewed


def test_a_name_of_very_many_says_that_there_are_more(client, place, monkeypatch):
    monkeypatch.setattr(views, "MOST_FOUND", 1)
    assert "Only the first 1 are shown" in client.get("/en/desa/?q=a").content.decode()
    assert "are shown" not in client.get("/en/desa/?q=zzzz").content.decode()


def test_every_page_leads_to_the_villages(site, client):
    for page in ["/id/", "/id/paspor/harga/"]:
        assert 'href="/id/desa/"' in client.get(page).content.decode()
