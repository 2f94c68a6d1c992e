"""NIK and telephone numbers of people are found however they are typed; dates and prices pass."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from villages.forms.masking import mask_errors, mask_private_numbers
from villages.forms.personal_data import private_number_in

CASES = json.loads((Path(__file__).parent / "data/private_numbers.json").read_text())
PRIVATE = [(kind, text) for kind in ("nik", "phone") for text in CASES[kind]]
SEPARATORS = [
    *"     -./()_\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u200b",
    *["", "", "", "", "", "", " - ", ") ", " (", "  "],
]
ZEROS = "00000\uff10\u0660\ua9d0"


@pytest.mark.parametrize("kind, text", PRIVATE)
def test_a_private_number_is_found_however_it_is_typed(kind, text):
    assert private_number_in(text) == kind
    assert private_number_in(f"Ramai, 40 orang.\n{text}\nHujan.") == kind


@pytest.mark.parametrize("text", CASES["harmless"])
def test_dates_prices_hours_and_file_numbers_pass(text):
    assert private_number_in(text) == ""
    assert private_number_in(f"Ramai. {text}, lalu hujan.") == ""


def spelled(draw, digits):
    """Return the digits with a separator, mostly none, between them, and in one of several scripts."""
    zero = draw(st.sampled_from(ZEROS))
    styled = [chr(ord(zero) + int(digit)) for digit in digits]
    gaps = draw(st.lists(st.sampled_from(SEPARATORS), min_size=len(digits) - 1, max_size=len(digits) - 1))
    return "".join(digit + gap for digit, gap in zip(styled, [*gaps, ""], strict=True))


@st.composite
def niks(draw):
    """Province, regency, district, day of birth (40 more for women), month, year, serial number."""
    parts = [(11, 94), (1, 79), (1, 40), (1, 31), (1, 12), (0, 99)]
    numbers = [draw(st.integers(*part)) for part in parts]
    numbers[3] += draw(st.sampled_from([0, 40]))
    return spelled(draw, "".join(f"{n:02}" for n in numbers) + f"{draw(st.integers(1, 9999)):04}")


@st.composite
def phones(draw):
    prefix = draw(st.sampled_from(["0", "62", "+62", "(+62)", "0062"]))
    network = draw(st.sampled_from("1235789"))
    rest = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=7, max_size=10)))
    return prefix + draw(st.sampled_from(["", " ", "-"])) + spelled(draw, "8" + network + rest)


def harmless_parts():
    two = st.integers(1, 12).map("{:02}".format)
    clock = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30, 45])).map(
        lambda t: f"{t[0]:02}.{t[1]:02}"
    )
    date = st.tuples(st.integers(1, 28), two, st.integers(2020, 2031)).map(
        lambda t: f"{t[0]:02}.{t[1]}.{t[2]}"
    )
    price = st.integers(1_000, 10**15).map(lambda n: "Rp " + f"{n:,}".replace(",", "."))
    hours = st.tuples(clock, st.sampled_from("-\u2013"), clock).map("".join)
    return st.one_of(date, price, hours, st.integers(0, 500).map("{} orang".format))


@given(niks())
def test_any_nik_with_any_separators_is_found(text):
    assert private_number_in(text) == "nik"


@given(phones())
def test_any_mobile_number_with_any_separators_is_found(text):
    assert private_number_in(text) == "phone"


@given(st.lists(harmless_parts(), min_size=1, max_size=6), st.sampled_from([", ", "; ", "\n", " dan "]))
def test_any_notes_of_dates_hours_prices_and_counts_pass(parts, mark):
    assert private_number_in(mark.join(parts)) == ""


@given(st.one_of(niks(), phones()), st.booleans())
def test_no_digit_of_a_private_number_is_left_in_a_masked_report(number, escaped):
    raw = json.dumps({"notes": f"Ibu {number} hadir", "count": 12}, ensure_ascii=escaped).encode()
    masked = json.loads(mask_private_numbers(raw))
    assert masked["count"] == 12
    assert not re.search(r"\d", masked["notes"])
    assert masked["notes"].startswith("Ibu ")
    assert private_number_in(mask_errors({"notes": [number]})["notes"][0]) == ""


@given(st.binary(max_size=200))
def test_masking_changes_nothing_but_digits(raw):
    masked = mask_private_numbers(raw)
    assume(len(masked) == len(raw))
    assert all(new in (old, ord("*")) for old, new in zip(raw, masked, strict=True))


def test_a_body_in_another_encoding_is_masked_too():
    masked = mask_private_numbers("NIK 3322054711800001".encode("utf-16-le"))
    assert "3322054711800001" not in masked.replace(b"\0", b"").decode()
