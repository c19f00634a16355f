"""The workbook as spreadsheets see it: openpyxl and GDAL open it, and text stays text."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from osgeo import gdal
from small_result import finding, small_result
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author
from strukturbild.review.update import bring_up_to_date
from strukturbild.review.workbook_read import open_workbook
from strukturbild.review.workbook_write import (
    LONGEST_NAME,
    LONGEST_TEXT,
    TEXT,
    UNFIT,
    Column,
    Sheet,
    sheet_names,
    write_workbook,
)
from workbook_file import RESOURCES, exported, headings

TEMPLATES = RESOURCES / "templates" / "workbook"
FORMULAS = ("=1+1", "+46", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "=cmd|'/c'!A1")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bok å")
    found = [
        finding("a", explanation="=1+1"),
        finding("b & <c>", 1000.0),
        finding("gräns", 2000.0, partition_code="0834+0880"),
        finding(
            "t", 3000.0, municipality_code="0834", municipality="Torsås", partition_code="0834"
        ),
    ]
    with create_store(str(folder / "r.gpkg"), "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(*found), Author("eva"))
        exported(store, folder / "igen.xlsx")
        return exported(store, folder / "avvikelser.xlsx")


def test_sheets_have_heading_widths_lists_and_locks(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == ["Läs först", "Torsås", "Kalmar", "_strukturbild"]
    assert book["_strukturbild"].sheet_state == "veryHidden"
    page = book["Kalmar"]
    columns = headings(page)
    assert page.freeze_panes == "C2" and page.auto_filter.ref.startswith("A1:")
    assert page.column_dimensions["C"].width == 50
    assert page.column_dimensions[page.cell(1, columns["Kontrolltal"]).column_letter].hidden
    assert page.protection.sheet and not page.protection.autoFilter
    status = page.cell(2, columns["Svar: läge"])
    assert (
        not status.protection.locked and not page.cell(2, columns["Svar: datum"]).protection.locked
    )
    assert page.cell(2, columns["Avvikelsens nyckel"]).protection.locked
    listed, dated = page.data_validations.dataValidation
    assert str(listed.sqref).startswith(status.column_letter) and dated.type == "date"
    sheet, cells = listed.formula1.split("!")
    words = [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]
    assert words[:2] == ["under dialog", "åtgärdas i planen"] and len(words) == 6
    assert page.cell(2, columns["Svar: datum"]).number_format == r"yyyy\-mm\-dd"
    assert page.cell(1, 1).font.b and page.cell(2, 3).alignment.wrap_text


def test_a_finding_on_a_border_is_on_both_sheets(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    keys = []
    for name in ("Torsås", "Kalmar"):
        columns = headings(book[name])
        rows = {
            book[name].cell(row, columns["Benämning"]).value: row
            for row in range(2, book[name].max_row + 1)
        }
        keys.append(book[name].cell(rows["gräns"], columns["Avvikelsens nyckel"]).value)
    assert keys[0] == keys[1]


def test_equal_content_equal_bytes(workbook: Path) -> None:
    assert workbook.read_bytes() == workbook.with_name("igen.xlsx").read_bytes()
    with zipfile.ZipFile(workbook) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_gdal_reads_it(workbook: Path) -> None:
    dataset = gdal.OpenEx(str(workbook), gdal.OF_VECTOR, ["XLSX"])
    layer = dataset.GetLayerByName("Kalmar")
    assert layer.GetFeatureCount() == 3
    assert next(iter(layer)).GetField("Rubrik") == "Ny bebyggelse i gles landsbygd"


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.xlsx"
    write_workbook(path, [Sheet("S", [Column("A", 9)], [[text]])], TEMPLATES)
    cell = openpyxl.load_workbook(path)["S"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_text_that_is_too_long_is_cut_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    write_workbook(path, [Sheet("S", [Column("A", 9)], [["å😀" * 20_000]])], TEMPLATES)
    value = openpyxl.load_workbook(path)["S"]["A2"].value
    assert len(value.encode("utf-16-le")) // 2 <= LONGEST_TEXT and value.endswith(" […]")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=8))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("t") / "t.xlsx"
    rows = [[text, f"_x0041_{text}"] for text in texts]
    write_workbook(path, [Sheet("S", [Column("A", 9), Column("B", 9, TEXT)], rows)], TEMPLATES)
    back = {number: cells for number, cells in open_workbook(path).rows("S")}
    for number, text in enumerate(texts, start=2):
        kept = UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        assert (back[number][1].text if text else "") == kept
        assert back[number][2].text == f"_x0041_{kept}"


@given(st.lists(st.text(max_size=60), max_size=12))
@example(["'*'0", "a" * 30 + "'b", "'" * 40])
def test_names_of_sheets_are_such_as_excel_takes(wanted: list[str]) -> None:
    names = sheet_names(wanted, ["Läs först"])
    assert len(names) == len(wanted)
    assert len({name.casefold() for name in [*names, "Läs först", "history"]}) == len(names) + 2
    for name in names:
        assert name and not set(name) & set("[]:*?/\\") and name.strip("'") == name
        assert len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME
