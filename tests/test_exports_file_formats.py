"""Files for spreadsheets: nothing is read as a formula, numbers stay numbers, long tables go on."""

import io
import json

import pytest
from openpyxl import load_workbook

from cms.editing.csv_safety import harmless
from quizzes.programme.exports import xlsx
from quizzes.programme.exports.csv_geojson import csv_lines, geojson_chunks
from quizzes.programme.exports.xlsx import write_xlsx

FORMULAS = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1"]


def workbook(sheets):
    file = io.BytesIO()
    write_xlsx(file, sheets)
    return load_workbook(file)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text_in_csv_and_xlsx(text):
    line = list(csv_lines(["a"], [[text]]))[1]
    assert line.lstrip('"').startswith("'")
    cell = workbook([("data", ["a"], [[text]])])["data"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_numbers_and_plain_texts_are_left_alone():
    assert [harmless(value) for value in (-5, 1.5, None, "Desa Sukamaju", "a=b")] == [
        -5,
        1.5,
        None,
        "Desa Sukamaju",
        "a=b",
    ]


def test_a_heading_is_made_harmless_too():
    assert workbook([("data", ["=1"], [])])["data"]["A1"].value == "'=1"


def test_a_sheet_that_is_full_goes_on_in_another(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)
    book = workbook([("data", ["n"], [[1], [2], [3]]), ("notes", ["n"], [["x"]])])
    assert book.sheetnames == ["data", "data 2", "notes"]
    assert [cell.value for cell in book["data 2"]["A"]] == ["n", 3]


def test_columns_are_as_wide_as_their_texts_and_long_sentences_go_on_below():
    rows = [["quiz_version", "Number of the version."], ["phase", "When the quiz was taken. " * 9]]
    sheet = workbook([("codebook", ["column", "meaning"], rows)])["codebook"]
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [15, xlsx.MAX_WIDTH + 3]
    assert [sheet[place].alignment.wrap_text for place in ("B2", "A3", "B3")] == [None, True, True]


def test_geojson_is_valid_with_none_one_and_two_points():
    for number in range(3):
        text = "".join(geojson_chunks([(110.5, -7.25, {"name": "Sukamaju"})] * number))
        assert len(json.loads(text)["features"]) == number
