"""The phone reads an article aloud, only where it has a voice of its own for the language of the text."""

import json

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import expect

from cms.models import ArticlePage
from tests.support.browser import wait_until_cached

PATH = "/id/paspor/harga/"
# A phone with the voices of `window.voices` that speaks until `window.finish()` is called.
FAKE = """
window.spoken = []; window.cancelled = 0;
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
const phone = Object.assign(new EventTarget(), {
  getVoices: () => window.voices,
  speak(utterance) { window.now = utterance; spoken.push(`${utterance.lang}: ${utterance.text}`); },
  cancel() {
    window.cancelled += 1;
    const cut = window.now;
    window.now = null;
    if (cut) setTimeout(() => cut.dispatchEvent(new Event("end")));
  },
});
Object.defineProperty(window, "speechSynthesis", { value: phone });
window.finish = () => { const done = window.now; window.now = null; done.dispatchEvent(new Event("end")); };
"""
INDONESIAN = {"lang": "in_ID", "localService": True}
ENGLISH = {"lang": "en-GB", "localService": True}
DISTANT = {"lang": "id-ID", "localService": False}


@pytest.fixture
def article(site):
    """An article in Indonesian with an English heading alone."""
    article = ArticlePage.objects.get()
    article.heading_en = "The price of a passport"
    article.intro_ind = "Paspor biasa Rp350.000. Paspor elektronik lebih mahal!"
    article.body_ind = [
        ("heading", "Bawa ini"),
        ("steps", {"heading": "", "steps": [{"title": "KTP", "text": "<p>Yang asli.</p>"}]}),
        ("paragraph", f"<p>{'kata ' * 60}</p>"),
    ]
    article.save()
    return article


@pytest.fixture
def opened(article, live_server, page):
    """Return a function that opens the article on a phone with `voices`."""

    def open_it(*voices, path=PATH):
        page.add_init_script(f"window.voices = {json.dumps(voices)};{FAKE}")
        page.goto(live_server.url + path)
        return page

    return open_it


@pytest.fixture
def public_files(monkeypatch):
    """The server of the tests marks static files as public, as WhiteNoise does on the site."""
    serve = StaticFilesHandler.serve

    def serve_public(handler, request):
        response = serve(handler, request)
        response["Cache-Control"] = "public"
        return response

    monkeypatch.setattr(StaticFilesHandler, "serve", serve_public)


def hear_all(page):
    """Let the phone finish every sentence; return what it spoke."""
    while page.evaluate("Boolean(window.now)"):
        page.evaluate("finish()")
    return page.evaluate("spoken")


@pytest.mark.browser
def test_headings_and_paragraphs_are_read_in_order_and_in_sentences(opened):
    page = opened(INDONESIAN)
    page.click("text=Dengarkan")
    spoken = hear_all(page)
    assert spoken[:6] == [
        "in_ID: Harga paspor",
        "in_ID: Paspor biasa Rp350.000.",
        "in_ID: Paspor elektronik lebih mahal!",
        "in_ID: Bawa ini",
        "in_ID: KTP",
        "in_ID: Yang asli.",
    ]
    assert " ".join(sentence.removeprefix("in_ID: ") for sentence in spoken[6:]) == ("kata " * 60).strip()
    assert max(map(len, spoken)) <= 190
    expect(page.locator(".read-aloud button").first).to_have_text("Dengarkan")
    expect(page.locator(".read-aloud button").last).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("voices", [[], [ENGLISH], [DISTANT]])
def test_a_phone_without_a_voice_of_its_own_for_the_text_offers_nothing(opened, voices):
    page = opened(*voices)
    with page.expect_response("**/read-aloud*.js"):
        pass
    page.wait_for_timeout(500)
    expect(page.locator(".read-aloud")).to_have_count(0)


@pytest.mark.browser
def test_voices_that_come_late_are_waited_for(opened):
    page = opened()
    with page.expect_response("**/read-aloud*.js"):
        pass
    page.wait_for_timeout(300)
    page.evaluate(
        "voice => { voices.push(voice); speechSynthesis.dispatchEvent(new Event('voiceschanged')); }",
        INDONESIAN,
    )
    expect(page.locator(".read-aloud")).to_be_visible()
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(page.locator(".read-aloud")).to_have_count(1)


@pytest.mark.browser
def test_each_passage_has_the_voice_of_its_language_and_without_one_is_left_out(opened):
    page = opened(INDONESIAN, ENGLISH, path="/en/paspor/harga/")
    page.click("text=Listen")
    spoken = hear_all(page)
    assert spoken[0] == "en-GB: The price of a passport"
    assert "in_ID: Bawa ini" in spoken
    page.evaluate("voices.pop(); spoken.length = 0")
    page.click("text=Listen")
    assert not [sentence for sentence in hear_all(page) if "passport" in sentence]


@pytest.mark.browser
def test_it_pauses_goes_on_where_it_was_and_stops_with_the_keyboard(opened):
    page = opened(INDONESIAN)
    play, stop = page.locator(".read-aloud button").first, page.locator(".read-aloud button").last
    play.focus()
    page.keyboard.press("Enter")
    page.evaluate("finish()")
    expect(page.locator(".is-being-read")).to_have_text(
        "Paspor biasa Rp350.000. Paspor elektronik lebih mahal!"
    )
    page.keyboard.press("Enter")
    expect(play).to_have_text("Lanjutkan")
    page.wait_for_timeout(50)
    assert page.evaluate("[spoken.length, window.now]") == [2, None]
    page.keyboard.press("Enter")
    expect(play).to_have_text("Jeda")
    assert page.evaluate("spoken[2]") == "in_ID: Paspor biasa Rp350.000."
    page.keyboard.press("Tab")
    expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    expect(play).to_be_focused()
    expect(page.locator(".is-being-read")).to_have_count(0)
    page.keyboard.press("Enter")
    assert page.evaluate("spoken[3]") == "in_ID: Harga paspor"


@pytest.mark.browser
def test_leaving_the_page_ends_the_reading(opened):
    page = opened(INDONESIAN)
    page.click("text=Dengarkan")
    before = page.evaluate("cancelled")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("window.now") is None
    assert page.evaluate("cancelled") > before


@pytest.mark.browser
def test_nothing_moves_and_nothing_is_fetched_before_the_page_is_there(opened):
    page = opened(INDONESIAN)
    expect(page.locator(".read-aloud")).to_be_visible()
    page.wait_for_timeout(300)
    observed = "new PerformanceObserver(list => done(list.getEntries().map(({sources}) => sources.length)))"
    wait = "setTimeout(done, 500, [])"
    shifts = page.evaluate(
        f"new Promise(done => {{ {wait}; {observed}.observe({{type: 'layout-shift', buffered: true}}); }})"
    )
    assert shifts == []
    late = page.evaluate(
        "performance.getEntriesByType('resource').filter(({name}) => name.includes('aloud'))"
        ".map(({startTime}) => startTime > performance.getEntriesByType('navigation')[0].loadEventEnd)"
    )
    assert late
    assert all(late)


@pytest.mark.browser
def test_what_is_no_part_of_the_text_or_not_shown_is_not_read(opened):
    page = opened(INDONESIAN, path=f"{PATH}#terima-kasih")
    expect(page.locator("#terima-kasih")).to_be_visible()
    page.evaluate("document.querySelector('main > div p').style.display = 'none'")
    page.click("text=Dengarkan")
    spoken = " ".join(hear_all(page))
    assert "Harga paspor" in spoken
    assert "Terima kasih" not in spoken
    assert "Yang asli" not in spoken


def hear_without_network(page, context):
    context.set_offline(True)
    page.goto(page.url.split("#")[0])
    page.click("text=Dengarkan")
    first = page.evaluate("spoken[0]")
    context.set_offline(False)
    return first


@pytest.mark.browser
def test_an_article_that_was_read_is_read_aloud_without_network(public_files, opened, context):
    page = opened(INDONESIAN)
    for file in [
        PATH,
        page.get_attribute("body", "data-aloud"),
        page.get_attribute("body", "data-aloud-look"),
    ]:
        wait_until_cached(page, file)
    assert hear_without_network(page, context) == "in_ID: Harga paspor"


@pytest.mark.browser
def test_a_saved_article_is_read_aloud_without_network_also_after_leaving_quickly(
    public_files, opened, context
):
    page = opened(INDONESIAN)
    page.click("[data-save-page]")
    expect(page.locator("[data-save-page]")).to_have_attribute("aria-pressed", "true")
    page.evaluate("Promise.all(['pages', 'files'].map(name => caches.delete(name)))")
    assert hear_without_network(page, context) == "in_ID: Harga paspor"
