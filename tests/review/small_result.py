"""Results as the store reads them, without a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely
from strukturbild.alignment.identity.change import ChangeLimits
from strukturbild.alignment.identity.keys import digest
from strukturbild.review.result_file import Finding, ResultFile
from strukturbild.review.schema import FINDING_COPY

LIMITS = ChangeLimits(0.25, 25.0, 1000.0, 1.0, 200.0)
RULES = {"T1": "a", "T2": "b", "S1": "c"}


def finding(name: str, x: float = 0.0, side: float = 300.0, **changes: Any) -> Finding:
    """A square finding of rule T1 on plan object `name`, `x` m to the east."""
    shape = shapely.multipolygons([shapely.box(x, 0, x + side, side)])
    values: dict[str, Any] = dict.fromkeys(FINDING_COPY, "")
    values |= {
        "municipality_code": "0880", "municipality": "Kalmar", "partition_code": "0880",
        "rule_id": "T1", "part": "typology", "title": "Ny bebyggelse i gles landsbygd",
        "label": name, "outcome": "conflicting", "severity": 2, "value": 1.0, "threshold": 1.0,
        "share": None, "area_ha": side * side / 10_000, "length_m": 0.0, "plan_object": name,
        "stage": "consultation", "strength": "should",
    }  # fmt: skip
    values |= changes
    parts = (values["rule_id"], values["partition_code"], values["plan_object"])
    return Finding(
        digest("finding", *parts), "", values, "polygon", shapely.to_wkb(shape, output_dimension=3)
    )


def small_result(*findings: Finding, written: str = "1", **changes: Any) -> ResultFile:
    """A complete result of these findings; every rule has answered for 0880."""
    rules = changes.pop("fingerprints", RULES)
    found = sorted(findings, key=lambda item: item.key)
    given: dict[str, Any] = {
        "path": Path(f"result-{written}.gpkg"),
        "run_id": digest("run", written, *(item.key for item in found)),
        "case_name": "Test",
        "written": written,
        "complete": True,
        "crs": "EPSG:3006",
        "findings": found,
        "fingerprints": rules,
        "formerly": {},
        "outcomes": {item.key: item.values["outcome"] for item in found},
        "answered": frozenset((rule, "0880") for rule in rules),
        "limits": LIMITS,
        "counts": {("0880", "supported"): 5, ("0880", "conflicting"): len(found)},
    }
    return ResultFile(**{**given, **changes})
