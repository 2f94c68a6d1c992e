"""Files of the programme counted by hand: what is in them, what is hidden, who gets them, what is noted."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from quizzes.models import Export, ExportLog
from quizzes.programme.exports import jobs, session_rows, views
from quizzes.programme.exports.request import finished_quarters, quarter_name
from villages.models import Assignment, Session, Village
from villages.models.tallies import add_to_tallies

SPRING = "first=2026-03&last=2026-05"


def content(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def fetch(client, query):
    return content(client.get(f"/admin/program/ekspor/?{query}"))


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.fixture
def analyst(programme, cast, signed_in):
    return signed_in(cast.analyst)


def test_sex_and_age_are_columns_of_each_session(analyst):
    rows = table(fetch(analyst, f"kind=sessions&format=csv&{SPRING}"))
    april = next(row for row in rows if row["started"].startswith("2026-04"))
    assert (april["f_25_34"], april["m_12_17"], april["f_60plus"], april["x_x"]) == ("10", "6", "5", "0")
    assert (april["participations"], april["referrals_passport"], april["disability_f"]) == ("21", "3", "1")
    assert [row["started"][:10] for row in rows] == ["2026-03-05", "2026-04-05", "2026-05-05"]


def test_sex_and_age_are_rows_of_the_long_table(analyst):
    rows = table(fetch(analyst, f"kind=attendance&format=csv&{SPRING}"))
    assert sum(int(row["people"]) for row in rows) == 20 + 21 + 30
    assert {(row["sex"], row["age"]) for row in rows} >= {("m", "12-17"), ("f", "60+")}


def test_a_workbook_has_data_dictionary_and_notes(analyst):
    book = load_workbook(io.BytesIO(fetch(analyst, f"kind=sessions&format=xlsx&{SPRING}")))
    assert book.sheetnames == ["data", "dictionary", "notes"]
    assert book["data"].max_row == 4
    columns = [cell.value for cell in book["data"][1]]
    assert [row[0].value for row in book["dictionary"].iter_rows(min_row=2)] == columns
    assert all(row[1].value and row[2].value for row in book["dictionary"].iter_rows(min_row=2))


def test_the_notes_of_a_workbook_name_what_was_asked_for(analyst, place):
    asked = f"kind=sessions&format=xlsx&{SPRING}"
    both = f"&province=33&office={place.office.pk}"
    for query, words in [("", "–"), (both, "Jawa Tengah, Kantor Imigrasi Semarang")]:
        notes = load_workbook(io.BytesIO(fetch(analyst, asked + query)))["notes"]
        assert words in [row[1].value for row in notes.iter_rows()]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_village_named_like_a_formula_harms_no_spreadsheet(analyst, place, format):
    Village.objects.filter(pk=place.village.pk).update(name='=HYPERLINK("x")')
    data = fetch(analyst, f"kind=sessions&format={format}&{SPRING}")
    if format == "csv":
        assert table(data)[0]["village"] == '\'=HYPERLINK("x")'
    else:
        cells = [cell for row in load_workbook(io.BytesIO(data))["data"] for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_map_holds_villages_with_coordinates_and_their_reach(analyst, place):
    Village.objects.filter(pk=place.village.pk).update(latitude="-7.25", longitude="110.5")
    found = json.loads(fetch(analyst, f"kind=villages&format=geojson&{SPRING}"))
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [110.5, -7.25]}
    assert (feature["properties"]["sessions"], feature["properties"]["participations"]) == (2, 41)


def test_indicators_of_places_hide_small_numbers_from_the_programme_but_not_from_the_office(
    analyst, cast, signed_in
):
    rows = {row["level"]: row for row in table(fetch(analyst, f"kind=reach&format=csv&{SPRING}"))}
    assert (rows["country"]["participations"], rows["country"]["women"]) == ("71", "57")
    assert rows["country"]["disability"] == ""
    assert "disability" in rows["country"]["hidden"].split()
    own = table(fetch(signed_in(cast.reviewer), f"kind=reach&format=csv&{SPRING}"))
    assert [row["office"] for row in own] == ["", "Kantor Imigrasi Semarang"]
    assert (own[1]["disability"], own[1]["participations"]) == ("2", "41")


@pytest.fixture
def last_quarter(place, cast, make_session):
    """Nine people in one village of the quarter, 40 in the other one, 50 far away."""
    day = finished_quarters()[0] + timedelta(days=3)
    for village, women in [(place.village, 9), (place.second_village, 40), (place.far_village, 50)]:
        add_to_tallies(make_session(village, day, women=women))
    return quarter_name(finished_quarters()[0])


def test_a_file_for_partners_hides_a_village_of_nine_and_another_one_with_it(analyst, last_quarter):
    rows = table(fetch(analyst, "kind=villages&format=csv&reader=partner"))
    people = {row["village"]: row["participations"] for row in rows}
    assert people == {"Sukamaju": "", "Mekarsari": "", "Bontoa": "50"}


def test_a_filter_for_partners_only_chooses_rows_of_the_one_table(analyst, place, last_quarter):
    def rows(query):
        return table(fetch(analyst, f"kind=reach&format=csv&reader=partner{query}"))

    whole = rows("")
    for query in [
        "&province=33",
        f"&office={place.office.pk}",
        f"&province=73&office={place.other_office.pk}",
        "&topic=tppo&first=2020-01&last=2020-02",
    ]:
        chosen = rows(query)
        assert chosen
        assert all(row in whole for row in chosen)


def test_partners_get_no_single_sessions_and_offices_make_no_partner_files(analyst, cast, signed_in):
    refused = analyst.get("/admin/program/ekspor/?kind=sessions&format=csv&reader=partner")
    assert refused.status_code == 422
    assert "never single sessions" in refused.content.decode() or "tidak pernah" in refused.content.decode()
    office = signed_in(cast.reviewer).get("/admin/program/ekspor/?kind=reach&format=csv&reader=partner")
    assert office.status_code == 422


@pytest.mark.parametrize(
    "query",
    ["kind=nonsense&format=csv", "kind=sessions&format=geojson", "kind=sessions&format=csv&first=2026-13"],
)
def test_an_order_that_means_nothing_makes_no_file(analyst, query):
    page = analyst.get(f"/admin/program/ekspor/?{query}")
    assert page.status_code == 422
    assert not ExportLog.objects.exists()


def test_sessions_that_are_not_approved_come_only_when_asked_for(analyst, place, make_session):
    make_session(place.village, date(2026, 3, 9), women=5, state="submitted")
    query = f"kind=sessions&format=csv&{SPRING}"
    assert len(table(fetch(analyst, query))) == 3
    states = [row["state"] for row in table(fetch(analyst, f"{query}&every_state=on"))]
    assert states.count("submitted") == 1


def test_each_file_is_noted_with_who_filter_format_and_rows(analyst, cast):
    fetch(analyst, f"kind=villages&format=xlsx&{SPRING}&province=33")
    log = ExportLog.objects.get()
    assert (log.user, log.kind, log.rows) == (cast.analyst, "villages.xlsx", 2)
    assert log.filters == f"{SPRING}&province=33"


def test_the_queries_do_not_grow_with_the_sessions(
    analyst, place, make_session, django_assert_max_num_queries
):
    for day in range(1, 25):
        make_session(place.village, date(2026, 3, day), women=5)
    with django_assert_max_num_queries(20):
        assert len(table(fetch(analyst, f"kind=sessions&format=csv&{SPRING}"))) == 27


def test_a_long_file_is_prepared_in_the_background_and_fetched_by_its_owner_only(
    analyst, cast, monkeypatch, signed_in, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(views, "BACKGROUND_ROWS", 2)
    with django_capture_on_commit_callbacks(execute=True):
        answer = analyst.get(f"/admin/program/ekspor/?kind=sessions&format=xlsx&{SPRING}")
    export = Export.objects.get()
    assert answer.url == f"/admin/program/ekspor/{export.pk}/"
    assert (export.state, export.done, export.total) == ("ready", 3, 3)
    assert f"/ekspor/{export.pk}/berkas/" in analyst.get(answer.url).content.decode()
    assert load_workbook(io.BytesIO(content(analyst.get(f"{answer.url}berkas/"))))["data"].max_row == 4
    other = signed_in(cast.reviewer)
    for address in (answer.url, f"{answer.url}berkas/"):
        assert other.get(address).status_code == 404
    assert other.post(f"{answer.url}ulang/").status_code == 404


def test_a_file_that_failed_says_so_and_can_be_tried_again(
    analyst, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(*args):
        raise OSError("no space")

    whole = jobs.write_export_file
    monkeypatch.setattr(jobs, "write_export_file", broken)
    with django_capture_on_commit_callbacks(execute=True):
        address = analyst.get(f"/admin/program/ekspor/?kind=sessions&format=csv&later=on&{SPRING}").url
    page = analyst.get(address).content.decode()
    assert "ulang/" in page
    assert "no space" not in page
    monkeypatch.setattr(jobs, "write_export_file", whole)
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(f"{address}ulang/")
    assert Export.objects.get().state == "ready"


def test_a_file_written_twice_leaves_one_file(analyst, monkeypatch, django_capture_on_commit_callbacks):
    """The first worker seemed lost, and finishes while the second one writes."""
    whole = jobs.write_export_file

    def overtaken(*args):
        monkeypatch.setattr(jobs, "write_export_file", whole)
        jobs.store_export_file(Export.objects.get())
        return whole(*args)

    monkeypatch.setattr(jobs, "write_export_file", overtaken)
    with django_capture_on_commit_callbacks(execute=True):
        analyst.get(f"/admin/program/ekspor/?kind=sessions&format=csv&later=on&{SPRING}")
    export = Export.objects.get()
    assert export.state == "ready"
    assert list(Path(export.file.path).parent.iterdir()) == [Path(export.file.path)]


def test_a_file_removed_while_it_is_written_is_not_left_behind(
    analyst, monkeypatch, django_capture_on_commit_callbacks
):
    whole = jobs.write_export_file

    def removed(*args):
        jobs.delete_exports(Export.objects.all())
        return whole(*args)

    monkeypatch.setattr(jobs, "write_export_file", removed)
    with django_capture_on_commit_callbacks(execute=True):
        analyst.get(f"/admin/program/ekspor/?kind=sessions&format=csv&later=on&{SPRING}")
    assert not Export.objects.exists()
    assert not list(Path(storages["private"].location, "exports").iterdir())


def test_a_file_is_not_given_to_somebody_who_may_see_less_now(
    analyst, cast, place, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        address = analyst.get(f"/admin/program/ekspor/?kind=sessions&format=csv&later=on&{SPRING}").url
    cast.analyst.groups.set(cast.reviewer.groups.all())
    Assignment.objects.create(user=cast.analyst, role="reviewer", office=place.office, since=date(2025, 1, 1))
    assert analyst.get(f"{address}berkas/").url == address
    page = analyst.get(address).content.decode()
    assert f"{address}berkas/" not in page
    again = page.partition("ekspor/?kind=sessions")[2].partition('"')[0].replace("&amp;", "&")
    with django_capture_on_commit_callbacks(execute=True):
        narrower = analyst.get(f"/admin/program/ekspor/?kind=sessions{again}").url
    assert {row["office"] for row in table(content(analyst.get(f"{narrower}berkas/")))} == {place.office.name}
    Assignment.objects.all().delete()
    Assignment.objects.create(
        user=cast.analyst, role="reviewer", office=place.other_office, since=date(2025, 1, 1)
    )
    assert analyst.get(f"{narrower}berkas/").url == narrower


def test_a_file_on_its_way_refreshes_its_page_and_one_without_a_worker_is_called_stopped(analyst, cast):
    export = Export.objects.create(
        user=cast.analyst, name="a.csv", query="", state="running", total=10, done=5
    )
    page = analyst.get(f"/admin/program/ekspor/{export.pk}/")
    assert page["Refresh"] == "4"
    assert "50 %" in page.content.decode()
    Export.objects.update(changed_at=timezone.now() - timedelta(minutes=11))
    page = analyst.get(f"/admin/program/ekspor/{export.pk}/")
    assert "Refresh" not in page
    assert "ulang/" in page.content.decode()


def test_a_file_whose_task_the_worker_does_not_know_any_more_can_be_tried_again(
    analyst, cast, django_capture_on_commit_callbacks
):
    """An update may rename the function of a task that still waits."""
    query = f"kind=sessions&format=csv&{SPRING}"
    export = Export.objects.create(user=cast.analyst, name="a.csv", query=query)
    task = DBTaskResult.objects.create(
        task_path="quizzes.exports.background.write_export",
        args_kwargs={"args": [export.pk], "kwargs": {}},
        backend_name="default",
    )
    options = dict.fromkeys(["interval", "batch", "startup_delay", "max_tasks"])
    worker = Worker(**options, queue_names=[], excluded_queue_names=[], backend_name="default", worker_id="w")
    worker.run_task(task)
    assert task.status == "FAILED"
    assert analyst.get(f"/admin/program/ekspor/{export.pk}/")["Refresh"]
    Export.objects.update(changed_at=timezone.now() - timedelta(minutes=11))
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(f"/admin/program/ekspor/{export.pk}/ulang/")
    assert Export.objects.get().state == "ready"


def test_a_prepared_file_goes_after_seven_days(analyst, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        analyst.get(f"/admin/program/ekspor/?kind=sessions&format=csv&later=on&{SPRING}")
    file = Export.objects.get().file
    assert file.storage.exists(file.name)
    Export.objects.update(asked_at=timezone.now() - timedelta(days=8))
    call_command("purge_expired", stdout=io.StringIO())
    assert not Export.objects.exists()
    assert not file.storage.exists(file.name)


@pytest.mark.parametrize("address", ["", "1/", "1/berkas/", "kolom/sessions.csv"])
def test_strangers_and_educators_get_no_files(programme, cast, client, signed_in, address):
    assert client.get(f"/admin/program/ekspor/{address}").status_code == 302
    assert signed_in(cast.educator).get(f"/admin/program/ekspor/{address}").status_code == 302


def test_sessions_are_read_in_batches_and_each_comes_once_in_the_order_of_time(
    analyst, programme, place, make_session, monkeypatch
):
    for _ in range(4):  # of one day
        make_session(place.village, date(2026, 4, 2), women=5)
    Session.objects.update(state="approved")
    asked = "kind=sessions&format=csv&first=2026-03&last=2026-05"
    in_time = Session.objects.filter(started_on__year=2026).order_by("started_on", "uuid")
    monkeypatch.setattr(session_rows, "BATCH_SIZE", 2)
    found = [row["uuid"] for row in table(fetch(analyst, asked))]
    assert found == [str(session.pk) for session in in_time]
    assert len(found) == 7
