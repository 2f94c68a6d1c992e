"""Editors see whose number is still missing."""

import pytest
from django.urls import reverse

from cms.helplines.missing_numbers import Lack, destinations_without_number, missing_numbers
from cms.models import HelplineNumber, Place
from tests.support.pages import new_helpline, place_called


@pytest.fixture
def abroad(db):
    return place_called("luar-negeri", kind=Place.Kind.REGION)


def mission(place, *numbers, slug="", **fields):
    line = new_helpline(slug or f"kbri-{place.slug}", place=place, is_mission=True, **fields)
    line.numbers = [HelplineNumber(number=dial, dial=dial, for_emergencies=hot) for dial, hot in numbers]
    line.save()
    return line


def lacks():
    return [(row.place.slug, row.lack) for row in missing_numbers()]


def test_the_worst_is_listed_first_and_a_mission_with_a_hotline_not_at_all(abroad):
    mission(place_called("malaysia", parent=abroad), ("+601", True), ("+602", False))
    mission(place_called("laos", parent=abroad), ("+856", False))
    mission(place_called("italia", parent=abroad))
    place_called("peru", parent=abroad)
    assert lacks() == [("peru", Lack.NO_MISSION), ("italia", Lack.NO_NUMBER), ("laos", Lack.NO_HOTLINE)]


def test_somebody_who_cannot_be_reached_at_all_is_listed_too(db):
    new_helpline("lpsk").save()
    new_helpline("portal", website="https://example.org/").save()
    assert [row.text.slug for row in missing_numbers()] == ["lpsk"]


def test_home_and_regions_need_no_mission(abroad):
    place_called("indonesia")
    assert lacks() == []


def test_a_destination_where_one_of_two_missions_answers_does_not_count(abroad):
    vietnam, italia = (place_called(slug, parent=abroad) for slug in ("vietnam", "italia"))
    mission(vietnam, ("+841", True))
    mission(vietnam, slug="kjri-vietnam")
    mission(italia)
    assert destinations_without_number(missing_numbers()) == 1


def test_an_editor_is_reminded_and_finds_the_list(abroad, signed_in, person, roles):
    line = mission(place_called("italia", parent=abroad), name_ind="KBRI Roma")
    client = signed_in(person("ningsih", "editor"))
    assert reverse("missing-numbers") in client.get(reverse("wagtailadmin_home")).content.decode()
    text = client.get(reverse("missing-numbers")).content.decode()
    assert "KBRI Roma" in text
    assert reverse("wagtailsnippets_cms_helpline:edit", args=[line.pk]) in text


def test_a_reviewer_has_no_way_to_the_list(signed_in, person, roles):
    assert signed_in(person("bambang", "reviewer")).get(reverse("missing-numbers")).status_code == 302


def test_the_list_costs_the_same_for_many_missions(abroad, django_assert_num_queries):
    for number in range(10):
        mission(place_called(f"negeri-{number}", parent=abroad))
    with django_assert_num_queries(2):
        assert len(missing_numbers()) == 10
