"""What stands beside a question: picture, recording, source, state of the translation, other languages."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from wagtail.images.tests.utils import get_test_image_file

from cms.models import Fact, FactSource, Picture
from cms.page_cache.middleware import vary_names
from quizzes.models import Quiz
from tests.support.browser import picture_requests
from tests.support.sounds import recording


@pytest.fixture(autouse=True)
def empty_caches(empty_content_cache):
    """Wagtail remembers the files of an earlier test's picture of the same number."""
    cache.clear()


@pytest.fixture
def rich_quiz(quiz):
    """The quiz with a picture, a recording and a source at its first question and the choice a."""
    fact = Fact.objects.create(
        code="F9.01",
        statement_ind="Benar.",
        confidence="high",
        checked_on="2026-11-23",
        valid_until="2099-01-01",
    )
    FactSource.objects.create(fact=fact, name="UU 18/2017", url="https://example.org/uu", published="2017")
    FactSource.objects.create(fact=fact, name="Salinan", url="https://example.com/salinan", is_copy=True)
    picture = Picture.objects.create(
        title="Loket", file=get_test_image_file(), description_ind="Loket paspor", description_en="A counter"
    )
    draft = quiz.latest_revision.as_object()
    first = draft.questions.all()[0]
    first.picture, first.audio_ind, first.facts = picture, recording(), [fact]
    choice = first.choices.all()[0]
    choice.picture, choice.audio_ind = picture, recording(title="Pilihan", seconds=3)
    draft.save_revision(clean=False).publish()
    return Quiz.objects.get(pk=quiz.pk)


def begin(client, language="id"):
    return client.post(f"/{language}/kuis/coba/")["Location"].removesuffix("1/")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_question_shows_small_pictures_with_words_and_recordings_with_their_size(
    client, rich_quiz, still_site, django_assert_num_queries
):
    address = begin(client)
    client.get(f"{address}1/")
    with django_assert_num_queries(1):
        text = page(client, f"{address}1/")
    assert text.count('alt="Loket paspor"') == 2
    assert text.count('type="image/avif"') == text.count('type="image/webp"') == 2
    assert text.count('<audio controls preload="none"') == 2
    assert "1:05" in text
    assert "KB" in text
    assert 'alt="A counter"' in page(client, f"{address}1/".replace("/id/", "/en/"))


def test_the_explanation_names_its_source_and_the_day_it_was_checked(client, rich_quiz):
    address = begin(client)
    assert "UU 18/2017" not in page(client, f"{address}1/")
    client.post(f"{address}1/", {"choice": "a"})
    text = page(client, f"{address}1/")
    assert '<a href="https://example.org/uu" rel="noreferrer">UU 18/2017</a>' in text
    assert "Salinan" in text
    assert "example.com" not in text
    assert "23 November 2026" in text


def test_a_draft_and_a_missing_translation_are_marked(client, quiz):
    address = begin(client, "jv")
    draft, missing, source = (
        page(client, f"{path}/")
        for path in (f"{address}1", f"{address}3", f"{address}1".replace("/jv/", "/id/"))
    )
    assert draft.count('class="notice"') == missing.count('class="notice"') == 1
    assert draft != missing
    assert 'class="notice"' not in source


def test_a_checked_translation_has_no_notice_until_the_indonesian_changes(client, quiz):
    from cms.models.translatable import TranslationState

    def publish(change):
        draft = Quiz.objects.get(pk=quiz.pk).latest_revision.as_object()
        change(draft.questions.all()[0])
        draft.save_revision(clean=False).publish()

    def check(question):
        for part in (question, *question.choices.all()):
            part.mark_translation("en", TranslationState.REVIEWED)

    publish(check)
    address = begin(client, "en")
    assert 'class="notice"' not in page(client, f"{address}1/")
    publish(lambda question: setattr(question, "text_ind", "Lain?"))
    assert 'class="notice"' in page(client, f"{address}1/")


def test_another_language_is_one_tap_away_and_keeps_the_question_and_the_attempt(client, quiz):
    address = begin(client)
    client.post(f"{address}1/", {"choice": "b"})
    second = f"{address}2/"
    there = second.replace("/id/", "/en/")
    assert f'href="{there}"' in page(client, second)
    assert "Question 2?" in page(client, there)
    assert "/jv/" not in page(client, second), "the quiz has no title in Javanese"


def test_without_a_recording_in_her_language_the_reader_hears_the_indonesian_and_reads_so(
    client, rich_quiz, still_site, django_assert_num_queries
):
    address = begin(client, "en")
    text = page(client, f"{address}1/")
    assert text.count("<small>Bahasa Indonesia, ") == text.count("<audio") == 2
    with django_assert_num_queries(1):
        page(client, f"{address}1/")
    draft = rich_quiz.latest_revision.as_object()
    draft.questions.all()[0].audio_en = recording("en", title="Question", seconds=30)
    draft.save_revision(clean=False).publish()
    text = page(client, f"{address}1/")
    assert text.count("<small>Bahasa Indonesia, ") == 1, "the choice has none in English yet"
    assert "<small>0:30," in text
    assert "<small>Bahasa Indonesia, " not in page(client, f"{begin(client)}1/")


def test_the_whole_quiz_holds_pictures_recordings_and_sources_too(client, rich_quiz):
    text = page(client, "/id/kuis/coba/utuh/")
    for part in ('alt="Loket paspor"', 'preload="none"', "UU 18/2017"):
        assert part in text


SAVING = {"save-data": "on"}


def test_who_saves_data_gets_a_link_with_its_size_for_each_picture(client, rich_quiz):
    address = begin(client)
    for path in (f"{address}1/", f"{address}utuh/", "/id/kuis/coba/utuh/"):
        lean = client.get(path, headers=SAVING)
        text = lean.content.decode()
        assert text.count("<template><picture>") == text.count("<picture>") == 2
        assert text.count("Tampilkan gambar (1 kB)") == text.count("<small>Loket paspor</small>") == 2
        assert vary_names(lean.items()) >= {"save-data", "cookie"}
        whole = client.get(path)
        assert whole.content.count(b"<picture>") == 2
        assert b"data-picture" not in whole.content
        assert vary_names(whole.items()) >= {"save-data", "cookie"}
    assert "save-data" not in vary_names(client.get(f"{address}2/", headers=SAVING).items())


@pytest.mark.browser
def test_a_picture_in_a_quiz_comes_where_the_link_was(rich_quiz, live_server, browser, browser_context_args):
    context = browser.new_context(**browser_context_args, extra_http_headers={"Save-Data": "on"})
    page = context.new_page()
    asked = picture_requests(page)
    page.goto(f"{live_server.url}/id/kuis/coba/utuh/")
    page.wait_for_selector("body[data-quiz=ready]")
    links = page.locator("section:not([hidden]) [data-picture]")
    expect(links).to_have_count(2)
    assert asked == []
    links.first.click()
    expect(links).to_have_count(1)
    expect(page.locator("section:not([hidden]) img")).to_be_focused()
    assert [address.rpartition(".")[2] for address in asked] == ["avif"]
    context.close()
