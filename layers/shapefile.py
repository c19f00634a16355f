"""The encoding of Shapefiles that don't say theirs: UTF-8 or the western one of Windows."""

from __future__ import annotations

from pathlib import Path

LANGUAGE_BYTE, HEADER_LENGTH_BYTES = 29, slice(8, 10)
BYTES_LOOKED_AT = 1_000_000
WESTERN = "windows-1252"


def undeclared_encoding(shapefile: Path) -> str:
    """The encoding to read the .dbf in, "" where it is declared (.cpg, language byte) or UTF-8.

    Older programs wrote neither; å, ä and ö would be read as one replacement character each.
    """
    if shapefile.suffix.lower() != ".shp":
        return ""
    table = next((t for t in _beside(shapefile, (".dbf", ".DBF")) if t.is_file()), None)
    if table is None or any(c.is_file() for c in _beside(shapefile, (".cpg", ".CPG"))):
        return ""
    with table.open("rb") as stream:
        head = stream.read(32)
        if len(head) < 32 or head[LANGUAGE_BYTE] != 0:
            return ""
        stream.seek(int.from_bytes(head[HEADER_LENGTH_BYTES], "little"))
        text = stream.read(BYTES_LOOKED_AT).decode("utf-8", "replace")
    unreadable = text.count("\ufffd")
    foreign = sum(1 for letter in text if not letter.isascii()) - unreadable
    return WESTERN if unreadable > foreign else ""


def _beside(shapefile: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return [shapefile.with_suffix(suffix) for suffix in suffixes]
