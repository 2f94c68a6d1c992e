"""Paper in a real browser: a poster and a tally sheet for a session, and the monthly report of an office."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.taking.pairing import issue_cards
from villages.models import Village

pytestmark = pytest.mark.browser


def sheets(page):
    """Return how many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_poster_and_tally_sheet_fill_one_page_each(page_of, cast, place):
    place.office.name = "Kantor Imigrasi Kelas I Khusus Non Tempat Pemeriksaan Imigrasi Semarang"
    place.office.save()
    Village.objects.filter(pk=place.village.pk).update(
        name="Tanjung Sari Sukamaju Timur", district="Muara Lawas"
    )
    page = page_of(cast.admin, f"/admin/cetak/{place.village.pk}/")
    assert sheets(page) == 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1016})  # A4 without its margins
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 688
    page.set_viewport_size({"width": 360, "height": 640})
    page.emulate_media(media="screen")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_an_article_is_printed_in_dark_ink_from_a_phone_in_dark_mode(site, live_server, page):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{live_server.url}/id/paspor/harga/")
    assert page.locator("h1").evaluate("heading => getComputedStyle(heading).color") == "rgb(20, 33, 61)"


def test_forty_numbered_cards_fill_one_page_and_nothing_else_is_printed(page_of, cast, make_round):
    found = make_round("before")
    issue_cards(found.session, 40)
    page = page_of(cast.educator, f"/lapangan/ronde/{found.code}/kartu/")
    assert sheets(page) == 1
    page.emulate_media(media="print")
    expect(page.locator(".top, .bar")).to_have_count(2)
    expect(page.locator(".top, .bar").filter(visible=True)).to_have_count(0)
    shown = page.locator("main").inner_text().split()
    assert len(shown) == 40
    assert all(len(number) == 4 and number.isdigit() for number in shown)


def test_printed_results_of_a_round_have_a_heading(page_of, cast, make_round):
    found = make_round("before", closed_at=timezone.now())
    page = page_of(cast.educator, f"/lapangan/ronde/{found.code}/hasil/")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(("sessions", "expected"), [(0, 1), (7, 1), (12, 1), (25, 2)])
def test_the_report_of_an_ordinary_month_fills_one_sheet_with_its_signatures(
    page_of, programme, cast, place, make_session, sessions, expected
):
    topics = ["hukum-dan-hak-anda", "paspor-dan-keberangkatan", "keluarga-dan-jalan-pulang"]
    for day in range(1, sessions + 1):
        make_session(place.village, date(2026, 2, day), women=5, topics=topics)
    page = page_of(cast.reviewer, "/admin/program/laporan/?last=2026-02")
    expect(page.locator("tbody tr")).to_have_count(max(sessions, 1))
    assert sheets(page) == expected
