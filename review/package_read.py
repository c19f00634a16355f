"""Reading an exchange package from elsewhere: whole and sound, or refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from ..alignment.geometry.arrays import to_wkb
from ..alignment.geometry.engine import require_shapely
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Tick, no_tick
from .log import ENTRY_COLUMNS, by_finding, entry_of
from .package import (
    FORMAT,
    FORMAT_VERSION,
    LINEAGE_COLUMNS,
    PICTURE_TYPES,
    PICTURES,
    RECORDS,
    RUN_COLUMNS,
    SHAPES_FILE,
    Package,
)
from .record_check import (
    DAY,
    FLAG,
    ID,
    ID_FORM,
    LARGEST_NUMBER,
    NUMBER,
    TEXT,
    TIME,
    WHOLE,
    Column,
    RecordChecker,
)
from .records import BY_PEOPLE, DECISION, KINDS, Entry
from .run_changes import APPEARANCE
from .schema import FINDING_COPY
from .states import GONE, NOT_IN_RUN, PRESENT, RESPONSIBLE, STATES, require_decision
from .store import MANUAL, OWN_COLUMNS, StoredFinding
from .zip_guard import read_members

MB = 1 << 20
MOST_RECORDS, MOST_SHAPES, LARGEST_PICTURE, MOST_IN_ALL = 300 * MB, 500 * MB, 20 * MB, 800 * MB
SHAPE_OF = {
    "Point": "point", "MultiPoint": "point", "LineString": "line", "MultiLineString": "line",
    "Polygon": "polygon", "MultiPolygon": "polygon",
}  # fmt: skip
ANY_TEXT = Column(TEXT, may_be_empty=True)
HEAD = {
    "format": Column(TEXT, choices=(FORMAT,)),
    "version": Column(WHOLE, least=FORMAT_VERSION, most=FORMAT_VERSION),
    "package_id": Column(ID),
    "store_id": Column(ID),
    "made_at": Column(TIME),
    "made_by": ANY_TEXT,
    "crs": Column(TEXT),
}
LISTS = ("findings", "entries", "runs", "appearances", "lineage")
FINDING = {
    **dict.fromkeys(OWN_COLUMNS, ANY_TEXT),
    "finding_id": Column(ID),
    "finding_key": Column(ID),
    "parent_id": Column(ID, may_be_empty=True),
    "origin": Column(TEXT, choices=("run", MANUAL)),
    "presence": Column(TEXT, choices=(PRESENT, NOT_IN_RUN, *GONE)),
    "to_confirm": Column(FLAG),
    "confidence": Column(NUMBER, least=0, most=1),
}
TYPES = {"TEXT": TEXT, "{whole}": WHOLE, "{number}": NUMBER}
VALUES = {
    name: Column(TYPES[kind], may_be_empty=True, may_be_null=True)
    for name, kind in FINDING_COPY.items()
}
ENTRY = {
    **dict.fromkeys(ENTRY_COLUMNS, ANY_TEXT),
    "entry_id": Column(ID),
    "finding_id": Column(ID),
    "sequence": Column(WHOLE, least=1),
    "kind": Column(TEXT, choices=KINDS),
    "status": Column(TEXT, may_be_empty=True, choices=STATES),
    "responsible": Column(TEXT, may_be_empty=True, choices=(*RESPONSIBLE, "-")),
    "undoes": Column(ID, may_be_empty=True),
    "said_on": Column(DAY, may_be_empty=True),
    "made_at": Column(TIME),
}
RUN = {
    **dict.fromkeys(RUN_COLUMNS, ANY_TEXT),
    "run_id": Column(ID),
    "complete": Column(WHOLE, least=0, most=1),
}
WHOLES, NUMBERS = ("severity",), ("value", "threshold", "area_ha", "length_m")
APPEARED = {
    **dict.fromkeys(APPEARANCE, ANY_TEXT),
    **dict.fromkeys(NUMBERS, Column(NUMBER, may_be_null=True)),
    **dict.fromkeys(WHOLES, Column(WHOLE)),
    "run_id": Column(ID),
    "finding_id": Column(ID),
    "finding_key": Column(ID),
}
LINEAGE = {
    "child_id": Column(ID),
    "parent_id": Column(ID),
    "relation": Column(TEXT, choices=("split", "merge")),
    "run_id": Column(ID),
}


def read_package(path: Path, tick: Tick = no_tick) -> Package:
    """Read and check a package.

    Raises InputError where it is damaged, holds anything that doesn't belong there, is of a newer
    format, or speaks of findings, runs or entries that it does not hold.
    """
    members = {}
    for name, content in read_members(path, _limit_of, MOST_IN_ALL):
        members[name] = content
        tick()
    check = RecordChecker(str(path))
    records = _json(members.get(RECORDS), check, RECORDS)
    if isinstance(records, dict) and records.get("format") == FORMAT:
        version = records.get("version")
        if isinstance(version, int) and version > FORMAT_VERSION:
            params = {"path": str(path), "found": version, "known": FORMAT_VERSION}
            raise InputError(Problem("package_newer", params))
    if not isinstance(records, dict) or set(records) != {*HEAD, *LISTS}:
        raise check.fail(RECORDS)
    check.record(records, HEAD, RECORDS)
    package = _package(records, check)
    tick()
    shapes = _shapes(_json(members.get(SHAPES_FILE), check, SHAPES_FILE), package, check)
    return replace(package, shapes=shapes, pictures=_pictures(members, package, check))


def _limit_of(name: str) -> int:
    if name in (RECORDS, SHAPES_FILE):
        return MOST_RECORDS if name == RECORDS else MOST_SHAPES
    is_picture = name.startswith(PICTURES) and name.rpartition(".")[2] in PICTURE_TYPES
    return LARGEST_PICTURE if is_picture else 0


def _json(content: bytes | None, check: RecordChecker, name: str) -> Any:
    if content is None:
        raise check.fail(name)
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise check.fail(name) from error


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def _package(records: Mapping[str, Any], check: RecordChecker) -> Package:
    """The records as a package; every reference must lead to something that it holds."""
    findings = check.records(records["findings"], FINDING, "findings", nested=("values",))
    for number, item in enumerate(findings):
        place = f"findings[{number}].values"
        if not isinstance(item["values"], dict) or set(item["values"]) != set(VALUES):
            raise check.fail(place)
        check.record(item["values"], VALUES, place)
    known = check.unique([item["finding_id"] for item in findings], "findings.finding_id")
    entries = check.records(records["entries"], ENTRY, "entries")
    runs = check.records(records["runs"], RUN, "runs")
    run_ids = check.unique([item["run_id"] for item in runs], "runs.run_id")
    appearances = check.records(records["appearances"], APPEARED, "appearances")
    lineage = check.records(records["lineage"], LINEAGE, "lineage")
    check.unique([(i["run_id"], i["finding_id"]) for i in appearances], "appearances")
    check.unique([(i["child_id"], i["parent_id"], i["relation"]) for i in lineage], "lineage")
    references = {
        "entries.finding_id": ({item["finding_id"] for item in entries}, known),
        "findings.parent_id": ({item["parent_id"] for item in findings} - {""}, known),
        "appearances.finding_id": ({item["finding_id"] for item in appearances}, known),
        "appearances.run_id": ({item["run_id"] for item in appearances}, run_ids),
        "lineage.child_id": ({item["child_id"] for item in lineage}, known),
        "lineage.parent_id": ({item["parent_id"] for item in lineage}, known),
    }
    for place, (used, there) in references.items():
        if not used <= there:
            raise check.fail(place)
    return Package(
        **{name: records[name] for name in ("package_id", "store_id", "made_at", "made_by", "crs")},
        findings=[StoredFinding(**item) for item in findings],
        shapes={},
        logs=_logs(entries, check),
        runs=[tuple(item[name] for name in RUN_COLUMNS) for item in runs],
        appearances=[tuple(item[name] for name in APPEARANCE) for item in appearances],
        lineage=[tuple(item[name] for name in LINEAGE_COLUMNS) for item in lineage],
    )


def _logs(items: Sequence[Mapping[str, Any]], check: RecordChecker) -> dict[str, list[Entry]]:
    """Whole logs: numbers from 1 on, each once, and nothing undone that isn't there."""
    entries = [entry_of([item[name] for name in ENTRY_COLUMNS]) for item in items]
    check.unique([entry.entry_id for entry in entries], "entries.entry_id")
    logs = by_finding(sorted(entries, key=lambda entry: (entry.finding_id, entry.sequence)))
    for log in logs.values():
        earlier: set[str] = {""}
        for number, entry in enumerate(log, start=1):
            if entry.sequence != number:
                raise check.fail("entries.sequence")
            if entry.change.undoes not in earlier:
                raise check.fail("entries.undoes")
            _require_sound(entry, check)
            earlier.add(entry.entry_id)
    return logs


def _require_sound(entry: Entry, check: RecordChecker) -> None:
    """A state that people chose must be one that they could choose, with its motive."""
    if entry.change.kind not in BY_PEOPLE or not (
        entry.change.status or entry.change.kind == DECISION
    ):
        return
    try:
        require_decision(entry.change.status, entry.change.comment)
    except InputError as error:
        raise check.fail("entries.status") from error


def _shapes(
    collection: Any, package: Package, check: RecordChecker
) -> dict[str, tuple[str, bytes]]:
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        raise check.fail(SHAPES_FILE)
    ids = [item.get("id") for item in features]
    known = {finding.finding_id for finding in package.findings}
    if not all(isinstance(item, str) for item in ids) or not set(ids) <= known:
        raise check.fail(f"{SHAPES_FILE}.id")
    check.unique(ids, f"{SHAPES_FILE}.id")
    given = [item.get("geometry") for item in features]
    for number, geometry in enumerate(given):
        if not isinstance(geometry, dict) or geometry.get("type") not in SHAPE_OF:
            raise check.fail(f"{SHAPES_FILE}.features[{number}].geometry")
    if not given:
        return {}
    shapely = require_shapely()
    texts = np.array([json.dumps(geometry) for geometry in given], dtype=object)
    try:
        shapes = shapely.from_geojson(texts)
    except (shapely.GEOSException, ValueError, TypeError) as error:
        raise check.fail(SHAPES_FILE) from error
    coordinates = shapely.get_coordinates(shapes)
    if not np.isfinite(coordinates).all() or (np.abs(coordinates) > LARGEST_NUMBER).any():
        raise check.fail(SHAPES_FILE)
    wkb = to_wkb(shapes).tolist()
    return {
        item: (SHAPE_OF[geometry["type"]], shape) for item, geometry, shape in zip(ids, given, wkb)
    }


def _pictures(
    members: Mapping[str, bytes], package: Package, check: RecordChecker
) -> dict[str, tuple[str, bytes]]:
    entries = {entry.entry_id for log in package.logs.values() for entry in log}
    found = {}
    for name, content in members.items():
        if not name.startswith(PICTURES):
            continue
        entry_id, _, ending = name[len(PICTURES) :].rpartition(".")
        sound = ID_FORM.fullmatch(entry_id) and entry_id in entries and entry_id not in found
        if not sound or not content.startswith(PICTURE_TYPES[ending]):
            raise check.fail(name)
        found[entry_id] = (ending, content)
    return found
