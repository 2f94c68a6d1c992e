"""The paper for a session in a real browser: a poster and a tally sheet, one A4 page each."""

import re

import pytest

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
