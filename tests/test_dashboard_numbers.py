"""Every number of the dashboard against a small programme counted by hand."""

from dataclasses import replace
from datetime import date

import pytest
from django.forms import Select
from django.test.html import parse_html
from django.utils.formats import number_format
from django.utils.translation import override

from quizzes.models import ExportLog
from quizzes.templatetags.dashboard import number
from villages.models import ImmigrationOffice, Province, Village
from villages.reach import queries
from villages.reach.filters import Filters, FiltersForm
from villages.reach.queries import (
    protected_reach,
    reach_by_month,
    reach_by_office,
    reach_by_topic,
    total_reach,
)

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
SPRING = Filters(MARCH, MAY)
SPRING_ADDRESS = "first=2026-03&last=2026-05"


def test_every_formula_gives_what_the_hand_counts(programme, place):
    rows = reach_by_office(SPRING, today=date(2026, 5, 20))
    total = total_reach(rows.values())

    assert (total.active, total.visited, total.never, total.overdue) == (3, 2, 1, 0)
    assert total.coverage == pytest.approx(66.667, abs=0.001)
    assert total.counts["sessions"] == 3
    assert total.target == 8
    assert total.counts["participations"] == 20 + 21 + 30
    assert total.counts["first_time"] == 59
    assert total.counts["women"] == 12 + 15 + 30
    assert total.counts["under_18"] == 6
    assert total.counts["over_60"] == 5
    assert total.counts["disability"] == 2
    assert total.counts["referrals"] == 3
    assert total.hours_until_received == pytest.approx((2 + 10 + 2) / 3)
    assert total.returned_share == pytest.approx(100 / 3)
    assert rows["33", place.office.pk].counts["sessions"] == 2
    assert rows["73", place.other_office.pk].counts["participations"] == 30


def test_a_village_is_overdue_after_half_a_year(programme):
    total = total_reach(reach_by_office(SPRING, today=date(2026, 12, 1)).values())
    assert (total.never, total.overdue) == (1, 2)


def test_last_sessions_tell_the_same_villages_visited_as_visits_do(programme, monkeypatch):
    found = reach_by_office(SPRING)
    assert queries.includes_newest(SPRING)
    monkeypatch.setattr(queries, "includes_newest", lambda filters: False)
    assert reach_by_office(SPRING) == found


def test_a_village_visited_again_after_the_period_was_visited_in_it(programme):
    early = replace(SPRING, last=MARCH)
    assert not queries.includes_newest(early)
    assert not queries.includes_newest(replace(SPRING, topic="tppo"))
    assert total_reach(reach_by_office(early).values()).visited == 1


def test_a_filter_gives_the_rows_that_the_whole_country_has_for_it(programme, place):
    country = reach_by_office(SPRING)
    assert len(country) == 2
    assert reach_by_office(replace(SPRING, office=place.office.pk)) == {
        key: row for key, row in country.items() if key[1] == place.office.pk
    }
    assert reach_by_office(replace(SPRING, province="73")) == {
        key: row for key, row in country.items() if key[0] == "73"
    }
    assert reach_by_office(replace(SPRING, province="73", office=place.office.pk)) == {}


@pytest.mark.parametrize("asked", ["", "73", "<b>"])
def test_a_long_list_of_choices_is_written_as_django_writes_it(place, asked):
    Province.objects.filter(code="33").update(name='Jawa <Tengah> & "lain"')
    field = FiltersForm({"province": asked})["province"]
    assert parse_html(str(field)) == parse_html(field.as_widget(Select(choices=field.field.choices)))
    assert ("selected" in str(field).partition("73")[2]) == (asked == "73")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("value", [0, 999, 1000, 1234567, -1234])
def test_a_whole_number_is_written_as_django_writes_it(language, value):
    with override(language):
        assert number(value) == number_format(value, decimal_pos=0, force_grouping=True)


def test_the_trend_and_the_topics_are_of_the_period(programme):
    assert [(month, counts["sessions"]) for month, counts in reach_by_month(SPRING)] == [
        (MARCH, 1),
        (date(2026, 4, 1), 1),
        (MAY, 1),
    ]
    assert [(slug, counts["participations"]) for slug, counts in reach_by_topic(SPRING)] == [("tppo", 20)]


def test_a_small_number_is_hidden_however_one_filters(programme, place):
    total, provinces, rows = protected_reach(SPRING, 5)
    assert "disability" in rows["33", place.office.pk].hidden
    assert "disability" in provinces["33"].hidden
    assert "disability" in total.hidden
    assert "women" not in total.hidden


def test_an_analyst_sees_the_whole_and_a_reviewer_the_own_office(programme, cast, signed_in):
    whole = signed_in(cast.analyst).get(f"/admin/program/?{SPRING_ADDRESS}").content.decode()
    assert "Kantor Imigrasi Makassar" in whole
    own = signed_in(cast.reviewer).get(f"/admin/program/?{SPRING_ADDRESS}").content.decode()
    assert "Kantor Imigrasi Semarang" in own
    assert "Makassar" not in own


def test_a_reviewer_cannot_ask_for_another_office(programme, cast, place, signed_in):
    address = f"/admin/program/?{SPRING_ADDRESS}&office={place.other_office.pk}"
    assert "Makassar" not in signed_in(cast.reviewer).get(address).content.decode()
    rows = signed_in(cast.reviewer).get(address.replace("program/", "program/sesi/")).content.decode()
    assert "Bontoa" not in rows


@pytest.mark.parametrize("address", ["", "kamus/", "sesi/", "sesi.csv", "desa/", "laporan/"])
def test_editors_educators_and_strangers_are_refused(programme, cast, client, signed_in, address):
    assert client.get(f"/admin/program/{address}").status_code == 302
    for user in (cast.editor, cast.educator):
        assert signed_in(user).get(f"/admin/program/{address}").status_code == 302


@pytest.mark.parametrize(
    "query", ["first=nonsense", "first=2026-05&last=2026-03", "office=999", "province=xx", "topic=%27%22<b>"]
)
def test_a_filter_that_means_nothing_is_reported_and_ignored(programme, cast, signed_in, query):
    page = signed_in(cast.analyst).get(f"/admin/program/?{query}")
    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_filter_that_means_nothing_leaves_the_others(programme, cast, signed_in):
    page = signed_in(cast.analyst).get(f"/admin/program/?{SPRING_ADDRESS}&office=999&province=73")
    assert page.context["filters"] == replace(SPRING, province="73")


def test_a_topic_that_is_published_no_more_is_shown_as_chosen(programme, cast, signed_in):
    page = signed_in(cast.analyst).get(f"/admin/program/?{SPRING_ADDRESS}&topic=lama").content.decode()
    assert '<option value="lama" selected>lama</option>' in page


def test_a_month_without_a_session_is_a_zero_of_the_trend(programme, cast, signed_in):
    page = signed_in(cast.analyst).get("/admin/program/?first=2025-01&last=2026-06")
    months = page.context["summary"].months
    assert months[0][:2] == (date(2025, 5, 1), 1)
    assert months[1] == (date(2025, 6, 1), 0, 0)
    assert months[-1] == (date(2026, 6, 1), 0, 0)
    assert sum(sessions for _month, sessions, _people in months) == 4


def test_provinces_and_offices_stand_in_one_order(programme, cast, signed_in):
    ImmigrationOffice.objects.create(name="A", city="Semarang", province=Province.objects.get(pk="33"))
    Village.objects.filter(name="Mekarsari").update(office=ImmigrationOffice.objects.get(name="A"))
    summary = signed_in(cast.analyst).get(f"/admin/program/?{SPRING_ADDRESS}").context["summary"]
    assert [row.key for row in summary.by_province] == ["33", "73"]
    assert [row.name for row in summary.by_office] == [
        "A",
        "Kantor Imigrasi Semarang",
        "Kantor Imigrasi Makassar",
    ]


def test_the_rows_behind_a_number_are_as_many_as_it_says(programme, cast, signed_in):
    client = signed_in(cast.analyst)
    expected = {"sesi/?": "3 sesi", "desa/?state=visited&": "2 desa", "desa/?state=never&": "1 desa"}
    for rows, words in expected.items():
        page = client.get(f"/admin/program/{rows}{SPRING_ADDRESS}")
        assert f"<strong> {words} </strong>" in " ".join(page.content.decode().split())


def test_an_empty_period_says_so(programme, cast, signed_in):
    page = signed_in(cast.analyst).get("/admin/program/?first=2024-01&last=2024-02")
    assert page.context["summary"].reach.counts["sessions"] == 0
    assert page.context["summary"].months == []


def test_a_start_without_an_end_means_up_to_now(db):
    form = FiltersForm({"first": "2026-01"})
    assert form.filters.first == date(2026, 1, 1)


def test_the_dashboard_costs_the_same_queries_however_much_happened(
    programme, cast, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.analyst)
    client.get("/admin/program/")
    with django_assert_max_num_queries(24):
        client.get(f"/admin/program/?{SPRING_ADDRESS}")


def test_the_export_is_the_rows_of_the_filter_with_zones_and_is_logged(programme, cast, place, signed_in):
    Village.objects.filter(pk=place.village.pk).update(name='=HYPERLINK("x")')
    response = signed_in(cast.analyst).get(f"/admin/program/sesi.csv?{SPRING_ADDRESS}")
    text = b"".join(response.streaming_content).decode()

    assert text.startswith("\ufeffuuid,village_code")
    assert text.count("\r\n") == 4
    assert "'=HYPERLINK" in text
    assert "2026-03-05T09:00:00+07:00" in text
    assert "2026-05-05T09:00:00+08:00" in text
    log = ExportLog.objects.get()
    assert (log.user, log.rows, log.filters) == (cast.analyst, 3, SPRING_ADDRESS)


def test_a_reviewers_export_has_no_session_of_another_office(programme, cast, signed_in):
    response = signed_in(cast.reviewer).get(f"/admin/program/sesi.csv?{SPRING_ADDRESS}")
    text = b"".join(response.streaming_content).decode()
    assert "Semarang" in text
    assert "Makassar" not in text


def test_a_session_not_approved_is_neither_counted_nor_exported(
    programme, cast, place, make_session, signed_in
):
    make_session(place.village, date(2026, 3, 9), women=5, state="submitted")
    response = signed_in(cast.analyst).get(f"/admin/program/sesi.csv?{SPRING_ADDRESS}")
    assert b"".join(response.streaming_content).count(b"\r\n") == 4


def test_the_monthly_report_has_the_sessions_of_the_office_and_lines_to_sign(programme, cast, signed_in):
    page = signed_in(cast.reviewer).get("/admin/program/laporan/?last=2026-03").content.decode()
    assert '<html lang="id"' in page
    assert "Sukamaju" in page
    assert "5 Maret<" in page
    assert "Nama dan NIP" in page
    assert "Semarang, <span" in page
    assert "Bontoa" not in page


def test_the_monthly_report_shows_an_analyst_what_it_shows_the_office(programme, cast, place, signed_in):
    address = f"/admin/program/laporan/?last=2026-04&office={place.office.pk}"
    for user in (cast.analyst, cast.reviewer):
        summary = signed_in(user).get(address).context["summary"]
        assert {indicator.code: value for indicator, value in summary.reach_indicators}["disability"] == 2


def test_the_dictionary_says_each_number_in_two_languages_side_by_side(programme, cast, signed_in):
    page = signed_in(cast.analyst).get("/admin/program/kamus/").content.decode()
    for words in ("Women and girls", "Right answers before", "Rumus", "Formula", "Participations"):
        assert words in page


def test_an_analyst_chooses_an_office_before_the_report(programme, cast, signed_in):
    assert signed_in(cast.analyst).get("/admin/program/laporan/").url == "/admin/program/"
