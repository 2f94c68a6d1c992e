"""Taking a quiz without JavaScript or cookies."""

from itertools import product

import pytest
from django.db import IntegrityError

from cms import starter
from cms.middleware.csp import source_hash
from cms.rendering.inline_assets import style
from quizzes.models import Answer, AnswerTally, Attempt, Phase, QuestionVersion, Quiz, Round
from quizzes.starter import load_quizzes, publish_quizzes
from quizzes.taking import content
from quizzes.taking.answers import store_answer
from quizzes.taking.progress import load_progress

pytestmark = pytest.mark.usefixtures("empty_content_cache")

STRANGE = "AAAAAAAAAAAAAAAA"


@pytest.fixture
def begin(client, quiz):
    """Return a function that starts the quiz and gives the address of the attempt."""

    def start(language="id"):
        response = client.post(f"/{language}/kuis/coba/")
        assert response.status_code == 303
        return response["Location"].removesuffix("1/")

    return start


def answer(client, address, position, choice):
    return client.post(f"{address}{position}/", {"choice": choice})


def text_of(response):
    return response.content.decode()


def test_the_list_shows_published_quizzes_in_one_query(client, quiz, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/id/kuis/")
    assert "Kuis coba" in text_of(response)


def test_the_bar_marks_the_quizzes_as_the_part_of_the_site_one_is_in(client, quiz):
    for path in ("/id/kuis/", "/id/kuis/coba/"):
        assert 'href="/id/kuis/" aria-current="page"' in client.get(path).content.decode()


def test_the_list_has_no_unpublished_quiz(client, quiz):
    quiz.unpublish()
    assert "Kuis coba" not in text_of(client.get("/id/kuis/"))
    assert client.get("/id/kuis/coba/").status_code == 404


def test_a_question_is_shown_with_one_query_and_without_a_cookie(
    client, begin, still_site, django_assert_num_queries
):
    address = begin()
    client.get(f"{address}1/")
    with django_assert_num_queries(1):
        response = client.get(f"{address}1/")
    assert "Pertanyaan 1?" in text_of(response)
    assert "Sebab 1." not in text_of(response)
    assert not response.cookies


def test_the_answer_is_explained_at_once_with_the_way_to_help(client, begin):
    address = begin()
    response = answer(client, address, 1, "a")
    assert (response.status_code, response["Location"]) == (303, f"{address}1/")
    page = text_of(client.get(f"{address}1/"))
    assert "Sebab 1." in page
    assert "Pilihan b1" in page
    assert "/id/bantuan/" in page


def test_who_does_not_know_yet_or_says_what_she_would_do_is_not_marked_as_wrong(client, begin):
    address = begin()
    answer(client, address, 1, "a")
    assert 'class="wrong"' in text_of(client.get(f"{address}1/"))
    answer(client, address, 2, "dk")
    assert 'class="wrong"' not in text_of(client.get(f"{address}2/"))
    QuestionVersion.objects.filter(code="Q3").update(kind="attitude")
    content.cached_contents.clear()
    answer(client, address, 3, "a")
    page = text_of(client.get(f"{address}3/"))
    assert "Pilihan a3" in page
    assert 'class="wrong"' not in page


def weight(response):
    """Return the bytes of the compressed body and of the headers as HTTP/1.1 sends them."""
    return len(response.content) + sum(len(name) + len(value) + 4 for name, value in response.items())


def test_every_step_of_the_starter_quizzes_fits_2500_bytes(client, db):
    starter.load_facts(str)
    publish_quizzes(load_quizzes(str))
    heavy, steps = {}, 0
    for quiz, language in product(Quiz.objects.published(), ["id", "en", "jv", "su"]):
        token = client.post(f"/{language}/kuis/{quiz.slug}/")["Location"].removesuffix("1/")
        for position in range(1, quiz.current_edition.items.count() + 1):
            address = f"{token}{position}/"
            shown = client.get(address, headers={"Accept-Encoding": "br"})
            answer(client, token, position, "a")
            explained = client.get(address, headers={"Accept-Encoding": "br"})
            assert shown["Content-Encoding"] == explained["Content-Encoding"] == "br"
            steps += 2
            if (most := max(weight(shown), weight(explained))) > 2500:
                heavy[address] = most
    assert not heavy
    assert steps > 100


def test_an_explanation_has_no_styles_for_forms_and_may_show_those_it_has(client, begin):
    address = begin()
    asked = client.get(f"{address}1/")
    answer(client, address, 1, "a")
    explained = client.get(f"{address}1/")
    assert source_hash(style("quiz")) in asked["Content-Security-Policy"]
    assert source_hash(style("quiz-page")) in explained["Content-Security-Policy"]
    assert style("quiz-page") in text_of(explained)
    assert "label" not in style("quiz-page")


def test_an_answer_needs_no_more_statements_than_these(client, begin, still_site, django_assert_num_queries):
    address = begin()
    answer(client, address, 1, "a")
    begin_again = begin()
    with django_assert_num_queries(6):  # where it stands, three to write, and a transaction around them
        answer(client, begin_again, 1, "a")


def test_a_double_tap_or_a_second_thought_leaves_the_first_answer(client, begin):
    address = begin()
    for choice in "aab":
        assert answer(client, address, 1, choice).status_code == 303
    assert Answer.objects.get().choice == "a"
    assert (Attempt.objects.get().answered, AnswerTally.objects.get().count) == (1, 1)


def test_of_two_answers_that_arrive_at_once_the_first_counts(begin):
    token = begin().rstrip("/").rpartition("/")[2]
    progress = [load_progress(token, "coba") for _request in range(2)]
    for loaded, choice in zip(progress, "ab", strict=True):
        store_answer(loaded, 1, choice)
    assert Answer.objects.get().choice == "a"
    assert (Attempt.objects.get().answered, AnswerTally.objects.get().count) == (1, 1)


def test_an_answer_that_cannot_be_stored_is_never_taken_for_a_double_tap(client, begin, monkeypatch):
    def refuse(*args):
        raise IntegrityError("another rule of the database")

    monkeypatch.setattr(type(AnswerTally.objects), "add_answers", refuse)
    with pytest.raises(IntegrityError, match="another rule"):
        answer(client, begin(), 1, "a")
    assert not Answer.objects.exists()


def test_who_comes_back_goes_on_where_she_stopped(client, begin):
    address = begin()
    answer(client, address, 1, "b")
    assert client.get(address)["Location"] == f"{address}2/"
    assert client.get(f"{address}hasil/")["Location"] == f"{address}2/"


def test_the_result_counts_right_answers_and_is_tallied(client, begin):
    address = begin()
    for position, choice in enumerate(["b", "dk", "a"], 1):
        answer(client, address, position, choice)
    attempt = Attempt.objects.get()
    assert (attempt.answered, attempt.right, attempt.scored, attempt.is_finished) == (3, 1, 3, True)
    assert sorted(Answer.objects.values_list("outcome", flat=True)) == ["dk", "right", "wrong"]
    assert client.get(f"{address}hasil/").status_code == 200


def test_a_quiz_taken_again_does_not_count(client, quiz):
    address = client.post("/id/kuis/coba/", {"again": "1"})["Location"]
    client.post(address, {"choice": "b"})
    assert not Attempt.objects.counted().exists()
    assert not AnswerTally.objects.exists()


@pytest.mark.parametrize("choice", ["z", "", "b;--", "aa"])
def test_a_choice_of_no_question_is_refused_and_nothing_is_stored(client, begin, choice):
    response = answer(client, begin(), 1, choice)
    assert response.status_code == 422
    assert "Pertanyaan 1?" in text_of(response)
    assert not Answer.objects.exists()


def test_a_forged_token_or_page_gets_a_plain_message(client, begin):
    address = begin()
    for path in (f"/id/kuis/coba/{STRANGE}/", f"/id/kuis/coba/{STRANGE}/1/", f"{address}9/"):
        assert client.get(path).status_code == 404
        assert client.post(f"/id/kuis/coba/{STRANGE}/1/", {"choice": "a"}).status_code == 404
    assert client.get(address.replace("coba", "lain")).status_code == 404
    assert not Answer.objects.exists()


def test_a_half_translated_question_is_whole_in_indonesian(client, begin):
    address = begin("jv")
    assert "Pitakon 1?" in text_of(client.get(f"{address}1/"))
    third = text_of(client.get(f"{address}3/"))
    assert "Pertanyaan 3?" in third
    assert "Pilihan jv" not in third
    assert 'lang="id"' in third


def test_an_edit_in_the_middle_harms_nobody(client, begin, quiz):
    address = begin()
    answer(client, address, 1, "b")
    draft = quiz.latest_revision.as_object()
    questions = list(draft.questions.all())
    questions[2].code, questions[2].text_ind = "Q9", "Yang lain?"
    for choice in questions[1].choices.all():
        choice.is_right = choice.key == "c"
    draft.save_revision(clean=False).publish()
    answer(client, address, 2, "a")
    answer(client, address, 3, "c")
    assert Attempt.objects.get().right == 3
    assert text_of(client.get(f"{address}3/")).count("Pertanyaan 3?") == 1


def test_before_the_session_no_answer_is_explained(client, round_before):
    attempt = Attempt.objects.create(
        edition=round_before.edition, round=round_before, phase=Phase.BEFORE, language="id"
    )
    address = f"/id/kuis/coba/{attempt.token}/"
    assert answer(client, address, 1, "a")["Location"] == f"{address}2/"
    assert "Sebab 1." not in text_of(client.get(f"{address}1/"))
    assert AnswerTally.objects.get().office == round_before.office


def test_a_closed_round_takes_no_answer(client, round_before):
    attempt = Attempt.objects.create(
        edition=round_before.edition, round=round_before, phase=Phase.BEFORE, language="id"
    )
    Round.objects.update(opened_at="2026-01-01T08:00:00Z", closed_at="2026-01-01T09:00:00Z")
    assert answer(client, f"/id/kuis/coba/{attempt.token}/", 1, "a").status_code == 410
    assert not Answer.objects.exists()


def test_rounds_are_seen_by_their_educator_and_office_only(round_before, cast):
    for user, seen in [
        (cast.educator, True),
        (cast.reviewer, True),
        (cast.analyst, True),
        (cast.other_educator, False),
        (cast.other_reviewer, False),
    ]:
        assert Round.objects.visible_to(user).exists() is seen
