"""A small writer of XLSX: what openpyxl would do, which not every QGIS has, and GDAL can't.

Text stands in the shared strings alone, so that it goes through one template that escapes it;
cells hold numbers. Equal content gives equal bytes.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

from markupsafe import Markup

from ..alignment.progress import Tick, no_tick

HEADER, TEXT, NUMBER, DECIMAL, ANSWER, ANSWER_DATE, KEY, TITLE, PROSE, ANSWER_HEADER = range(1, 11)
UNLOCKED = (ANSWER, ANSWER_DATE)
WRAPPED = (TEXT, PROSE)
LINE_HEIGHT, HIGHEST = 13.5, 270.0  # points
FILLED = 0.95  # of a line, before a word has to go to the next
LONGEST_TEXT = 32_767  # UTF-16 units, what a cell may hold
CUT = " […]"
LONGEST_NAME = 31
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in XML
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
UNFIT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
UNFIT_AT_ENDS = re.compile(r"^[\s']+|[\s']+$")
RESERVED_NAMES = ("history",)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip member: equal content, equal bytes
UNIX, PLAIN_FILE = 3, 0o100644 << 16
BATCH = 1000


@dataclass(frozen=True)
class Column:
    """A column: its heading, width in letters and one of the styles above."""

    heading: str
    width: float
    style: int = TEXT
    hidden: bool = False


@dataclass(frozen=True)
class Validation:
    """What the cells of a column may hold: `type` list or date, `formula` what it is held to."""

    column: int
    type: str
    formula: str
    error: str
    prompt: str
    operator: str = ""
    severity: str = "stop"


@dataclass(frozen=True)
class Sheet:
    """A sheet; `table` ones have a frozen heading and a filter, others are text in one column.

    Rows hold text, numbers or None. Everything is locked but cells in answer styles.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    table: bool = True
    frozen_columns: int = 0
    printed_columns: int = 1
    hidden: bool = False
    validations: Sequence[Validation] = ()
    row_styles: Sequence[int] = ()


@dataclass
class _Texts:
    """The shared strings, numbered as they come up."""

    number: dict[str, int] = field(default_factory=dict)

    def of(self, text: str) -> str:
        return str(self.number.setdefault(text, len(self.number)))


def write_workbook(
    path: Path, sheets: Sequence[Sheet], templates: Path, tick: Tick = no_tick
) -> None:
    """Write an XLSX of these sheets; raises OSError where the file can't be written."""
    import jinja2  # noqa: PLC0415 - QGIS starts sooner: few write workbooks

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    texts = _Texts()

    def filled(name: str, **values: Any) -> str:
        return environment.get_template(name).render(**values)

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: str) -> None:
            member = zipfile.ZipInfo(name, EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = UNIX, PLAIN_FILE
            archive.writestr(member, content.encode("utf-8"))

        put("[Content_Types].xml", filled("content_types.xml", sheets=sheets))
        put("_rels/.rels", filled("rels.xml"))
        put("xl/workbook.xml", filled("workbook.xml", sheets=sheets, named=_print_names(sheets)))
        put("xl/_rels/workbook.xml.rels", filled("workbook_rels.xml", sheets=sheets))
        put("xl/styles.xml", filled("styles.xml"))
        for number, sheet in enumerate(sheets, start=1):
            values = _sheet_values(sheet, texts, tick)
            content = filled("sheet.xml", sheet=sheet, first=number == 1, **values)
            put(f"xl/worksheets/sheet{number}.xml", content)
        clean = [cell_text(text) for text in texts.number]
        put("xl/sharedStrings.xml", filled("shared_strings.xml", texts=clean))


def _print_names(sheets: Sequence[Sheet]) -> list[tuple[str, int, str]]:
    """Defined names that say what is printed, and that the heading is, on every page."""
    named = []
    for number, sheet in enumerate(sheets):
        if sheet.table and not sheet.hidden:
            last = f"${letters(sheet.printed_columns)}${len(sheet.rows) + 1}"
            named.append(("Print_Area", number, f"{quoted(sheet.name)}!$A$1:{last}"))
            named.append(("Print_Titles", number, quoted(sheet.name) + "!$1:$1"))
    return sorted(named)


def _sheet_values(sheet: Sheet, texts: _Texts, tick: Tick) -> Mapping[str, Any]:
    rows = Markup(_rows(sheet, texts, tick))  # noqa: S704 - numbers and cell names alone
    last = len(sheet.rows) + (1 if sheet.table else 0)
    return {
        "rows": rows,
        "last_cell": letters(len(sheet.columns)) + str(max(last, 1)),
        "frozen_cell": letters(sheet.frozen_columns + 1) + "2",
        "filtered": sheet.table and not sheet.hidden,
        "validations": [
            {**vars(rule), "cells": f"{letters(rule.column)}2:{letters(rule.column)}{last}"}
            for rule in sheet.validations
            if last > 1
        ],
    }


def _rows(sheet: Sheet, texts: _Texts, tick: Tick) -> str:
    names = [letters(number) for number in range(1, len(sheet.columns) + 1)]
    lines = []
    if sheet.table:
        heads = [
            _cell(
                name,
                1,
                ANSWER_HEADER if column.style in UNLOCKED else HEADER,
                column.heading,
                texts,
            )
            for name, column in zip(names, sheet.columns)
        ]
        lines.append('<row r="1" ht="32" customHeight="1">' + "".join(heads) + "</row>")
    columns = [(name, column.style) for name, column in zip(names, sheet.columns)]
    wrapped = [
        (index, column.width)
        for index, column in enumerate(sheet.columns)
        if column.style in WRAPPED and not sheet.hidden
    ]
    lines_of: dict[tuple[str, float], int] = {}
    for index, row in enumerate(sheet.rows):
        if index % BATCH == 0:
            tick()
        number = len(lines) + 1
        cells = [
            _cell(
                name, number, sheet.row_styles[index] if sheet.row_styles else style, value, texts
            )
            for (name, style), value in zip(columns, row)
        ]
        height = _height(row, wrapped, lines_of)
        lines.append(f'<row r="{number}" ht="{height}">' + "".join(cells) + "</row>")
    return "".join(lines)


def _height(
    row: Sequence[Any], wrapped: Sequence[tuple[int, float]], known: dict[tuple[str, float], int]
) -> float:
    """How high a row must be for its wrapped text, in points: not every program finds out."""
    most = 1
    for index, width in wrapped:
        text = row[index]
        if not isinstance(text, str):
            continue
        lines = known.get((text, width))
        if lines is None:
            lines = sum(1 + int(len(line) / width / FILLED) for line in text.splitlines())
            known[text, width] = lines
        most = max(most, lines)
    return min(most * LINE_HEIGHT + 3, HIGHEST)


def _cell(column: str, row: int, style: int, value: Any, texts: _Texts) -> str:
    if value is None or value == "":
        return "" if style == KEY else f'<c r="{column}{row}" s="{style}"/>'
    if isinstance(value, str):
        return f'<c r="{column}{row}" s="{style}" t="s"><v>{texts.of(value)}</v></c>'
    return f'<c r="{column}{row}" s="{style}"><v>{value!r}</v></c>'


def letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def quoted(name: str) -> str:
    """A sheet's name as formulas take it."""
    return "'" + name.replace("'", "''") + "'"


def cell_text(text: str) -> str:
    """Text as a cell can hold it: no control characters, and cut with a mark where too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = UNFIT.sub("", lines)
    if _units(kept) > LONGEST_TEXT:
        kept = _cut(kept, LONGEST_TEXT - len(CUT)) + CUT
    return LOOKS_ESCAPED.sub("_x005F_", kept)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")


def sheet_names(wanted: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """Names as sheets may have them, each once: short, without the signs that Excel refuses."""
    used = {name.casefold() for name in (*taken, *RESERVED_NAMES)}
    names = []
    for text in wanted:
        plain = UNFIT_AT_ENDS.sub("", UNFIT_IN_NAME.sub(" ", text)) or "-"
        name, number = UNFIT_AT_ENDS.sub("", _cut(plain, LONGEST_NAME)), 1
        while name.casefold() in used:
            number += 1
            mark = f" ({number})"
            name = _cut(plain, LONGEST_NAME - len(mark)) + mark
        used.add(name.casefold())
        names.append(name)
    return names
