"""Workbooks made to break the import: parts missing, archives that unfold without end, a million columns."""

import io
import zipfile

import openpyxl
import pytest
from django.utils import translation

from villages.roster_import import KINDS, UnreadableTable
from villages.roster_import.sheets import MOST_BYTES
from villages.roster_import.xlsx_reader import MOST_TEXTS, MOST_UNPACKED

SHEET = "xl/worksheets/sheet1.xml"
PARTS = [
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    SHEET,
]
pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no stylesheet")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def workbook(*lines):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in lines or [["code", "name"], ["33.22.05.2010", "Jatirejo"]]:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def changed(content, **parts):
    """Return the archive `content` with other parts; a part of None is left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            data = parts.get(name, old.read(name) if name in old.namelist() else None)
            if data is not None:
                new.writestr(name, data)
    return file.getvalue()


def read(content):
    return KINDS["villages"].table("desa.xlsx", io.BytesIO(content))


def columns_or_message(content):
    try:
        return read(content).columns
    except UnreadableTable as error:
        return str(error)


def test_the_workbook_of_these_tests_is_read():
    assert read(workbook()).rows == [(2, {"code": "33.22.05.2010", "name": "Jatirejo"})]


@pytest.mark.parametrize("part", PARTS)
def test_a_workbook_without_one_of_its_parts_is_read_or_refused_in_words(part):
    found = columns_or_message(changed(workbook(), **{part: None}))
    assert found == ["code", "name"] or "XLSX" in found


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "data", [b"", b"<", b"<a/>", b"\x00" * 99, b"<?xml version='1.0'?><!DOCTYPE a []><a/>"]
)
def test_a_workbook_with_a_broken_part_is_read_or_refused_in_words(part, data):
    assert columns_or_message(changed(workbook(), **{part: data}))


@pytest.mark.parametrize(
    "part, size",
    [(SHEET, MOST_UNPACKED), ("xl/sharedStrings.xml", MOST_TEXTS), ("xl/media/image1.png", MOST_UNPACKED)],
)
def test_an_archive_that_unfolds_without_end_is_refused_before_it_does(part, size):
    content = changed(workbook(), **{part: b" " * (size + 1)})
    assert len(content) < MOST_BYTES
    with pytest.raises(UnreadableTable, match="300"):
        read(content)


def test_a_table_with_too_many_columns_is_refused_and_empty_ones_are_not_counted():
    with pytest.raises(UnreadableTable, match="200"):
        read(workbook(["code"] * 201))
    assert read(workbook(["code", "name", *[""] * 300], ["33.22.05.2010", "Jatirejo"])).columns == [
        "code",
        "name",
    ]


def test_a_cell_at_the_far_end_of_the_sheet_costs_no_memory():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in range(1, 300):
        book.active.cell(row, 16384, "x")
    book.save(file)
    with pytest.raises(UnreadableTable, match="empty"):
        read(file.getvalue())


def opendocument(rows):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "content.xml",
            '<o xmlns:table="t" xmlns:text="x" xmlns:office="f">'
            f'<table:table table:name="Data">{rows}</table:table></o>',
        )
    return file.getvalue()


HEAD = "<table:table-row>" + "".join(
    f"<table:table-cell><text:p>{name}</text:p></table:table-cell>" for name in ("code", "name")
)


@pytest.mark.parametrize(
    "rows, found",
    [
        (HEAD + "</table:table-row>", ["code", "name"]),
        (
            HEAD.replace("row>", "row table:number-rows-repeated='1048576'>", 1) + "</table:table-row>",
            "100,000",
        ),
        (
            HEAD.replace("cell>", "cell table:number-columns-repeated='99999999'>", 1) + "</table:table-row>",
            "200",
        ),
        (HEAD.replace("cell>", "cell table:number-columns-repeated='x'>", 1) + "</table:table-row>", "ODS"),
        (HEAD, "ODS"),
        ("", "empty"),
    ],
)
def test_an_opendocument_workbook_is_read_or_refused_in_words(rows, found):
    read_or_refused = columns_or_message(opendocument(rows))
    assert found == read_or_refused or found in read_or_refused


def test_an_opendocument_workbook_with_entities_is_refused():
    content = changed(opendocument(""), **{"content.xml": b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"})
    assert "ODS" in columns_or_message(content)


def test_formulas_that_were_never_computed_are_refused_and_not_read_as_empty():
    assert "Formulas without a result in rows 2" in columns_or_message(
        workbook(["code", "name", "status"], ["33.22.05.2010", "Jatirejo", '=LOWER("ENDED")'])
    )


def test_hidden_rows_and_other_sheets_are_named():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Cara mengisi"])
    for title in ("Data", "Lama"):
        sheet = book.create_sheet(title)
        for line in [["code", "name"], ["33.22.05.2010", "Jatirejo"]]:
            sheet.append(line)
    book["Data"].row_dimensions[2].hidden = True
    book.save(file)
    assert read(file.getvalue()).notes == [
        "The sheet “Data” was read, not: Sheet, Lama.",
        "Hidden rows, perhaps hidden by a filter, were read too: 2.",
    ]


def test_spaces_at_the_end_of_the_sheet_are_no_rows():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in [["code", "name"], ["33.22.05.2010", "Jatirejo"]]:
        book.active.append(line)
    book.active.cell(1_048_576, 1, "\u00a0")
    book.save(file)
    assert len(read(file.getvalue()).rows) == 1
