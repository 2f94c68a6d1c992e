"""A browser that stores nothing takes quizzes page by page, alone and in a round."""

import re

import pytest
from playwright.sync_api import expect

from quizzes.models import Attempt

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("empty_content_cache")]
GETTER = "Object.defineProperty(window, 'localStorage', { get() { %s } });"
STORAGES = {
    "refused": GETTER % "throw new DOMException('denied', 'SecurityError')",
    "null": GETTER % "return null",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };",
    "almost full": """const write = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, value) {
        if (value.length > 1000) throw new DOMException('full', 'QuotaExceededError');
        write.call(this, key, value);
      };""",
}
STORAGES["without anything"] = STORAGES["null"] + (
    "delete Navigator.prototype.serviceWorker; delete window.caches; delete window.indexedDB;"
)


@pytest.fixture(params=STORAGES.values(), ids=STORAGES)
def poor_page(context, request):
    """A page of a browser whose storage fails; what its scripts throw fails the test."""
    context.add_init_script(request.param)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


def take_page_by_page(page):
    for number in range(1, 4):
        page.wait_for_url(re.compile(rf"/kuis/coba/[-\w]{{16}}/{number}/$"))
        page.wait_for_load_state("networkidle")  # the script has had its chance
        assert page.locator("body[data-quiz=ready]").count() == 0
        page.check("input[value=b]")
        page.click("form button[type=submit]")
        page.get_by_role("link", name=re.compile("Soal berikutnya|Lihat hasil|Pertanyaan berikutnya")).click()
    page.wait_for_url("**/hasil/")
    assert Attempt.objects.get().answers.count() == 3


def test_a_quiz_is_taken_alone(poor_page, transactional_db, live_server, quiz):
    poor_page.goto(f"{live_server.url}/id/kuis/coba/")
    with poor_page.expect_response("**/deferred.js"):
        pass
    poor_page.wait_for_load_state("networkidle")
    poor_page.get_by_role("button", name="Mulai").click()
    take_page_by_page(poor_page)


def test_a_quiz_is_taken_in_a_round(poor_page, transactional_db, live_server, make_round):
    poor_page.goto(f"{live_server.url}/g/{make_round('after').code}")
    poor_page.get_by_role("button", name="Mulai").click()
    take_page_by_page(poor_page)


def test_the_page_for_the_script_leads_on_to_one_that_needs_none(
    poor_page, transactional_db, live_server, quiz
):
    poor_page.goto(f"{live_server.url}/id/kuis/coba/utuh/")
    poor_page.get_by_role("button", name="Mulai").click()
    poor_page.wait_for_url(re.compile("/1/$"))
    poor_page.goto(poor_page.url.replace("/1/", "/utuh/"))
    poor_page.get_by_role("link", name="Mulai").click()
    take_page_by_page(poor_page)


def test_other_services_of_a_page_work_without_storage(poor_page, transactional_db, live_server, library):
    poor_page.add_init_script("navigator.share = () => Promise.resolve()")
    poor_page.goto(f"{live_server.url}/id/paspor/harga/")
    expect(poor_page.locator("[data-share]").first).to_be_visible()


def test_a_phone_that_fills_up_in_the_middle_goes_on_page_by_page(
    page, transactional_db, live_server, quiz, make_round
):
    page.goto(f"{live_server.url}/g/{make_round('after').code}")
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector("body[data-quiz=ready]")
    page.evaluate(f"() => {{ {STORAGES['full']} }}")
    page.wait_for_timeout(600)
    page.locator("section:not([hidden]) input[value=b]").check()
    page.locator("section:not([hidden]) form button").click()
    page.wait_for_url(re.compile(r"/kuis/coba/[-\w]{16}/1/$"))
