"""The server side of the outbox: what a phone sends is stored once, answered with a receipt, never lost."""

import json
import re
import shutil
import uuid as uuids
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import timezone

from tests.support.outbox_client import (
    digest_header,
    jpeg,
    put,
    put_photo,
    raw,
    reconcile,
    session_payload,
    sha256,
)
from villages.forms.masking import mask_private_numbers
from villages.models import (
    Assignment,
    PhotoUpload,
    Quarantine,
    Session,
    SessionRevision,
    SessionTransition,
)
from villages.outbox.receipts import receipt_code

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def phone(signed_in, cast):
    """The educator's phone, signed in."""
    return signed_in(cast.educator)


def test_a_new_session_is_stored_and_answered_with_a_receipt(phone, cast, place):
    uuid, content = uuids.uuid4(), raw(session_payload(notes="Ramai."))
    answer = put(phone, content, uuid)
    assert answer.status_code == 201
    receipt = answer.json()
    assert set(receipt) == {
        "uuid",
        "revision",
        "sha256",
        "state",
        "received_at",
        "receipt_code",
        "missing_photos",
    }
    assert (receipt["uuid"], receipt["revision"], receipt["state"]) == (str(uuid), 1, "submitted")
    assert receipt["sha256"] == sha256(content)
    assert re.fullmatch(r"2\S+T\S+\+07:00", receipt["received_at"])
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}", receipt["receipt_code"])
    session = Session.objects.get(pk=uuid)
    assert (session.author, session.village, session.office) == (cast.educator, place.village, place.office)
    assert f"{session.started_local:%Y-%m-%dT%H:%M}" == "2026-11-20T09:30"
    assert (session.participants, session.first_time, session.officials) == (12, 10, 2)
    assert bytes(session.revisions.get().body) == content


def test_a_receipt_code_belongs_to_one_session_revision_and_content():
    content = ["a" * 64, "b" * 64]
    uuids_sent = [uuids.uuid4(), uuids.uuid4()]
    deliveries = [
        (uuid, revision, sha256) for uuid in uuids_sent for revision in (1, 2) for sha256 in content
    ]
    codes = [receipt_code(*delivery) for delivery in deliveries]
    assert len(set(codes)) == len(deliveries)
    assert [receipt_code(*delivery) for delivery in deliveries] == codes


def test_times_are_read_on_the_clock_of_the_village(signed_in, cast):
    put(signed_in(cast.other_educator), session_payload(village="73.06.01.2001"))
    session = Session.objects.get()
    assert session.zone.abbreviation == "WITA"
    assert session.started_at == datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Makassar"))


def test_a_session_sent_twice_is_stored_once(phone):
    uuid = uuids.uuid4()
    first, second = put(phone, session_payload(), uuid), put(phone, session_payload(), uuid)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Session.objects.count() == SessionRevision.objects.count() == 1


def test_the_same_again_is_a_success_even_when_it_would_not_be_valid_any_more(phone, place):
    uuid = uuids.uuid4()
    put(phone, session_payload(), uuid)
    Session.objects.update(village=place.second_village)
    place.village.delete()
    assert put(phone, session_payload(), uuid).status_code == 200


def test_other_content_under_the_same_revision_is_a_conflict_and_changes_no_byte(phone):
    uuid, content = uuids.uuid4(), raw(session_payload())
    put(phone, content, uuid)
    answer = put(phone, session_payload(notes="Lain."), uuid)
    assert answer.status_code == 409
    assert answer.json()["code"] == "content"
    assert answer.json()["current"]["body"] == session_payload()
    assert answer.json()["current"]["sha256"] == sha256(content)
    assert bytes(SessionRevision.objects.get().body) == content
    assert Session.objects.get().notes == ""


def test_a_revision_replaces_the_entries_and_both_payloads_are_stored(phone):
    uuid = uuids.uuid4()
    put(phone, session_payload(), uuid)
    changed = session_payload(revision=2, base_revision=1, attendance=[{"sex": "x", "age": "x", "count": 40}])
    assert put(phone, changed, uuid).status_code == 201
    session = Session.objects.get()
    assert (session.revision, session.participants) == (2, 40)
    assert list(session.attendance.values_list("sex", "age", "count")) == [("x", "x", 40)]
    assert session.revisions.count() == 2


def test_a_revision_on_a_stale_base_is_a_conflict_that_shows_what_the_office_has(phone):
    uuid = uuids.uuid4()
    put(phone, session_payload(), uuid)
    put(phone, session_payload(revision=2, base_revision=1, notes="Dua."), uuid)
    answer = put(phone, session_payload(revision=3, base_revision=1, notes="Tiga."), uuid)
    assert answer.status_code == 409
    assert answer.json()["code"] == "base"
    assert answer.json()["current"]["body"]["notes"] == "Dua."


def test_an_older_revision_that_comes_late_is_stored_as_history(phone):
    uuid = uuids.uuid4()
    put(phone, session_payload(revision=2, base_revision=1, notes="Dua."), uuid)
    answer = put(phone, session_payload(notes="Satu."), uuid)
    assert answer.status_code == 201
    assert answer.json()["sha256"] == sha256(session_payload(notes="Satu."))
    assert (Session.objects.get().revision, Session.objects.get().notes) == (2, "Dua.")


def test_a_returned_session_that_is_revised_waits_for_review_again(phone, cast):
    uuid = uuids.uuid4()
    put(phone, session_payload(), uuid)
    Session.objects.update(state="returned", review_comment="Jumlahnya?")
    put(phone, session_payload(revision=2, base_revision=1, officials=3), uuid)
    session = Session.objects.get()
    assert (session.state, session.review_comment) == ("submitted", "")
    steps = SessionTransition.objects.values_list("actor", "from_state", "to_state", "revision")
    assert list(steps) == [
        (cast.educator.pk, "", "submitted", 1),
        (cast.educator.pk, "returned", "submitted", 2),
    ]


@pytest.mark.parametrize("state", ["approved", "void"])
def test_an_approved_or_void_session_is_locked(phone, state):
    uuid = uuids.uuid4()
    put(phone, session_payload(), uuid)
    Session.objects.update(state=state)
    answer = put(phone, session_payload(revision=2, base_revision=1), uuid)
    assert (answer.status_code, answer.json()["code"]) == (409, "locked")
    assert put(phone, session_payload(), uuid).status_code == 200


def test_the_number_of_somebody_elses_session_is_refused_and_tells_nothing(phone, cast):
    uuid = uuids.uuid4()
    put(phone, session_payload(notes="Rahasia kantor."), uuid)
    other = Client()
    other.force_login(cast.other_educator, backend="django.contrib.auth.backends.ModelBackend")
    for revision, base in [(1, None), (2, 1)]:
        answer = put(
            other, session_payload(village="73.06.01.2001", revision=revision, base_revision=base), uuid
        )
        assert answer.status_code == 409
        assert set(answer.json()) == {"code", "detail"}
        assert b"Rahasia" not in answer.content
    assert Session.objects.get().author == cast.educator
    assert reconcile(other, [{"uuid": str(uuid), "sha256": "0" * 64}]).json()["known"] == []


# --- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"village": "33.22.05.9999"}, "village"),
        ({"ended_local": "2026-11-20T09:00"}, "ended_local"),
        ({"ended_local": "2026-11-22T09:00"}, "ended_local"),
        ({"started_local": "2026-11-24T12:30", "ended_local": "2026-11-24T13:00"}, "started_local"),
        ({"started_local": "2006-11-20T09:30"}, "started_local"),
        ({"started_local": "20 November"}, "started_local"),
        ({"activity": "party"}, "activity"),
        ({"venue": ""}, "venue"),
        ({"topics": ["Tidak ada"]}, "topics"),
        ({"topics": ["a" * 256]}, "topics"),
        ({"topics": ["tppo", "tppo"]}, "topics"),
        ({"materials": [0]}, "materials"),
        ({"materials": [10**9]}, "materials"),
        ({"attendance": [{"sex": "f", "age": "18-24", "count": -1}]}, "attendance"),
        ({"attendance": [{"sex": "q", "age": "18-24", "count": 1}]}, "attendance"),
        ({"attendance": [{"sex": "f", "age": "60+", "count": 20}] * 2}, "attendance"),
        ({"attendance": [{"sex": "f", "age": "60+", "count": 99999}]}, "attendance"),
        ({"attendance": []}, "first_time"),
        ({"disability": {"f": 50, "m": 0}}, "disability"),
        ({"officials": -1}, "officials"),
        ({"referrals": [{"category": "bank", "agency": "", "count": 1}]}, "referrals"),
        ({"notes": "NIK 3322 0520 0350 0001"}, "notes"),
        ({"notes": "Hubungi 0812-3456-7890"}, "notes"),
        ({"notes": "x" * 4001}, "notes"),
        ({"notes": "a\u0000b"}, "notes"),
        ({"photos": [{"sha256": "xyz", "caption": ""}]}, "photos"),
        ({"photos": [{"sha256": c * 64, "caption": ""} for c in "abcd"]}, "photos"),
        ({"name_of_participant": "Siti"}, "name_of_participant"),
        ({"revision": "1"}, "revision"),
        ({"revision": 0}, "revision"),
        ({"officials": True}, "officials"),
        ({"first_time": 2.5}, "first_time"),
        ({"notes": None}, "notes"),
        ({"disability": {"f": 1}}, "disability.m"),
        ({"attendance": [{"sex": "f", "age": "60+", "count": 1, "name": "Siti"}]}, "attendance.0.name"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_field_and_stored_in_quarantine(phone, cast, changes, key):
    content = raw(session_payload(**changes))
    for _again in range(2):
        answer = put(phone, content, "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a11")
        assert answer.status_code == 422
        assert key in answer.json()["errors"]
        assert all(isinstance(text, str) for text in answer.json()["errors"][key])
    assert not Session.objects.exists()
    stored = Quarantine.objects.get()
    assert bytes(stored.body) == mask_private_numbers(content)
    assert (stored.author, stored.status) == (cast.educator, 422)


def test_the_hour_is_that_of_the_village_not_of_the_server(signed_in, cast):
    """Noon in Jakarta is one o'clock in Makassar."""
    times = {"started_local": "2026-11-24T12:30", "ended_local": "2026-11-24T13:00"}
    assert (
        put(signed_in(cast.other_educator), session_payload(village="73.06.01.2001", **times)).status_code
        == 201
    )


@pytest.mark.parametrize(
    "number", ["3374010101900001", "33.7401 010190-0001", "0812-3456-7890", "+62 812 3456 789"]
)
def test_a_refused_report_is_stored_without_the_private_number_in_it(phone, number):
    answer = put(phone, session_payload(notes=f"Ibu-ibu PKK, {number}, 40 orang"))
    assert answer.status_code == 422
    stored = bytes(Quarantine.objects.get().body).decode()
    assert number not in stored
    assert re.sub("[0-9]", "*", number) in stored
    assert "Ibu-ibu PKK" in stored
    assert "2026-11-20T09:30" in stored


@pytest.mark.parametrize(
    "escaped",
    [
        r"3322\u00a00547\u20111180\n0001",
        r"\uff10812-3456-7890",
        "+62\u2009812\u22123456\u22127890",
        r"0812\/3456\/7890",
    ],
)
def test_a_private_number_is_masked_however_json_writes_it(phone, escaped):
    content = raw(session_payload(notes="@")).replace(b"@", escaped.encode())
    assert put(phone, content).status_code == 422
    stored = bytes(Quarantine.objects.get().body).decode()
    notes = json.loads(stored)["notes"]
    assert not re.search(r"\d", notes)
    assert len(notes) == len(json.loads(f'"{escaped}"'))


def test_the_errors_stored_with_a_refused_report_hold_no_private_number(phone):
    number = "3322054711800001"
    assert put(phone, session_payload(activity=number, village=number, venue="party")).status_code == 422
    assert put(phone, {**session_payload(), number: 1}).status_code == 422
    for stored in Quarantine.objects.all():
        assert number not in json.dumps(stored.errors)
        assert "****" in json.dumps(stored.errors)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b'{"a":1,"a":2}', b'{"a":NaN}', b'"\\ud800"'])
def test_what_is_no_json_object_is_refused_and_stored(phone, content):
    assert put(phone, content).status_code == 422
    assert bytes(Quarantine.objects.get().body) == content


def test_a_wrong_type_or_a_body_too_large_is_refused_and_stored(phone):
    assert put(phone, session_payload(), content_type="text/plain").status_code == 415
    answer = put(phone, b" " * (300 * 1024))
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/json"
    assert Quarantine.objects.count() == 2


def test_a_body_that_changed_on_the_way_is_refused(phone):
    wrong = "sha-256=:" + "A" * 43 + "=:"
    for header in ["", "sha-512=:abc=:", "sha-256=:abc:", wrong]:
        answer = put(phone, session_payload(), **{"Content-Digest": header})
        assert answer.status_code == 422
        assert "content-digest" in answer.json()["errors"]
        assert answer.json()["code"] in {"digest_mismatch", "digest_missing"}
    assert not Session.objects.exists()
    assert not Quarantine.objects.exists()  # nobody at the office has to look at it


@pytest.mark.parametrize("damage", [lambda sent: sent[:40], lambda sent: b"\0" + sent[1:], lambda sent: b""])
@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_what_the_line_damaged_is_named_as_that_whatever_else_it_has_become(phone, damage, content_type):
    content = raw(session_payload())
    header = {"Content-Digest": digest_header(content)}
    answer = put(phone, damage(content), content_type=content_type, **header)
    assert (answer.status_code, answer.json()["code"]) == (422, "digest_mismatch")
    photo = jpeg()
    answer = phone.put(
        f"/api/photos/{sha256(photo)}/",
        damage(photo),
        content_type="image/jpeg",
        headers={"Content-Digest": digest_header(photo)},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "digest_mismatch")
    assert not Quarantine.objects.exists()


# --- held ----------------------------------------------------------------------------------------


def test_a_session_of_a_village_that_was_reassigned_is_held_for_the_new_office(phone, cast, place):
    Assignment.objects.filter(user=cast.educator).update(until=date(2026, 11, 22))
    place.village.office = place.other_office
    place.village.save()
    uuid = uuids.uuid4()
    answer = put(phone, session_payload(), uuid)
    assert (answer.status_code, answer.json()["state"]) == (202, "held")
    assert put(phone, session_payload(), uuid).status_code == 202
    session = Session.objects.visible_to(cast.other_reviewer).get()
    assert (session.is_held, session.held_because) == (True, "village")
    assert not Session.objects.visible_to(cast.reviewer).exists()


def test_a_session_held_before_the_assignment_began_is_held(phone, cast):
    Assignment.objects.filter(user=cast.educator).update(since=date(2026, 11, 21))
    assert put(phone, session_payload()).status_code == 202


def test_ten_sessions_of_an_account_disabled_meanwhile_are_held(phone, cast):
    cast.educator.is_active = False
    cast.educator.save()
    assert phone.get("/api/ping")["X-Migrasi-User"] == "sari"
    answers = [put(phone, session_payload(notes=str(number))) for number in range(10)]
    assert [answer.status_code for answer in answers] == [202] * 10
    assert Session.objects.held().filter(held_because="account").count() == 10
    assert phone.get("/lapangan/").status_code in {302, 404}


def test_a_disabled_account_learns_nothing_of_what_became_of_its_reports(phone, cast):
    uuid, report = uuids.uuid4(), session_payload()
    put(phone, report, uuid)
    session = Session.objects.get()
    session.send_back(cast.reviewer, "Hitung lagi")
    cast.educator.is_active = False
    cast.educator.save()
    again = put(phone, report, uuid).json()
    assert (again["state"], again["sha256"]) == ("held", sha256(raw(report)))
    (known,) = reconcile(phone, [{"uuid": str(uuid), "sha256": sha256(raw(report))}]).json()["known"]
    assert (known["state"], known["review_comment"]) == ("held", "")
    conflict = put(phone, session_payload(notes="lain", revision=3, base_revision=2), uuid)
    assert conflict.status_code == 409
    assert "current" not in conflict.json()
    assert phone.get(f"/api/sessions/{uuid}/").status_code == 404


@pytest.mark.parametrize("who", ["reviewer", "analyst", "editor"])
def test_who_is_no_educator_and_was_none_on_the_day_sends_no_session(client, cast, who):
    client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
    assert put(client, session_payload()).status_code == 422
    assert put_photo(client, jpeg()).status_code == 422
    assert not Session.objects.exists()


def test_who_was_an_educator_on_the_day_still_sends_its_report(phone, cast):
    cast.educator.groups.clear()
    assert put(phone, session_payload()).status_code in {201, 202}


def test_what_is_refused_fills_no_disk(phone, monkeypatch):
    monkeypatch.setattr("villages.models.submissions.MOST_A_DAY", 3)
    answers = [put(phone, session_payload(notes=f"NIK 33220512039000{number:02}")) for number in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert Quarantine.objects.count() == 3


def test_a_disabled_account_whose_password_was_changed_is_not_signed_in(phone, cast):
    cast.educator.is_active = False
    cast.educator.set_password("lain-sekali-2026")
    cast.educator.save()
    assert put(phone, session_payload()).status_code == 401


def test_what_a_reviewer_released_stays_released_when_it_is_revised(phone, cast):
    Assignment.objects.filter(user=cast.educator).delete()
    uuid = uuids.uuid4()
    put(phone, session_payload(), uuid)
    assert put(phone, session_payload(revision=2, base_revision=1), uuid).status_code == 202
    Session.objects.update(is_held=False, held_because="")
    assert put(phone, session_payload(revision=3, base_revision=2), uuid).status_code == 201


# --- who sends -----------------------------------------------------------------------------------


def test_ping_answers_204_with_who_is_signed_in_and_a_token(client, db):
    answer = client.get("/api/ping")
    assert answer.status_code == 204
    assert (answer["X-Migrasi"], answer["X-Migrasi-User"]) == ("1", "")
    assert answer["X-CSRFToken"]
    assert "no-store" in answer["Cache-Control"]


def test_nobody_signed_in_and_an_expired_session_are_asked_to_sign_in(phone, client, cast):
    assert put(Client(enforce_csrf_checks=True), session_payload()).status_code == 401
    phone.session.flush()
    assert put(phone, session_payload()).status_code == 401
    assert phone.get("/api/ping")["X-Migrasi-User"] == ""
    phone.force_login(cast.educator, backend="django.contrib.auth.backends.ModelBackend")
    assert put(phone, session_payload()).status_code == 201


def test_a_stale_token_is_refused_and_a_fresh_one_from_ping_works(cast):
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(cast.educator, backend="django.contrib.auth.backends.ModelBackend")
    answer = put(phone, session_payload(), **{"X-CSRFToken": "a" * 64})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert not Quarantine.objects.exists()
    token = phone.get("/api/ping")["X-CSRFToken"]
    assert put(phone, session_payload(), **{"X-CSRFToken": token}).status_code == 201
    assert reconcile(phone, []).status_code == 403


def test_a_busy_database_asks_to_send_again(phone, monkeypatch):
    from django.db import OperationalError

    from villages.outbox import views

    def locked(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "receive_delivery", locked)
    answer = put(phone, session_payload())
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_storing_a_session_costs_few_queries(phone, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        put(phone, session_payload())


# --- photos --------------------------------------------------------------------------------------


def named(*contents):
    return [{"sha256": sha256(content), "caption": "Balai desa"} for content in contents]


def test_a_photo_is_missing_until_it_arrives(phone):
    uuid, photo = uuids.uuid4(), jpeg()
    content = session_payload(photos=named(photo))
    assert put(phone, content, uuid).json()["missing_photos"] == [sha256(photo)]
    answer = put_photo(phone, photo)
    assert (answer.status_code, answer.json()["sha256"]) == (201, sha256(photo))
    assert put_photo(phone, photo).status_code == 200
    assert put_photo(phone, photo, address="0" * 64).status_code == 409
    assert put(phone, content, uuid).json()["missing_photos"] == []


def test_a_test_keeps_its_photos_to_itself(phone, tmp_path):
    photo = jpeg()
    put_photo(phone, photo)
    assert [path.stem for path in (tmp_path / "private").rglob("*.jpg")] == [sha256(photo)]


def test_a_photo_may_arrive_before_its_session(phone):
    photo = jpeg()
    assert put_photo(phone, photo).status_code == 201
    assert put(phone, session_payload(photos=named(photo))).json()["missing_photos"] == []


def test_a_session_without_photos_misses_none(phone):
    assert put(phone, session_payload()).json()["missing_photos"] == []


def test_a_photo_of_somebody_else_stays_missing(phone, cast):
    photo = jpeg()
    put_photo(phone, photo)
    other = Client()
    other.force_login(cast.other_educator, backend="django.contrib.auth.backends.ModelBackend")
    answer = put(other, session_payload(village="73.06.01.2001", photos=named(photo)))
    assert answer.json()["missing_photos"] == [sha256(photo)]
    assert put_photo(other, photo).status_code == 201


def test_a_photo_whose_file_was_lost_is_asked_for_again(phone):
    photo = jpeg()
    put_photo(phone, photo)
    upload = PhotoUpload.objects.get()
    upload.file.storage.delete(upload.file.name)
    assert put_photo(phone, photo).status_code == 201
    assert upload.file.storage.exists(PhotoUpload.objects.get().file.name)


def lose_file(photo):
    """What a media disk from an older backup does: the row is there, the file is not."""
    upload = PhotoUpload.objects.get(sha256=sha256(photo))
    upload.file.storage.delete(upload.file.name)


def test_a_photo_that_the_storage_lost_is_missing_in_every_receipt_until_it_came_again(phone):
    uuid, here, lost = str(uuids.uuid4()), jpeg(), jpeg(colour="teal")
    content = session_payload(photos=named(here, lost))
    put(phone, content, uuid)
    put_photo(phone, here)
    put_photo(phone, lost)
    rows = [{"uuid": uuid, "sha256": sha256(content)}]
    assert reconcile(phone, rows).json()["known"][0]["missing_photos"] == []
    lose_file(lost)
    assert reconcile(phone, rows).json()["known"][0]["missing_photos"] == [sha256(lost)]
    assert put(phone, content, uuid).json()["missing_photos"] == [sha256(lost)]
    assert phone.get(f"/api/sessions/{uuid}/").json()["missing_photos"] == [sha256(lost)]
    again = put(phone, session_payload(photos=named(lost)), uuids.uuid4())
    assert again.json()["missing_photos"] == [sha256(lost)]
    assert put_photo(phone, lost).status_code == 201
    assert reconcile(phone, rows).json()["known"][0]["missing_photos"] == []


def test_the_storage_is_asked_once_for_all_the_photos_that_a_phone_compares(phone, monkeypatch):
    rows = []
    for number in range(4):
        photos = [jpeg(colour=(60 * number, 80 * shade, 99)) for shade in range(3)]
        content, uuid = session_payload(photos=named(*photos)), str(uuids.uuid4())
        put(phone, content, uuid)
        for photo in photos:
            put_photo(phone, photo)
        rows.append({"uuid": uuid, "sha256": sha256(content)})
    lose_file(photos[1])
    asked = []
    for name in ("exists", "listdir"):
        method = getattr(FileSystemStorage, name)

        def counted(self, path, method=method, name=name):
            asked.append(name)
            return method(self, path)

        monkeypatch.setattr(FileSystemStorage, name, counted)
    known = reconcile(phone, rows).json()["known"]
    assert asked == ["listdir"]
    assert [row["missing_photos"] for row in known if row["missing_photos"]] == [[sha256(photos[1])]]


def test_a_storage_that_lost_the_whole_folder_misses_every_photo(phone, tmp_path):
    photos = [jpeg(colour=(9, 25 * shade, 99)) for shade in range(9)]
    for trio in (photos[:3], photos[3:6], photos[6:]):
        put(phone, session_payload(photos=named(*trio)), uuids.uuid4())
        for photo in trio:
            put_photo(phone, photo)
    shutil.rmtree(tmp_path / "private" / "photos")
    rows = [{"uuid": str(session.pk), "sha256": session.body_sha256} for session in Session.objects.all()]
    known = reconcile(phone, rows).json()["known"]
    assert {digest for row in known for digest in row["missing_photos"]} == set(map(sha256, photos))


def test_a_photo_is_stored_small_and_without_what_the_camera_wrote(phone):
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "KameraSari"
    exif.get_ifd(0x8825)[1] = "S"
    photo = jpeg((2000, 1500), exif=exif, comment=b"KameraSari")
    assert b"KameraSari" in photo
    put_photo(phone, photo)
    with PhotoUpload.objects.get().file.open() as file:
        stored = file.read()
    assert b"KameraSari" not in stored
    picture = Image.open(io.BytesIO(stored))
    assert picture.size == (1280, 960)
    assert not picture.getexif()
    assert "comment" not in picture.info


@pytest.mark.parametrize("content", [b"GIF89a", b"\xff\xd8\xff\xe0 broken", b"%PDF"])
def test_what_is_no_photo_is_refused(phone, content):
    assert put_photo(phone, content).status_code == 415
    assert put_photo(phone, jpeg(), content_type="image/png").status_code == 415
    assert put_photo(phone, b"\xff" * 400_000).status_code == 413
    assert not PhotoUpload.objects.exists()


# --- reconcile -----------------------------------------------------------------------------------


def test_a_server_restored_from_an_older_copy_gets_the_missing_ones_again(phone):
    sent = {str(uuids.uuid4()): session_payload(notes=str(number)) for number in range(4)}
    for uuid, content in sent.items():
        put(phone, content, uuid)
    lost = list(sent)[2:]
    Session.objects.filter(pk__in=lost).delete()
    rows = [{"uuid": uuid, "sha256": sha256(content)} for uuid, content in sent.items()]
    answer = reconcile(phone, rows)
    assert answer.status_code == 200
    assert [row["uuid"] for row in answer.json()["missing"]] == lost
    assert {row["uuid"] for row in answer.json()["known"]} == set(list(sent)[:2])
    for uuid in lost:
        assert put(phone, sent[uuid], uuid).status_code == 201
    assert reconcile(phone, rows).json()["missing"] == []
    assert Session.objects.count() == 4


def test_a_lost_revision_is_missing_though_its_session_is_there(phone):
    uuid = str(uuids.uuid4())
    put(phone, session_payload(), uuid)
    second = session_payload(revision=2, base_revision=1)
    rows = [{"uuid": uuid, "sha256": sha256(second)}]
    assert reconcile(phone, rows).json()["missing"] == rows
    assert put(phone, second, uuid).status_code == 201


def test_reconcile_sends_the_phone_the_comment_of_the_reviewer(phone):
    uuid = str(uuids.uuid4())
    put(phone, session_payload(), uuid)
    Session.objects.update(state="returned", review_comment="Jumlahnya?")
    (known,) = reconcile(phone, [{"uuid": uuid, "sha256": sha256(session_payload())}]).json()["known"]
    assert (known["state"], known["review_comment"], known["revision"]) == ("returned", "Jumlahnya?", 1)


def test_reconcile_costs_the_same_queries_for_one_and_for_many(phone, django_assert_max_num_queries):
    rows = []
    for number in range(8):
        uuid = str(uuids.uuid4())
        put(phone, session_payload(notes=str(number)), uuid)
        rows.append({"uuid": uuid, "sha256": "0" * 64})
    with django_assert_max_num_queries(6):
        assert len(reconcile(phone, rows).json()["known"]) == 8


@pytest.mark.parametrize("content", ["nothing", [{"uuid": "x", "sha256": "y"}], [1], {"a": 1}])
def test_a_reconcile_of_nonsense_is_refused(phone, content):
    answer = phone.post("/api/reconcile", content, content_type="application/json")
    assert answer.status_code == 422
