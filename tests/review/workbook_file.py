"""Workbooks to answer in, and workbooks that mean harm."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import openpyxl
from strukturbild.review.export_files import export_findings
from strukturbild.review.selection import Selection
from strukturbild.review.store import ReviewStore

ROOT = Path(__file__).resolve().parents[2]
RESOURCES, STYLES = ROOT / "resources", ROOT / "styles"
HEADINGS = {
    "sv": ("Svar: läge", "Svar: text", "Svar: namn", "Svar: datum"),
    "en": ("Answer: status", "Answer: text", "Answer: name", "Answer: date"),
}
LABEL = {"sv": "Benämning", "en": "Label"}


def exported(store: ReviewStore, path: Path, language: str = "sv", **chosen: Any) -> Path:
    """The store's findings in a file."""
    export_findings(store, path, Selection(**chosen), RESOURCES, STYLES, language)
    return path


def answer(
    path: Path,
    answers: Mapping[str, Sequence[Any]],
    *,
    sheet: str = "Kalmar",
    language: str = "sv",
    edit: Callable[[Any], None] | None = None,
) -> Path:
    """Label -> (status, text, name, date), written into a sheet by openpyxl; `edit` comes last."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    columns = headings(page)
    for row in range(2, page.max_row + 1):
        said = answers.get(page.cell(row, columns[LABEL[language]]).value)
        for heading, value in zip(HEADINGS[language], said or ()):
            page.cell(row, columns[heading]).value = value
            if isinstance(value, str):
                page.cell(row, columns[heading]).data_type = "s"
    if edit is not None:
        edit(book)
    target = path.with_name("svar.xlsx")
    book.save(target)
    return target


def headings(page: Any) -> dict[str, int]:
    """Heading -> column."""
    return {cell.value: cell.column for cell in page[1] if cell.value}


def rewritten(path: Path, target: Path, parts: Mapping[str, str | bytes | None]) -> Path:
    """A copy of a workbook with parts replaced, added, or (None) left out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return target


def part(path: Path, name: str) -> str:
    """The text of a part."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8")
