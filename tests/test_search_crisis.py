"""Who calls for help in the search box gets help first."""

import pytest

from cms.models import CrisisWords, Helpline, HelplineNumber, Synonym
from tests.support.pages import new_helpline, place_called


@pytest.fixture
def helped(site):
    """Two helplines and the words that lead to them."""
    for slug, need, dial in [("polisi", "emergency", "110"), ("sapa", "violence", "129")]:
        line = new_helpline(slug, name_ind=slug.title(), need=need)
        line.numbers = [HelplineNumber(number=dial, dial=dial)]
        line.save()
    CrisisWords.objects.create(
        slug="kekerasan",
        need="violence",
        words_ind="dipukul\nkekerasan",
        words_en="beaten",
        message_ind="Telepon sekarang.",
    )
    CrisisWords.objects.create(
        slug="terjebak", need="emergency", order=1, words_ind="disekap\ntidak boleh pulang\npaspor ditahan"
    )
    Synonym.objects.create(language="id", written="gk\ntdk\nnggak", meaning="tidak")
    Synonym.objects.create(language="id", written="plg", meaning="pulang")
    Synonym.objects.create(language="id", written="blh", meaning="boleh")


def kinds(client, query, language="id"):
    crisis = client.get(f"/{language}/cari/", {"q": query}).context.get("crisis")
    return [kind.slug for kind in crisis.kinds] if crisis else []


@pytest.mark.parametrize(
    "query",
    [
        "disekap",
        "DISEKAP",
        "saya disekap di kamboja",
        "di sekap",
        "diskap",
        "disekab",
        "disekapnya",
        "tidak boleh pulang",
        "gk blh plg",
        "saya NGGAK boleh pulang!!!",
        "tdk dikasih boleh pulang",
        "paspor ditahan",
        "paspor saya sudah lama ditahan",
        "harga paspor disekap",
    ],
)
def test_a_call_for_help_is_understood_however_it_is_written(helped, client, query):
    assert kinds(client, query) == ["terjebak"]


@pytest.mark.parametrize(
    "query",
    ["disikap", "disekat", "dipupuk", "dipikul", "boleh pulang", "pulang tidak boleh", "paspor", "ditahan"],
)
def test_another_word_is_no_call_for_help(helped, client, query):
    assert kinds(client, query) == []


def test_words_of_a_phrase_far_apart_are_no_phrase(helped, client):
    assert kinds(client, "paspor hilang saat pulang, bagasi saya ditahan") == []


@pytest.mark.parametrize(
    ("query", "is_heard"),
    [
        ("rumah dijual", False),
        ("rumah dijual murah", False),
        ("RUMAH  dijual, Bogor", False),
        ("rumah-rumah dijual", False),
        ("dijual", True),
        ("rumah majikan tempat dijual", True),
        ("rumahku dijual", True),
        ("saya di rumah dijual majikan", True),
        ("rumah dijual dan disekap", True),
    ],
)
def test_a_line_with_a_minus_is_no_call_for_help_but_who_speaks_of_themselves_is_heard(
    helped, client, query, is_heard
):
    CrisisWords.objects.filter(slug="terjebak").update(words_ind="disekap\ndijual\n-rumah dijual\n-")
    assert kinds(client, query) == (["terjebak"] if is_heard else [])


def test_the_words_of_every_language_are_understood_in_each(helped, client):
    assert kinds(client, "beaten", "id") == kinds(client, "dipukul", "en") == ["kekerasan"]


def test_the_most_urgent_words_come_first_and_the_numbers_of_all_follow(helped, client):
    crisis = client.get("/id/cari/", {"q": "dipukul dan disekap"}).context["crisis"]
    assert [kind.slug for kind in crisis.kinds] == ["terjebak", "kekerasan"]
    assert [line.slug for line in crisis.helplines] == ["polisi", "sapa"]


def test_the_numbers_stand_above_everything_that_was_found(helped, client):
    page = client.get("/id/cari/", {"q": "harga paspor dipukul"}).text
    order = ["Telepon sekarang.", 'href="tel:129"', 'href="tel:110"', 'id="q"', "/id/paspor/harga/"]
    assert sorted(order, key=page.index) == order
    assert "data-leave" in page


def test_the_helpline_chosen_for_the_words_comes_first(helped, client):
    CrisisWords.objects.filter(slug="kekerasan").update(helpline=Helpline.objects.get(slug="polisi"))
    page = client.get("/id/cari/", {"q": "dipukul"}).text
    assert page.index("tel:110") < page.index("tel:129")


def test_numbers_of_the_country_that_is_named_come_first(helped, client):
    abroad = place_called("luar-negeri")
    for slug, name in [("kamboja", "Kamboja"), ("taiwan", "Taiwan")]:
        line = new_helpline(f"kbri-{slug}", place=place_called(slug, name_ind=name, parent=abroad))
        line.numbers = [HelplineNumber(number="+855", dial="+855")]
        line.save()
    Synonym.objects.create(language="id", written="phnom penh", meaning="kamboja")
    for query in ["disekap di Kamboja", "disekap phnom penh"]:
        crisis = client.get("/id/cari/", {"q": query}).context["crisis"]
        assert [line.slug for line in crisis.helplines] == ["kbri-kamboja", "polisi"]
    crisis = client.get("/id/cari/", {"q": "disekap"}).context["crisis"]
    assert [line.slug for line in crisis.helplines] == ["polisi"]


def test_the_hotline_of_a_helpline_is_called_and_not_its_office(helped, client):
    line = Helpline.objects.get(slug="polisi")
    line.numbers.add(HelplineNumber(number="911", dial="911", for_emergencies=True))
    line.save()
    page = client.get("/id/cari/", {"q": "disekap"}).text
    assert "tel:911" in page
    assert "tel:110" not in page


def test_words_that_are_not_published_lead_nowhere(helped, client):
    CrisisWords.objects.update(live=False)
    assert kinds(client, "disekap") == []


def test_a_page_to_read_is_linked_only_while_it_is_published(helped, client, site):
    article = site.get_descendants().get(slug="harga")
    CrisisWords.objects.filter(slug="terjebak").update(page=article)
    assert "/en/paspor/harga/" in client.get("/en/cari/", {"q": "disekap"}).text
    article.specific.unpublish()
    assert "/en/paspor/harga/" not in client.get("/en/cari/", {"q": "disekap"}).text


def test_a_call_for_help_without_any_number_still_gets_an_answer(helped, client):
    Helpline.objects.all().delete()
    page = client.get("/en/cari/", {"q": "disekap"}).text
    assert "go to the nearest police station or embassy" in page
    assert 'href="/en/bantuan/"' in page


def test_a_call_for_help_needs_few_queries(helped, client, django_assert_max_num_queries):
    client.get("/id/cari/?q=disekap")
    with django_assert_max_num_queries(9):
        client.get("/id/cari/?q=disekap")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_number_is_on_the_first_screen_of_a_phone(helped, live_server, browser, scheme):
    page = browser.new_page(
        viewport={"width": 360, "height": 640}, color_scheme=scheme, java_script_enabled=False
    )
    page.goto(f"{live_server.url}/id/cari/?q=tolong+saya+dipukul")
    box = page.locator(".crisis__call").first.bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert box["height"] >= 48
    assert box["y"] + box["height"] < bar["y"]
    page.close()
