"""Dates, coordinates, telephone numbers and names of regencies as people write them; no database."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from villages.roster_import.coordinates import degrees, lies_in, province_areas
from villages.roster_import.dates import past_day, written_day
from villages.roster_import.problems import row_ranges
from villages.roster_import.regencies import full_regency_name, is_same_regency
from villages.roster_import.telephones import telephone


@pytest.mark.parametrize(
    "text",
    [
        "2025-05-19",
        "2025/5/19",
        "2025-05-19T00:00:00",
        "19/05/2025",
        "19.5.2025",
        "19-05-2025",
        "5/19/2025",
        "19 Mei 2025",
        "Senin, 19 Mei 2025",
        "19-May-2025",
        "19th May 2025",
        "May 19, 2025",
        "45796",
        "45796.5",
    ],
)
def test_a_date_is_read_in_any_form_that_can_mean_one_day_only(text):
    assert written_day(text).isoformat() == "2025-05-19"


@pytest.mark.parametrize(
    "month", ["Jan", "Feb", "Pebruari", "Mrt", "April", "Jun", "Juli", "Agt", "Sept", "Okt", "Nop", "Des"]
)
def test_short_names_of_months_are_read(month):
    assert written_day(f"3 {month} 2025").day == 3


@pytest.mark.parametrize(
    "text, word",
    [
        ("1/2/2026", "2026-02-01 or 2026-01-02"),
        ("19/5/25", "four digits"),
        ("Mei 2025", "four digits"),
        ("19 Mey 2025", "four digits"),
        ("31/02/2025", "no day of the calendar"),
        ("0000-00-00", "no day of the calendar"),
        ("1/2/0000", "no day of the calendar"),
        ("2062-05-19", "not come yet"),
        ("10000", "too long ago"),
        ("１９/０５/２０２５", "four digits"),
    ],
)
def test_a_date_that_could_be_another_is_refused(text, word):
    with translation.override("en"), pytest.raises(ValidationError, match=word):
        past_day(text)


@pytest.mark.parametrize(
    "text, which, value",
    [
        ("-2,45", "latitude", "-2.45000"),
        ("−2.4512345678901", "latitude", "-2.45123"),
        ("2.45 LS", "latitude", "-2.45000"),
        ("106,20000", "longitude", "106.20000"),
        ("106.2° BT", "longitude", "106.20000"),
        (106.2012345, "longitude", "106.20123"),
    ],
)
def test_a_coordinate_is_read_as_it_was_meant(text, which, value):
    assert str(degrees(text, which)) == value


@pytest.mark.parametrize(
    "text", ["-2.451.234", "NaN", "inf", "-245123", "2°27'0\"", "-2,45;106,2", "1e-3", "-2 LS"]
)
def test_a_coordinate_that_lost_its_point_is_refused(text):
    with pytest.raises(ValidationError):
        degrees(text, "latitude")


def test_each_of_the_38_provinces_has_an_area():
    assert len(province_areas()) == 38
    assert lies_in("19", degrees("-2.45", "latitude"), degrees("106.2", "longitude"))
    assert not lies_in("19", degrees("-7.25", "latitude"), degrees("112.75", "longitude"))


@pytest.mark.parametrize(
    "cell, number",
    [
        (717421774, "0717421774"),
        (81234567890, "081234567890"),
        ("81234567890", "081234567890"),
        (6281234567890, "+6281234567890"),
        ("(0717) 421774", "(0717) 421774"),
        ("+62 812-3456-7890", "+62 812-3456-7890"),
        ("021-7123456 ext. 12", "021-7123456 ext. 12"),
        ("110", "110"),
        ("", ""),
    ],
)
def test_a_telephone_number_can_be_dialled(cell, number):
    assert telephone(cell) == number


@pytest.mark.parametrize("cell", ["abc", "x", "8,12346E+11", "0", "0812 / rumah", "12345678901234567890"])
def test_what_cannot_be_dialled_is_refused(cell):
    with pytest.raises(ValidationError):
        telephone(cell)


@pytest.mark.parametrize(
    "name", ["KABUPATEN BANGKA TENGAH", "Kab. Bangka Tengah", "kab.bangka tengah", "Bangka-Tengah"]
)
def test_a_regency_is_recognised_however_it_is_shortened(name):
    assert is_same_regency(name, "Kabupaten Bangka Tengah")
    assert full_regency_name(name, "19.04").replace("-", " ") == "Kabupaten Bangka Tengah"


def test_a_city_is_no_regency_of_that_name():
    assert not is_same_regency("Kota Semarang", "Kabupaten Semarang")
    assert not is_same_regency("Kabupaten Blitar", "Kabupaten Bangka Tengah")
    assert full_regency_name("SEMARANG", "33.74") == "Kota Semarang"
    assert full_regency_name("Kota Adm. Jakarta Pusat", "31.71") == "Kota Administrasi Jakarta Pusat"


def test_row_numbers_are_written_as_ranges():
    assert row_ranges([2, 3, 4, 5, 9]) == "2–5, 9"
    assert row_ranges(range(2, 60, 2)) == "2, 4, 6, 8, 10, 12, …"
