"""Live re-check: from an edit to its answer in a county of 10 000 plan polygons.

Needs QGIS to read the county. Prints a line; `live_case` returns
`{case, p50_ms, p95_ms, max_ms, build_s, run_s, edits, polygons}`, medians over the municipalities
for building the engine and for an ordinary run of one municipality (the peer).
"""

from __future__ import annotations

import dataclasses
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import shapely

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "build" / "plugins"), str(ROOT / "scripts" / "benchmark")]

from county import write_county  # noqa: E402
from qgis.core import QgsApplication  # noqa: E402
from shapely.affinity import scale, translate  # noqa: E402
from strukturbild.alignment.checks import KINDS  # noqa: E402
from strukturbild.alignment.geometry.arrays import geometries  # noqa: E402
from strukturbild.alignment.live import Edit, LiveEngine, delta_of  # noqa: E402
from strukturbild.alignment.model import SourceRows  # noqa: E402
from strukturbild.alignment.model.fields import text_column  # noqa: E402
from strukturbild.alignment.progress import SilentProgress  # noqa: E402
from strukturbild.alignment.ruleset.load import load_rule_set  # noqa: E402
from strukturbild.alignment.runner import run  # noqa: E402
from strukturbild.alignment.setup.read import read_case  # noqa: E402
from strukturbild.layers.inputs import read_inputs  # noqa: E402

WORK = ROOT / "build" / "bench"
MUNICIPALITIES, POLYGONS, EDITS_EACH = 12, 10_000, 20
TOWN_SHARE = 0.4  # of the edits, near a node
WARM_UP = 2


def live_case(edits_each: int = EDITS_EACH) -> dict[str, Any]:
    """Edits all over the county, a series a municipality; times of `apply` and of the records."""
    setup = write_county(WORK / "live", MUNICIPALITIES, POLYGONS)
    case, resources = read_case(setup), ROOT / "resources"
    inputs = read_inputs(case, resources, SilentProgress(), hashed=False)
    rules = load_rule_set(case.rules.rule_set, KINDS, resources)
    times: list[float] = []
    builds: list[float] = []
    runs: list[float] = []
    rng = np.random.default_rng(11)
    for code in sorted(inputs.municipalities.code.values.tolist()):
        started = time.perf_counter()
        engine = LiveEngine(case, inputs, rules, code)
        builds.append(time.perf_counter() - started)
        for number in range(WARM_UP + edits_each):
            edit = _edit(engine, code, rng, 100_000 + number)
            started = time.perf_counter()
            delta_of(engine.apply([edit]))
            if number >= WARM_UP:
                times.append((time.perf_counter() - started) * 1000)
        runs.append(_run_seconds(case, engine, rules, code))
    return {
        "case": "live",
        "p50_ms": round(float(np.percentile(times, 50)), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
        "max_ms": round(max(times), 1),
        "build_s": round(statistics.median(builds), 2),
        "run_s": round(statistics.median(runs), 2),
        "edits": len(times),
        "polygons": sum(len(plan.land_use) for plan in inputs.plans if plan.land_use),
    }


def _run_seconds(case: Any, engine: LiveEngine, rules: Any, code: str) -> float:
    """An ordinary run of the one municipality, read already: what a user would wait for."""
    only = dataclasses.replace(case.municipalities, only=(code,))
    started = time.perf_counter()
    run(dataclasses.replace(case, municipalities=only), engine.inputs, rules)
    return time.perf_counter() - started


def _edit(engine: LiveEngine, code: str, rng: Any, feature: int) -> Edit:
    """A vertex dragged, a polygon moved, resized, recoded, copied, split or deleted."""
    inputs = engine.inputs
    plan = next(p for p in inputs.plans if p.municipality == code)
    table = plan.land_use
    row = table.take(np.array([_place(table, inputs, rng)]))
    shape, layer = row.geometry[0], str(row.source.layer[0])
    old = int(row.source.row[0])
    kind = rng.choice(["drag", "drag", "move", "size", "code", "copy", "split", "delete"])
    if kind == "delete":
        return Edit(plan.plan_id, layer, [old])
    if kind == "split":
        minx, miny, maxx, maxy = shape.bounds
        left = shapely.box(minx, miny, (minx + maxx) / 2, maxy)
        parts = [shapely.intersection(shape, left), shapely.difference(shape, left)]
        both = table.take(np.repeat(np.flatnonzero(table.source.row == old), 2))
        source = SourceRows(both.source.layer, np.array([old, feature]))
        made = both.replace(geometry=geometries(parts), source=source)
        return Edit(plan.plan_id, layer, [old, feature], {"land_use": made})
    if kind == "code":
        category = str(rng.choice(["MB", "SB", "VI", "LB"]))
        row = dataclasses.replace(row, category=text_column([category]))
        row = dataclasses.replace(row, change=text_column([str(rng.choice(["new", "ongoing"]))]))
        return Edit(plan.plan_id, layer, [old], {"land_use": row})
    changed = _changed(shape, str(kind), rng)
    row = row.replace(geometry=geometries([changed]))
    if kind == "copy":
        row = row.replace(source=SourceRows(row.source.layer, np.array([feature])))
        return Edit(plan.plan_id, layer, [feature], {"land_use": row})
    return Edit(plan.plan_id, layer, [old], {"land_use": row})


def _changed(shape: Any, kind: str, rng: Any) -> Any:
    if kind == "size":
        factor = float(rng.uniform(0.6, 1.5))
        return scale(shape, factor, factor)
    if kind in ("move", "copy"):
        return translate(shape, *rng.uniform(-500, 500, 2))
    part = max(shapely.get_parts(shape), key=lambda polygon: polygon.area)
    ring = np.array(part.exterior.coords)[:-1]
    ring[rng.integers(len(ring))] += rng.uniform(-150, 150, 2)
    dragged = shapely.make_valid(shapely.Polygon(ring, [hole.coords for hole in part.interiors]))
    largest = max(shapely.get_parts(dragged), key=lambda piece: piece.area)
    return largest if largest.geom_type in ("Polygon", "MultiPolygon") else part


def _place(table: Any, inputs: Any, rng: Any) -> int:
    """A row anywhere, or one of those nearest to a node: dense places."""
    if rng.random() >= TOWN_SHARE:
        return int(rng.integers(len(table)))
    node = rng.choice(inputs.structure_map.nodes.geometry)
    away = shapely.distance(table.geometry, node)
    return int(rng.choice(np.argsort(away)[:12]))


def main() -> None:
    """Print and write `build/bench-live.json`."""
    application = QgsApplication([], False)
    application.initQgis()
    found = live_case()
    ratio = found["run_s"] * 1000 / found["p50_ms"]
    print(
        f"live: p50 {found['p50_ms']} ms, p95 {found['p95_ms']} ms, max {found['max_ms']} ms over "
        f"{found['edits']} edits, {found['polygons']} polygons; engine built in "
        f"{found['build_s']} s; a run of the municipality takes {found['run_s']} s ({ratio:.0f}x)"
    )
    (ROOT / "build" / "bench-live.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
