"""Raised hands, and what a session's rounds showed."""

from datetime import date
from uuid import UUID

import pytest
from django.utils import timezone

from quizzes.models import Answer, AnswerTally, Attempt, HandCount, answer_tallies
from quizzes.taking.answers import store_answers
from quizzes.taking.content import edition_content
from tests.support.accounts import PASSWORD

SESSION = UUID("8b7c1f8e-0f4e-4b5e-9d6a-2f1c3a4b5c6d")


@pytest.fixture
def make_round(make_round):
    """Return a function that stores a closed round of a phase, all in one session."""

    def make(phase, closed=True):
        return make_round(phase, session=SESSION, closed_at=timezone.now() if closed else None)

    return make


@pytest.fixture
def hands(client, signed_in, cast, quiz):
    """Return a function that posts counts of the first question: (a, b, c, dk, none)."""
    version = quiz.current_edition.items.first().version

    def post(round_, *counts, **more):
        signed_in(cast.educator)
        keys = ["a", "b", "c", "dk", "none"]
        sent = {f"q{version.pk}-{key}": count for key, count in zip(keys, counts, strict=True)}
        return client.post(f"/lapangan/ronde/{round_.code}/tangan/", {**sent, **more})

    return post


def phone(round_, *choices, **fields):
    attempt = Attempt.objects.create(
        edition=round_.edition, round=round_, phase=round_.phase, language="id", answered=3, **fields
    )
    items = round_.edition.items.select_related("version")
    for item, choice in zip(items, choices, strict=False):
        Answer.objects.create(
            attempt=attempt, version=item.version, choice=choice, outcome=item.version.outcome(choice)
        )
    return attempt


def test_hands_of_a_question_are_stored_and_those_who_remain_gave_no_answer(hands, make_round):
    response = hands(make_round("after"), "2", "15", "", "3", "", present="22")
    assert response.status_code == 302
    counted = dict(HandCount.objects.values_list("choice", "count"))
    assert counted == {"a": 2, "b": 15, "c": 0, "dk": 3, "none": 2}


def test_hands_entered_again_replace_those_before(client, hands, make_round):
    round_ = make_round("after")
    hands(round_, "2", "15", "", "3", "", present="20")
    page = client.get(f"/lapangan/ronde/{round_.code}/tangan/").content.decode()
    assert 'value="15"' in page
    hands(round_, "3", "14", "", "3", "", present="20")
    assert HandCount.objects.get(choice="b").count == 14
    assert HandCount.objects.count() == 5


def test_the_round_shows_that_hands_are_stored(client, hands, make_round):
    round_ = make_round("after")
    hands(round_, "2", "15", "", "3", "", present="20")
    message = "Acungan tangan sudah tersimpan untuk 1 pertanyaan."
    assert message in client.get(f"/lapangan/ronde/{round_.code}/").content.decode()
    assert message not in client.get(f"/lapangan/ronde/{make_round('before').code}/").content.decode()


@pytest.mark.parametrize(
    ("counts", "present"),
    [
        (("2", "15", "", "", ""), "16"),
        (("2", "15", "", "", "1"), "20"),
        (("2", "15", "", "", ""), ""),
        (("-1", "15", "", "", ""), "20"),
        (("two", "15", "", "", ""), "20"),
        (("", "", "", "", ""), "20"),
        (("9999999999", "", "", "", ""), "20"),
    ],
)
def test_hands_that_do_not_fit_are_refused_and_nothing_entered_is_lost(hands, make_round, counts, present):
    response = hands(make_round("after"), *counts, present=present)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="errors"' in page
    for entered in filter(None, counts):
        assert f'value="{entered}"' in page
    assert not HandCount.objects.exists()


def test_the_attendance_of_the_session_is_the_measure_and_phones_count_too(
    hands, make_round, make_session, place
):
    round_ = make_round("after")
    make_session(place.village, date(2026, 11, 20), women=12, men=8, uuid=SESSION)
    phone(round_, "b")
    assert hands(round_, "5", "15", "", "", "").status_code == 422
    assert hands(round_, "4", "14", "", "", "").status_code == 302
    assert HandCount.objects.get(choice="none").count == 1


def test_only_the_educator_of_the_round_counts_hands(client, signed_in, cast, hands, make_round):
    round_ = make_round("after")
    address = f"/lapangan/ronde/{round_.code}/"
    assert client.get(f"{address}hasil/").status_code == 302
    signed_in(cast.other_educator)
    for path in ("tangan/", "hasil/"):
        assert client.get(address + path, follow=True).status_code == 404
    signed_in(cast.admin)
    assert client.post(f"{address}tangan/", {"present": "3"}).status_code == 403
    assert client.get(f"{address}hasil/").status_code == 200


def test_phones_and_hands_are_added_before_beside_after_hardest_first(client, hands, make_round):
    before, after = make_round("before"), make_round("after")
    for _person in range(4):
        phone(before, "a", "a", "c")
        phone(after, "b", "dk", "c")
    phone(after, "b", "a", "c", set_aside=True)
    hands(before, "6", "4", "", "", "", present="14")
    hands(after, "1", "9", "", "", "", present="14")
    page = client.get(f"/lapangan/ronde/{after.code}/hasil/").content.decode()
    assert page.index("Pertanyaan 2?") < page.index("Pertanyaan 1?") < page.index("Pertanyaan 3?")
    first = page[page.index("Pertanyaan 1?") : page.index("Pertanyaan 3?")]
    assert "4 of 14" in first or "4 dari 14" in first
    assert "13 of 14" in first or "13 dari 14" in first
    assert "4 / 10" in first
    assert "Sebab 1." in first
    assert page.count("<svg class=") >= 3


def test_results_have_a_fixed_number_of_queries(
    client, signed_in, cast, make_round, django_assert_max_num_queries
):
    after = make_round("after")
    phone(after, "a", "a", "c")
    signed_in(cast.educator)
    with django_assert_max_num_queries(12):
        assert client.get(f"/lapangan/ronde/{after.code}/hasil/").status_code == 200


def test_the_answers_of_an_open_round_are_not_shown(client, signed_in, cast, make_round):
    after = make_round("after", closed=False)
    phone(after, "a", "a", "c")
    signed_in(cast.educator)
    page = client.get(f"/lapangan/ronde/{after.code}/hasil/").content.decode()
    assert "Sebab 1." not in page
    assert 'class="chart"' not in page


def pair(before, after, first, second):
    """One person who answered before and after."""
    marks = [sum(a == b for a, b in zip(pattern, "bac", strict=True)) for pattern in (first, second)]
    fields = {"scored": 3, "is_finished": True}
    begun = phone(before, *dk(first), right=marks[0], **fields)
    return phone(after, *dk(second), right=marks[1], before=begun, **fields)


def dk(pattern):
    return ["dk" if key == "d" else key for key in pattern]


def test_paired_people_show_what_they_changed_with_an_exact_test(client, signed_in, cast, make_round):
    before, after = make_round("before"), make_round("after")
    for number in range(10):
        pair(before, after, "daa" if number else "bac", "bac")
    signed_in(cast.educator)
    page = client.get(f"/lapangan/ronde/{after.code}/hasil/")
    first = next(result for result, _chart in page.context["results"] if result.shown.position == 1)
    assert (first.change.n, first.change.counts["dk>right"], first.change.counts["right>right"]) == (10, 9, 1)
    assert first.change.p == pytest.approx(2 / 2**9)
    text = page.content.decode()
    assert "9 learned it, 0 lost it" in text or "9 menjadi tahu, 0 menjadi tidak tahu" in text
    assert "McNemar" in text


def test_fewer_than_ten_pairs_are_too_few_for_a_result(client, signed_in, cast, make_round):
    before, after = make_round("before"), make_round("after")
    for _number in range(9):
        pair(before, after, "aaa", "bac")
    signed_in(cast.educator)
    page = client.get(f"/lapangan/ronde/{after.code}/hasil/").content.decode()
    assert "McNemar" not in page
    assert "9 orang menjawab pertanyaan ini" in page


def test_hakes_g_is_hidden_where_nearly_everybody_was_right_before(client, signed_in, cast, make_round):
    before, after = make_round("before"), make_round("after")
    for number in range(10):
        pair(before, after, "bac" if number else "aac", "bac")
    signed_in(cast.educator)
    page = client.get(f"/lapangan/ronde/{after.code}/hasil/")
    assert page.context["learning"].g is None
    assert "nine in ten" in page.content.decode() or "sembilan dari sepuluh" in page.content.decode()


def test_reviewers_of_the_office_and_analysts_read_the_results_and_outsiders_do_not(
    client, signed_in, cast, make_round
):
    after = make_round("after")
    phone(after, "a", "a", "c")
    phone(after, "b", "a", "c", set_aside=True)
    for path in ("hasil/", "hasil/layar/"):
        address = f"/lapangan/ronde/{after.code}/{path}"
        for user in (cast.reviewer, cast.analyst, cast.educator):
            assert signed_in(user).get(address).status_code == 200
        for user in (cast.other_reviewer, cast.other_educator, cast.editor):
            assert signed_in(user).get(address, follow=True).status_code == 404
        client.logout()
        assert client.get(address).status_code == 302
    page = signed_in(cast.reviewer).get(f"/lapangan/ronde/{after.code}/hasil/")
    assert page.context["excluded"] == 1
    assert "/lapangan/ronde/baru/" not in page.content.decode()


def test_the_wall_shows_one_question_with_its_bars(client, signed_in, cast, make_round):
    after = make_round("after")
    phone(after, "a", "a", "c")
    signed_in(cast.educator)
    address = f"/lapangan/ronde/{after.code}/hasil/layar/"
    page = client.get(address).content.decode()
    assert "Pertanyaan 1?" in page
    assert "<rect" in page
    assert "Pertanyaan 2?" not in page
    assert "Pertanyaan" in client.get(address, {"soal": "nonsense"}).content.decode()
    assert "?soal=2" in page


def test_the_wall_shows_no_key_before_the_round_after_has_closed(client, signed_in, cast, make_round):
    before, after = make_round("before"), make_round("after", closed=False)
    phone(before, "a", "a", "c")
    signed_in(cast.educator)
    address = f"/lapangan/ronde/{before.code}/hasil/layar/"
    page = client.get(address).content.decode()
    assert "<rect" in page
    assert "✓" not in page
    assert "Sebab" not in page
    after.closed_at = timezone.now()
    after.save()
    page = client.get(address).content.decode()
    assert "✓" in page
    assert "Sebab" in page


def test_counts_posted_after_the_sign_in_ended_are_there_again(client, signed_in, cast, make_round, quiz):
    round_ = make_round("after")
    address = f"/lapangan/ronde/{round_.code}/tangan/"
    field = f"q{quiz.current_edition.items.first().version_id}-b"
    answer = client.post(address, {field: "13", "author": "sari"})
    assert answer.status_code == 401
    carried = {name: answer.context[name] for name in ("next", "entries")}
    again = client.post("/lapangan/masuk/", {"username": "sari", "password": PASSWORD, **carried})
    assert 'value="13"' in again.text
    assert f'action="{address}"' in again.text
    other = client.post("/lapangan/masuk/", {"username": "made", "password": PASSWORD, **carried})
    assert other["Location"] == "/lapangan/"


def test_pages_of_rounds_ask_for_the_sign_in_of_the_field(client, make_round):
    code = make_round("after").code
    for path in ("", "layar/", "tangan/", "kartu/", "hasil/", "hasil/layar/"):
        answer = client.get(f"/lapangan/ronde/{code}/{path}")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/lapangan/masuk/")


def test_a_reviewer_reads_results_with_the_sign_in_of_the_admin_only(client, cast, make_round):
    address = f"/lapangan/ronde/{make_round('after').code}/hasil/"
    client.post("/lapangan/masuk/", {"username": cast.reviewer.username, "password": PASSWORD})
    assert client.get(address)["Location"].split("?")[0] == "/admin/login/"


def test_the_wall_shows_nothing_of_an_open_round(client, signed_in, cast, make_round):
    after = make_round("after", closed=False)
    phone(after, "a", "a", "c")
    signed_in(cast.educator)
    assert "Sebab" not in client.get(f"/lapangan/ronde/{after.code}/hasil/layar/").content.decode()


def test_tallies_are_locked_in_one_order_by_whoever_changes_them(monkeypatch, make_round):
    """Two transactions that lock the same rows in opposite orders would wait for one another."""
    attempt = phone(make_round("after"), "a", "a", "c")
    answers = Answer.objects.filter(attempt=attempt)
    stored = list(answers)
    touched = []
    monkeypatch.setattr(
        answer_tallies,
        "add_sums",
        lambda model, rows: touched.extend(row["version_id"] for row in rows if model is AnswerTally),
    )
    AnswerTally.objects.add_all_answers(answers, sign=-1)
    answers.delete()
    content = edition_content(attempt.edition)
    store_answers(attempt, content, {answer.version_id: answer.choice for answer in reversed(stored)})
    assert touched == 2 * sorted(answer.version_id for answer in stored)
