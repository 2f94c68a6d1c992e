"""Who took which rows: seen by the programme, and by everybody of what they took themselves."""

import pytest

from quizzes.models import ApiToken, ExportLog
from quizzes.programme.exports import views

SPRING = "first=2026-03&last=2026-05"
ADDRESS = "/admin/program/ekspor/catatan/"


@pytest.fixture
def taken(programme, cast, place, client, signed_in):
    """The reviewer took a file of sessions, a program of the analyst asked the API."""
    query = f"kind=sessions&format=csv&{SPRING}&office={place.office.pk}"
    response = signed_in(cast.reviewer).get(f"/admin/program/ekspor/?{query}")
    assert b"".join(response.streaming_content)
    secret = ApiToken.objects.issue(cast.analyst, "x", made_by=cast.admin)[1]
    client.get(f"/api/v1/villages/?{SPRING}", headers={"authorization": f"Bearer {secret}"})


def lines(client, query=""):
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return response.context["entries"], response.content.decode()


def test_the_programme_sees_who_took_what_with_which_filter_and_how_many_rows(taken, cast, place, signed_in):
    (of_api, of_file), page = lines(signed_in(cast.analyst))
    assert (of_file.log.user, of_file.log.rows, of_file.format) == (cast.reviewer, 2, "CSV")
    assert ("2026-03" in page, place.office.name in page, "bambang" in page) == (True, True, True)
    assert (of_api.is_api, of_api.log.rows) == (True, 3)


def test_others_see_what_they_took_themselves(taken, cast, signed_in):
    (line,), page = lines(signed_in(cast.reviewer), "?who=pusat1")
    assert line.log.user == cast.reviewer
    assert "pusat1" not in page
    assert "Belum ada yang diunduh" in lines(signed_in(cast.other_reviewer))[1]


def test_an_account_is_found_by_its_name(taken, cast, signed_in):
    client = signed_in(cast.analyst)
    assert [line.log.user for line in lines(client, "?who=BAMB")[0]] == [cast.reviewer]
    assert lines(client, "?who=%27%22<b>")[0] == []


def test_a_file_that_broke_off_and_an_unknown_kind_are_listed_as_they_are(programme, cast, signed_in):
    ExportLog.objects.create(user=cast.analyst, kind="gone.txt", filters="office=9999&first=2026-03")
    (line,), page = lines(signed_in(cast.analyst))
    assert (line.table, line.format, line.filters[0][1]) == ("gone", "TXT", "9999")
    assert "terputus" in page


def test_the_log_names_the_recipient_and_the_contents_of_a_file(programme, cast, signed_in):
    ExportLog.objects.create(user=cast.analyst, kind="reach.csv", filters="reader=partner&every_state=on")
    page = lines(signed_in(cast.analyst))[1]
    assert "Untuk: mitra dan masyarakat" in page
    assert "reader" not in page.partition("<tbody>")[2]
    assert "every_state" not in page


def test_outsiders_do_not_see_the_log(programme, cast, client, signed_in):
    assert client.get(ADDRESS).status_code == 302
    for user in (cast.editor, cast.educator):
        assert signed_in(user).get(ADDRESS).status_code == 302


def test_the_log_costs_the_same_queries_however_long(taken, cast, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.analyst)
    client.get(ADDRESS)
    for number in range(30):
        ExportLog.objects.create(user=cast.reviewer, kind="sessions.csv", filters=SPRING, rows=number)
    with django_assert_max_num_queries(14):
        assert len(lines(client)[0]) == 32


@pytest.mark.parametrize(
    ("query", "times"), [("format=xlsx", 1), ("format=csv", 0), ("format=csv&later=on", 1)]
)
def test_the_rows_of_a_file_are_counted_once_beforehand(
    programme, cast, signed_in, monkeypatch, query, times
):
    counted = []
    whole = views.expected_rows
    monkeypatch.setattr(views, "expected_rows", lambda order: counted.append(order) or whole(order))
    monkeypatch.setattr(views, "BACKGROUND_ROWS", 1)
    signed_in(cast.analyst).get(f"/admin/program/ekspor/?kind=sessions&{query}&{SPRING}")
    assert len(counted) == times
