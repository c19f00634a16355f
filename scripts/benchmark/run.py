"""Benchmarks: ours against peers in one run, whole processes, reading and writing included.

Prints a line a case and writes `build/bench.json`: a list of
`{case, ours_s, peers: {native, geopandas}, peak_mb, size}`. See docs/benchmarks.md. Matching and
the review store are timed inside their processes: there the start is not the point.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from county import frame, write_county
from data import partition
from matching import matching_cases
from panel import panel_cases
from store import store_cases

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "bench"
ALL = ["overlay", "adversarial", "county", "country", "matching", "store", "live", "panel"]
SQUARE = (400_000.0, 6_200_000.0, 500_000.0, 6_300_000.0)


@dataclass
class Case:
    """One measured case; seconds are medians over the repeats, memory the peak of ours."""

    case: str
    ours_s: float
    peers: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0
    size: int = 0
    spread_s: tuple[float, float] = (0.0, 0.0)


def timed(command: list[str], repeats: int) -> tuple[float, float, tuple[float, float]]:
    """Median seconds, peak MB and range of a whole process."""
    seconds, peak = [], 0.0
    for _ in range(repeats):
        before = time.perf_counter()
        done = subprocess.run(
            ["/usr/bin/env", "python3", str(Path(__file__).with_name("peak.py")), *command],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds.append(time.perf_counter() - before)
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
        peak = max(peak, float(done.stderr.rsplit("peak_mb=", 1)[1]))
    return statistics.median(seconds), peak, (min(seconds), max(seconds))


def qgis_process(algorithm: str, **parameters: str) -> list[str]:
    """The command line of one algorithm run."""
    given = [f"{name}={value}" for name, value in parameters.items()]
    return ["qgis_process", "run", algorithm, "--", *given]


def overlay_case(name: str, plan: Any, typology: Any, repeats: int, *, peers: bool) -> Case:
    """`areaaccount` with pieces against native:intersection and GeoPandas on the same layers."""
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "layers.gpkg"
    source.unlink(missing_ok=True)
    rng = np.random.default_rng(3)
    uses = rng.choice(["LB", "AN", "NF", "SB", "MB"], len(plan))
    frame(plan, object_id=np.arange(len(plan)).astype(str), category=uses).to_file(
        source, layer="land_use", engine="pyogrio"
    )
    classes = rng.choice(["rural_close", "rural_heartland", "sparse_rural"], len(typology))
    frame(typology, class_code=classes).to_file(source, layer="typology", engine="pyogrio")
    frame([shapely.box(*SQUARE)], code=["0001"], name=["K"]).to_file(
        source, layer="municipalities", engine="pyogrio"
    )
    layer = f"{source}|layername="
    ours = timed(
        qgis_process(
            "strukturbild:areaaccount",
            PLAN_LAYERS=layer + "land_use",
            PLAN_PROFILE="canonical",
            TYPOLOGY=layer + "typology",
            MUNICIPALITIES=layer + "municipalities",
            OUTPUT=str(folder / "account.gpkg"),
            PIECES=str(folder / "pieces.gpkg"),
        ),
        repeats,
    )
    case = Case(name, ours[0], {}, ours[1], len(plan), ours[2])
    if peers:
        native = qgis_process(
            "native:intersection",
            INPUT=layer + "land_use",
            OVERLAY=layer + "typology",
            OUTPUT=str(folder / "native.gpkg"),
        )
        case.peers["native"] = timed(native, repeats)[0]
        geopandas = [
            sys.executable,
            str(Path(__file__).with_name("geopandas_overlay.py")),
            str(source),
            str(folder / "geopandas.gpkg"),
        ]
        case.peers["geopandas"] = timed(geopandas, repeats)[0]
    return case


def county_case(name: str, municipalities: int, polygons: int, repeats: int, *, peer: bool) -> Case:
    """`checkcounty` with all checks, cold start included."""
    folder = WORK / name
    setup = write_county(folder, municipalities, polygons)
    ours = timed(
        qgis_process("strukturbild:checkcounty", SETUP=str(setup), OUTPUT=str(folder / "out.gpkg")),
        repeats,
    )
    case = Case(name, ours[0], {}, ours[1], polygons, ours[2])
    if peer:
        plans = folder / "plans.gpkg"
        _merge(sorted(folder.glob("plan_*.gpkg")), plans)
        native = qgis_process(
            "native:intersection",
            INPUT=f"{plans}|layername=land_use",
            OVERLAY=f"{folder / 'region.gpkg'}|layername=typology",
            OUTPUT=str(folder / "native.gpkg"),
        )
        case.peers["native"] = timed(native, repeats)[0]
    return case


def _merge(files: list[Path], target: Path) -> None:
    frames = [gpd.read_file(file, layer="land_use", engine="pyogrio") for file in files]
    merged = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=frames[0].crs)
    merged.to_file(target, layer="land_use", engine="pyogrio")


def star(vertices: int) -> Any:
    """One spiky polygon with the given number of vertices that fills most of the square."""
    minx, miny, maxx, maxy = SQUARE
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    radius = 40_000 + 5_000 * np.sin(angle * 300)
    ring = np.column_stack(
        [(minx + maxx) / 2 + radius * np.cos(angle), (miny + maxy) / 2 + radius * np.sin(angle)]
    )
    return shapely.Polygon(ring)


def run_cases(repeats: int, wanted: set[str]) -> list[Case]:
    """All cases that were asked for, printed as they are done."""
    square, plan = SQUARE, None
    found: list[Case] = []

    def add(case: Case) -> None:
        found.append(case)
        ratios = ", ".join(f"{n} {s / case.ours_s:.2f}x" for n, s in case.peers.items())
        print(
            f"{case.case}: ours {case.ours_s:.4g} s ({case.spread_s[0]:.4g}-{case.spread_s[1]:.4g})"
            f", {case.peak_mb:.0f} MB, {case.size} rows; peers take: {ratios or '-'}",
            flush=True,
        )

    if "overlay" in wanted:
        plan, typology = partition(50_000, square, 1), partition(1_500, square, 2, 400)
        add(overlay_case("overlay", plan, typology, repeats, peers=True))
    if "adversarial" in wanted:
        many = partition(50_000, square, 1)
        huge = np.array([star(30_000)], dtype=object)
        add(overlay_case("adversarial_vertices", many, huge, repeats, peers=True))
        stacked = shapely.buffer(
            shapely.points(
                np.random.default_rng(5).uniform(450_000, 450_400, (2_000, 2))
                + np.array([0, 5_800_000])
            ),
            150,
        )
        add(
            overlay_case(
                "adversarial_one_place", stacked, partition(20, square, 2), repeats, peers=False
            )
        )
    if "county" in wanted:
        add(county_case("county", 12, 10_000, repeats, peer=True))
    if "country" in wanted:
        sizes = (25_000, 50_000, 100_000)
        runs = [county_case(f"country_{size}", 290, size, 1, peer=False) for size in sizes]
        for case in runs:
            add(case)
        times = np.log([case.ours_s for case in runs])
        exponent = np.polyfit(np.log(sizes), times, 1)[0]
        print(f"growth: time ~ polygons^{exponent:.2f}")
    if "matching" in wanted:
        for case in matching_cases(repeats=repeats):
            seconds = case["seconds"]
            add(Case(f"matching {case['case']}", seconds, {}, 0.0, case["size"], (seconds,) * 2))
    if "live" in wanted:
        add(_live_case())
    inside = store_cases(WORK, repeats) if "store" in wanted else []
    inside += panel_cases(WORK, repeats) if "panel" in wanted else []
    for case in inside:
        if "parts" in case:
            print(f"{case['case']}: {case['parts']}")
        seconds, spread = case["seconds"], case.get("spread", (case["seconds"],) * 2)
        peak, peers = case.get("peak_mb", 0.0), case.get("peers", {})
        add(Case(case["case"], seconds, peers, peak, case["size"], spread))
    return found


def _live_case() -> Case:
    """An edit of a followed plan until its answer (p95), beside a run of the municipality."""
    command = [sys.executable, str(Path(__file__).with_name("live.py"))]
    _, peak, _ = timed(command, 1)
    found = json.loads((ROOT / "build" / "bench-live.json").read_text(encoding="utf-8"))
    spread = (found["p50_ms"] / 1000, found["max_ms"] / 1000)
    peers = {"run": found["run_s"]}
    return Case("live p95", found["p95_ms"] / 1000, peers, peak, found["polygons"], spread)


def main() -> None:
    """Run the cases named on the command line (default: all)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=ALL)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    cases = run_cases(arguments.repeats, set(arguments.cases))
    target = ROOT / "build" / "bench.json"
    target.write_text(json.dumps([asdict(case) for case in cases], indent=1), encoding="utf-8")
    print(
        f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    print(target)


if __name__ == "__main__":
    main()
