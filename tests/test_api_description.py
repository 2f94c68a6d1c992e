"""The OpenAPI description of the API fits what the API answers."""

import pytest

from quizzes.models import ApiToken
from quizzes.programme.api.views import FILTERS, PAGING

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
    assert sorted(description["paths"]) == sorted(PATHS)


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
