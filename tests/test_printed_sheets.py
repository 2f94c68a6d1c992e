"""The paper for a session in a real browser: a poster and a tally sheet, one A4 page each."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.pairing import issue_cards
from villages.models import Village

pytestmark = pytest.mark.browser


def test_poster_and_tally_sheet_fill_one_page_each(page_of, cast, place):
    place.office.name = "Kantor Imigrasi Kelas I Khusus Non Tempat Pemeriksaan Imigrasi Semarang"
    place.office.save()
    Village.objects.filter(pk=place.village.pk).update(
        name="Tanjung Sari Sukamaju Timur", district="Muara Lawas"
    )
    page = page_of(cast.admin, f"/admin/cetak/{place.village.pk}/")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1016})  # A4 without its margins
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 688
    page.set_viewport_size({"width": 360, "height": 640})
    page.emulate_media(media="screen")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_forty_numbered_cards_fill_one_page_and_nothing_else_is_printed(page_of, cast, round_of):
    found = round_of("before")
    issue_cards(found.session, 40)
    page = page_of(cast.educator, f"/lapangan/ronde/{found.code}/kartu/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    expect(page.locator(".top, .bar")).to_have_count(2)
    expect(page.locator(".top, .bar").filter(visible=True)).to_have_count(0)
    shown = page.locator("main").inner_text().split()
    assert len(shown) == 40
    assert all(len(number) == 4 and number.isdigit() for number in shown)


def test_printed_results_of_a_round_say_what_they_are(page_of, cast, round_of):
    found = round_of("before", closed_at=timezone.now())
    page = page_of(cast.educator, f"/lapangan/ronde/{found.code}/hasil/")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
