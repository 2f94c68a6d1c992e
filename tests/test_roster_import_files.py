"""`import_offices` and `import_villages`: files as people's spreadsheets write them, good and bad."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cms.page_cache import content_version
from villages.models import ImmigrationOffice, Province, Regency, Village, VisitTally
from villages.models.tallies import add_to_tallies
from villages.starter import FOLDER, load_roster

HEADER = ["code", "name", "kind", "district", "regency", "province", "office"]
GOOD = [
    "33.22.05.2010",
    "Jatirejo",
    "desa",
    "Suruh",
    "Kabupaten Semarang",
    "Jawa Tengah",
    "Kantor Imigrasi Semarang",
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def table(tmp_path):
    """Return a function that writes lines to a CSV file and returns its path."""

    def write(*lines, name="desa.csv", delimiter=",", encoding="utf-8"):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(lines)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


def run(command, path, **options):
    out = io.StringIO()
    call_command(command, path, stdout=out, **options)
    return out.getvalue()


def refused(command, path):
    with pytest.raises(CommandError) as caught:
        run(command, path)
    return str(caught.value)


def row(**changes):
    return list((dict(zip(HEADER, GOOD, strict=True)) | changes).values())


def test_a_new_village_is_imported_with_its_regency_office_and_zone(place, table):
    assert "1 new, 0 changed, 0 as before." in run("import_villages", table(HEADER, GOOD))
    village = Village.objects.get(code="33.22.05.2010")
    assert (village.name, village.office, village.zone.abbreviation) == ("Jatirejo", place.office, "WIB")


def test_the_same_file_twice_changes_nothing(place, table):
    path = table(HEADER, GOOD)
    run("import_villages", path)
    assert "0 new, 0 changed, 1 as before." in run("import_villages", path)
    assert Village.objects.filter(code="33.22.05.2010").count() == 1


def test_a_changed_row_updates_the_village_with_that_code(place, table):
    out = run("import_villages", table(HEADER, row(code=place.village.code, name="Sukamaju Baru")))
    place.village.refresh_from_db()
    assert place.village.name == "Sukamaju Baru"
    assert "name: Sukamaju → Sukamaju Baru" in out


def test_columns_that_are_not_in_the_file_stay_as_they_are(place, table):
    place.village.yearly_target = 4
    place.village.save()
    run("import_villages", table(HEADER, row(code=place.village.code)))
    place.village.refresh_from_db()
    assert (place.village.yearly_target, place.village.evidence) == (4, "stated")


@pytest.mark.django_db(transaction=True)
def test_a_village_that_moves_takes_its_visits_along_and_public_pages_are_made_again(
    place, table, make_session, monkeypatch
):
    add_to_tallies(make_session(place.village, date(2026, 3, 5), women=12))
    renewed = []
    monkeypatch.setattr(content_version, "renew", lambda: renewed.append(1))
    path = table(HEADER, row(code=place.village.code, office=place.other_office.name))
    run("import_villages", path, dry_run=True)
    assert VisitTally.objects.get().office == place.office
    assert not renewed
    run("import_villages", path)
    assert VisitTally.objects.get().office == place.other_office
    assert renewed
    run("import_villages", table([*HEADER, "status"], [*row(code=place.village.code), "ended"]))
    assert not VisitTally.objects.exists()


def test_a_dry_run_says_what_would_change_and_changes_nothing(place, table):
    path = table(HEADER, GOOD, row(code=place.village.code, name="Lain"))
    out = run("import_villages", path, dry_run=True)
    assert "+ Jatirejo (33.22.05.2010)" in out
    assert "1 new, 1 changed" in out
    assert "nothing was changed" in out
    assert Village.objects.count() == 3
    assert not Village.objects.filter(name="Lain").exists()
    assert Province.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "33.22.5.2010"}, "Row 3, column code: “33.22.5.2010” has 9 digits."),
        ({"code": "97.22.05.2010"}, "Row 3, column code: No province has the code 97."),
        ({"code": GOOD[0]}, "Row 3, column code: The same village is already in row 2."),
        ({"kind": "dusun"}, "Row 3, column kind: “dusun” is not known. Write one of: desa, kelurahan."),
        ({"name": ""}, "Row 3, column name: This cell is empty."),
        (
            {"province": "Jawa Timur"},
            "Row 3, column province: The code belongs to Jawa Tengah, but this cell contains “Jawa Timur”.",
        ),
        (
            {"office": "Kantor Imigrasi Semarng"},
            "Row 3, column office: The office “Kantor Imigrasi Semarng” is not known. Import it first. "
            "Did you mean “Kantor Imigrasi Semarang”?",
        ),
        ({"regency": "Kota Semarang"}, "Row 3, column regency: 33.22 is Kabupaten Semarang, but"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_is_imported(place, table, changes, sentence):
    wrong = row(**({"code": "33.22.05.2011"} | changes))
    assert sentence in refused("import_villages", table(HEADER, GOOD, wrong))
    assert Village.objects.count() == 3


def test_all_wrong_cells_are_named_at_once(place, table):
    message = refused("import_villages", table(HEADER, row(kind="x", name=""), row(code="1", office="")))
    assert message.count("\n- Row") == 4


def test_wrong_dates_and_numbers_are_refused_in_words(place, table):
    header = [*HEADER, "designated_on", "yearly_target", "latitude"]
    message = refused("import_villages", table(header, [*GOOD, "19 Mey 2025", "-3", "95"]))
    assert "column designated_on" in message
    assert "column yearly_target" in message
    assert "column latitude" in message


def test_wrong_columns_are_named(place, table):
    message = refused("import_villages", table(["Kodok", "name", "name", "district"], ["1", "2", "3", "4"]))
    assert "Columns are missing: code, regency, office." in message
    assert "Columns are unknown: “Kodok”." in message
    assert "The column “name” appears twice." in message


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "The file is empty."),
        ("a.csv", "code;name\nÉ".encode("utf-16"), "Columns are missing: district, regency, office."),
        ("a.csv", b"%PDF-1.4", "a page or a document"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(99), "old XLS file"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        ("a.csv", b"\0\1\2\3", "neither CSV nor XLSX"),
        ("a.csv", b'code,name\n"open', "neither CSV nor XLSX"),
        ("a.xlsx", b"code,name\n1,2\n", "This is not an XLSX file."),
        ("a.xlsx", b"PK\x03\x04 broken", "This XLSX file cannot be read."),
        ("a.csv", b"code,name,district,regency,office\n", "no rows"),
    ],
)
def test_an_unreadable_file_gets_a_clear_message(place, tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    assert sentence in refused("import_villages", path)


def test_a_file_that_is_not_there_gets_a_clear_message(db, tmp_path):
    assert "cannot be opened" in refused("import_villages", tmp_path / "none.csv")


def test_semicolons_and_codes_without_dots_are_understood(place, table):
    run("import_villages", table(HEADER, row(code="3322052010"), delimiter=";", encoding="utf-8-sig"))
    assert Village.objects.filter(code="33.22.05.2010").exists()


def test_an_xlsx_file_with_dates_and_numbers_is_imported(place, tmp_path):
    from datetime import date

    book = openpyxl.Workbook()
    book.active.append([*HEADER, "designated_on", "yearly_target", "latitude", "longitude"])
    book.active.append([3322052010, *GOOD[1:], date(2025, 5, 19), 6, -7.35, 110.5])
    book.save(tmp_path / "desa.xlsx")
    run("import_villages", tmp_path / "desa.xlsx")
    village = Village.objects.get(code="33.22.05.2010")
    assert (village.designated_on.isoformat(), village.yearly_target) == ("2025-05-19", 6)
    assert "0 changed, 1 as before" in run("import_villages", tmp_path / "desa.xlsx")


def test_offices_are_matched_on_their_name_and_a_wrong_zone_is_refused(place, table):
    header = ["name", "class", "city", "province", "timezone"]
    path = table(
        header,
        ["Kantor Imigrasi  semarang", "Kelas I TPI", "Semarang", "Jawa Tengah", "Asia/Jakarta"],
        ["Kantor Imigrasi Mataram", "", "Mataram", "Nusa Tenggara Barat", "Asia/Makassar"],
    )
    assert "1 new, 1 changed" in run("import_offices", path)
    place.office.refresh_from_db()
    assert place.office.office_class == "Kelas I TPI"
    assert ImmigrationOffice.objects.get(city="Mataram").province_id == "52"
    message = refused("import_offices", table(header, ["A", "", "Mataram", "Sunda", "Asia/Jakarta"]))
    assert "The province “Sunda” is not known." in message


def test_the_starter_roster_is_loaded_once_and_not_over_later_work(db, django_assert_max_num_queries):
    load_roster(lambda sentence: None)
    assert Village.objects.active().count() == 185
    assert ImmigrationOffice.objects.count() == 131
    assert Province.objects.count() == 38
    assert Village.objects.filter(evidence="inferred").count() == 25
    assert set(Regency.objects.values_list("province_id", flat=True)) <= set(
        Province.objects.values_list("code", flat=True)
    )
    Village.objects.filter(code="11.09.09.2001").update(name="Diganti")
    with django_assert_max_num_queries(4):
        load_roster(lambda sentence: None)
    assert Village.objects.filter(name="Diganti").exists()


def test_the_starter_files_import_without_changes_over_the_starter_roster(db):
    load_roster(lambda sentence: None)
    assert "0 new, 0 changed, 131 as before." in run("import_offices", FOLDER / "immigration_offices.csv")
    assert "0 new, 0 changed, 185 as before." in run("import_villages", FOLDER / "villages.csv")
