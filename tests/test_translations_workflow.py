"""Texts are sent in, approved and published from lists: several at once, with the checks of their forms."""

import pytest
from django.urls import reverse
from django.utils.text import capfirst

from cms.models import ArticlePage, Fact, GlossaryTerm, HelplineNumber
from cms.models.translatable import TranslationState
from cms.translations.segments import address_of
from quizzes.models import Quiz
from tests.support.pages import new_helpline, paragraphs

WAITING, IN_REVIEW = "waiting", "review"


@pytest.fixture
def article(review_client, library):
    return ArticlePage.objects.get()


def draft(text, **changed):
    """Keep `changed` as what waits to be published."""
    for field, value in changed.items():
        setattr(text, field, value)
    text.mark_translation("en", TranslationState.DRAFT)
    text.save_revision(clean=False)
    return text


def listed(client, state, language="en"):
    return client.get(reverse("translations"), {"language": language, "state": state})


def ticked(client, then, *texts, state=WAITING, language="en"):
    address = f"{reverse('send-translations')}?language={language}&state={state}"
    sent = {"then": then, "text": [address_of(text) for text in texts]}
    return client.post(address, sent, follow=True)


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def approve(client, text):
    """Press Approve in the list of what waits on the first page of the admin."""
    state = text.current_workflow_task_state
    viewset = "wagtailadmin_pages" if isinstance(text, ArticlePage) else None
    name = f"{viewset}:workflow_action" if viewset else text.snippet_viewset.get_url_name("workflow_action")
    return client.post(reverse(name, args=[text.pk, "approve", state.pk]), follow=True)


def linked_to_a_draft(topic):
    hidden = ArticlePage(slug="konsep", icon="money", heading_ind="Belum terbit", live=False)
    topic.add_child(instance=hidden)
    return paragraphs(f'Read <a linktype="page" id="{hidden.pk}">this</a>')


def test_a_page_approved_from_the_list_is_checked_as_its_form_checks_it(review_client, article, library):
    sender = review_client("ningsih", "editor")
    draft(article, heading_en="What it costs")
    ticked(sender, "send", article)
    draft(article, body_en=linked_to_a_draft(library.topic))

    answer = approve(review_client("dewi", "editor"), article)
    article.refresh_from_db()
    assert article.heading_en != "What it costs"
    assert article.workflow_in_progress
    (sentence,) = messages_of(answer)
    assert "Belum terbit" in sentence
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in sentence

    draft(article, heading_en="What it costs", body_en=paragraphs("Read this."))
    approve(review_client("sari", "editor"), article)
    article.refresh_from_db()
    assert article.heading_en == "What it costs"


def test_a_quiz_approved_from_the_list_is_checked_too(review_client, quiz):
    quiz = draft(quiz, title_en="Try it")
    ticked(review_client("ningsih", "editor"), "send", quiz)
    newest = quiz.get_latest_revision_as_object()
    next(iter(newest.questions.all())).explanation_ind = ""
    newest.save_revision(clean=False)
    assert "1" in messages_of(approve(review_client("dewi", "editor"), quiz))[0]
    assert Quiz.objects.get().title_en != "Try it"


def test_one_click_approves_what_may_go_out_and_names_what_may_not(review_client, article, library):
    term, fact = GlossaryTerm.objects.get(), Fact.objects.get()
    sender = review_client("ningsih", "editor")
    draft(article, heading_en="What it costs")
    draft(term, term_en="Broker", definition_en="A middleman.")
    draft(fact, statement_en="Free.")
    ticked(sender, "send", article, term, fact)
    draft(article, body_en=linked_to_a_draft(library.topic))
    done, refused = messages_of(
        ticked(review_client("dewi", "editor"), "publish", article, term, fact, state=IN_REVIEW)
    )
    assert "2" in done
    assert "Harga paspor" in refused
    assert GlossaryTerm.objects.get().term_en == "Broker"
    assert Fact.objects.get().statement_en == "Free."
    assert ArticlePage.objects.get(pk=article.pk).heading_en != "What it costs"


def test_where_a_review_is_required_nobody_approves_at_once_what_she_sent_in(review_client, article):
    editor = review_client("ningsih", "editor")
    draft(article, heading_en="What it costs")
    ticked(editor, "publish", article)
    ticked(editor, "send", article)
    (refused,) = messages_of(ticked(editor, "publish", article, state=IN_REVIEW))
    assert "Harga paspor" in refused
    assert ArticlePage.objects.get().heading_en != "What it costs"


def test_who_may_publish_publishes_several_drafts_at_once(review_client, article):
    term = draft(GlossaryTerm.objects.get(), term_en="Broker", definition_en="A middleman.")
    draft(article, heading_en="What it costs")
    ticked(review_client("kepala", is_superuser=True), "publish", article, term)
    assert GlossaryTerm.objects.get().term_en == "Broker"
    assert ArticlePage.objects.get().heading_en == "What it costs"


def test_a_translator_sends_in_her_language_and_publishes_nothing(review_client, article):
    translator = review_client("laras", "translator", translates=["en"])
    draft(article, heading_en="What it costs")
    assert 'value="publish"' not in listed(translator, WAITING).content.decode()
    ticked(translator, "publish", article)
    assert ArticlePage.objects.get().heading_en != "What it costs"
    ticked(translator, "send", article, language="jv")
    assert not article.workflow_in_progress
    ticked(translator, "send", article)
    assert article.workflow_in_progress
    assert article.current_workflow_state.requested_by.username == "laras"


def test_a_text_that_was_returned_is_sent_in_again_by_whoever_corrected_it(review_client, article):
    editor = review_client("ningsih", "editor")
    draft(article, heading_en="What it costs")
    ticked(editor, "send", article)
    article.current_workflow_task_state.reject()
    assert "1" in messages_of(ticked(editor, "send", article))[0]
    assert article.workflow_in_progress
    (refused,) = messages_of(ticked(editor, "send", article))
    assert "Harga paspor" in refused


def test_the_first_page_of_the_admin_leads_to_what_another_person_sent_in(review_client, article):
    sender = review_client("ningsih", "editor")
    draft(article, heading_en="What it costs")
    ticked(sender, "send", article)
    home = reverse("wagtailadmin_home")
    assert "#awaiting-review" not in sender.get(home).content.decode()
    page = review_client("dewi", "editor").get(home).content.decode()
    assert f'href="{home}#awaiting-review-section"' in page
    assert 'id="awaiting-review-section"' in page


@pytest.mark.parametrize("with_those_below", [False, True])
def test_pages_ticked_in_the_tree_are_published_with_the_checks_of_their_forms(
    review_client,
    article,
    library,
    with_those_below,
):
    ArticlePage.objects.update(live=False)
    draft(article, heading_en="What it costs", body_en=linked_to_a_draft(library.topic))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    page = library.topic if with_those_below else article
    sent = {"include_descendants": "on"} if with_those_below else {}
    answer = review_client("kepala", is_superuser=True).post(f"{address}?id={page.pk}", sent, follow=True)
    assert "Belum terbit" in messages_of(answer)[0]
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_a_translator_sees_what_she_has_not_sent_in_yet(review_client, article):
    translator = review_client("laras", "translator", translates=["en"])
    home, waiting = reverse("wagtailadmin_home"), "language=en&amp;state=waiting"
    assert waiting not in translator.get(home).content.decode()
    draft(article, heading_en="What it costs")
    assert waiting in translator.get(home).content.decode()
    ticked(translator, "send", article)
    assert waiting not in translator.get(home).content.decode()


def test_a_text_is_sent_in_where_both_languages_are_read(review_client, article):
    translator = review_client("laras", "translator", translates=["en"])
    draft(article, heading_en="What it costs")
    read = {code: reverse("translation", args=["cms.articlepage", article.pk, code]) for code in ("en", "jv")}
    button = f'name="text" value="{address_of(article)}"'
    assert button in translator.get(read["en"]).content.decode()
    assert button not in translator.get(read["jv"]).content.decode()
    ticked(translator, "send", article)
    assert button not in translator.get(read["en"]).content.decode()


def test_what_an_editor_has_begun_in_indonesian_is_not_a_translator_s_to_send(review_client, article):
    article.mark_translation("en", TranslationState.DRAFT)
    article.save_revision().publish()
    article.icon = "map"
    article.save_revision()
    translator = review_client("laras", "translator", translates=["en"])
    page = listed(translator, WAITING)
    assert [row.obj for row in page.context["page"]] == [article]
    assert 'name="text"' not in page.content.decode()
    article.mark_translation("en", TranslationState.REVIEWED)  # readers do not know of it yet
    article.save_revision()
    assert 'name="text"' in listed(translator, WAITING).content.decode()


def test_only_what_is_whole_in_the_language_can_be_ticked(review_client, article):
    draft(article, heading_en="What it costs")
    draft(GlossaryTerm.objects.get(), term_en="Broker")
    editor = review_client("ningsih", "editor")
    page = listed(editor, WAITING).content.decode()
    assert f'value="{address_of(article)}"' in page
    assert 'value="cms.glossaryterm/' not in page
    assert listed(editor, IN_REVIEW).context["page"].object_list == []
    assert 'name="text"' not in listed(editor, "").content.decode()
    ticked(editor, "send", article)
    assert [row.obj for row in listed(editor, IN_REVIEW).context["page"]] == [article]


def test_a_draft_with_an_empty_field_is_not_sent_on_and_the_field_is_named(review_client):
    term = draft(GlossaryTerm.objects.get(), term_en="Broker", slug="")
    (refused,) = messages_of(ticked(review_client("ningsih", "editor"), "send", term))
    assert f"{capfirst(GlossaryTerm._meta.get_field('slug').verbose_name)}: " in refused


def test_what_was_forged_is_not_found(review_client):
    editor = review_client("ningsih", "editor")
    address = f"{reverse('send-translations')}?language=en"
    for text in ["x", "cms.articlepage/x", "cms.articlepage/999999", "auth.group/1", "x/1"]:
        assert editor.post(address, {"then": "send", "text": text}, follow=True).status_code == 404


def test_the_list_of_what_waits_costs_the_same_for_many_drafts(review_client, django_assert_max_num_queries):
    editor = review_client("ningsih", "editor")
    for number in range(20):
        line = new_helpline(f"n{number}", name_ind="Satu", what_ind="Dua")
        line.numbers = [HelplineNumber(number="110", dial="110", label_ind="Gratis", label_en="Free")]
        line.save()
        draft(line, name_en="One", what_en="Two")
    listed(editor, WAITING)
    with django_assert_max_num_queries(31):
        page = listed(editor, WAITING)
    assert page.content.decode().count('name="text"') == 20
