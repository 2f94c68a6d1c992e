"""The home page on a phone and on a wide screen, and the foot of every page."""

import pytest

LANGUAGES = ["id", "en", "jv", "su"]


@pytest.mark.browser
def test_all_four_doors_stand_on_the_first_screen_of_a_phone(site, live_server, page):
    page.set_viewport_size({"width": 360, "height": 640})
    for language in LANGUAGES:
        page.goto(f"{live_server.url}/{language}/")
        doors = page.locator(".doors a")
        assert doors.count() == 4
        boxes = [door.bounding_box() for door in doors.all()]
        assert max(box["y"] + box["height"] for box in boxes) <= 560, language
        assert len({box["x"] for box in boxes}) == 2


@pytest.mark.browser
def test_a_wide_screen_has_the_doors_beside_the_drawing(site, live_server, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/id/")
    doors, drawing = page.locator(".doors").bounding_box(), page.locator(".home .drawing").bounding_box()
    assert doors["x"] >= drawing["x"] + drawing["width"]
    assert doors["y"] < drawing["y"] + drawing["height"]


def test_the_foot_of_a_page_names_the_publisher_and_where_to_report_an_error(site, client, settings):
    page = client.get("/en/bantuan/").content.decode()
    assert "Desa Binaan Imigrasi" in page.partition("<footer>")[2]
    assert "Report an error" not in page
    settings.PUBLISHER = {
        "name": "Direktorat Contoh",
        "office": "Jalan Contoh 1, Jakarta",
        "contact": "mailto:humas@example.org",
        "emblem": "/media/emblem.png",
    }
    foot = client.get("/en/bantuan/").content.decode().partition("<footer>")[2]
    for text in ("Direktorat Contoh", "Jalan Contoh 1", 'src="/media/emblem.png"'):
        assert text in foot
    assert 'href="mailto:humas@example.org?subject=http%3A//127.0.0.1%3A8000/en/bantuan/"' in foot
