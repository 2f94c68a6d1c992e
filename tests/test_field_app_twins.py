"""What the server and the scripts of the phone both define, and must define alike."""

import json
import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import translation

from tests.support.outbox_client import session_payload
from villages.forms import SessionForm, fields, personal_data
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


def pattern(name):
    return re.search(rf"const {name} = /(.+)/;", (SCRIPTS / "personal-data.js").read_text())[1]


def test_the_phone_makes_photos_that_the_server_accepts_as_they_are():
    assert constant("photo-list.js", "MOST") == fields.MOST_PHOTOS
    assert constant("photo.js", "LONG_EDGE") == photos.LONG_EDGE
    assert constant("photo.js", "MOST_BYTES") <= photos.MOST_BYTES


def test_the_message_about_photos_names_the_limits():
    with translation.override("en"):
        message = photos.too_many_photos()
    assert (
        message
        == f"Send at most {fields.MOST_PHOTOS} photos of at most {photos.MOST_UPLOAD // 2**20} MB each."
    )


def test_private_numbers_have_the_same_patterns():
    assert pattern("NIK") == personal_data.NIK.pattern
    assert pattern("TELEPHONE") == personal_data.PHONE.pattern


@pytest.mark.parametrize(
    "template, name, model_field",
    [
        ("session_form", "notes", Session._meta.get_field("notes")),
        ("session_form", "-agency", Referral._meta.get_field("agency")),
        ("session_form", "-caption", SessionPhoto._meta.get_field("caption")),
        ("app_scripts", "data-caption", SessionPhoto._meta.get_field("caption")),
    ],
)
def test_inputs_take_as_many_letters_as_are_stored(template, name, model_field):
    source = Path(get_template(f"villages/field_app/{template}.html").origin.name).read_text()
    limits = re.findall(rf'<(?:input|textarea)[^>]*{name}[^>]*maxlength="(\d+)"', source)
    assert limits == [str(model_field.max_length)]


def test_steppers_count_as_far_as_the_server_does():
    source = Path(get_template("villages/field_app/stepper.html").origin.name).read_text()
    assert f'max="{fields.MOST_PEOPLE}"' in source


def imported(phone, script):
    """Return what a script exports, to be called in the page."""
    return phone.evaluate_handle("(script) => import(`/static/js/field/${script}`)", script)


@browser
def test_the_phone_sends_the_keys_of_the_protocol_in_their_order(phone):
    payload = imported(phone, "payload.js")
    assert payload.evaluate("({ KEYS }) => KEYS") == list(SHAPE)
    empty = payload.evaluate("({ bodyOf }) => JSON.stringify(bodyOf({}, 1, null))")
    assert list(parse_payload(empty.encode())) == list(SHAPE)


@browser
@pytest.mark.parametrize(
    "wrong, names",
    [
        ({}, set()),
        ({"activity": "", "venue": ""}, {"activity", "venue"}),
        ({"started_local": "", "ended_local": ""}, {"started_local", "ended_local"}),
        ({"ended_local": "2026-11-20T09:30"}, {"ended_local"}),
        ({"first_time": 13}, {"first_time"}),
        ({"first_time": 12}, set()),
        ({"disability": {"f": 7, "m": 6}}, {"disability"}),
        ({"notes": "3322054711800001"}, {"notes"}),
        ({"notes": "NIK 33.22.05-471180 0001."}, {"notes"}),
        ({"notes": "33220547118000012"}, set()),  # 17 digits are no NIK
        ({"notes": "Ibu 0812-3456-7890"}, {"notes"}),
        ({"notes": "+62 812 3456 789"}, {"notes"}),
        ({"notes": "Pukul 08.30, 2026-11-20, 12 orang"}, set()),
    ],
)
def test_the_phone_finds_the_mistakes_that_the_server_finds(phone, place, wrong, names):
    payload = session_payload(**wrong)
    assert set(SessionForm(payload).errors) == names
    found = imported(phone, "validate.js").evaluate(
        "({ errorsIn }, [fields, words]) => Object.keys(errorsIn(fields, words))",
        [payload, {"tooManyFirst": "", "tooManyDisabled": ""}],
    )
    assert set(found) == names


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
