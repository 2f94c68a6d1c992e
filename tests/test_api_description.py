"""The OpenAPI description of the API fits what the API answers."""

import json
import re
import uuid

import pytest

import quizzes.urls
import villages.urls
from quizzes.models import ApiToken
from quizzes.programme.api.views import FILTERS, PAGING
from tests.support.outbox_client import jpeg, put, put_photo, raw, reconcile, session_payload, sha256
from tests.support.quiz_taking import attempt_payload

API = re.compile("api/(?!v1)")
PARAMETER = re.compile(r"<\w+:(\w+)>|\(\?P<(\w+)>.*?\)")
PATHS = ["/sessions/", "/villages/", "/indicators/"]


@pytest.fixture
def description(client, db):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    return response.json()


@pytest.fixture
def ask(client, cast, programme):
    _token, secret = ApiToken.objects.issue(cast.analyst, "test", cast.admin)
    return lambda path: client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})


def test_every_path_of_the_api_is_described_and_no_other(description):
    ours = {f"api{path}" for path in description["paths"] if path not in PATHS}
    patterns = [
        str(each.pattern).strip("^$") for each in villages.urls.urlpatterns + quizzes.urls.urlpatterns
    ]
    assert set(PATHS) <= set(description["paths"])
    assert ours == {PARAMETER.sub(r"{\1\2}", each) for each in patterns if API.match(each)}


@pytest.mark.parametrize("path", PATHS)
def test_the_answers_have_the_described_columns(description, ask, path):
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = ask(f"{path}?first=2026-01&last=2026-12").json()
    assert set(schema["required"]) <= set(answer)
    columns = set(schema["properties"]["results"]["items"]["properties"])
    assert answer["results"]
    for row in answer["results"]:
        assert columns <= set(row)


@pytest.mark.parametrize("path", PATHS)
def test_the_parameters_are_those_that_the_api_knows(description, ask, path):
    names = {parameter["name"] for parameter in description["paths"][path]["get"]["parameters"]}
    assert names >= FILTERS | PAGING
    known = ask(f"{path}?nonsense=1").json()["message"].rpartition("Known: ")[2].rstrip(".")
    assert set(known.split(", ")) == names


def resolved(description, schema):
    return description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def schema_of_answer(description, path, method, status):
    answers = description["paths"][path][method]["responses"]
    schema = answers[str(status)]["content"]["application/json"]["schema"]
    return resolved(description, schema) if "$ref" in schema else schema


def test_a_phone_is_answered_as_described(description, signed_in, cast):
    phone, photo = signed_in(cast.educator), jpeg()
    report = session_payload(photos=[{"sha256": sha256(photo), "caption": ""}])
    number = uuid.uuid4()
    asked = {
        ("/sessions/{uuid}/", "put"): [
            put(phone, report, number),
            put(phone, report, number),
            put(phone, {}),
        ],
        ("/photos/{sha256}/", "put"): [put_photo(phone, photo), put_photo(phone, photo, "0" * 64)],
        ("/sessions/{uuid}/", "get"): [phone.get(f"/api/sessions/{number}/")],
        ("/reconcile", "post"): [reconcile(phone, [{"uuid": str(number), "sha256": sha256(report)}])],
    }
    seen = set()
    for (path, method), answers in asked.items():
        for answer in answers:
            schema = schema_of_answer(description, path, method, answer.status_code)
            assert set(schema["required"]) <= set(answer.json()), (path, answer.content)
            seen.add(answer.status_code)
    assert seen == {200, 201, 409, 422}
    (known,) = answer.json()["known"]
    described = schema["properties"]["known"]["items"]
    assert set(known) == set(described["properties"])


def test_an_attempt_is_answered_as_described(description, client, quiz):
    body = attempt_payload(quiz)
    body["answers"] = dict.fromkeys(body["answers"], "a")
    sent = description["paths"]["/attempts/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(sent["required"]) <= set(body) <= set(sent["properties"])
    for changes in ({}, {}, {"edition": 0}):
        answer = client.post("/api/attempts/", {**body, **changes}, content_type="application/json")
        schema = schema_of_answer(description, "/attempts/", "post", answer.status_code)
        assert set(schema["required"]) <= set(answer.json())


def test_the_payload_of_a_phone_is_the_one_described(description):
    body = description["paths"]["/sessions/{uuid}/"]["put"]["requestBody"]["content"]["application/json"]
    sent = json.loads(raw(session_payload()))
    assert set(body["schema"]["required"]) == set(sent)
    assert set(body["schema"]["properties"]) == {*sent, "point"}
