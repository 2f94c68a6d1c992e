"""Files as offices have them, each with one flaw, in tests/data/imports."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from villages.models import ImmigrationOffice, Province, Regency, Village

FOLDER = Path(__file__).resolve().parent / "data" / "imports"
CSV_HEADER = "code,name,district,regency,office"
OFFICE = "Kantor Imigrasi Kelas I TPI Pangkalpinang"
PLACE = f"Kecamatan Coba,Kabupaten Bangka Tengah,{OFFICE}"


@pytest.fixture(autouse=True)
def bangka_tengah(db):
    """The regency and the office that the files name."""
    province = Province.objects.create(code="19", name="Kepulauan Bangka Belitung", time_zone="Asia/Jakarta")
    Regency.objects.create(code="19.04", name="Kabupaten Bangka Tengah", province=province)
    ImmigrationOffice.objects.create(name=OFFICE, city="Pangkalpinang", province=province)
    with translation.override("en"):
        yield


def import_file(path, command="import_villages"):
    """Return what the command prints, or why it refuses."""
    out = io.StringIO()
    try:
        call_command(command, path, stdout=out)
    except CommandError as refused:
        return str(refused)
    return out.getvalue()


@pytest.mark.parametrize(
    "file, stored",
    [
        ("01_dots_crlf_bom.csv", {"code": "19.04.05.2901", "name": "Coba Satu"}),
        ("03_semicolon_deccomma.csv", {"latitude": "-2.45000", "longitude": "106.20000"}),
        ("04_tab_utf16.csv", {"code": "19.04.05.2904", "name": "Coba Empat"}),
        ("07_title_rows.csv", {"code": "19.04.05.2907", "name": "Coba Tujuh"}),
        ("08_indonesian_headers.csv", {"code": "19.04.05.2908", "name": "Coba Delapan"}),
        ("11_date_dmy.csv", {"designated_on": "2025-05-19"}),
        ("12_date_words.csv", {"designated_on": "2025-05-19"}),
        ("14_kab_abbrev.csv", {"code": "19.04.05.2914", "regency": "Kabupaten Bangka Tengah"}),
        ("19_control_char.csv", {"name": "CobaSembilanbelas"}),
        ("22_long_coords.csv", {"latitude": "-2.45123", "longitude": "106.20123"}),
        ("24_kab_wrong_region_coord.csv", {"latitude": "-7.25000"}),
        ("51_numeric_code.xlsx", {"code": "19.04.05.2951"}),
        ("54_hidden_first_sheet.xlsx", {"code": "19.04.05.2955", "name": "Excel Empat Tampak"}),
        (
            "56_dates_floats.ods",
            {"name": "Excel Tanggal", "designated_on": "2025-05-19", "source_date": "2025-07-04"},
        ),
        ("75_formula_name.csv", {"name": "=SUM(1)"}),
    ],
)
def test_a_file_is_read_as_its_office_meant_it(file, stored):
    assert "1 new, 0 changed" in import_file(FOLDER / file)
    village = Village.objects.get()
    assert {name: str(getattr(village, name)) for name in stored} == stored
    assert str(Regency.objects.get()) == "Kabupaten Bangka Tengah"


def test_merged_cells_are_filled_down():
    import_file(FOLDER / "58_merged_body_cells.xlsx")
    assert list(Village.objects.values_list("district", flat=True)) == ["Kec Gabung", "Kec Gabung"]


@pytest.mark.parametrize(
    "file, sentence",
    [
        ("06_bps_code.csv", "Row 2, column code: 1904050012 is a BPS code or mistyped."),
        ("13_date_ambiguous.csv", "“1/2/2026” can be 2026-02-01 or 2026-01-02."),
        ("23_swapped_coords.csv", "Latitude and longitude are swapped."),
        ("25_kel_number_desa_kind.csv", "The number 1025 is that of a kelurahan, but the row has desa."),
        ("27_dup_rows.csv", "Row 3, column code: The same village is already in row 2."),
        ("35_prov_leading_zero_lost.csv", "“190405293” has 9 digits."),
        ("70_regency_of_another_name.csv", "Did you mean “Kabupaten Bangka Tengah”?"),
        ("72_extra_cell.csv", "Row 2: There are more cells than column names."),
        ("73_designated_2062.csv", "2062-05-19 has not come yet."),
    ],
)
def test_a_file_is_refused_with_one_sentence_for_its_one_cause(file, sentence):
    message = import_file(FOLDER / file)
    assert sentence in message
    assert message.count("\n- ") == 1
    assert not Village.objects.exists()


def test_what_is_odd_but_possible_is_noted_and_imported():
    assert "Hidden sheets were not read: Tersembunyi." in import_file(FOLDER / "54_hidden_first_sheet.xlsx")
    warned = import_file(FOLDER / "24_kab_wrong_region_coord.csv")
    assert "The point -7.25000, 112.75000 lies outside Kepulauan Bangka Belitung." in warned


def test_telephone_numbers_get_their_zero_back_and_words_are_refused(tmp_path):
    message = import_file(FOLDER / "76_office_phone_numbers.xlsx", "import_offices")
    assert "“abc” is not a telephone number." in message
    numbers = tmp_path / "kantor.csv"
    numbers.write_text(
        "Nama Kantor;Kota;Provinsi;Telepon;WA\n"
        f"{OFFICE};Pangkalpinang;Bangka Belitung;717421774;81234567890\n"
        "Kanim Mataram;Mataram;Prov. NTB;(0370) 632520 / 632521;+62 812-3456-7890\n"
    )
    assert "1 new, 1 changed" in import_file(numbers, "import_offices")
    assert set(ImmigrationOffice.objects.values_list("phone", "whatsapp")) == {
        ("0717421774", "081234567890"),
        ("(0370) 632520 / 632521", "+62 812-3456-7890"),
    }


def text_file(tmp_path, *lines, encoding="utf-8"):
    path = tmp_path / "desa.csv"
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


@pytest.mark.parametrize(
    "lines, encoding",
    [
        (["sep=;", CSV_HEADER.replace(",", ";"), f"19.04.05.2901;Coba;{PLACE}".replace(",", ";")], "utf-8"),
        ([CSV_HEADER.replace(",", "|"), f"19.04.05.2901|Coba|{PLACE}".replace(",", "|")], "utf-8"),
        ([CSV_HEADER.replace(",", "\t"), f"19.04.05.2901\tCoba\t{PLACE}".replace(",", "\t")], "utf-16-le"),
        (["DAFTAR, TAHUN, 2026", CSV_HEADER, f"19.04.05.2901,Coba,{PLACE}"], "utf-8-sig"),
        ([CSV_HEADER, f"\u200b19.04.05.2901\u00a0,Co\u00adba,{PLACE}", "\u00a0,,\u200b,,"], "utf-8"),
        (["No," + CSV_HEADER, "(1),(2),(3),(4),(5),(6)", f"1,1904052901,Coba,{PLACE}"], "utf-8"),
        ([CSV_HEADER, f"19-04-05-2901,Coba,{PLACE}", CSV_HEADER], "utf-8"),
        ([CSV_HEADER, f"19.04.05.2901,Coba,{PLACE.replace('Kabupaten', 'KAB.')}"], "utf-8"),
        ([CSV_HEADER, f"19.04.05.2901,Coba,{PLACE.replace('Kantor Imigrasi', 'Kanim')}"], "utf-8"),
    ],
)
def test_what_surrounds_the_table_changes_nothing(tmp_path, lines, encoding):
    assert "1 new" in import_file(text_file(tmp_path, *lines, encoding=encoding))
    assert str(Village.objects.get()) == "Coba (19.04.05.2901)"


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("19.00.05.2901", "a part of it is zero"),
        ("19.04.05.2000", "a part of it is zero"),
        ("19.04.05.4001", "is a BPS code or mistyped"),
        ("١٩٠٤٠٥٢٩٠١", "digits of another script"),
        ('"1,90405E+09"', "the spreadsheet has shortened"),
        ("#REF!", "The spreadsheet shows the error #REF! here."),
    ],
)
def test_a_code_that_cannot_be_is_refused_with_its_reason(tmp_path, code, sentence):
    assert sentence in import_file(text_file(tmp_path, CSV_HEADER, f"{code},Coba,{PLACE}"))


def test_a_wrong_code_gets_the_right_one_of_the_village_of_that_name(tmp_path):
    import_file(FOLDER / "01_dots_crlf_bom.csv")
    message = import_file(text_file(tmp_path, CSV_HEADER, f"1904050001,COBA SATU,{PLACE}"))
    assert "The roster has COBA SATU as 19.04.05.2901." in message


def test_one_cause_in_many_rows_is_one_sentence(tmp_path):
    rows = [f"19.04.05.{number},D,{PLACE}x" for number in range(2901, 2931)]
    message = import_file(text_file(tmp_path, CSV_HEADER, *rows))
    assert "- Rows 2–31, column office: The office" in message
    assert message.count("\n- ") == 1


def test_a_total_or_a_signature_under_the_table_is_called_so(tmp_path):
    path = text_file(tmp_path, CSV_HEADER, f"19.04.05.2901,Coba,{PLACE}", ",Jumlah,1,,", ",,,Mengetahui,")
    assert "- Row 4: This row has hardly anything in it" in import_file(path)


def test_windows_1252_is_read_with_a_note_and_a_mixture_is_refused(tmp_path):
    lines = [CSV_HEADER, f"19.04.05.2901,Désa,{PLACE}"]
    path = text_file(tmp_path, *lines, encoding="cp1252")
    assert "it was read as Windows-1252. Look at these words: Désa." in import_file(path)
    assert Village.objects.get().name == "Désa"
    path.write_bytes(path.read_bytes() + f"19.04.05.2902,Café,{PLACE}\r\n".encode())
    assert "not in UTF-8" in import_file(path)
