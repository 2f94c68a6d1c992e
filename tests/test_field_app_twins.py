"""What the server and the scripts of the phone both define, and must define alike."""

import json
import random
import re
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import translation

from tests.support.outbox_client import session_payload
from villages.forms import fields, limits, number_patterns, personal_data
from villages.forms.folding import fold
from villages.forms.limits import limits_for_phone
from villages.models import Referral, Session, SessionPhoto, Village
from villages.outbox import photos
from villages.outbox.payload import SHAPE, parse_payload
from villages.session_labels import report_labels
from villages.wagtail_admin.revision_diff import report_lines

SCRIPTS = Path(__file__).resolve().parent.parent / "static/js/field"

browser = pytest.mark.browser


def constant(script, name):
    """Return the whole number that a script gives to a constant, also when it is written as a product."""
    source = re.search(rf"const {name} = ([\d* ]+);", (SCRIPTS / script).read_text())[1]
    product = 1
    for factor in source.split("*"):
        product *= int(factor)
    return product


def test_the_phone_makes_photos_that_the_server_accepts_as_they_are():
    assert constant("photo-list.js", "MOST") == fields.MOST_PHOTOS
    assert constant("photo.js", "LONG_EDGE") == photos.LONG_EDGE
    assert constant("photo.js", "MOST_BYTES") == photos.MOST_BYTES


@pytest.mark.parametrize(
    "template, name, model_field",
    [
        ("session_form/referrals", "notes", Session._meta.get_field("notes")),
        ("session_form/referrals", "-agency", Referral._meta.get_field("agency")),
        ("session_form/photos", "-caption", SessionPhoto._meta.get_field("caption")),
        ("app_scripts", "data-caption", SessionPhoto._meta.get_field("caption")),
    ],
)
def test_inputs_take_as_many_letters_as_are_stored(template, name, model_field):
    source = Path(get_template(f"villages/field_app/{template}.html").origin.name).read_text()
    limits = re.findall(rf'<(?:input|textarea)[^>]*{name}[^>]*maxlength="(\d+)"', source)
    assert limits == [str(model_field.max_length)]


PRIVATE_NUMBERS = json.loads((Path(__file__).parent / "data/private_numbers.json").read_text())


def found_on_the_phone(phone, texts):
    return imported(phone, "private-numbers.js").evaluate(
        "({ privateNumberIn }, texts) => texts.map(privateNumberIn)", texts
    )


def imported(phone, script):
    """Return what a script exports, to be called in the page."""
    return phone.evaluate_handle("(script) => import(`/static/js/field/${script}`)", script)


@browser
def test_the_phone_sends_the_keys_of_the_protocol_in_their_order(phone):
    payload = imported(phone, "payload.js")
    assert payload.evaluate("({ KEYS }) => KEYS") == list(SHAPE)
    empty = payload.evaluate("({ bodyOf }) => JSON.stringify(bodyOf({}, 1, null))")
    assert list(parse_payload(empty.encode())) == list(SHAPE)


RULES = json.loads((Path(__file__).parent / "data/session_rules.json").read_text())
ERRORS_IN = """({ errorsIn }, [sessions, words, rules, now]) => sessions.map(
  (fields) => Object.keys(errorsIn(fields, words, { rules, now })).sort())"""
ZONES = {"33.22.05.2003": "Asia/Jakarta", "73.06.01.2001": "Asia/Makassar"}


def as_on_the_phone(changes):
    payload = session_payload(**changes)
    return {**payload, "photos_sure": True, "zone": ZONES.get(payload["village"])}


@browser
def test_the_phone_finds_the_mistakes_that_the_server_finds(phone):
    sessions = [as_on_the_phone(case["changes"]) for case in RULES["sessions"]]
    now = datetime.fromisoformat(RULES["now"]).timestamp() * 1000
    words = {"tooManyFirst": "", "tooManyDisabled": ""}
    found = imported(phone, "validate.js").evaluate(ERRORS_IN, [sessions, words, limits_for_phone(), now])
    expected = [sorted(case["fields"]) for case in RULES["sessions"]]
    assert list(zip(RULES["sessions"], found, strict=True)) == list(
        zip(RULES["sessions"], expected, strict=True)
    )


@browser
def test_the_phone_follows_a_limit_that_changes_on_the_server(phone, monkeypatch):
    monkeypatch.setattr(limits, "MOST_PEOPLE", 12)
    monkeypatch.setattr(limits, "LONGEST", timedelta(hours=1))
    sessions = [as_on_the_phone({"officials": 13}), as_on_the_phone({"officials": 12})]
    found = imported(phone, "validate.js").evaluate(
        ERRORS_IN, [sessions, {}, limits_for_phone(), datetime.fromisoformat(RULES["now"]).timestamp() * 1000]
    )
    assert found == [["ended_local", "officials"], ["ended_local"]]


@browser
def test_the_phone_reads_a_count_as_the_server_does(phone):
    typed = [case["typed"] for case in RULES["counts"]]
    read = imported(phone, "count.js").evaluate(
        "({ readCount }, typed) => typed.map((text) => readCount(text, 5000))", typed
    )
    expected = [{key: value for key, value in case.items() if key != "typed"} for case in RULES["counts"]]
    assert dict(zip(typed, read, strict=True)) == dict(zip(typed, expected, strict=True))


@browser
def test_private_numbers_have_the_same_patterns(phone):
    patterns = imported(phone, "number-patterns.js")
    assert patterns.evaluate("({ SOURCES }) => SOURCES") == number_patterns.SOURCES


@browser
@pytest.mark.parametrize("kind", PRIVATE_NUMBERS)
def test_the_phone_finds_the_private_numbers_that_the_server_finds(phone, kind):
    texts = PRIVATE_NUMBERS[kind]
    expected = "" if kind == "harmless" else kind
    found = dict(zip(texts, found_on_the_phone(phone, texts), strict=True))
    assert found == dict.fromkeys(texts, expected)


@browser
def test_phone_and_server_fold_every_character_alike(phone):
    # Those that Python's Unicode knows: browsers are ahead.
    known = (code for code in range(0x2FFFF) if unicodedata.category(chr(code)) not in ("Cn", "Cs"))
    characters = [chr(code) for code in known]
    folded = imported(phone, "folding.js").evaluate(
        "({ fold }, characters) => characters.map((one) => fold(one))", characters
    )
    is_plain = re.compile(r"[\x00-\x7f]*").fullmatch
    differs = [
        hex(ord(one))
        for one, there in zip(characters, folded, strict=True)
        if there != fold(one) and (is_plain(there) or is_plain(fold(one)))
    ]
    assert differs == []


@browser
def test_phone_and_server_judge_any_text_alike(phone):
    """Texts thrown together from what notes are made of."""
    dice = random.Random(12)
    parts = [*"0123456789" * 3, *" .-/():\n+,", "08", "62", "2026", "3322", "0812", "08.30", "12-17"]
    parts += ["surat ", "no. ", "jam ", "Rp ", "tgl ", " orang", "wa", "20.08.2026", "33.22.05.2003", "WIB"]
    texts = ["".join(dice.choices(parts, k=dice.randint(8, 40))) for _ in range(6000)]
    here = [personal_data.private_number_in(text) for text in texts]
    assert {"", "nik", "phone"} == set(here)
    there = found_on_the_phone(phone, texts)
    assert [pair for pair in zip(texts, here, there, strict=True) if pair[1] != pair[2]] == []


@browser
def test_phone_and_office_show_a_report_in_the_same_words(phone, place):
    payload = session_payload(notes="Hujan", photos=[{"sha256": "0" * 64, "caption": ""}], topics=["lama"])
    with translation.override("id"):
        labels = report_labels(Village.objects.filter(pk=place.village.pk))
        office = report_lines(payload, labels)
    shown = imported(phone, "summary.js").evaluate(
        "({ summaryOf }, [fields, labels]) => [...summaryOf(fields, labels)]",
        [payload, json.loads(json.dumps(labels))],
    )
    assert [tuple(line) for line in shown] == list(office.items())
