"""The rules of a session, on the server. `tests/data/session_rules.json` is tested on the phone as well."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from quizzes.rounds.result_views import CardsForm
from tests.support.field_app import form_entries
from tests.support.outbox_client import put, session_payload
from villages.forms import SessionForm
from villages.forms.counts import whole_number
from villages.forms.limits import MOST_PEOPLE, limits_for_phone
from villages.models.timezones import Zone
from villages.wagtail_admin.targets import TargetForm

RULES = json.loads((Path(__file__).parent / "data/session_rules.json").read_text())
NOW = datetime.fromisoformat(RULES["now"])
COUNTS = [pytest.param(case, id=ascii(case["typed"])) for case in RULES["counts"]]
COUNT_NAMES = ["attendance-f-18-24", "attendance-x-x", "disability-f", "first_time", "officials"]


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize("case", COUNTS)
def test_a_count_is_read_whole_or_refused(case):
    if "count" in case:
        assert whole_number(case["typed"], MOST_PEOPLE) == case["count"]
    else:
        with pytest.raises(ValidationError):
            whole_number(case["typed"], MOST_PEOPLE)


def test_each_refused_count_is_told_why():
    reasons = {}
    for case in RULES["counts"]:
        if "problem" in case:
            with pytest.raises(ValidationError) as refused:
                whole_number(case["typed"], MOST_PEOPLE)
            reasons.setdefault(case["problem"], set()).add(refused.value.error_list[0].message[-30:])
    assert all(len(sentences) == 1 for sentences in reasons.values())
    assert len(set.union(*reasons.values())) == len(reasons) == 3


@pytest.mark.parametrize("case", RULES["sessions"], ids=lambda case: json.dumps(case["changes"])[:60])
def test_the_server_finds_what_is_wrong_with_a_session(place, case):
    assert set(SessionForm(session_payload(**case["changes"])).errors) == set(case["fields"])


def test_the_door_of_the_phones_has_the_same_rules(signed_in, cast):
    phone = signed_in(cast.educator)
    for case in RULES["sessions"]:
        if "village" in case["changes"]:
            continue
        answer = put(phone, session_payload(**case["changes"]))
        assert (answer.status_code == 422) == bool(case["fields"]), case
        assert set(answer.json().get("errors", {})) == set(case["fields"]), case


@pytest.mark.parametrize("name", COUNT_NAMES)
@pytest.mark.parametrize("case", COUNTS)
def test_a_count_typed_into_the_html_form_is_stored_whole_or_refused(place, name, case):
    many = {"attendance-m-60+": "5000"} if name in COUNT_NAMES[2:] else {"first_time": "", "disability-f": ""}
    form = SessionForm(to_post(form_entries(**many, **{name: case["typed"]})))
    field = name.partition("-")[0]
    if "count" not in case:
        assert field in form.errors
        return
    assert form.is_valid(), form.errors
    assert stored_count(form.cleaned_data, name) == case["count"]


def to_post(entries):
    data = QueryDict(mutable=True)
    data.update(entries)
    return data


def stored_count(data, name):
    field, *parts = name.split("-", 2)
    if field == "attendance":
        return sum(row["count"] for row in data["attendance"] if [row["sex"], row["age"]] == parts)
    return data[field][parts[0]] if parts else data[field]


@pytest.mark.parametrize("typed", ["1.000", "2.5", "1_0", "+5", "-1", "1e1"])
def test_targets_and_cards_read_no_part_of_a_number(db, typed):
    assert not TargetForm({"yearly_target": typed}).is_valid()
    assert not CardsForm({"count": typed}).is_valid()


def test_the_limits_of_the_phone_are_those_of_the_server():
    limits = limits_for_phone()
    assert limits["most_people"] == MOST_PEOPLE
    assert limits["zones"]["Asia/Jayapura"] == ["WIT", 540]
    assert set(limits["zones"]) == set(Zone.values)
