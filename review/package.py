"""The exchange package: one zip with findings, their logs and, if wished, pictures.

`review.json` holds the records (docs/schemas/review-package.schema.json), `findings.geojson`
their geometry, `pictures/` the pictures that log entries name.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from ..alignment.geometry.arrays import from_wkb
from ..alignment.geometry.engine import require_shapely
from .log import ENTRY_COLUMNS, row_of
from .records import Entry
from .run_changes import APPEARANCE
from .store import StoredFinding

FORMAT, FORMAT_VERSION = "strukturbild-review", 1
RECORDS, SHAPES_FILE, PICTURES = "review.json", "findings.geojson", "pictures/"
PICTURE_TYPES: Mapping[str, bytes] = {  # ending -> what such a file begins with
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
}
RUN_COLUMNS = (
    "run_id", "made_at", "made_by", "case_name", "result_name", "complete", "rules", "counts",
)  # fmt: skip
LINEAGE_COLUMNS = ("child_id", "parent_id", "relation", "run_id")
NO_TIME = (1980, 1, 1, 0, 0, 0)  # equal content, equal bytes
SHOWN = ("municipality", "rule_id", "title", "label", "outcome", "severity")


@dataclass(frozen=True)
class Package:
    """What a package holds; rows are tuples of the columns named above.

    `shapes` maps finding ids to (polygon, line or point; WKB in `crs`), `logs` to whole logs.
    `pictures` maps entry ids to (ending, content).
    """

    package_id: str
    store_id: str
    made_at: str
    made_by: str
    crs: str
    findings: Sequence[StoredFinding]
    shapes: Mapping[str, tuple[str, bytes]]
    logs: Mapping[str, Sequence[Entry]]
    runs: Sequence[tuple[Any, ...]] = ()
    appearances: Sequence[tuple[Any, ...]] = ()
    lineage: Sequence[tuple[Any, ...]] = ()
    pictures: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


def write_package(path: Path, package: Package) -> None:
    """Write the zip; equal packages are equal bytes. Raises OSError where it can't be written."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, RECORDS, _text(_records(package)))
        _put(archive, SHAPES_FILE, _text(_features(package)))
        for entry_id, (ending, content) in sorted(package.pictures.items()):
            _put(archive, f"{PICTURES}{entry_id}.{ending}", content)


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)


def _text(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1)
    return (text + "\n").encode("utf-8")


def _records(package: Package) -> dict[str, Any]:
    head = {
        name: getattr(package, name)
        for name in ("package_id", "store_id", "made_at", "made_by", "crs")
    }
    entries = [row_of(entry) for _, log in sorted(package.logs.items()) for entry in log]
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        **head,
        "findings": [asdict(finding) for finding in package.findings],
        "entries": [dict(zip(ENTRY_COLUMNS, row)) for row in entries],
        "runs": [dict(zip(RUN_COLUMNS, row)) for row in package.runs],
        "appearances": [dict(zip(APPEARANCE, row)) for row in package.appearances],
        "lineage": [dict(zip(LINEAGE_COLUMNS, row)) for row in package.lineage],
    }


def _features(package: Package) -> dict[str, Any]:
    findings = [item for item in package.findings if item.finding_id in package.shapes]
    wkb = [package.shapes[item.finding_id][1] for item in findings]
    texts = np.atleast_1d(require_shapely().to_geojson(from_wkb(wkb))) if wkb else []
    authority, code = package.crs.split(":")
    return {
        "type": "FeatureCollection",
        "crs": {
            "type": "name",
            "properties": {"name": f"urn:ogc:def:crs:{authority}::{code}"},
        },
        "features": [
            {
                "type": "Feature",
                "id": item.finding_id,
                "geometry": json.loads(text),
                "properties": {name: item.values[name] for name in SHOWN},
            }
            for item, text in zip(findings, texts)
        ],
    }
