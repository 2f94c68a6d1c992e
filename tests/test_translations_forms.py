"""Translating beside the Indonesian: every segment has its field, nothing else can be changed."""

import pytest
from django.urls import reverse

from cms.models import ArticlePage, GlossaryTerm
from cms.models.translatable import TranslationState
from tests.support.pages import paragraphs


def address(obj, language="jv", name="edit-translation"):
    return reverse(name, args=[obj._meta.label_lower, obj.pk, language])


def sent(client, url, **typed):
    """Send the form at `url` as it stands, with `typed`, `{Indonesian: translation}`, filled in."""
    form = client.get(url).context["form"]
    fields = {
        place: typed.get(segment.source, rich(segment, segment.target))
        for place, segment in form.segments.items()
    }
    return {**fields, "seen": form.version(), "then": "stay"}


def rich(segment, text):
    return written(text) if segment.is_rich else text


def written(html):
    """What the editor sends for `html`."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    return ContentstateConverter(["bold", "italic", "link", "ol", "ul"]).from_database_format(html)


@pytest.fixture
def translator(sign_in_as, library):
    return sign_in_as("laras", "translator", translates=["jv"])


def newest(model):
    return model.objects.get().get_latest_revision_as_object()


def test_a_translator_translates_an_article_segment_by_segment(translator, client, library):
    url = address(library.article)
    typed = {"Harga paspor": "Regane paspor", "<p>Bayar di bank.</p>": written("<p>Bayar ing bank.</p>")}
    assert client.post(url, sent(client, url, **typed)).status_code == 302
    draft = newest(ArticlePage)
    assert draft.heading_jv == "Regane paspor"
    assert "Bayar ing bank." in str(draft.body_jv)
    assert draft.translation_state("jv") == TranslationState.DRAFT
    assert ArticlePage.objects.get().heading_jv == "Rega paspor"
    assert "Bayar ing bank." in client.get(url).content.decode()


def test_saving_what_is_there_changes_nothing(translator, client, library):
    before = library.article.revisions.count()
    url = address(library.article)
    client.post(url, sent(client, url))
    assert library.article.revisions.count() == before


def test_a_translator_translates_a_whole_quiz_and_nothing_but_her_language(translator, client, quiz):
    url = address(quiz)
    form = client.get(url).context["form"]
    data = {place: f"jv {segment.source}" for place, segment in form.segments.items()}
    root = f"quizzes.quiz/{quiz.pk}/questions/Q1"
    forged = {
        f"{root}/choices/a/is_right": "on",
        f"{root}/choices/z/text": "Palsu",
        f"{root}/code": "X1",
        "questions-TOTAL_FORMS": "9",
        "questions-0-DELETE": "on",
        "text_ind": "Palsu",
    }
    assert client.post(url, {**data, **forged, "seen": form.version()}).status_code == 302
    draft = newest(type(quiz))
    questions = list(draft.questions.all())
    assert [question.code for question in questions] == ["Q1", "Q2", "Q3"]
    assert [question.text_jv for question in questions] == [f"jv Pertanyaan {n}?" for n in (1, 2, 3)]
    assert [question.text_ind for question in questions] == [f"Pertanyaan {n}?" for n in (1, 2, 3)]
    choices = [choice for question in questions for choice in question.choices.all()]
    assert all(choice.text_jv == f"jv {choice.text_ind}" for choice in choices)
    assert "".join(choice.key for choice in choices if choice.is_right) == "bac"
    assert len(choices) == 9
    assert draft.title_jv == "jv Kuis coba"


def test_a_quiz_counts_as_missing_while_one_of_its_choices_is(translator, client, quiz):
    quiz.title_jv = "Kuis jajal"
    quiz.save_revision().publish()
    quiz.questions.first().choices.filter(key="a").update(text_jv="")
    page = client.get(reverse("translations"), {"language": "jv", "kind": "quizzes.quiz"})
    assert [row.state for row in page.context["page"]] == [TranslationState.MISSING]


def test_a_broken_segment_is_refused_and_what_was_typed_stays(translator, client, library):
    url = address(library.article)
    page = client.post(url, sent(client, url, **{"Harga paspor": "<b>Rega</b> paspor"}))
    assert page.status_code == 422
    assert "&lt;b&gt;Rega&lt;/b&gt; paspor" in page.content.decode()
    assert newest(ArticlePage).heading_jv == "Rega paspor"


def test_words_typed_while_somebody_changed_the_indonesian_stay_and_need_a_decision(
    translator,
    client,
    library,
):
    url = address(library.article)
    data = sent(client, url, **{"Harga paspor": "Regane paspor"})
    library.article.heading_ind = "Biaya paspor"
    library.article.save_revision().publish()
    page = client.post(url, data)
    assert page.status_code == 422
    assert "Regane paspor" in page.content.decode()
    again = {**data, "seen": page.context["form"].version()}
    assert client.post(url, again).status_code == 302
    assert newest(ArticlePage).heading_jv == "Regane paspor"


def test_after_saving_the_next_text_to_translate_opens(translator, client, library):
    term = GlossaryTerm.objects.create(slug="calo", term_ind="Calo", definition_ind="Perantara.")
    url = address(library.article)
    data = {**sent(client, url, **{"Harga paspor": "Regane paspor"}), "then": "next"}
    assert client.post(url, data).url == address(term)


def test_saving_and_marking_as_checked_keeps_the_name(translator, client, db):
    term = GlossaryTerm.objects.create(slug="calo", term_ind="Calo", definition_ind="Perantara.")
    url = address(term)
    client.post(url, {**sent(client, url, Calo="Makelar"), "then": "reviewed"})
    assert newest(GlossaryTerm).translation_state("jv") == TranslationState.MISSING  # half of it
    client.post(url, {**sent(client, url, **{"Perantara.": "Makelar."}), "then": "reviewed"})
    draft = newest(GlossaryTerm)
    assert draft.translation_state("jv") == TranslationState.REVIEWED
    assert draft.translations["jv"]["reviewer"] == "laras"


def test_nobody_translates_into_a_language_outside_her_own(translator, client, library):
    assert client.get(address(library.article, "su")).status_code == 302
    client.post(address(library.article, "en"), {"seen": "x"})
    assert newest(ArticlePage).heading_en == "Price of a passport"


def test_the_form_is_closed_to_other_people_and_for_locked_texts(sign_in_as, client, library):
    sign_in_as("bambang", "reviewer")
    assert client.get(address(library.article)).status_code == 302
    library.article.locked = True
    library.article.save()
    sign_in_as("laras", "translator", translates=["jv"])
    assert client.get(address(library.article)).url == address(library.article, name="translation")


def test_what_changed_in_the_indonesian_stands_beside_its_segment(translator, client, library):
    article = library.article
    article.body_jv = paragraphs("Bayar ing bank.")
    article.mark_translation("jv", TranslationState.REVIEWED)
    article.save_revision().publish()
    paragraph = article.body_ind.get_prep_value()[0]
    paragraph["value"] = "<p>Bayar di loket.</p>"
    article.body_ind = article._meta.get_field("body").to_python([paragraph])
    article.save_revision().publish()
    for number in range(31):  # further back than the last thirty versions
        article.icon = "money" if number % 2 else "passport"
        article.save_revision()
    text = client.get(address(article)).content.decode()
    assert "<ins>loket.</ins>" in text


def test_a_translator_finds_the_way_from_the_form_of_a_quiz(translator, client, quiz):
    page = client.get(reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk])).content.decode()
    assert f'href="{address(quiz)}"' in page
    assert f'href="{address(quiz, "en")}"' not in page
