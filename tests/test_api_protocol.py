"""The JSON API: keys, pages, what changed, and errors that name the parameter."""

import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes.models import ApiToken, ExportLog
from quizzes.programme.api.views import in_order_of_change
from villages.models import Session, Village
from villages.models.tallies import add_to_tallies
from villages.models.transfers import VillageMove

SPRING = "first=2026-03&last=2026-05"


@pytest.fixture
def ask(programme, cast, client):
    """Return a function that asks the API as somebody."""

    def get(address, user=cast.analyst, **headers):
        _token, secret = ApiToken.objects.issue(user, "report", made_by=cast.admin)
        return client.get(f"/api/v1/{address}", headers={"authorization": f"Bearer {secret}", **headers})

    return get


def test_sessions_come_page_by_page_each_once(ask, client):
    answer = ask(f"sessions/?{SPRING}&limit=2").json()
    assert len(answer["results"]) == 2
    secret = ApiToken.objects.issue(ApiToken.objects.first().user, "b", ApiToken.objects.first().user)[1]
    rest = client.get(answer["next"], headers={"authorization": f"Bearer {secret}"}).json()
    assert rest["next"] is None
    found = answer["results"] + rest["results"]
    assert len({row["uuid"] for row in found}) == 3
    assert sum(row["participations"] for row in found) == 71
    assert {row["f_25_34"] for row in found} == {12, 10, 30}


def test_only_what_changed_since_then_is_sent(ask, programme):
    then = timezone.now() - timedelta(days=1)
    Session.objects.update(updated_at=then - timedelta(days=1))
    changed = programme[0]
    Session.objects.filter(pk=changed.pk).update(updated_at=timezone.now(), state="returned")
    address = f"sessions/?{SPRING}&updated_since={quote(then.isoformat())}"
    assert ask(address).json()["results"] == []
    (row,) = ask(f"{address}&state=all").json()["results"]
    assert (row["uuid"], row["state"]) == (str(changed.pk), "returned")


def test_a_reviewer_reads_the_own_office_only(ask, cast):
    for address in ("sessions", "villages", "indicators"):
        text = ask(f"{address}/?{SPRING}", cast.reviewer).content.decode()
        assert "Kantor Imigrasi Semarang" in text
        assert "Makassar" not in text


def test_indicators_are_explained_and_small_numbers_hidden(ask):
    answer = ask(f"indicators/?{SPRING}").json()
    country = answer["results"][0]
    assert (country["participations"], country["disability"]) == (71, None)
    women = next(entry for entry in answer["indicators"] if entry["code"] == "women")
    assert women["name_id"] != women["name_en"]


def test_villages_come_with_their_reach(ask):
    rows = {row["village"]: row for row in ask(f"villages/?{SPRING}").json()["results"]}
    assert (rows["Sukamaju"]["sessions"], rows["Sukamaju"]["participations"]) == (2, 41)
    assert len(ask(f"villages/?{SPRING}&limit=2").json()["results"]) == 2


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def changed_since(ask, moment, query=""):
    """Return the names of villages that changed since `moment`, and start afresh."""
    found = ask(f"villages/?{SPRING}&updated_since={quote(moment.isoformat())}{query}").json()["results"]
    Village.objects.update(updated_at=LONG_AGO)
    return [row["village"] for row in found]


def test_only_villages_that_changed_since_then_are_sent(ask, place, cast, make_session, tmp_path):
    Village.objects.update(updated_at=LONG_AGO)
    now = timezone.now() - timedelta(minutes=1)
    assert changed_since(ask, now) == []
    session = make_session(place.second_village, date(2026, 4, 9), women=12, state="submitted")
    assert changed_since(ask, now) == []
    session.approve(cast.reviewer)
    assert changed_since(ask, now) == ["Mekarsari"]
    VillageMove.objects.move(place.village, place.other_office, timezone.localdate(), "Pemekaran")
    assert changed_since(ask, now) == ["Sukamaju"]
    Village.objects.get(pk=place.far_village.pk).save()
    assert changed_since(ask, now) == ["Bontoa"]
    file = tmp_path / "villages.csv"
    file.write_text(
        "code,name,district,regency,office\n"
        "33.22.05.2004,Mekarsari Baru,Suruh,Kabupaten Semarang,Kantor Imigrasi Semarang\n"
    )
    call_command("import_villages", str(file), stdout=io.StringIO())
    assert changed_since(ask, now) == ["Mekarsari Baru"]


def test_a_village_no_longer_fostered_is_listed_without_numbers(ask, place):
    Village.objects.update(updated_at=LONG_AGO)
    now = timezone.now() - timedelta(minutes=1)
    place.village.status = "ended"
    place.village.save()
    (row,) = ask(f"villages/?{SPRING}&state=all&updated_since={quote(now.isoformat())}").json()["results"]
    assert (row["state"], row["sessions"], row["participations"]) == ("ended", None, None)
    assert changed_since(ask, now) == []


def test_villages_come_page_by_page_each_once_also_when_they_changed_together(ask, client):
    Village.objects.update(updated_at=LONG_AGO)
    answer, names = ask(f"villages/?{SPRING}&limit=1").json(), []
    _token, secret = ApiToken.objects.issue(ApiToken.objects.first().user, "b", ApiToken.objects.first().user)
    while answer["next"]:
        names += [row["village"] for row in answer["results"]]
        answer = client.get(answer["next"], headers={"authorization": f"Bearer {secret}"}).json()
    assert [*names, answer["results"][0]["village"]] == ["Sukamaju", "Mekarsari", "Bontoa"]


def test_nothing_is_sent_again_to_who_has_it(ask):
    first = ask(f"villages/?{SPRING}")
    again = ask(f"villages/?{SPRING}", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first["Cache-Control"]


@pytest.mark.parametrize(
    "address, parameter",
    [
        ("sessions/?limit=0", "limit"),
        ("sessions/?limit=x", "limit"),
        ("sessions/?limit=100000", "limit"),
        ("sessions/?limit=0010009999999", "limit"),
        ("sessions/?cursor=zzz", "cursor"),
        ("indicators/?cursor=WyJ4Il0=", "cursor"),
        ("sessions/?updated_since=yesterday", "updated_since"),
        ("sessions/?updated_since=2026-01-01T00:00:00", "updated_since"),
        ("sessions/?updated_since=2026-99-01T00:00:00Z", "updated_since"),
        ("sessions/?state=void", "state"),
        ("sessions/?first=2026-13", "first"),
        ("villages/?province=xx", "province"),
        ("villages/?updated_since=yesterday", "updated_since"),
        ("villages/?state=approved", "state"),
        ("villages/?cursor=WyJ4Il0=", "cursor"),
        ("indicators/?updated_since=2026-01-01T00:00:00Z", "updated_since"),
        ("indicators/?nonsense=1", "nonsense"),
    ],
)
def test_a_wrong_parameter_is_named(ask, address, parameter):
    answer = ask(address)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
    assert answer.json()["message"]


def test_without_a_working_key_there_is_nothing(ask, cast, client, signed_in):
    assert client.get("/api/v1/sessions/").json()["error"] == "no_token"
    assert signed_in(cast.admin).get("/api/v1/sessions/").status_code == 401
    bad = client.get("/api/v1/villages/", headers={"authorization": "Bearer migrasi_x"})
    assert (bad.status_code, bad.json()["error"]) == (401, "bad_token")
    token, secret = ApiToken.objects.issue(cast.analyst, "old", made_by=cast.admin)
    token.revoke()
    assert client.get("/api/v1/villages/", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    assert ask("villages/", cast.educator).status_code == 403


def test_an_account_that_was_disabled_reads_nothing(ask, cast):
    cast.analyst.is_active = False
    cast.analyst.save()
    assert ask("villages/").status_code == 401


def test_an_account_that_left_its_group_reads_nothing_with_the_key_it_has(ask, cast, client, programme):
    secrets = [
        ApiToken.objects.issue(user, "x", made_by=cast.admin)[1] for user in (cast.analyst, cast.reviewer)
    ]
    cast.analyst.groups.clear()
    cast.reviewer.assignments.update(until=timezone.localdate() - timedelta(1))
    for secret in secrets:
        answer = client.get("/api/v1/sessions/", headers={"authorization": f"Bearer {secret}"})
        assert answer.status_code == 403


def test_keys_of_people_who_left_are_seen_and_revoked(programme, cast, signed_in):
    """Else they would open everything again on the day the account is enabled."""
    disabled, _secret = ApiToken.objects.issue(cast.reviewer, "Mati", made_by=cast.admin)
    moved, _secret = ApiToken.objects.issue(cast.editor, "Pindah", made_by=cast.admin)
    ApiToken.objects.issue(cast.admin, "Kepala", made_by=cast.admin)
    type(cast.reviewer).objects.filter(pk=cast.reviewer.pk).update(is_active=False)
    client = signed_in(cast.analyst)
    page = client.get("/admin/program/kunci/").content.decode()
    assert "Mati" in page
    assert "Pindah" in page
    assert "Kepala" not in page
    for token in (disabled, moved):
        assert client.post(f"/admin/program/kunci/{token.pk}/cabut/").status_code == 302
        token.refresh_from_db()
        assert token.revoked_at
    assert "Kepala" in signed_in(cast.admin).get("/admin/program/kunci/").content.decode()


def test_the_api_only_reads(ask, client, cast):
    _token, secret = ApiToken.objects.issue(cast.analyst, "x", made_by=cast.admin)
    answer = client.post("/api/v1/sessions/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 405


def test_each_answer_is_noted_and_the_key_keeps_the_day_of_its_use_only(ask, cast):
    ask(f"sessions/?{SPRING}")
    log = ExportLog.objects.get()
    assert (log.user, log.kind, log.filters, log.rows) == (cast.analyst, "api sessions.json", SPRING, 3)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()


def test_a_page_costs_the_same_queries_however_many_sessions(
    ask, place, make_session, django_assert_max_num_queries
):
    for day in range(1, 25):
        make_session(place.village, date(2026, 3, day), women=5)
    with django_assert_max_num_queries(20):
        assert len(ask(f"sessions/?{SPRING}").json()["results"]) == 27


def test_a_key_is_shown_once_and_only_its_digest_is_stored(programme, cast, signed_in):
    client = signed_in(cast.analyst)
    page = client.post("/admin/program/kunci/", {"name": "Satu Data"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get("/admin/program/kunci/").content.decode()
    assert secret not in str(ApiToken.objects.values())
    token = ApiToken.objects.get()
    client.post(f"/admin/program/kunci/{token.pk}/cabut/")
    assert ApiToken.objects.authenticate(secret) is None


def test_keys_are_made_in_ones_own_name_only(programme, cast, signed_in):
    client = signed_in(cast.analyst)
    assert client.post("/admin/program/kunci/", {"name": ""}).status_code == 422
    client.post("/admin/program/kunci/", {"user": cast.admin.pk, "name": "x"})
    own = ApiToken.objects.get()
    assert (own.user, own.made_by) == (cast.analyst, cast.analyst)
    own.delete()
    token, _secret = ApiToken.objects.issue(cast.admin, "x", made_by=cast.admin)
    assert client.post(f"/admin/program/kunci/{token.pk}/cabut/").status_code == 404
    assert ApiToken.objects.active().count() == 1


def test_a_key_works_for_a_year(cast):
    token, secret = ApiToken.objects.issue(cast.analyst, "x", made_by=cast.analyst)
    assert ApiToken.objects.authenticate(secret) == token
    ApiToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert ApiToken.objects.authenticate(secret) is None


def test_reviewers_and_strangers_make_no_keys(programme, cast, client, signed_in):
    assert client.get("/admin/program/kunci/").status_code == 302
    for user in (cast.reviewer, cast.educator, cast.editor):
        assert signed_in(user).get("/admin/program/kunci/").status_code == 302


def test_page_after_page_of_villages_reads_what_is_hidden_once_until_one_changes(
    ask, programme, place, make_session
):
    def people(limit):
        rows = ask(f"villages/?{SPRING}&limit={limit}").json()["results"]
        return {row["village"]: row["participations"] for row in rows}

    assert people(3) == {"Sukamaju": 41, "Mekarsari": 0, "Bontoa": 30}
    with CaptureQueriesContext(connection) as second:
        people(2)
    assert not [query for query in second.captured_queries if "monthtally" in query["sql"]]
    add_to_tallies(make_session(place.second_village, date(2026, 5, 6), women=3))
    assert people(3) == {"Sukamaju": None, "Mekarsari": None, "Bontoa": 30}


def test_pages_follow_the_index_of_changes_and_sort_nothing(programme, on_sqlite):
    wanted = Session.objects.counted().filter(started_on__gte=date(2026, 3, 1))
    last = wanted.order_by("updated_at", "uuid").first()
    found = in_order_of_change(wanted, "uuid", None, (last.updated_at, last.uuid))
    assert found.count() == 2
    if on_sqlite:
        plan = found.values_list("updated_at", "uuid").explain()
        assert "session_by_change" in plan
        assert "TEMP B-TREE" not in plan
