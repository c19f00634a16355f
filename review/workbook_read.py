"""The cells of an XLSX from elsewhere, as a stream of rows.

By Qt's XML reader: it resolves nothing outside the file, and keeps what GDAL's driver loses (text
in several formats, rows after a gap) without making a field of every cell.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Collection, Iterator, Mapping, NamedTuple

from qgis.PyQt.QtCore import QByteArray, QXmlStreamReader

from ..alignment.problems import InputError, Problem
from .workbook_guard import workbook_parts

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
SURROGATES = range(0xD800, 0xE000)
TRUE = ("1", "true")
Token = QXmlStreamReader.TokenType


class Cell(NamedTuple):
    """What a cell shows. `number`: `text` is a number; `fault`: an error, or no value at all."""

    text: str
    number: bool = False
    fault: bool = False


@dataclass(frozen=True)
class WorkbookFile:
    """An opened workbook; `from_1904` tells from when it counts days."""

    path: Path
    from_1904: bool
    sheets: Mapping[str, str]  # name -> part
    parts: Mapping[str, bytes]
    strings: tuple[str, ...]

    def rows(self, sheet: str) -> SheetRows:
        """The rows of a sheet."""
        return SheetRows(self, self.sheets[sheet])


def open_workbook(path: Path) -> WorkbookFile:
    """Open a workbook; InputError where it is none, or holds what has no place in one."""
    parts = workbook_parts(path)
    main = next(iter(_targets(path, parts, "_rels/.rels", "", "/officeDocument").values()), "")
    if main not in parts:
        raise InputError(Problem("workbook_not_a_workbook", {"path": str(path)}))
    folder, name = posixpath.split(main)
    links = f"{folder}/_rels/{name}.rels"
    targets = _targets(path, parts, links, folder, "/worksheet")
    texts = next(iter(_targets(path, parts, links, folder, "/sharedStrings").values()), "")
    from_1904, named = _sheets(path, parts, main)
    sheets = {name: targets[link] for name, link in named.items() if link in targets}
    missing = [part for part in sheets.values() if part not in parts]
    if missing:
        raise damaged(path, missing[0])
    strings = tuple(_strings(path, parts, texts)) if texts in parts else ()
    return WorkbookFile(path, from_1904, sheets, parts, strings)


def damaged(path: Path, name: str) -> InputError:
    """A part that can't be read."""
    return InputError(Problem("workbook_damaged", {"path": str(path), "name": name}))


class _Reader:
    """One XML part; faults of its XML are told as a workbook that is damaged."""

    def __init__(self, path: Path, parts: Mapping[str, bytes], name: str) -> None:
        if name not in parts:
            raise damaged(path, name)
        self.path = path
        self.name = name
        self.xml = QXmlStreamReader(QByteArray(parts[name]))

    def elements(self, *names: str) -> Iterator[str]:
        """Stop at the start of each element of these names, wherever it stands."""
        xml = self.xml
        while not xml.atEnd():
            token = xml.readNext()
            if token == Token.StartElement and xml.name() in names:
                yield str(xml.name())
            elif token == Token.DTD:
                params = {"path": str(self.path), "name": self.name}
                raise InputError(Problem("workbook_entities", params))
        self.require_sound()

    def require_sound(self) -> None:
        """Raise InputError where the XML broke off."""
        if self.xml.hasError():
            raise damaged(self.path, self.name)

    def attribute(self, name: str) -> str:
        return str(self.xml.attributes().value(name))

    def text(self) -> str:
        """The text of the element that the reader stands in, which has no children."""
        return str(self.xml.readElementText())

    def rich_text(self) -> str:
        """The text of `si` or `is`: all runs joined, without phonetic guides."""
        parts = []
        while self.xml.readNextStartElement():
            if self.xml.name() == "r":
                while self.xml.readNextStartElement():
                    parts.append(self._if_text())
            else:
                parts.append(self._if_text())
        return "".join(parts)

    def _if_text(self) -> str:
        if self.xml.name() == "t":
            return self.text()
        self.xml.skipCurrentElement()
        return ""


def _targets(
    path: Path, parts: Mapping[str, bytes], links: str, folder: str, kind: str
) -> dict[str, str]:
    """Id -> part of the relationships of a kind."""
    found = {}
    reader = _Reader(path, parts, links)
    for _ in reader.elements("Relationship"):
        if reader.attribute("Type").endswith(kind) and reader.attribute("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, reader.attribute("Target")))
            found[reader.attribute("Id")] = target.lstrip("/")
    return found


def _sheets(path: Path, parts: Mapping[str, bytes], main: str) -> tuple[bool, dict[str, str]]:
    """Whether days count from 1904, and sheet -> id of its relationship."""
    from_1904 = False
    sheets: dict[str, str] = {}
    reader = _Reader(path, parts, main)
    for name in reader.elements("workbookPr", "sheet"):
        if name == "workbookPr":
            from_1904 = reader.attribute("date1904") in TRUE
            continue
        if reader.attribute("name") in sheets:
            raise damaged(path, main)
        attributes = reader.xml.attributes()
        for index in range(attributes.size()):
            attribute = attributes.at(index)
            if str(attribute.name()) == "id":  # r:id, in one of two namespaces
                sheets[reader.attribute("name")] = str(attribute.value())
    return from_1904, sheets


def _strings(path: Path, parts: Mapping[str, bytes], name: str) -> Iterator[str]:
    reader = _Reader(path, parts, name)
    for _ in reader.elements("si"):
        yield plain(reader.rich_text())


def plain(text: str) -> str:
    """Text with the control characters that spreadsheets write as _x000D_."""

    def sign(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return "" if code in SURROGATES or code == 0 else chr(code)

    return ESCAPED.sub(sign, text) if "_x" in text else text


class SheetRows:
    """The rows of a sheet: number from 1, and the cells that hold something by column from 1."""

    def __init__(self, workbook: WorkbookFile, part: str) -> None:
        self._workbook = workbook
        self._part = part
        self._wanted: Collection[int] | None = None

    def only(self, columns: Collection[int]) -> None:
        """From the next row on, read these columns alone."""
        self._wanted = frozenset(columns)

    def __iter__(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        reader = _Reader(self._workbook.path, self._workbook.parts, self._part)
        number = 0
        for _ in reader.elements("row"):
            given = reader.attribute("r")
            number = int(given) if given.isdecimal() and len(given) < 8 else number + 1
            yield number, self._cells(reader)

    def _cells(self, reader: _Reader) -> dict[int, Cell]:
        xml, cells, column = reader.xml, {}, 0
        while xml.readNextStartElement():
            if xml.name() != "c":
                xml.skipCurrentElement()
                continue
            attributes = xml.attributes()
            column = _column(str(attributes.value("r")), column + 1)
            if self._wanted is not None and column not in self._wanted:
                xml.skipCurrentElement()
                continue
            cell = self._cell(reader, str(attributes.value("t")))
            if cell is not None:
                cells[column] = cell
        reader.require_sound()
        return cells

    def _cell(self, reader: _Reader, kind: str) -> Cell | None:
        xml = reader.xml
        value: str | None = None
        formula = False
        while xml.readNextStartElement():
            if xml.name() == "v":
                value = reader.text()
            elif xml.name() == "is":
                value = reader.rich_text()
            else:
                formula = formula or xml.name() == "f"
                xml.skipCurrentElement()
        if value is None:
            return Cell("", fault=True) if formula else None
        if kind == "s":
            return Cell(self._shared(value))
        if kind == "e":
            return Cell(value, fault=True)
        if kind in ("str", "inlineStr"):
            return Cell(plain(value))
        if kind == "b":
            return Cell("TRUE" if value in TRUE else "FALSE")
        return Cell(value, number=kind in ("", "n"))

    def _shared(self, index: str) -> str:
        strings = self._workbook.strings
        if not index.isdecimal() or int(index) >= len(strings):
            raise damaged(self._workbook.path, self._part)
        return strings[int(index)]


def _column(reference: str, following: int) -> int:
    """The column of a cell's name ("C7" is 3), else that after the cell before."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        return following
    number = 0
    for letter in match.group(1).upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
