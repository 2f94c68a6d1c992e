"""The walk through the ASVS: every chapter is there, every test that it names exists."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
GUIDE = (TESTS.parent / "docs" / "security.md").read_text()
ROWS = re.findall(r"^\| ([V\d][\w., ()]*?) \| ([\w ]+) \| (.+) \|$", GUIDE, re.M)
STATES = {"met", "partly", "not met", "server", "does not apply"}


def test_every_chapter_of_the_standard_is_walked_through():
    headings = "\n".join(re.findall(r"^## (.+)$", GUIDE, re.M))
    assert [number for number in range(1, 18) if not re.search(rf"\bV{number}\b", headings)] == []
    assert len(ROWS) > 90
    assert {state for _numbers, state, _how in ROWS} == STATES


def test_every_test_that_the_guide_names_exists():
    named = set(re.findall(r"`(test_\w+)::(test_\w+)`", GUIDE))
    assert len(named) > 60
    missing = [
        f"{file}::{name}"
        for file, name in sorted(named)
        if not (TESTS / f"{file}.py").exists() or f"def {name}(" not in (TESTS / f"{file}.py").read_text()
    ]
    assert missing == []


def test_what_is_met_names_a_proof():
    proof = re.compile(r"`test_\w+::|`make |\]\(|ruff's|`[\w/]+\.(?:py|conf)`|does not apply")
    assert [numbers for numbers, state, how in ROWS if state == "met" and not proof.search(how)] == []


ANSWERS = [
    "/id/",
    "/admin/login/",
    "/lapangan/masuk/",
    "/api/ping",
    "/api/v2/pages/",
    "/not-there/",
    "/healthz",
]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_has_the_headers_that_browsers_obey(client, library, address):
    answer = client.get(address, follow=True)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", ANSWERS)
def test_no_answer_opens_the_site_to_other_origins(client, library, address):
    answer = client.get(address, follow=True, headers={"origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
