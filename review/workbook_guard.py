"""The parts of an XLSX from elsewhere, after everything that has no place in one was refused."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from ..alignment.problems import InputError, Problem
from .zip_guard import read_members

MB = 1 << 20
LARGEST_PART, LARGEST_FILE = 150 * MB, 400 * MB
ROOTS = ("_rels/", "docProps/", "docMetadata/", "xl/", "customXml/", "[trash]/")
CONTENT_TYPES = "[Content_Types].xml"
# macros, controls, other files inside the file, and links to files outside it
ACTIVE = ("xl/externallinks/", "xl/activex/", "xl/embeddings/", "xl/macrosheets/", "xl/ctrlprops/")
MACROS = "vbaproject.bin"
XML_ENDINGS = (".xml", ".rels", ".vml")
DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
READ = ("xl/", "_rels/")


def workbook_parts(path: Path) -> Mapping[str, bytes]:
    """Name -> content of the parts that hold cells; nothing is unpacked to disk.

    Raises InputError for files that are no XLSX or damaged, too large, with names that lead
    elsewhere, and with macros, embedded files, outward links or document type declarations.
    """
    parts = {}
    for name, content in read_members(path, _limit, LARGEST_FILE):
        low = name.casefold()
        if low.startswith(ACTIVE) or low.endswith(MACROS):
            raise _refused("workbook_active_content", path, name)
        if low.endswith(XML_ENDINGS):
            if any(word in content for word in DECLARATIONS):
                raise _refused("workbook_entities", path, name)
            if low.startswith(READ):
                parts[name] = content
    if "_rels/.rels" not in parts:
        raise InputError(Problem("workbook_not_a_workbook", {"path": str(path)}))
    return parts


def _limit(name: str) -> int:
    return LARGEST_PART if name == CONTENT_TYPES or name.startswith(ROOTS) else 0


def _refused(code: str, path: Path, name: str) -> InputError:
    return InputError(Problem(code, {"path": str(path), "name": name}))
