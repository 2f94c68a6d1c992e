"""What no page of ours sends: none of it is an error of the server, and no report is lost by it."""

import base64
import io
import json
from contextlib import suppress
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from quizzes.models import ApiToken, Attempt
from quizzes.taking.joining import ticket_for
from tests.support.accounts import PASSWORD
from tests.support.outbox_client import jpeg, put, put_photo, reconcile, session_payload
from tests.support.quiz_taking import attempt_payload
from villages.models import PhotoUpload, Quarantine, Session
from villages.outbox.payload import SHAPE, OutboxRejected
from villages.outbox.photos import FORMATS, reencoded

MANY = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
ODD = [
    "\x00",
    "\ud800",
    "",
    "²",
    "9" * 30,
    "[" * 900,
    10**40,
    -(10**40),
    2**31,
    1e308,
    float("inf"),
    float("nan"),
]
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(ODD)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
JPEG = jpeg((64, 48))


@pytest.fixture
def phone(signed_in, cast):
    return signed_in(cast.educator)


def changed(known):
    """A thing of the right shape with some of its keys holding anything, and perhaps some more keys."""
    return st.dictionaries(
        st.sampled_from(sorted(known)) | st.text(max_size=3), anything, min_size=1, max_size=3
    )


# --- the outbox ----------------------------------------------------------------------------------


@MANY
@given(changes=changed(SHAPE) | anything)
@example(changes={"base_revision": 10**30})
@example(changes={"base_revision": -1})
@example(changes={"base_revision": 0})
@example(changes={"\x00": 1})
@example(changes={"topics": ["\x00"]})
def test_a_report_is_stored_or_quarantined_with_a_reason(phone, changes):
    value = session_payload(**changes) if isinstance(changes, dict) else changes
    answer = put(phone, value)
    if answer.status_code == 422:
        assert answer.json()["errors"]
        assert Quarantine.objects.last().body
    else:
        assert answer.status_code == 201
    Session.objects.all().delete()


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("notes", {"notes": "Ramai\x00"}),
        ("village", {"village": "33.22.05.2003\x00"}),
        ("topics.0", {"topics": ["tppo\x00"]}),
        ("referrals.0.agency", {"referrals": [{"category": "passport", "agency": "\x00", "count": 1}]}),
        ("photos.0.caption", {"photos": [{"sha256": "0" * 64, "caption": "Balai\x00"}]}),
        ("attendance.0.sex", {"attendance": [{"sex": "\x00", "age": "x", "count": 1}]}),
        ("base_revision", {"revision": 2, "base_revision": 10**12}),
    ],
)
def test_what_no_database_keeps_is_named_by_its_field(phone, key, changes):
    answer = put(phone, session_payload(**changes))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [key])
    assert Quarantine.objects.get().errors == answer.json()["errors"]


@MANY
@given(rows=anything | st.lists(changed(["uuid", "sha256"]), max_size=3))
def test_any_comparison_is_answered(phone, rows):
    phone.raise_request_exception = True
    assert reconcile(phone, json.loads(json.dumps(rows))).status_code in (200, 422)


@pytest.mark.parametrize(
    "content", [b"[" * 4000, b'{"a":' * 4000, b"[" * 200_000, b"9" * 200_000, b"\xff\xfe\x00"]
)
@pytest.mark.parametrize("address", ["/api/reconcile", "/api/attempts/", "/api/sessions/"])
def test_nesting_and_numbers_without_end_are_refused(phone, content, address):
    if "sessions" in address:
        assert put(phone, content).status_code == 422
    else:
        assert phone.post(address, content, content_type="application/json").status_code == 422


# --- photos --------------------------------------------------------------------------------------


def picture(kind, **options):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, kind, **options)
    return out.getvalue()


def noted():
    """What a camera writes beside the picture."""
    note = Image.Exif()
    note[0x0112], note[0x010F] = 6, "Kamera"
    note.get_ifd(0x8825)[1] = "S"
    return note


PICTURES = [picture(kind, exif=noted()) for kind in FORMATS]


@MANY
@given(
    whole=st.sampled_from(PICTURES),
    hits=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, 900) | st.none(),
)
def test_a_broken_picture_is_refused_or_read(whole, hits, cut):
    broken = bytearray(whole)
    for place, byte in hits:
        broken[place % len(broken)] = byte
    with suppress(OutboxRejected):
        assert reencoded(bytes(broken[:cut]), FORMATS).startswith(b"\xff\xd8")


def test_a_photo_with_broken_metadata_is_stored_all_the_same(phone):
    broken = PICTURES[0].replace(b"\x01\x0f\x00\x02", b"\x01\x00\x00\x02")  # the width is a text
    assert broken != PICTURES[0]
    assert put_photo(phone, broken).status_code == 201


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked(phone):
    whole = bytearray(JPEG)
    frame = whole.index(b"\xff\xc0")
    whole[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert put_photo(phone, bytes(whole)).status_code == 415
    assert not PhotoUpload.objects.exists()


# --- quizzes answered on the phone ---------------------------------------------------------------


KEYS = [
    "nonce",
    "token",
    "ticket",
    "card",
    "edition",
    "language",
    "date",
    "again",
    "begun",
    "age",
    "answers",
]


@MANY
@given(changes=changed(KEYS) | anything)
@example(changes={"date": 5})
@example(changes={"date": {}})
@example(changes={"nonce": "0123456789abcdef\ud800"})
@example(changes={"token": "\ud800" * 16, "nonce": ""})
@example(changes={"token": "\x00" * 16, "nonce": ""})
@example(changes={"answers": "[" * 3900})
def test_any_attempt_is_stored_or_refused(client, quiz, changes):
    sent = {**attempt_payload(quiz), **changes} if isinstance(changes, dict) else changes
    answer = client.post("/api/attempts/", json.dumps(sent), content_type="application/json")
    assert answer.status_code in (200, 201, 409, 422)
    assert Attempt.objects.count() == (answer.status_code in (200, 201))
    Attempt.objects.all().delete()


@MANY
@given(changes=changed(KEYS))
@example(changes={"begun": 10**9})
@example(changes={"card": "\x00"})
@example(changes={"ticket": "\ud800"})
def test_any_attempt_of_a_round_is_stored_or_refused(client, round_before, changes):
    sent = {**attempt_payload(round_before.quiz), "ticket": ticket_for(round_before), "begun": 9, **changes}
    answer = client.post("/api/attempts/", json.dumps(sent), content_type="application/json")
    assert answer.status_code in (200, 201, 409, 410, 422)
    assert Attempt.objects.count() == (answer.status_code in (200, 201))
    Attempt.objects.all().delete()


# --- addresses and forms -------------------------------------------------------------------------


OPEN = ["/id/desa/?q=%00", "/id/desa/?q=33%00", "/id/desa/?provinsi=%00", "/id/cari/?q=%00", "/g/?kode=%00"]
GONE = ["/id/desa/%00/", "/id/%00/", "/id/paspor/%00/", "/media/images/%00", "/bahasa/id%00/"]


@pytest.mark.parametrize("address", OPEN)
def test_a_nul_in_a_question_is_refused_in_words(client, library, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "Ini tidak bisa diterima" in answer.text


@pytest.mark.parametrize(("typed", "code"), [("ab.c/2-3 d", "ABC23D"), ("²é😀", ""), ("../..", "")])
def test_what_is_no_letter_in_a_code_is_left_out(client, db, typed, code):
    answer = client.get("/g/", {"kode": typed})
    assert answer.get("Location", "") == (f"/g/{code}" if code else "")
    assert answer.status_code == (302 if code else 200)


@pytest.mark.parametrize("address", GONE)
def test_an_address_with_a_nul_is_not_there(client, library, address):
    assert client.get(address).status_code == 404


def test_a_cookie_with_a_nul_signs_nobody_in(client, db):
    client.cookies["sessionid"] = "\x00" * 32
    client.cookies["ronde"] = "\x00"
    assert client.get("/lapangan/").status_code == 302
    assert client.get("/admin/").status_code == 302


WHOLE = {
    "village": "33.22.05.2003",
    "started_local": "2026-11-20T09:30",
    "ended_local": "2026-11-20T11:00",
    "activity": "counselling",
    "venue": "village_hall",
    "attendance-f-18-24": "7",
}


@pytest.mark.parametrize("name", ["village", "notes", "uuid", "attendance-f-18-24"])
def test_the_form_of_a_session_refuses_a_nul_and_changes_nothing_silently(phone, name):
    assert phone.post("/lapangan/sesi/baru/", WHOLE | {name: "Ra\x00mai."}).status_code == 400
    assert not Session.objects.exists()


@pytest.mark.parametrize("entries", [{"topics": "a b"}, {"materials": "²"}, {"materials": "9" * 40}])
def test_odd_entries_of_the_form_are_refused_in_words(phone, entries):
    assert phone.post("/lapangan/sesi/baru/", WHOLE | entries).status_code == 422
    assert not Session.objects.exists()


@pytest.mark.parametrize("base", ["²", "-1", "9" * 18, "9" * 6000])
def test_a_base_that_is_no_number_is_none(phone, base):
    assert phone.post("/lapangan/sesi/baru/", WHOLE | {"base_revision": base}).status_code == 302
    assert Session.objects.get().revisions.get().base_revision is None


def test_entries_that_waited_for_a_sign_in_may_not_have_a_nul_either(client, cast):
    entries = urlencode({"village": "33.22.05.2003\x00", "author": "sari", "notes": "Ramai."})
    form = {"username": "sari", "password": PASSWORD, "next": "/lapangan/sesi/baru/", "entries": entries}
    answer = client.post("/lapangan/masuk/", form)
    assert answer.status_code == 400


@pytest.mark.parametrize("asked", ["q=%5C%25_", "hal=²"])
def test_the_field_app_answers_odd_questions(phone, asked):
    for address in ("/lapangan/desa/", "/lapangan/desa/nama", "/lapangan/sesi/", "/lapangan/sesi/baru/"):
        assert phone.get(f"{address}?{asked}").status_code == 200
    assert phone.get("/lapangan/sesi/baru/?desa=²&uuid=x").status_code == 200
    assert phone.get("/lapangan/ronde/baru/?village=²&session=x&quiz=x").status_code == 200


def cursor(text):
    return base64.urlsafe_b64encode(text.encode()).decode()


CURSORS = ["[" * 4000, "[Infinity]", '["\\u0000"]', "[5, 5]", '["9999-12-31T23:59-14:00", "x"]', '"ab"']
WRONG = ["first=0000-13", "province=%00x", "limit=²"]


@pytest.mark.parametrize("asked", [*(f"cursor={cursor(text)}" for text in CURSORS), *WRONG])
@pytest.mark.parametrize("kind", ["sessions", "villages", "indicators"])
def test_the_api_names_what_is_wrong(programme, cast, client, kind, asked):
    _token, secret = ApiToken.objects.issue(cast.analyst, "x", made_by=cast.admin)
    answer = client.get(f"/api/v1/{kind}/?{asked}", headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, asked.partition("=")[0])


def test_a_moment_beyond_the_calendar_is_none(programme, cast, client):
    _token, secret = ApiToken.objects.issue(cast.analyst, "x", made_by=cast.admin)
    asked = f"updated_since={quote('0001-01-01T00:00:00+14:00')}"
    answer = client.get(f"/api/v1/sessions/?{asked}", headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "updated_since")


def test_a_part_of_a_file_with_numbers_without_end_is_answered_whole(db, client, settings):
    folder = settings.MEDIA_ROOT / "media"
    folder.mkdir(parents=True)
    (folder / "suara.mp3").write_bytes(b"0123456789")
    answer = client.get("/media/media/suara.mp3", headers={"range": f"bytes={'9' * 5000}-"})
    assert answer.status_code == 200
