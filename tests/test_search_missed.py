"""Searches without a result are counted so that nobody can be recognised."""

import time
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cms.models import CrisisWords, MissedSearch, Synonym

HERE = {"sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0"}


@pytest.fixture
def ask(site, client):
    return lambda query, times=1, **headers: [
        client.get("/id/cari/", {"q": query}, headers={**HERE, **headers}) for _ in range(times)
    ]


def test_a_search_is_counted_by_month_and_language_only(ask):
    ask("Asuransi", 2)
    row = MissedSearch.objects.get()
    assert (row.language, row.times, row.month.day) == ("id", 2, 1)
    fields = {field.name for field in MissedSearch._meta.fields}
    assert fields == {"id", "month", "language", "digest", "text", "times"}


def test_the_text_is_stored_when_it_is_asked_for_the_fifth_time_and_not_before(ask):
    ask("Asuransi  JIWA", 4)
    assert MissedSearch.objects.get().text == ""
    assert "asuransi" not in MissedSearch.objects.get().digest
    ask("asuransi jiwa")
    assert MissedSearch.objects.get().text == "asuransi jiwa"


@pytest.mark.parametrize(
    "query",
    [
        "3322051203900001",
        "0812 3456 7890",
        "nik 332205 jkt",
        "budi@contoh.id",
        "nama saya Budi dari Sukamaju tolong",
        "x" * 60,
        "zz",
        "",
    ],
)
def test_numbers_addresses_and_whole_sentences_are_never_stored(ask, query):
    ask(query, 6)
    assert not MissedSearch.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"purpose": "prefetch"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_robots_and_browsers_that_fetch_ahead_count_nothing(ask, headers):
    ask("asuransi", **headers)
    assert not MissedSearch.objects.exists()


def test_a_request_for_the_head_alone_counts_nothing(site, client):
    client.head("/id/cari/?q=asuransi", headers=HERE)
    assert not MissedSearch.objects.exists()


def test_what_is_found_is_not_counted_nor_a_call_for_help(ask):
    CrisisWords.objects.create(slug="bahaya", need="emergency", words_ind="disekap")
    ask("paspor")
    ask("disekap")
    assert not MissedSearch.objects.exists()


def test_a_month_holds_no_more_rows_than_are_useful(ask, monkeypatch):
    monkeypatch.setattr("cms.models.search.MOST_A_MONTH", 2)
    for query in ["asuransi", "sepeda", "mobil"]:
        ask(query)
    ask("sepeda")
    assert sorted(MissedSearch.objects.values_list("times", flat=True)) == [1, 2]


def test_a_busy_database_costs_the_count_and_not_the_page(ask, monkeypatch):
    def busy(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(MissedSearch.objects, "count_search", busy)
    (response,) = ask("asuransi")
    assert response.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_page_waits_for_no_lock_and_counts_again_later(site, ask):
    MissedSearch.objects.count_search("asuransi", "id")
    held, done = Event(), Event()

    def hold_the_row():
        with transaction.atomic():
            MissedSearch.objects.update(times=1)
            held.set()
            done.wait(15)
        connection.close()

    thread = Thread(target=hold_the_row)
    thread.start()
    held.wait(15)
    started = time.monotonic()
    (response,) = ask("asuransi")
    waited = time.monotonic() - started
    done.set()
    thread.join()
    assert response.status_code == 200
    assert waited < 5
    assert MissedSearch.objects.get().times == 1
    ask("asuransi")
    assert MissedSearch.objects.get().times == 2


def test_old_rows_are_deleted_sooner_if_nobody_may_read_them(db):
    today = timezone.localdate().replace(day=1)
    for age, text in [(0, ""), (100, ""), (100, "asuransi"), (430, "mobil")]:
        MissedSearch.objects.create(
            month=today - timedelta(days=age), language="id", digest=f"{age}{text}", text=text, times=5
        )
    call_command("purge_expired", verbosity=0)
    assert sorted(MissedSearch.objects.values_list("digest", flat=True)) == ["0", "100asuransi"]


def test_editors_see_what_was_asked_often_and_add_it(person, signed_in, ask):
    ask("asuransi jiwa", 5)
    ask("sepeda", 4)
    signed_in_client = signed_in(person("kepala", is_superuser=True))
    page = signed_in_client.get(reverse("missed_searches")).text
    assert "asuransi jiwa" in page
    assert "sepeda" not in page
    for model, field in [(Synonym, "written"), (CrisisWords, "words_ind")]:
        address = reverse(model.snippet_viewset.get_url_name("add"))
        assert f"{address}?typed=asuransi+jiwa&amp;language=id" in page
        form = signed_in_client.get(address, {"typed": "asuransi jiwa", "language": "id"}).context["form"]
        assert form[field].value() == "asuransi jiwa"


@pytest.mark.parametrize("role", ["translator", "reviewer"])
def test_nobody_but_editors_sees_the_searches(role, signed_in, person):
    user = person("sari", role)
    assert signed_in(user).get(reverse("missed_searches")).status_code in (302, 403)
