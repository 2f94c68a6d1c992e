"""A form that was refused shows where the fault is."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from test_review import desk  # noqa: F401 a fixture
from test_translated_pages import library  # noqa: F401 a fixture

from cms.models import Helpline

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(transactional_db, desk, page_of, person):  # noqa: F811
    """Return a function that opens a form of the desk in a browser."""
    admin = person("kepala", is_superuser=True)
    return lambda name, *args: page_of(admin, reverse(name, args=args))


def test_a_refused_page_opens_on_the_tab_of_the_fault_with_the_cursor_in_its_field(opened, library):  # noqa: F811
    page = opened("wagtailadmin_pages:add", "cms", "articlepage", library.topic.pk)
    page.locator("[name=heading_ind]").fill("Baru")
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.locator("[name=action-publish]").click()
    expect(page.locator("[name=icon]")).to_be_focused()
    expect(page.get_by_role("tab", name="Untuk semua bahasa")).to_have_attribute("aria-selected", "true")


def test_a_refused_row_of_a_helpline_opens_on_its_number(opened):
    page = opened("wagtailsnippets_cms_helpline:edit", Helpline.objects.get().pk)
    page.get_by_role("tab", name="Untuk semua bahasa").click()
    page.get_by_role("button", name="Tambah").click()
    page.locator("[name=numbers-0-number]").fill("110")
    page.locator("[name=numbers-0-dial]").fill("satu satu nol")
    page.get_by_role("tab", name="English").click()
    page.keyboard.press("Control+s")
    expect(page.locator("[name=numbers-0-dial]")).to_be_focused()
