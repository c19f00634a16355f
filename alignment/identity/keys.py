"""Object keys and finding keys.

A finding key is a hash of rule id, partition, plan object key, regional object key and part
locator: never of feature ids, row order, areas, messages or rule versions, so that a decision
stays with what it was about. Hashes are written in base32: long hex strings trip secret scanners.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from itertools import repeat
from typing import Sequence

import numpy as np

from ..geometry.arrays import GeometryArray, IntArray, TextArray, bounds
from ..model.table import T, Table

CELL_M = 500.0
KEY_BYTES = 15
KEY_LETTERS = 24
BITS_PER_LETTER = 5
LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)  # RFC 4648
PLACES = np.array([16, 8, 4, 2, 1], dtype=np.uint8)
PLAN_OBJECT_IDENTITY = {
    "LandUse": ("category", "subcategory"),
    "Development": ("theme", "subcategory"),
    "Considerations": ("kind",),
}
STABLE_ID = {
    "LandUse": "object_id",
    "Development": "object_id",
    "Nodes": "node_id",
    "Links": "link_id",
    "Localities": "locality_code",
    "Stops": "stop_id",
    "Municipalities": "code",
}


def digest(*parts: str) -> str:
    """24 letters that stand for the given parts (BLAKE2b, base32)."""
    joined = "\x1f".join(parts).encode("utf-8")
    raw = hashlib.blake2b(joined, digest_size=KEY_BYTES).digest()
    return base64.b32encode(raw).decode("ascii").lower()


def digests(items: Sequence[Sequence[str]]) -> list[str]:
    """`digest` of many items at once: base32 is written for all of them together."""
    raw = b"".join(
        hashlib.blake2b("\x1f".join(parts).encode("utf-8"), digest_size=KEY_BYTES).digest()
        for parts in items
    )
    bits = np.unpackbits(np.frombuffer(raw, dtype=np.uint8)).reshape(-1, BITS_PER_LETTER)
    text = LETTERS[bits @ PLACES].tobytes().decode("ascii")
    return [text[start : start + KEY_LETTERS] for start in range(0, len(text), KEY_LETTERS)]


def finding_key(
    rule_id: str, partition: str, plan_object: str, structure_object: str, locator: str
) -> str:
    """The key of an assessment: what it is about, whatever came of it."""
    return digest("finding", rule_id, partition, plan_object, structure_object, locator)


def cell(geometry: GeometryArray) -> TextArray:
    """The 500 m cell of each geometry's middle, as "column:row"; "" for empty geometry."""
    box = bounds(geometry)
    middle_x, middle_y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    result = np.full(len(geometry), "", dtype=object)
    for row in np.flatnonzero(np.isfinite(middle_x)):
        result[row] = f"{int(middle_x[row] // CELL_M)}:{int(middle_y[row] // CELL_M)}"
    return result


def plain_name(name: str) -> str:
    """A name without case, surplus space and punctuation; å, ä and ö are kept."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[\W_]+", " ", folded).strip()


def with_keys(table: T) -> T:
    """The table with `key` filled in.

    The source's own stable id where it has one, else class, normalised name and coarse
    position. Equal keys get an ordinal in order of content (tables are sorted by content).
    """
    kind = type(table).__name__
    stable = _column(table, STABLE_ID.get(kind, ""))
    parts = np.full(len(table), None, dtype=object)
    parts[:] = list(zip(repeat(kind), table.municipality.tolist(), repeat("id"), stable.tolist()))
    described = np.flatnonzero(stable == "")
    if len(described):
        parts[described] = _descriptions(table, kind, described)
    keys = digests(parts.tolist())
    seen: dict[str, int] = {}
    for row, key in enumerate(keys):
        ordinal = seen.get(key, 0)
        seen[key] = ordinal + 1
        if ordinal:
            keys[row] = digest(key, str(ordinal))
    column = np.full(len(table), "", dtype=object)
    column[:] = keys
    return table.replace(key=column)


def _descriptions(table: Table, kind: str, rows: IntArray) -> GeometryArray:
    """What identifies rows without an id: class, normalised name, coarse position."""
    classes = [_column(table, name)[rows] for name in PLAN_OBJECT_IDENTITY.get(kind, _codes(kind))]
    names = [plain_name(name) for name in _column(table, "name")[rows].tolist()]
    cells = cell(table.geometry[rows]).tolist()
    municipality = table.municipality[rows].tolist()
    described = np.full(len(rows), None, dtype=object)
    described[:] = list(
        zip(repeat(kind), municipality, *(c.tolist() for c in classes), names, cells)
    )
    return described


def _codes(kind: str) -> Sequence[str]:
    return ("class_code",) if kind == "Typology" else ()


def _column(table: object, name: str) -> TextArray:
    column = getattr(table, name, None) if name else None
    if column is None:
        return np.full(len(table), "", dtype=object)  # type: ignore[arg-type]
    values: TextArray = column.values
    return values
