"""Villages as points: in the right place, with words beside them, and light."""

import re
from datetime import date
from math import hypot
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villages.maps import village_map
from villages.maps.village_map import FLATTEST, MOST, TALLEST, WIDTH, drawing_of
from villages.models import Village
from villages.models.tallies import add_to_tallies

SPRING = "first=2026-03&last=2026-05"


def at(latitude, longitude):
    return SimpleNamespace(latitude=latitude, longitude=longitude)


@given(
    st.lists(
        st.tuples(st.floats(-11.5, 6.5), st.floats(94.5, 141.5)),
        min_size=1,
        max_size=30,
    )
)
def test_every_point_is_on_the_sheet_with_north_up_and_east_right(places):
    drawing = drawing_of([at(*place) for place in places])
    assert FLATTEST <= drawing.height <= TALLEST
    for point in drawing.points:
        assert 0 < point.x < WIDTH
        assert 0 < point.y < drawing.height
    northern = max(drawing.points, key=lambda point: point.village.latitude)
    eastern = max(drawing.points, key=lambda point: point.village.longitude)
    assert northern.y == min(point.y for point in drawing.points)
    assert eastern.x == max(point.x for point in drawing.points)
    assert 0 < drawing.bar < WIDTH


def test_the_bar_measures_the_distance_between_two_villages():
    # Semarang and Yogyakarta are 100 km apart as the crow flies.
    drawing = drawing_of([at(-6.9667, 110.4167), at(-7.8014, 110.3647)])
    first, second = drawing.points
    distance = hypot(first.x - second.x, first.y - second.y) * drawing.km / drawing.bar
    assert distance == pytest.approx(93, abs=2)


def test_without_coordinates_there_is_no_drawing():
    assert drawing_of([]) is None
    assert drawing_of(None) is None


@pytest.fixture
def located(programme, place):
    """The visited village and the one never visited, 80 km apart; the far one has no coordinates."""
    for village, latitude, longitude in (
        (place.village, "-7.25000", "110.50000"),
        (place.second_village, "-7.75000", "111.00000"),
    ):
        Village.objects.filter(pk=village.pk).update(latitude=latitude, longitude=longitude)


def test_the_dashboard_shows_visited_villages_filled_and_says_it_in_words(located, cast, signed_in):
    page = signed_in(cast.reviewer).get(f"/admin/program/?{SPRING}").content.decode()
    drawing = page.partition("dashboard__points")[2].partition("</svg>")[0]
    dots = re.findall(
        r'<a href="([^"]+)"[^>]*><title>(.*?)</title><circle[^>]*?(class="dashboard__open")?/>', drawing
    )
    assert [(address[-14:-1], bool(is_open)) for address, _title, is_open in dots] == [
        ("33.22.05.2003", False),
        ("33.22.05.2004", True),
    ]
    assert len(re.findall(r'cx="[\d.]+" cy="[\d.]+"', drawing)) == 2
    assert re.search(r'd="M1 1v6M1 4h[\d.]+m0-3v6"', page)
    assert "Sukamaju: 5 April 2026" in drawing
    assert "1 desa dikunjungi" in page
    assert "1 desa belum dikunjungi" in page


def test_the_points_follow_the_filter_and_the_office(located, place, cast, signed_in):
    client = signed_in(cast.analyst)
    context = client.get(f"/admin/program/?{SPRING}&province=73").context
    assert context["map"]["drawing"] is None
    assert not context["map"]["is_too_much"]
    Village.objects.filter(pk=place.far_village.pk).update(latitude="-5.2", longitude="119.5")
    assert len(client.get(f"/admin/program/?{SPRING}").context["map"]["drawing"].points) == 3
    own = signed_in(cast.other_reviewer).get(f"/admin/program/?{SPRING}").context["map"]["drawing"]
    assert [point.village.name for point in own.points] == ["Bontoa"]


def test_too_many_villages_ask_for_a_filter(located, cast, signed_in, monkeypatch):
    monkeypatch.setattr(village_map, "MOST", 1)
    found = signed_in(cast.analyst).get(f"/admin/program/?{SPRING}").context["map"]
    assert found == {"drawing": None, "is_too_much": True}


def test_the_public_page_of_a_province_has_its_points_and_stays_light(
    located, place, client, make_session, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        page = client.get("/en/desa/?provinsi=33").content.decode()
    assert page.count("h0") == 2
    assert "2 villages whose place is known" in page
    assert "Sukamaju" in page
    assert re.search(r"M1 4h[\d.]+m0-3v6", client.get("/id/desa/?provinsi=33").content.decode())
    assert "Each point" not in client.get("/en/desa/?provinsi=73").content.decode()
    village = Village.objects.values("kind", "district", "regency_id", "office_id", "evidence").first()
    Village.objects.bulk_create(
        Village(
            code=f"33.22.06.{2000 + number}",
            name=f"Desa {number}",
            latitude=-7 - number / 1000,
            longitude=110 + number * 7 % 400 / 1000,
            **village,
        )
        for number in range(MOST - 2)
    )
    path = re.search(
        r'<path d="(M[^"]+)" stroke="currentColor" stroke-width="7"',
        client.get("/en/desa/?provinsi=33").content.decode(),
    )
    assert path[1].count("M") == MOST
    assert len(path[1]) < 16 * MOST


def test_an_ended_village_is_no_point(located, place, cast, signed_in):
    tally_before = signed_in(cast.analyst).get(f"/admin/program/?{SPRING}").context["map"]["drawing"]
    Village.objects.filter(pk=place.second_village.pk).update(status="ended")
    after = signed_in(cast.analyst).get(f"/admin/program/?{SPRING}").context["map"]["drawing"]
    assert len(tally_before.points) - len(after.points) == 1


def test_a_visit_outside_the_period_does_not_fill_the_point(located, place, make_session, cast, signed_in):
    add_to_tallies(make_session(place.second_village, date(2026, 8, 5), women=12))
    spring = signed_in(cast.reviewer).get(f"/admin/program/?{SPRING}").context["map"]
    august = signed_in(cast.reviewer).get("/admin/program/?first=2026-08&last=2026-08").context["map"]
    assert spring["visited"] == {place.village.pk}
    assert august["visited"] == {place.second_village.pk}
