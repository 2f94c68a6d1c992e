import re
from datetime import date

import pytest
from wagtail.images.tests.utils import get_test_image_file

from cms.models import ArticlePage, HelplineNumber, Picture, Place
from tests.support.pages import new_helpline, place_called, publish_body


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
    assert re.findall(r"Bantuan (\d)", text) == ["2", "0", "3", "1"]


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


def with_number(slug="kp2mi", dial="08001000", **fields):
    number = {name: fields.pop(name) for name in ("called_on", "for_emergencies", "kind") if name in fields}
    line = new_helpline(slug, **fields)
    line.numbers = [HelplineNumber(number=dial, dial=dial, **number)]
    line.save()
    return line


def numbers_in(html):
    return re.findall(r'href="(tel:.*?|https://wa.*?)"', html)


def without_markup(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def everywhere(places, client):
    """Every public page that shows a number, by its address."""
    line = with_number(source_published="2025-04-10", place=places["home"])
    publish_body(ArticlePage.objects.get(), ("paragraph", "<p>Tanya.</p>"), ("helpline", line.pk))
    addresses = [
        "/id/bantuan/",
        "/id/bantuan/indonesia/",
        "/id/paspor/harga/",
        "/id/cek-tawaran/",
    ]
    return lambda: {address: without_markup(shown(client, address)) for address in addresses}


def test_no_page_calls_a_number_checked_that_nobody_dialled(everywhere):
    for address, text in everywhere().items():
        assert "08001000" in text, address
        assert "Dibaca di sumber pada 1 Januari 2026. Sumber terbit 10 April 2025." in text, address
        assert "Belum ditelepon." in text, address
        assert "iperiksa pada" not in text, address


def test_every_page_tells_when_a_number_was_called_and_answered(everywhere):
    HelplineNumber.objects.update(called_on=date(2026, 12, 3))
    for address, text in everywhere().items():
        assert "08001000: ditelepon dan dijawab pada 3 Desember 2026." in text, address
        assert "Belum ditelepon" not in text, address


def test_what_explains_a_number_is_folded_under_it(places, client):
    with_number(what_ind="Tanya kerja.", address="Jalan Satu", email="a@example.org")
    text = shown(client)
    folded = re.search(r'id="kp2mi".*?<details>(.*?)</details>', text, re.DOTALL)[1]
    for words in ["Tanya kerja.", "Jalan Satu", "mailto:a@example.org", "Dibaca di sumber"]:
        assert words in folded
        assert words not in text.replace(folded, "")


def test_a_country_shows_hotlines_and_chats_first_and_everything_on_its_own_page(places, client):
    kbri = new_helpline("kbri", name_ind="KBRI", place=places["malaysia"], address="Jalan Tun Razak")
    numbers = [("+601", True, "phone"), ("+602", False, "phone"), ("+603", False, "whatsapp")]
    kbri.numbers = [
        HelplineNumber(number=dial, dial=dial, for_emergencies=hot, kind=kind) for dial, hot, kind in numbers
    ]
    kbri.save()
    with_number("polisi-malaysia", "999", name_ind="Polisi", place=places["malaysia"], order=200)
    section = re.search(r'id="malaysia".*?</section>', shown(client), re.DOTALL)[0]
    assert numbers_in(section) == ["tel:+601", "https://wa.me/603", "tel:999"]
    assert 'href="malaysia/"' in section
    own = shown(client, "/id/bantuan/malaysia/")
    assert numbers_in(own) == ["tel:+601", "tel:+602", "https://wa.me/603", "tel:999"]
    assert "Jalan Tun Razak" in own


def test_a_place_where_nobody_helps_yet_has_no_page(places, client):
    assert client.get("/id/bantuan/malaysia/").status_code == 404
    with_number(place=places["malaysia"])
    assert client.get("/id/bantuan/malaysia/").status_code == 200
    assert "/id/bantuan/malaysia/" in shown(client, "/sitemap.xml")
    assert "/jv/bantuan/malaysia/" not in shown(client, "/sitemap.xml")


def test_a_mission_without_a_number_is_shown_as_such(places, client):
    new_helpline("kbri-roma", name_ind="KBRI Roma", place=places["malaysia"], is_mission=True).save()
    assert "KBRI Roma Dalam bahaya. Nomornya belum kami temukan." in without_markup(shown(client))


def test_what_falls_back_to_indonesian_is_marked_as_such(places, client):
    with_number(name_ind="Polisi", place=places["home"])
    text = shown(client, "/jv/bantuan/")
    assert '<h2 lang="id">Di Indonesia</h2>' in text
    assert '<strong lang="id">Polisi</strong>' in text
    assert "Durung ditelpon." in text


def test_numbers_that_open_an_article_stand_before_its_picture_with_those_of_every_country(places, client):
    article = ArticlePage.objects.get()
    door = {"title": "Pintu", "description_ind": "Pintu.", "file": get_test_image_file()}
    article.picture = Picture.objects.create(**door)
    line = with_number(place=places["home"])
    publish_body(article, ("helpline", line.pk), ("paragraph", "<p>Sebut nama Anda.</p>"))
    text = shown(client, "/id/paspor/harga/")
    parts = ['href="tel:08001000"', 'href="/id/bantuan/#malaysia"', "Sebut nama Anda.", "<picture"]
    assert sorted(parts, key=text.index) == parts
    publish_body(article, ("paragraph", "<p>Biaya paspor.</p>"))
    text = shown(client, "/id/paspor/harga/")
    assert text.index("<picture") < text.index("Biaya paspor.")
    assert "bantuan/#malaysia" not in text
