"""A form that was refused shows where the error is."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import ArticlePage, Helpline
from tests.support.pages import paragraphs

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(transactional_db, review_client, page_of, person):
    """Return a function that opens a form of the admin in a browser."""
    admin = person("kepala", is_superuser=True)
    return lambda name, *args: page_of(admin, reverse(name, args=args))


def test_a_refused_page_opens_on_the_tab_of_the_error_with_the_cursor_in_its_field(opened, library):
    page = opened("wagtailadmin_pages:add", "cms", "articlepage", library.topic.pk)
    page.locator("[name=heading_ind]").fill("Baru")
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    with page.expect_navigation():
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
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.locator("[name=numbers-0-dial]")).to_be_focused()


def test_a_refused_form_without_tabs_opens_on_its_error_too(opened):
    page = opened("roster_import")
    page.set_input_files("[name=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"\xff\xfe\x00"})
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.locator("[name=file]")).to_be_focused()
    expect(page.locator(".error-message")).to_be_in_viewport()


def test_a_link_to_a_page_that_is_not_published_opens_the_language_that_has_it(opened, library):
    hidden = ArticlePage(slug="konsep", icon="money", heading_ind="Belum terbit", live=False)
    library.topic.add_child(instance=hidden)
    library.article.body_jv = paragraphs(f'Waca <a linktype="page" id="{hidden.pk}">iki</a>')
    library.article.save_revision()
    page = opened("wagtailadmin_pages:edit", library.article.pk)
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    with page.expect_navigation():
        page.locator("[name=action-publish]").click()
    expect(page.get_by_role("tab", name="Basa Jawa")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("Belum terbit")).to_be_in_viewport()
