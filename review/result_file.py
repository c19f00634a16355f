"""A result GeoPackage as the review store takes it in."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from ..alignment.geometry.arrays import from_wkb
from ..alignment.identity.change import NOTHING_SAID, ChangeLimits
from ..alignment.identity.findings import FindingRows
from ..alignment.identity.keys import digest
from ..alignment.problems import InputError, Problem
from ..layers.container import wkb_of
from ..layers.read_only import open_read_only
from .schema import FINDING_COPY, SHAPES

M2_PER_HA, CM_PER_M = 10_000, 100
RESULT_NAME = {"partition_code": "partition", "rule_responsible": "responsible"}
LEDGER = (
    "SELECT finding_key, parent_key, rule_id, partition, outcome, subject_type, counted FROM ledger"
)
CRS = (
    "SELECT s.organization, s.organization_coordsys_id FROM gpkg_geometry_columns g"
    " JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE g.table_name = 'findings_polygon'"
)


@dataclass(frozen=True)
class Finding:
    """A finding of a result: its keys, the columns that a store copies, its shape and WKB."""

    key: str
    parent_key: str
    values: Mapping[str, Any]
    shape: str
    wkb: bytes | None


@dataclass(frozen=True)
class ResultFile:
    """What a run said: findings sorted by key, and what else a store must know of the run.

    `fingerprints` maps rule ids ("N1"), and their overrides in a municipality ("N1 0885"), to a
    hash of what they ask, `formerly` ids that rules had to those they have. `outcomes` maps
    ledger keys to outcome codes; `answered` are the (rule, partition) in which subjects could be
    counted and assessed, `counts` how many assessments of a (partition, outcome) there are,
    `language` that of its texts.
    """

    path: Path
    run_id: str
    case_name: str
    written: str
    complete: bool
    crs: str
    findings: Sequence[Finding]
    fingerprints: Mapping[str, str]
    formerly: Mapping[str, str]
    outcomes: Mapping[str, str]
    answered: frozenset[tuple[str, str]]
    limits: ChangeLimits
    counts: Mapping[tuple[str, str], int]
    language: str = "sv"

    def rows(self) -> FindingRows:
        """The findings as matching sees them."""
        return finding_rows(
            [finding.values for finding in self.findings],
            [finding.key for finding in self.findings],
            [finding.parent_key for finding in self.findings],
            [finding.wkb for finding in self.findings],
        )


def read_result(path: Path) -> ResultFile:
    """Read a result; InputError where the file is none."""
    if not path.is_file():
        raise InputError(Problem("file_missing", {"path": str(path)}))
    try:
        with closing(open_read_only(path)) as connection:
            return _read(connection, path)
    except (sqlite3.Error, KeyError, IndexError, ValueError) as error:
        raise InputError(Problem("result_not_a_result", {"path": str(path)})) from error


def _read(connection: sqlite3.Connection, path: Path) -> ResultFile:
    said: dict[str, dict[str, str]] = {}
    for topic, item, content in connection.execute("SELECT topic, item, content FROM run"):
        said.setdefault(topic, {})[item] = content
    findings = sorted(_findings(connection), key=lambda finding: finding.key)
    ledger = connection.execute(LEDGER).fetchall()
    organization, code = connection.execute(CRS).fetchall()[0]
    case, run = said.get("case", {}), said["run"]
    limits = {name: float(text) for name, text in said.get("limit", {}).items()}
    return ResultFile(
        path=path,
        run_id=digest("run", case.get("name", ""), run["written"], *(f.key for f in findings)),
        case_name=case.get("name", ""),
        written=run["written"],
        complete=run["complete"] == "yes",
        crs=f"{organization}:{code}",
        findings=findings,
        fingerprints=said.get("rule_fingerprint", {}),
        formerly=said.get("formerly", {}),
        outcomes={row[0]: row[4] for row in ledger},
        answered=_answered(ledger),
        limits=ChangeLimits(
            share=limits["material_share"],
            area_ha=limits["material_area"],
            length_m=limits["material_length"],
            noise_area_ha=limits["noise_area"],
            noise_length_m=limits["noise_length"],
        ),
        counts=Counter((row[3], row[4]) for row in ledger if row[6]),
        language=case.get("language", "sv"),
    )


def _answered(ledger: Sequence[tuple[Any, ...]]) -> frozenset[tuple[str, str]]:
    """(rule, partition) in which something was assessed and no layer was absent."""
    assessed, silent = set(), set()
    for _, parent, rule, partition, outcome, subject, _ in ledger:
        if outcome not in NOTHING_SAID:
            assessed.add((rule, partition))
        elif subject == "municipality" and not parent:
            silent.add((rule, partition))
    return frozenset(assessed - silent)


def _findings(connection: sqlite3.Connection) -> list[Finding]:
    columns = [RESULT_NAME.get(name, name) for name in FINDING_COPY]
    found = []
    for shape in SHAPES:
        names = ", ".join(('"finding_key"', '"parent_key"', "geom", *map(_quoted, columns)))
        statement = " ".join(("SELECT", names, "FROM", f"findings_{shape}"))
        for key, parent, blob, *values in connection.execute(statement):
            copy = dict(zip(FINDING_COPY, values))
            found.append(Finding(key, parent or "", copy, shape, wkb_of(blob)))
    return found


def _quoted(name: str) -> str:
    return '"' + name + '"'


def finding_rows(
    values: Sequence[Mapping[str, Any]],
    keys: Sequence[str],
    parents: Sequence[str],
    wkb: Sequence[bytes | None],
) -> FindingRows:
    """Copied columns and shapes as matching sees them."""

    def texts(items: Sequence[Any]) -> Any:
        column = np.full(len(items), "", dtype=object)
        column[:] = [item or "" for item in items]
        return column

    def named(name: str) -> Any:
        return texts([row[name] for row in values])

    def numbers(name: str, missing: float = 0.0) -> Any:
        return np.array(
            [missing if row[name] is None else row[name] for row in values], dtype=np.float64
        )

    return FindingRows(
        key=texts(keys),
        parent_key=texts(parents),
        rule_id=named("rule_id"),
        partition=named("partition_code"),
        plan_object=named("plan_object"),
        structure_object=named("structure_object"),
        label=named("label"),
        locator=named("locator"),
        stage=named("stage"),
        strength=named("strength"),
        outcome=named("outcome"),
        severity=numbers("severity").astype(np.int64),
        threshold=numbers("threshold", np.nan),
        area_m2=np.round(numbers("area_ha") * M2_PER_HA).astype(np.int64),
        length_cm=np.round(numbers("length_m") * CM_PER_M).astype(np.int64),
        geometry=from_wkb(list(wkb)),
    )


def as_json(value: Any) -> str:
    """JSON text, keys sorted, Swedish letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
