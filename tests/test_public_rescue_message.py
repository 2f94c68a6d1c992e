"""A message that asks a mission for help: made on the phone, sent nowhere by us."""

from datetime import date
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from cms.models import Helpline, HelplineNumber, Place
from tests.support.browser import wait_until_cached

PATH = "/id/pesan-darurat/"


@pytest.fixture
def missions(site):
    """An embassy with an emergency number, one on WhatsApp and an office number."""
    abroad = Place.objects.create(slug="luar-negeri", name_ind="Di luar negeri", kind="region")
    cambodia = Place.objects.create(slug="kamboja", name_ind="Kamboja", parent=abroad)
    embassy = Helpline(
        slug="kbri",
        name_ind="KBRI Phnom Penh",
        what_ind="Hubungi.",
        need="emergency",
        place=cambodia,
        is_mission=True,
        read_on=date(2026, 11, 1),
        valid_until=date(2099, 1, 1),
    )
    embassy.numbers = [
        HelplineNumber(kind="phone", number="+855 12", dial="+85512", for_emergencies=True),
        HelplineNumber(kind="whatsapp", number="+855 61", dial="+85561"),
        HelplineNumber(kind="phone", number="+855 23", dial="+85523"),
    ]
    embassy.save()


def test_without_script_the_message_is_there_to_copy_with_the_numbers_it_can_go_to(missions, client):
    text = client.get(PATH).content.decode()
    assert "Saya WNI dan minta tolong.\nNama saya: ...\nSaya di: ...</textarea>" in text
    assert 'href="sms:+85512"' in text
    assert 'href="https://wa.me/85561"' in text
    assert "+85523" not in text
    assert "tetap ada di HP" in text


@pytest.mark.browser
def test_the_message_holds_what_was_typed_and_the_place_only_after_a_press(
    missions, live_server, context, page
):
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 11.556374, "longitude": 104.928207, "accuracy": 20})
    sent = []
    page.goto(live_server.url + PATH)
    page.on("request", lambda request: sent.append(request.url))
    page.fill("[name=name]", "Siti & Ani")
    page.fill("[name=place]", "Gedung A, Poipet")
    whatsapp = page.locator("[data-send=whatsapp]").first
    assert "Titik peta" not in unquote(whatsapp.get_attribute("href"))
    page.click("[data-locate]")
    expect(page.locator("[data-located]")).to_contain_text("ada di pesan")
    lines = ["Saya WNI dan minta tolong.", "Nama saya: Siti & Ani", "Saya di: Gedung A, Poipet"]
    text = "\n".join([*lines, "Titik peta: 11.55637,104.92821"])
    assert page.input_value("textarea").startswith(text)
    assert unquote(whatsapp.get_attribute("href")).startswith(f"https://wa.me/85561?text={text}")
    assert unquote(page.locator("[data-send=sms]").first.get_attribute("href")).startswith(
        f"sms:+85512?&body={text}"
    )
    assert not [url for url in sent if "Siti" in unquote(url)]
    assert page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])").count("Siti") == 0


@pytest.mark.browser
def test_where_the_phone_gives_no_place_the_page_asks_to_write_it(missions, live_server, page):
    page.goto(live_server.url + PATH)
    page.click("[data-locate]")
    expect(page.locator("[data-located]")).to_contain_text("Tulis")
    page.fill("textarea", "Tolong saya")
    href = page.locator("[data-send=whatsapp]").last.get_attribute("href")
    assert href == "https://wa.me/?text=Tolong%20saya"


@pytest.mark.browser
def test_the_message_is_written_without_network_after_one_visit_of_another_page(
    missions, live_server, context, page
):
    page.goto(f"{live_server.url}/id/paspor/harga/")
    wait_until_cached(page, "/g/")
    context.set_offline(True)
    page.goto(live_server.url + PATH)
    page.fill("[name=name]", "Siti")
    assert "Nama saya: Siti" in page.input_value("textarea")
    context.set_offline(False)
