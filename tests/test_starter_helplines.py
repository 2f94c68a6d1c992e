"""The numbers of the starter content: each from a source, none from a weak one, none that nobody can call."""

import re
import tomllib
from pathlib import Path

import pytest

from cms import starter
from cms.models import Fact, Helpline, Place

STARTER = Path(starter.__file__).parent
NAMED_IN_TEXTS = {  # somebody an article asks readers to turn to: the entry that helps them to do it
    r"LPSK": "lpsk",
    r"SBMI": "sbmi",
    r"BP3MI|P4MI": "bp3mi",
    r"Disnaker|Dinas Tenaga Kerja": "disnaker",
    r"KP2MI": "kp2mi",
    r"Migrant CARE": "migrant-care",
    r"Peduli WNI": "peduli-wni",
    r"SAPA 129": "sapa",
    r"BPJS Ketenagakerjaan": "bpjs-ketenagakerjaan",
    r"Kementerian Luar Negeri|Kemlu": "kemlu",
    r"KJRI Johor": "kjri-johor-bahru",
}


def data(name):
    return tomllib.loads((STARTER / f"{name}.toml").read_text())


@pytest.fixture
def loaded(db):
    for load in (starter.load_facts, starter.load_places, starter.load_helplines):
        load(lambda sentence: None)


def test_each_number_rests_on_a_fact_of_the_starter_that_is_not_weak():
    facts = data("facts")
    for slug, line in data("helplines").items():
        assert set(line["facts"]) <= set(facts), slug
        assert {facts[code]["confidence"] for code in line["facts"]} <= {"high", "medium"}, slug
        if line["phones"]:
            assert line["facts"], slug


@pytest.mark.parametrize(
    "number", ["60111222", "85362736655", "6596480017", "39064200911", "19911", "92727", "148", "85512810005"]
)
def test_no_weak_number_slipped_in(number):
    digits = [re.sub(r"\D", "", row["dial"]) for line in data("helplines").values() for row in line["phones"]]
    assert not [dial for dial in digits if dial.startswith(number)]


def test_what_is_dialled_is_what_is_written():
    for line in data("helplines").values():
        for row in line["phones"]:
            written = re.sub(r"\D", "", row["number"].partition("ext")[0])
            assert row["dial"].lstrip("+").endswith(written.lstrip("0")), row


def test_everything_is_loaded_once_and_passes_its_own_checks(loaded, django_assert_max_num_queries):
    lines = Helpline.objects.published().prefetch_related("facts")
    assert lines.count() == len(data("helplines"))
    for line in lines:
        line.full_clean()
        assert len(line.facts.all()) == len(data("helplines")[line.slug]["facts"])
    for place in Place.objects.all():
        place.full_clean()
    starter.load_places(lambda sentence: None)
    assert Place.objects.count() == len(data("places"))
    assert Fact.objects.count() == len(data("facts"))


def test_each_destination_has_its_mission_and_people_who_help_anywhere_stand_above(loaded):
    groups = Helpline.objects.published().by_place()
    assert [group.place.slug for group in groups][:2] == ["indonesia", "luar-negeri"]
    assert len(groups) == len(data("places"))
    for group in groups[2:]:
        assert group.helplines[0].is_mission, group.place


def test_everybody_an_article_tells_readers_to_turn_to_has_an_entry():
    texts = "".join(path.read_text() for path in sorted(STARTER.rglob("*.toml")) if path.stem != "facts")
    named = {slug for pattern, slug in NAMED_IN_TEXTS.items() if re.search(pattern, texts)}
    assert named == set(NAMED_IN_TEXTS.values())
    assert named <= set(data("helplines"))
