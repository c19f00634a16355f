"""Workbooks that mean harm are refused with a sentence; what people's programs write is read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Iterator

import pytest
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.ruleset.texts import Catalogue
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author
from strukturbild.review.responses import take_in_answers
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date
from strukturbild.review.workbook_answers import read_answers
from strukturbild.review.workbook_read import open_workbook, plain
from workbook_file import RESOURCES, answer, exported, part, rewritten

EVA = Author("eva", "Eva Ek")
SHEET = "xl/worksheets/sheet2.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SAID = {"a": ("under dialog", "Vi talar", "Åsa", None)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewStore]:
    with create_store(str(tmp_path / "r.gpkg"), "EPSG:3006").closing() as made:
        bring_up_to_date(made, small_result(finding("a"), finding("b", 1000.0)), EVA)
        yield made


@pytest.fixture
def sent(store: ReviewStore, tmp_path: Path) -> Path:
    return exported(store, tmp_path / "ut.xlsx")


def refused(path: Path) -> str:
    """The code with which a workbook is refused; it has a sentence in both languages."""
    with pytest.raises(InputError) as error:
        read_answers(path, RESOURCES)
    catalogue = Catalogue.load(RESOURCES)
    for language in ("sv", "en"):
        sentence = catalogue.sentences(error.value, language)
        assert path.name in sentence and "{" not in sentence
    return error.value.problems[0].code


DECLARED = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTWARD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "docProps/core.xml", "xl/media/a.vml"])
@pytest.mark.parametrize("declared", [DECLARED, OUTWARD])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(sent: Path, tmp_path: Path, name: str, declared: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{declared}<x>&a;</x>'
    path = rewritten(sent, tmp_path / "ond.xlsx", {name: xml.encode(encoding)})
    assert refused(path) == "workbook_entities"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/cron.d/x", "zip_name_refused"),
        ("xl/../../x.xml", "zip_name_refused"),
        ("C:\\x.xml", "zip_name_refused"),
        ("setup.exe", "zip_name_refused"),
        ("xl/vbaProject.bin", "workbook_active_content"),
        ("xl/externalLinks/externalLink1.xml", "workbook_active_content"),
        ("xl/embeddings/oleObject1.bin", "workbook_active_content"),
    ],
)
def test_names_that_do_not_belong(sent: Path, tmp_path: Path, name: str, code: str) -> None:
    assert refused(rewritten(sent, tmp_path / "ond.xlsx", {name: "x"})) == code


def test_a_bomb(sent: Path, tmp_path: Path) -> None:
    path = rewritten(sent, tmp_path / "ond.xlsx", {SHEET: b" " * (300 << 20)})
    assert refused(path) == "zip_too_large"


@pytest.mark.parametrize("content", [b"", b"inget", b"PK\x03\x04" + b"x" * 200])
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fel.xlsx"
    path.write_bytes(content)
    assert refused(path) == "zip_damaged"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "fel.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/annat.xml", "<x/>")
    assert refused(path) == "workbook_not_a_workbook"


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet",
        f"<worksheet {NAMESPACE}><sheetData><row r='1'><c t='s'><v>99999</v></c></row>",
        f"<worksheet {NAMESPACE}><sheetData><row r='1'><c t='s'><v>-1</v></c></row>",
        f"<worksheet {NAMESPACE}><sheetData><row r='1'><c><v><v>1</v></v></c></row>",
    ],
)
def test_a_damaged_sheet(sent: Path, tmp_path: Path, sheet: str) -> None:
    assert refused(rewritten(sent, tmp_path / "ond.xlsx", {SHEET: sheet})) == "workbook_damaged"


def test_nested_beyond_reason(sent: Path, tmp_path: Path) -> None:
    deep = "<r>" * 200_000 + "x" + "</r>" * 200_000
    strings = f"<sst {NAMESPACE}><si>{deep}</si></sst>"
    path = rewritten(sent, tmp_path / "ond.xlsx", {"xl/sharedStrings.xml": strings})
    assert refused(path) in ("workbook_damaged", "workbook_not_ours")


def test_a_million_rows_of_junk_change_nothing(
    store: ReviewStore, sent: Path, tmp_path: Path
) -> None:
    xml = part(sent, SHEET)
    junk = "".join(f'<row r="{n}"><c r="ZZZ{n}"><v>{n}</v></c></row>' for n in range(9, 1_000_001))
    path = rewritten(
        sent, tmp_path / "stor.xlsx", {SHEET: xml.replace("</sheetData>", junk + "</sheetData>")}
    )
    found = read_answers(path, RESOURCES)
    assert (found.answers, found.problems) == ({}, [])
    before = store.log()
    assert take_in_answers(store, found, EVA).answers == 0
    assert store.log() == before


def test_a_shared_text_for_a_million_cells_is_one_text(sent: Path, tmp_path: Path) -> None:
    xml = part(sent, SHEET)
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(9, 200_000))
    parts = {
        SHEET: xml.replace("</sheetData>", cells + "</sheetData>"),
        "xl/sharedStrings.xml": part(sent, "xl/sharedStrings.xml").replace(
            "<si>", f"<si><t>{'x' * 30_000}</t></si><si>", 1
        ),
    }
    assert refused(rewritten(sent, tmp_path / "ond.xlsx", parts)) == "workbook_not_ours"


def test_the_hidden_sheet_is_needed(sent: Path, tmp_path: Path) -> None:
    xml = part(sent, "xl/workbook.xml").replace('name="_strukturbild"', 'name="annat"')
    path = rewritten(sent, tmp_path / "utan.xlsx", {"xl/workbook.xml": xml})
    assert refused(path) == "workbook_not_ours"


def test_a_newer_workbook(sent: Path, tmp_path: Path) -> None:
    xml = part(sent, "xl/sharedStrings.xml")
    xml = xml.replace('<t xml:space="preserve">1</t>', "<t>2</t>")
    path = rewritten(sent, tmp_path / "ny.xlsx", {"xl/sharedStrings.xml": xml})
    assert refused(path) == "workbook_newer"


def with_cells(sent: Path, tmp_path: Path, cells: str, workbook: str = "") -> Path:
    """The first row's answers written as raw XML in H2, I2, J2 and K2."""
    xml = part(sent, SHEET)
    for column in "HIJK":
        start = xml.index(f'<c r="{column}2"')
        xml = xml[:start] + xml[xml.index("/>", start) + 2 :]
    xml = xml.replace('<c r="L2"', cells + '<c r="L2"', 1)
    parts: dict[str, str | bytes | None] = {SHEET: xml}
    if workbook:
        parts["xl/workbook.xml"] = part(sent, "xl/workbook.xml").replace("<bookViews>", workbook)
    return rewritten(sent, tmp_path / "svar.xlsx", parts)


NAME = '<c r="J2" t="str"><v>Bo</v></c>'


def test_rich_text_in_the_cell_is_read_whole(sent: Path, tmp_path: Path) -> None:
    rich = (
        '<c r="I2" t="inlineStr"><is><r><t>fet </t></r><r><rPr><b/></rPr><t>text</t></r></is></c>'
    )
    found = read_answers(with_cells(sent, tmp_path, rich + NAME), RESOURCES)
    assert [one.text for one in found.answers.values()] == ["fet text"]


def test_what_a_formula_shows_is_text_and_nothing_is_computed(sent: Path, tmp_path: Path) -> None:
    shown = '<c r="I2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
    found = read_answers(with_cells(sent, tmp_path, shown + NAME), RESOURCES)
    assert [one.text for one in found.answers.values()] == ["ab"]


@pytest.mark.parametrize(
    "cell", ['<c r="I2"><f>1+1</f></c>', '<c r="I2" t="e"><f>hej</f><v>#NAME?</v></c>']
)
def test_a_formula_without_a_value_is_told(sent: Path, tmp_path: Path, cell: str) -> None:
    found = read_answers(with_cells(sent, tmp_path, cell + NAME), RESOURCES)
    assert [problem.code for problem in found.problems] == ["response_cell_error"]
    assert found.problems[0].params["row"] == 2


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ('<c r="K2"><v>46350</v></c>', "2026-11-24"),
        ('<c r="K2"><v>46350.75</v></c>', "2026-11-24"),
        ('<c r="K2" t="d"><v>2026-11-24T00:00:00</v></c>', "2026-11-24"),
        *[
            (f'<c r="K2" t="str"><v>{text}</v></c>', "2026-11-24")
            for text in (
                "2026-11-24",
                "2026/11/24",
                "20261124",
                "2026.11.24",
                "46350",
                " 2026-11-24 ",
            )
        ],
        *[
            (f'<c r="K2" t="str"><v>{text}</v></c>', None)
            for text in ("3/4/2026", "24 nov", "2026-13-01", "1e400", "i morgon", "26-11-24")
        ],
        *[(f'<c r="K2"><v>{text}</v></c>', None) for text in ("1e400", "3", "nan", "99999999")],
    ],
)
def test_dates(sent: Path, tmp_path: Path, cell: str, day: str | None) -> None:
    text = '<c r="I2" t="str"><v>svar</v></c>'
    found = read_answers(with_cells(sent, tmp_path, text + NAME + cell), RESOURCES)
    if day is None:
        assert [problem.code for problem in found.problems] == ["response_date_unreadable"]
    else:
        assert [one.said_on for one in found.answers.values()] == [day]


def test_days_that_count_from_1904(sent: Path, tmp_path: Path) -> None:
    cells = f'<c r="I2" t="str"><v>svar</v></c>{NAME}<c r="K2"><v>{46350 - 1462}</v></c>'
    path = with_cells(sent, tmp_path, cells, '<workbookPr date1904="1"/><bookViews>')
    assert [one.said_on for one in read_answers(path, RESOURCES).answers.values()] == ["2026-11-24"]


def test_a_gap_of_rows_loses_nothing(sent: Path, tmp_path: Path) -> None:
    path = answer(sent, SAID)
    moved = part(path, SHEET)
    for number in (2, 3):
        moved = moved.replace(f'<row r="{number}"', f'<row r="{number + 400_000}"')
        moved = moved.replace(f'{number}" s=', f'{number + 400_000}" s=')
        moved = moved.replace(f'{number}" t=', f'{number + 400_000}" t=')
    far = rewritten(path, tmp_path / "långt.xlsx", {SHEET: moved})
    assert [one.text for one in read_answers(far, RESOURCES).answers.values()] == ["Vi talar"]


def test_numbers_of_rows_that_are_missing_are_counted(sent: Path) -> None:
    rows = list(open_workbook(sent).rows("Kalmar"))
    assert [number for number, _ in rows] == [1, 2, 3]


def test_control_characters_as_excel_writes_them() -> None:
    assert plain("a_x000D_b_x005F_x0041__xD800__x0000_") == "a\rb_x0041_"
