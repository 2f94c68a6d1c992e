"""What was typed last is in what is saved, however soon the save button or Ctrl+S is pressed."""

import pytest
from django.urls import reverse
from playwright.sync_api import TimeoutError as NotYet
from playwright.sync_api import expect

from cms.models import ArticlePage

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(transactional_db, library, page_of, person):
    """The editor of the article, open in a browser."""
    page = page_of(
        person("kepala", is_superuser=True), reverse("wagtailadmin_pages:edit", args=[library.article.pk])
    )
    page.wait_for_load_state("networkidle")
    return page


def type_into_the_text(page):
    page.locator("[contenteditable=true]:visible").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Selesai.")


def test_rich_text_typed_just_before_is_saved(editor):
    type_into_the_text(editor)
    with editor.expect_navigation():
        editor.keyboard.press("Control+s")
    assert "Selesai." in str(ArticlePage.objects.get().latest_revision.as_object().body_ind)


def test_what_the_button_asks_for_is_done_although_the_form_waits(editor):
    type_into_the_text(editor)
    editor.get_by_role("button", name="Tindakan lain").last.click()
    with editor.expect_navigation():
        editor.locator("[name=action-publish]").click()
    assert "Selesai." in str(ArticlePage.objects.get().body_ind)


def test_what_is_asked_for_waits_until_a_saving_in_the_background_has_arrived(editor):
    """Else the older words, arriving later, would be the newest version."""
    held = []

    def hold(route):
        return held.append(route) if is_in_the_background(route.request) else route.continue_()

    expect(
        editor.locator("[data-w-unsaved-has-edits-value=false]"), "changes are seen from here on"
    ).to_be_attached()
    editor.route(editor.url, hold)
    with editor.expect_request(is_in_the_background):
        type_into_the_text(editor)
    editor.keyboard.type(" Sungguh.")
    editor.keyboard.press("Control+s")
    with pytest.raises(NotYet), editor.expect_request(is_a_form, timeout=1500):
        pass
    with editor.expect_navigation():
        held[0].continue_()
    assert len(held) == 1, "a form that is on its way saves nothing more in the background"
    assert "Selesai. Sungguh." in str(ArticlePage.objects.get().latest_revision.as_object().body_ind)


def is_in_the_background(request):
    return request.method == "POST" and request.url.endswith("/edit/") and not is_a_form(request)


def is_a_form(request):
    return request.method == "POST" and request.is_navigation_request()
