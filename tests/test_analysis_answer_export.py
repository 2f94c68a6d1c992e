"""The answers of a report as files: one a row, anonymous, with a codebook, and noted."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from quizzes.analysis import answer_export
from quizzes.analysis.answer_export import pseudonym
from quizzes.models import Answer, Attempt, ExportLog, Quiz, Round

ADDRESS = "/admin/hasil-kuis/coba/"


@pytest.fixture
def rounds(quiz, place, cast, roles):
    """Rounds after a session in both offices, with six people in the first and two in the second."""
    made = []
    for village, people in ((place.village, 6), (place.far_village, 2)):
        round_ = Round.objects.create(
            quiz=quiz,
            edition=quiz.current_edition,
            phase="after",
            village=village,
            office=village.office,
            author=cast.educator,
        )
        for _person in range(people):
            answer(round_, "bdc")
        made.append(round_)
    return made


def answer(round_, pattern, **fields):
    attempt = Attempt.objects.create(
        edition=round_.edition,
        round=round_,
        phase=round_.phase,
        language="id",
        date=date(2026, 3, 5),
        answered=3,
        is_finished=True,
        **fields,
    )
    for item, key in zip(round_.edition.items.select_related("version"), pattern, strict=True):
        key = "dk" if key == "d" else key
        Answer.objects.create(
            attempt=attempt, version=item.version, choice=key, outcome=item.version.outcome(key)
        )
    return attempt


def rows(client, name="jawaban.csv", **asked):
    response = client.get(ADDRESS + name, {"phase": "after", **asked})
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_answer_is_a_row_with_its_version_and_mark(rounds, cast, signed_in):
    found = rows(signed_in(cast.reviewer))
    assert len(found) == 18
    first, second = found[:2]
    assert (first["quiz"], first["quiz_version"], first["phase"], first["month"]) == (
        "coba",
        "1",
        "after",
        "2026-03",
    )
    assert (first["question"], first["choice"], first["outcome"], first["mark"]) == ("Q1", "b", "right", "1")
    assert (second["choice"], second["outcome"], second["mark"]) == ("dk", "dk", "0")
    assert len({row["attempt"] for row in found}) == 6


def test_the_file_says_nothing_that_leads_to_an_attempt_and_names_pairs_alike(rounds, cast, signed_in, quiz):
    before = Round.objects.create(
        quiz=quiz,
        edition=rounds[0].edition,
        phase="before",
        village=rounds[0].village,
        office=rounds[0].office,
        author=cast.educator,
    )
    first = answer(before, "aaa")
    second = answer(rounds[0], "bac", before=first)
    client = signed_in(cast.reviewer)
    after = rows(client)
    assert {row["before"] for row in after} == {"", rows(client, phase="before")[0]["attempt"]}
    text = str(after)
    assert second.token not in text
    assert str(rounds[0].code) not in text


def test_a_reviewer_takes_the_own_office_and_nothing_excluded(rounds, cast, signed_in):
    Attempt.objects.filter(pk=Attempt.objects.filter(round=rounds[0]).first().pk).update(set_aside=True)
    found = rows(signed_in(cast.reviewer))
    assert {row["office"] for row in found} == {"Kantor Imigrasi Semarang"}
    assert len(found) == 15


def in_semarang(rounds, people, month=3):
    """People of the first office who answered in another language, so that they are a group of their own."""
    made = [answer(rounds[0], "bdc") for _person in range(people)]
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in made]).update(
        language="jv", date=date(2026, month, 9)
    )
    return made


def test_an_analyst_does_not_learn_where_and_when_a_few_people_answered(rounds, cast, signed_in):
    in_semarang(rounds, 3)
    found = rows(signed_in(cast.analyst))
    assert len(found) == 33
    places = {(row["office"], row["month"], row["language"]) for row in found}
    assert places == {("Kantor Imigrasi Semarang", "2026-03", "id"), ("hidden", "hidden", "hidden")}


def test_a_single_small_group_is_not_the_only_one_that_is_hidden(rounds, cast, signed_in):
    assert {row["office"] for row in rows(signed_in(cast.analyst))} == {"hidden"}


@pytest.mark.parametrize(
    "asked", [{"language": "id"}, {"first": "2026-03"}, {"last": "2026-03"}, {"office": "far"}]
)
def test_a_narrower_file_tells_nothing_of_the_small_groups(rounds, cast, signed_in, place, asked):
    in_semarang(rounds, 3, month=4)
    if "office" in asked:
        asked = {"office": place.other_office.pk}
    found = rows(signed_in(cast.analyst), **asked)
    assert "hidden" not in {row["office"] for row in found}
    assert {row["office"] for row in found} <= {"Kantor Imigrasi Semarang"}
    assert len(found) == (0 if "office" in asked else 18)


@pytest.mark.parametrize("few", ["after", "before", "neither"])
def test_a_pair_is_named_only_where_both_sides_may_be_shown(rounds, cast, signed_in, few):
    """Else the file of the one phase would tell the place that the other hides."""
    before = Round.objects.create(
        quiz=rounds[0].quiz,
        edition=rounds[0].edition,
        phase="before",
        village=rounds[0].village,
        office=rounds[0].office,
        author=cast.educator,
    )
    earlier = [answer(before, "aaa") for _person in range(2 if few == "before" else 6)]
    small = in_semarang(rounds, 3)
    later = small[0] if few == "after" else Attempt.objects.filter(language="id", phase="after").first()
    Attempt.objects.filter(pk=later.pk).update(before=earlier[0])
    found = rows(signed_in(cast.analyst))
    assert {bool(row["before"]) for row in found} == ({True, False} if few == "neither" else {False})


def test_the_order_of_the_rows_does_not_tell_when_people_answered(rounds, cast, signed_in):
    in_semarang(rounds, 3)
    tokens = Attempt.objects.order_by("token").values_list("pk", flat=True)
    marks = list(dict.fromkeys(row["attempt"] for row in rows(signed_in(cast.analyst))))
    assert marks == [pseudonym(pk) for pk in tokens]


def test_a_file_read_in_batches_is_the_same_file(rounds, cast, signed_in, monkeypatch):
    client = signed_in(cast.reviewer)
    whole = rows(client)
    monkeypatch.setattr(answer_export, "BATCH_SIZE", 4)
    assert rows(client) == whole


def test_a_code_that_is_a_formula_is_harmless(rounds, cast, signed_in):
    version = rounds[0].edition.items.first().version
    type(version).objects.filter(pk=version.pk).update(code="=1+1")
    assert rows(signed_in(cast.reviewer))[0]["question"] == "'=1+1"


def test_the_workbook_has_data_codebook_and_notes(rounds, cast, signed_in):
    response = signed_in(cast.reviewer).get(f"{ADDRESS}jawaban.xlsx?phase=after")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["data", "codebook", "notes"]
    assert book["data"].max_row == 19
    columns = [cell.value for cell in book["data"][1]]
    explained = [row[0] for row in book["codebook"].iter_rows(min_row=2, values_only=True)]
    assert set(columns) <= set(explained)
    assert book["notes"].max_row >= 4


def test_the_codebook_has_the_texts_of_every_question_and_the_keys(rounds, cast, signed_in):
    found = rows(signed_in(cast.reviewer), "buku-kode.csv")
    meanings = {(row["column"], row["value"]): row["meaning"] for row in found}
    assert meanings["question", "Q1 v1 (id)"] == "Pertanyaan 1?"
    assert meanings["question", "Q1 v1 (jv)"] == "Pitakon 1?"
    assert meanings["choice of Q1 v1", "b (id)"].startswith("Pilihan b1 [")
    assert meanings["choice of Q1 v1", "a (id)"] == "Pilihan a1"


@pytest.mark.parametrize("name", ["jawaban.csv", "jawaban.xlsx"])
def test_each_export_is_noted(rounds, cast, signed_in, name):
    b"".join(signed_in(cast.reviewer).get(f"{ADDRESS}{name}?phase=after").streaming_content)
    log = ExportLog.objects.get()
    assert (log.user, log.rows, log.filters) == (cast.reviewer, 18, "quiz=coba&phase=after")
    assert log.kind.endswith(name[-4:].strip("."))


def test_a_quiz_nobody_took_gives_a_file_with_its_heading(db, quiz, cast, roles, signed_in):
    assert rows(signed_in(cast.analyst)) == []
    assert Quiz.objects.count() == 1


@pytest.mark.parametrize("name", ["jawaban.csv", "jawaban.xlsx", "buku-kode.csv"])
def test_outsiders_take_nothing(rounds, client, cast, signed_in, name):
    assert client.get(ADDRESS + name).status_code == 302
    for user in (cast.editor, cast.educator):
        assert signed_in(user).get(ADDRESS + name).status_code == 302
    assert not ExportLog.objects.exists()


def test_the_export_costs_the_same_queries_however_many_rows(
    rounds, cast, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.reviewer)
    with django_assert_max_num_queries(21):
        assert len(rows(client)) == 18
