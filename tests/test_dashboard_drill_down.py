"""Every number of the dashboard leads to its rows, and the rows add up to the number."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.quiz_taking import take
from villages.models import Session
from villages.models.tallies import add_to_tallies
from villages.reach.indicators import REACH

SPRING = "first=2026-03&last=2026-05"
LINK = re.compile(r'<a href="([^"]+)">\s*(?:<strong>)?([\d.,+−]+)(?: %)?(?:</strong>)?\s*</a>')
CELL = re.compile(r"<(td|dd)[^>]*>(.*?)</\1>", re.S)
ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
TAGS = re.compile(r"<[^>]+>")


def body(client, address):
    response = client.get(unescape(address))
    assert response.status_code == 200, address
    return response.content.decode()


def plain(cell):
    return " ".join(unescape(TAGS.sub(" ", cell)).split())


def table(page):
    """Return the rows of the first table as lists of words, without its heading."""
    found = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in ROW.findall(found)]
    return [list(map(plain, row)) for row in cells if len(row) > 1]


def number(words):
    return float(words.replace(".", "").replace(",", "."))


def tiles(page):
    """Return {code: (address, number)} of the large numbers."""
    found = re.findall(r"<dd>(.*?)</dd>", page.partition("dashboard__numbers")[2].partition("</dl>")[0], re.S)
    links = [LINK.search(cell) for cell in found]
    return {indicator.code: link and link.groups() for indicator, link in zip(REACH, links, strict=True)}


@pytest.fixture
def dashboard(programme, cast, signed_in):
    """Return a function: the page for the office's reviewer, to whom nothing is hidden."""
    client = signed_in(cast.reviewer)
    return lambda query=SPRING: body(client, f"/admin/program/?{query}")


def test_the_rows_behind_each_large_number_add_up_to_it(dashboard, client):
    sums = {
        "active": len,
        "visited": len,
        "never": len,
        "overdue": len,
        "sessions": len,
        "target": lambda rows: sum(number(row[-1]) for row in rows),
        "participations": lambda rows: sum(number(row[2]) for row in rows),
        **{
            code: lambda rows: sum(number(row[2]) for row in rows)
            for code in ("first_time", "women", "under_18", "over_60", "disability", "referrals")
        },
        "hours_until_received": lambda rows: sum(number(row[2]) for row in rows) / len(rows),
    }
    found = tiles(dashboard())
    for code, add_up in sums.items():
        address, shown = found[code]
        rows = [row for row in table(body(client, address)) if row[0] != plain("")]
        assert add_up(rows) == pytest.approx(number(shown), abs=0.06), code
    assert number(found["participations"][1]) == 41
    assert len(table(body(client, found["returned_share"][0]))) == 1
    assert len(table(body(client, found["coverage"][0]))) == 1


@pytest.mark.parametrize("query", [SPRING, f"{SPRING}&topic=tppo", f"{SPRING}&province=33"])
def test_no_number_stands_without_a_link(programme, cast, signed_in, make_round, query):
    before = make_round("before")
    after = make_round("after", session=before.session)
    for _person in range(10):
        phone = Client()
        take(phone, before, "aaa")
        take(phone, after, "bac")
    client = signed_in(cast.analyst)
    for asked in (query, ""):
        page = body(client, f"/admin/program/?{asked}")
        cells = [cell for _tag, cell in CELL.findall(page.partition("dashboard__numbers")[2])]
        assert len(cells) > 20
        bare = [plain(cell) for cell in cells if re.match(r"[+−]?\d", plain(cell)) and not LINK.search(cell)]
        assert not [words for words in bare if "–" not in words], bare
        for address in {address for address, _number in LINK.findall(page)}:
            body(client, address)


def test_the_links_of_a_table_keep_its_filter(programme, cast, place, signed_in):
    client = signed_in(cast.analyst)
    page = body(client, f"/admin/program/?{SPRING}&topic=tppo")
    offices = page[page.rindex("reach") if "reach" in page else 0 :]
    addresses = [unescape(address) for address, _number in LINK.findall(offices)]
    mine = [address for address in addresses if f"office={place.office.pk}" in address]
    assert mine
    assert all("topic=tppo" in address and "first=2026-03" in address for address in mine)
    sessions = next(address for address in mine if "/sesi/" in address)
    assert len(table(body(client, sessions))) == 1


def test_a_column_nobody_knows_is_ignored(dashboard, client):
    rows = body(client, f"/admin/program/sesi/?{SPRING}&show=password")
    assert len(table(rows)) == 2
    assert len(table(body(client, f"/admin/program/desa/?{SPRING}&state=%27"))) == 2


def test_the_rows_of_a_reviewer_are_those_of_the_office(programme, cast, place, client, signed_in):
    client = signed_in(cast.reviewer)
    for address in ("sesi", "desa"):
        page = body(client, f"/admin/program/{address}/?{SPRING}&office={place.other_office.pk}&show=women")
        assert "Bontoa" not in page
    assert Session.objects.filter(village__name="Bontoa").exists()


def test_the_rounds_of_a_filter_are_those_of_its_place_and_time(programme, cast, signed_in, make_round):
    found = make_round("before")
    client = signed_in(cast.analyst)
    address = "/admin/hasil-kuis/ronde/?show=all"
    month = f"{timezone.localtime(found.opened_at):%Y-%m}"
    now = f"first={month}&last={month}"
    assert found.code in body(client, f"{address}&{now}&province=33")
    for query in (f"{now}&province=73", f"{now}&topic=tppo", SPRING.replace("2026", "2024")):
        assert found.code not in body(client, f"{address}&{query}")


def test_a_page_of_rows_costs_the_same_queries_however_many(
    programme, cast, place, make_session, signed_in, django_assert_max_num_queries
):
    for day in range(1, 25):
        add_to_tallies(make_session(place.village, date(2026, 3, day), women=day))
    client = signed_in(cast.analyst)
    client.get("/admin/program/")
    with django_assert_max_num_queries(24) as asked:
        assert len(table(body(client, f"/admin/program/sesi/?{SPRING}&show=women"))) == 27
    assert not [row["sql"] for row in asked if "COUNT(*)" in row["sql"] and "villages_session" in row["sql"]]
