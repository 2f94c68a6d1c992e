"""The people the site is for walk through it in a real browser, 360x640, on the starter content."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.support.accounts import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def starter(transactional_db):
    """The roster, the starter content and the roles, as `make run` loads them."""
    from villages.starter import load_roster

    quiet = {"verbosity": 0, "stdout": None}
    call_command("load_starter", **quiet)
    call_command("setup_roles", **quiet)
    load_roster(lambda sentence: None)


@pytest.fixture
def plain_phone(browser, browser_context_args):
    """A page on a phone whose browser runs no JavaScript."""
    contexts = []

    def make(locale):
        context = browser.new_context(
            **{**browser_context_args, "locale": locale, "java_script_enabled": False}
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def test_a_villager_reads_switches_language_finds_help_and_takes_the_quiz_without_javascript(
    starter, live_server, plain_phone
):
    page = plain_phone("jv")
    page.goto(live_server.url)
    expect(page).to_have_url(f"{live_server.url}/jv/")
    expect(page.locator("html")).to_have_attribute("lang", "jv")

    page.locator("a[href='/jv/jalur-resmi/']").click()
    page.locator("a[href='/jv/jalur-resmi/delapan-dokumen/']").click()
    expect(page).to_have_url(f"{live_server.url}/jv/jalur-resmi/delapan-dokumen/")
    in_javanese = page.locator("h1").inner_text()

    page.locator("header summary").click()
    page.locator("header a[hreflang=en]").click()
    expect(page).to_have_url(f"{live_server.url}/en/jalur-resmi/delapan-dokumen/")
    expect(page.locator("h1")).not_to_have_text(in_javanese)
    page.goto(live_server.url)
    expect(page, "the choice is remembered").to_have_url(f"{live_server.url}/en/")

    page.locator("nav.bar a[href='/en/bantuan/']").click()
    expect(page.locator("a[href='tel:08001000']").first).to_be_visible()
    page.locator("#kp2mi summary").click()
    expect(page.locator("#kp2mi")).to_contain_text("Read in a source on 30 November 2026")

    page.locator("nav.bar a[href='/en/kuis/']").click()
    page.locator("a[href='/en/kuis/tawaran-kerja/']").first.click()
    page.get_by_role("button", name="Start the quiz").click()
    for number in range(1, 6):
        expect(page.get_by_text(f"Question {number} of 5")).to_be_visible()
        page.locator("label", has=page.locator("input[type=radio]")).nth(number % 3).click()
        page.get_by_role("button", name="Send my answer").click()
        page.get_by_role("link", name=re.compile("Next question|See the result")).click()
    expect(page).to_have_url(re.compile("/kuis/"))
    expect(page.locator("h1")).to_be_visible()


def test_an_editor_changes_an_article_previews_it_in_english_and_publishes(
    starter, live_server, page, person
):
    from cms.models import ArticlePage

    person("rini", "editor", is_staff=True)
    article = ArticlePage.objects.get(slug="delapan-dokumen")
    page.goto(f"{live_server.url}/admin/login/")
    page.locator("input[name=username]").fill("rini")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{live_server.url}/admin/")

    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.get_by_role("tab", name=re.compile("English")).click()
    page.locator("[name=heading_en]").fill("Eight papers you need")
    with page.expect_response(
        lambda response: "preview" in response.url and response.request.method == "POST"
    ):
        page.locator("[name=heading_en]").press("Tab")
        page.evaluate(
            "document.querySelector('[name=heading_en]').dispatchEvent(new Event('change', {bubbles: true}))"
        )
        page.locator("button[aria-label='Toggle preview'], button[aria-label*='ratinjau']").first.click()
    preview = page.request.get(
        f"{live_server.url}/admin/pages/{article.pk}/edit/preview/?in_preview_panel=true&mode=en"
    )
    assert "Eight papers you need" in preview.text()

    address = f"{live_server.url}/en/jalur-resmi/delapan-dokumen/"
    assert "Eight papers you need" not in page.request.get(address).text(), "a preview publishes nothing"
    page.locator("[data-form-side-close-button]").click()
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Eight papers you need")


def test_an_educator_logs_a_session_that_only_the_reviewer_of_the_office_sees(
    starter, live_server, plain_phone, person, client
):
    from villages.models import Assignment, ImmigrationOffice, Session, Village

    village = Village.objects.order_by("code").first()
    other_office = ImmigrationOffice.objects.exclude(pk=village.office_id).first()
    people = {}
    for name, role, office in [
        ("sari", "educator", village.office),
        ("bambang", "reviewer", village.office),
        ("andi", "reviewer", other_office),
    ]:
        people[name] = person(name, role)
        Assignment.objects.create(user=people[name], role=role, office=office, since="2025-01-01")

    page = plain_phone("id-ID")
    page.goto(f"{live_server.url}/lapangan/")
    page.locator("input[name=username]").fill("sari")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page.get_by_text(village.name).first, "the villages assigned").to_be_visible()

    page.goto(f"{live_server.url}/lapangan/sesi/baru/")
    page.locator("select[name=village]").select_option(village.code)
    for part in ["activity", "topics", "people", "referrals"]:
        page.locator(f"[data-part={part}] > summary").click()
    page.locator("input[name=started_local]").fill("2026-11-20T09:30")
    page.locator("input[name=ended_local]").fill("2026-11-20T09:00")
    page.locator("input[name=activity][value=counselling]").check()
    page.locator("input[name=venue][value=village_hall]").check()
    page.locator("input[name=topics][value=jalur-resmi]").check()
    page.locator("fieldset#bagian-attendance input").first.fill("7")
    page.locator("textarea[name=notes]").fill("Banyak bertanya tentang paspor.")
    page.locator("form[data-session-form] [data-save]").click()
    end_before_start = page.locator("[role=alert] a[href='#bagian-ended_local']")
    expect(end_before_start).to_be_visible()
    assert not Session.objects.exists()

    page.locator("input[name=ended_local]").fill("2026-11-20T11:00")
    page.locator("form[data-session-form] [data-save]").click()
    page.wait_for_url(re.compile(r"/lapangan/sesi/[0-9a-f-]{36}/$"))
    session = Session.objects.get()
    assert (session.village, session.participants, session.notes) == (
        village,
        7,
        "Banyak bertanya tentang paspor.",
    )
    page.goto(f"{live_server.url}/lapangan/sesi/")
    expect(page.get_by_text(village.name).first, "my sessions").to_be_visible()

    listing = "/admin/sesi/"
    client.force_login(people["bambang"], backend="django.contrib.auth.backends.ModelBackend")
    assert village.name in client.get(listing).content.decode()
    client.force_login(people["andi"], backend="django.contrib.auth.backends.ModelBackend")
    assert village.name not in client.get(listing).content.decode()
