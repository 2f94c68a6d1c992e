import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PATHS = [
    "/id/",
    "/en/paspor/",
    "/jv/paspor/harga/",
    "/id/bantuan/",
    "/id/cek-tawaran/",
    "/mad/cek-tawaran/",
    "/id/cari/?q=paspor",
    "/id/cari/?q=zzzz",
    "/id/tersimpan/",
    "/id/not-there/",
    "/id/kuis/",
    "/id/desa/",
    "/en/desa/",
]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible_and_fits_a_small_phone(
    site,
    live_server,
    browser,
    browser_context_args,
    scheme,
):
    context = browser.new_context(**browser_context_args, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for path in PATHS:
        page.goto(live_server.url + path)
        violations = Axe().run(page).response["violations"]
        assert not violations, (path, [(found["id"], found["nodes"][0]["html"]) for found in violations])
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


UNDER_THE_BAR = """() => {
  const focused = document.activeElement;
  if (focused.closest(".bar")) return "the bar";
  const { top, bottom } = focused.getBoundingClientRect();
  const bar = document.querySelector(".bar").getBoundingClientRect().top;
  const exit = document.querySelector(".quick-exit:not(:focus-within)")?.getBoundingClientRect();
  const isCovered = bottom > bar || (exit && top < exit.bottom && bottom > exit.top);
  const isMarked = getComputedStyle(focused).outlineStyle !== "none";
  return isMarked && !isCovered ? "" : focused.outerHTML.slice(0, 80);
}"""


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/id/", "/id/paspor/harga/", "/id/cek-tawaran/"])
def test_the_keyboard_leads_through_a_page_without_hiding_where_it_is(
    site,
    live_server,
    page,
    path,
):
    page.goto(live_server.url + path)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(60):
        where = page.evaluate(UNDER_THE_BAR)
        if where == "the bar":
            return
        assert where == ""
        page.keyboard.press("Tab")
    pytest.fail("The bar was never reached.")


@pytest.mark.browser
def test_everything_is_reached_and_answered_without_javascript(
    site,
    live_server,
    browser,
    browser_context_args,
):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/id/")
    page.fill("input[type=search]", "pasport")
    page.press("input[type=search]", "Enter")
    page.click(".search-results a >> text=Harga")
    assert "Biaya paspor biasa" in page.inner_text("main")
    page.click('.bar a[href="/id/cek-tawaran/"]')
    page.check('input[name="C02"][value="yes"]')
    page.click("form .button--wide")
    assert "Berhenti dulu" in page.inner_text(".verdict h1")
    assert page.url.endswith("/id/cek-tawaran/")
    page.click('.bar a[href="/id/bantuan/"]')
    assert page.inner_text("h1") == "Minta tolong"
    context.close()
