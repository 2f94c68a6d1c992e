import re

import pytest

from cms.models import HelplineNumber, Place
from tests.support.pages import new_helpline, place_called


@pytest.fixture
def places(site):
    home = place_called("indonesia", name_ind="Di Indonesia", order=1)
    abroad = place_called("luar-negeri", name_ind="Di luar negeri", order=2, kind=Place.Kind.REGION)
    malaysia = place_called("malaysia", name_ind="Malaysia", name_en="Malaysia", order=1, parent=abroad)
    return {"home": home, "abroad": abroad, "malaysia": malaysia}


def shown(client, path="/id/bantuan/"):
    return client.get(path).content.decode()


def test_each_place_is_named_once_and_the_most_urgent_help_there_comes_first(places, client):
    rows = [("home", "work"), ("malaysia", "emergency"), ("home", "emergency"), ("abroad", "work")]
    for order, (place, need) in enumerate(rows):
        new_helpline(
            f"b-{order}", name_ind=f"Bantuan {order}", place=places[place], need=need, order=order
        ).save()
    text = shown(client)
    assert re.findall(r"<h2>(.*?)</h2>", text) == ["Di Indonesia", "Di luar negeri", "Malaysia"]
    assert re.findall(r"<h3>Bantuan (\d)", text) == ["2", "0", "3", "1"]


def test_what_lies_in_a_place_that_is_not_published_is_not_shown(places, client):
    new_helpline("kbri", name_ind="KBRI", place=places["malaysia"]).save()
    assert "KBRI" in shown(client)
    places["malaysia"].live = False
    places["malaysia"].save()
    assert "KBRI" not in shown(client)


def test_the_page_needs_the_same_few_queries_however_many_numbers_it_shows(
    places, client, django_assert_max_num_queries
):
    for number in range(12):
        line = new_helpline(f"b-{number}", place=places["malaysia" if number % 2 else "home"])
        line.numbers = [HelplineNumber(number="110", dial="110")]
        line.save()
    client.get("/jv/bantuan/")
    with django_assert_max_num_queries(8):
        client.get("/jv/bantuan/")
