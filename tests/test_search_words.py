"""Search forgives slips, and never takes a word for one with another meaning."""

import json
from pathlib import Path

import pytest

from cms.search.query import similar_words
from cms.search.words import is_slip, words

PAIRS = json.loads((Path(__file__).parent / "data" / "word_pairs.json").read_text())


def test_there_are_enough_dangerous_pairs():
    assert len({tuple(sorted(pair)) for pair in PAIRS["different"]}) >= 70


@pytest.mark.parametrize(("one", "other"), PAIRS["different"])
def test_a_word_is_never_taken_for_another_with_its_own_meaning(one, other):
    for typed, word in [(one, other), (other, one)]:
        assert not is_slip(typed, word)
        assert word not in similar_words(typed, {word})


@pytest.mark.parametrize(("typed", "word"), PAIRS["same"])
def test_a_slip_is_forgiven(typed, word):
    assert word in similar_words(typed, {word})


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("biayanya", "biaya"),
        ("dikamboja", "kamboja"),
        ("gaji", "digaji"),
        ("dokum", "dokumen"),
        ("regane", "rega"),
    ],
)
def test_endings_and_prefixes_lead_to_the_word(typed, word):
    assert word in similar_words(typed, {word})


@pytest.mark.parametrize(
    ("typed", "word"), [("mati", "otomatis"), ("aman", "halaman"), ("ikat", "sertifikat"), ("budi", "judi")]
)
def test_a_word_inside_another_is_not_found(typed, word):
    assert word not in similar_words(typed, {word})


def test_capitals_apostrophes_and_drawn_out_letters_do_not_matter():
    assert words("TOLOOONG, Jum’at! can't désa") == ["tolong", "jumat", "cant", "desa"]
