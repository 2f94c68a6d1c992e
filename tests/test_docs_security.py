"""The walk through the ASVS: every requirement is there once, every test that it names exists."""

import re
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
GUIDE = (TESTS.parent / "docs" / "security.md").read_text()
ROWS = re.findall(r"^\| (\d+\.[\w., ()]*?) \| ([\w ]+) \| (.+) \|$", GUIDE, re.M)
STATES = ["met", "partly", "not met", "server", "does not apply"]
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, from its released list. In every
# section they come first, and those of level 3 after them.
SECTIONS = {
    1: [2, 9, 11, 3, 2],
    2: [3, 3, 4, 1],
    3: [0, 2, 4, 6, 5, 0, 2],
    4: [3, 1, 2, 4],
    5: [1, 3, 2, 3],
    6: [3, 12, 4, 4, 5, 3, 0, 4],
    7: [3, 4, 2, 5, 2, 2],
    8: [2, 3, 1, 1],
    9: [3, 4],
    10: [2, 2, 4, 11, 5, 2, 3],
    11: [2, 3, 3, 4, 1, 1],
    12: [3, 2, 4],
    13: [1, 5, 2, 5],
    14: [2, 4, 3],
    15: [3, 3, 7],
    16: [1, 5, 4, 3, 3],
    17: [1, 4, 2],
}
REQUIRED = {
    f"{chapter}.{section}.{number}"
    for chapter, counts in SECTIONS.items()
    for section, count in enumerate(counts, start=1)
    for number in range(1, count + 1)
}


def requirements(cell):
    """Return the numbers that the first cell of a row stands for: `1.2.6 to 1.2.8` are three."""
    numbers = []
    for part in cell.split(", "):
        first, _, last = part.partition(" to ")
        section, number = first.rsplit(".", 1)
        end = (last or first).rsplit(".", 1)[1]
        numbers += [f"{section}.{each}" for each in range(int(number), int(end) + 1)]
    return numbers


WALKED = [
    (number, state)
    for cell, state, _how in ROWS
    if not cell.endswith("(level 3)")
    for number in requirements(cell)
]


def test_every_chapter_of_the_standard_is_walked_through():
    headings = "\n".join(re.findall(r"^## (.+)$", GUIDE, re.M))
    assert [number for number in range(1, 18) if not re.search(rf"\bV{number}\b", headings)] == []
    assert {state for _numbers, state, _how in ROWS} == set(STATES)


def test_every_requirement_of_levels_1_and_2_has_one_row():
    assert len(REQUIRED) == 253
    numbers = Counter(number for number, _state in WALKED)
    assert [number for number, times in numbers.items() if times > 1] == []
    assert set(numbers) ^ REQUIRED == set()


def test_the_sums_at_the_top_are_those_of_the_rows():
    sums = Counter(state for _number, state in WALKED)
    assert "| " + " | ".join(str(sums[state]) for state in STATES) + " |" in GUIDE


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
