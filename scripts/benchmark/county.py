"""A made county for benchmarks: municipalities, structure map, plans, localities and stops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
import yaml
from data import partition

CRS = "EPSG:3006"
ORIGIN = (400_000.0, 6_200_000.0)
USES = ("LB", "AN", "NF", "SB", "MB", "VI", "GP", "TA", "TI", "VA")
USE_SHARES = (0.3, 0.2, 0.2, 0.1, 0.04, 0.05, 0.04, 0.03, 0.02, 0.02)
CLASSES = (
    "inner_urban",
    "outer_urban",
    "peri_urban",
    "local_centre",
    "rural_close",
    "rural_heartland",
    "sparse_rural",
)


def write_county(folder: Path, municipalities: int, polygons: int, seed: int = 1) -> Path:
    """Write a county of about `polygons` plan polygons; return its setup file."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    side = 35_000.0 * np.sqrt(municipalities)
    box = (ORIGIN[0], ORIGIN[1], ORIGIN[0] + side, ORIGIN[1] + side)
    towns = partition(municipalities, box, seed, 200)
    codes = [f"{1000 + number:04d}" for number in range(len(towns))]
    frame(towns, code=codes, name=[f"K{code}" for code in codes]).to_file(
        folder / "region.gpkg", layer="municipalities", engine="pyogrio"
    )
    _structure_map(folder, towns, codes, box, polygons, rng)
    plans = [
        _plan(folder, code, town, max(4, polygons // len(towns)), seed + number)
        for number, (code, town) in enumerate(zip(codes, towns))
    ]
    setup = {
        "strukturbild": 1,
        "name": "benchmark",
        "crs": CRS,
        "structure_map": {
            "typology": "region.gpkg|layername=typology",
            "nodes": "region.gpkg|layername=nodes",
            "links": "region.gpkg|layername=links",
        },
        "municipalities": {"source": "region.gpkg|layername=municipalities"},
        "plans": plans,
        "supporting": {
            "localities": "region.gpkg|layername=localities",
            "stops": "region.gpkg|layername=stops",
        },
        "rules": {"set": "generic"},
    }
    path = folder / "benchmark.strukturbild.yaml"
    path.write_text(yaml.safe_dump(setup, sort_keys=False), encoding="utf-8")
    return path


def frame(geometry: Any, **columns: Any) -> gpd.GeoDataFrame:
    """A GeoDataFrame in the benchmark's CRS."""
    return gpd.GeoDataFrame(columns, geometry=list(geometry), crs=CRS)


def _structure_map(
    folder: Path, towns: Any, codes: list[str], box: Any, polygons: int, rng: Any
) -> None:
    region = folder / "region.gpkg"
    typology = partition(max(20, polygons // 33), box, 7, 200)
    classes = rng.choice(CLASSES, len(typology), p=(0.01, 0.02, 0.1, 0.02, 0.25, 0.3, 0.3))
    frame(typology, class_code=classes).to_file(region, layer="typology", engine="pyogrio")
    centres = shapely.point_on_surface(towns)
    more = [
        shapely.Point(*(np.array(centre.coords[0]) + rng.uniform(-9000, 9000, 2)))
        for centre in centres
        for _ in range(3)
    ]
    points = [*centres, *more]
    ranks = [2] * len(centres) + [3] * len(more)
    frame(
        points,
        node_id=[f"n{number}" for number in range(len(points))],
        name=[f"Ort {number}" for number in range(len(points))],
        category=["regional_core" if rank == 2 else "strategic_node" for rank in ranks],
        rank=ranks,
    ).to_file(region, layer="nodes", engine="pyogrio")
    frame(
        shapely.buffer(points, 1200, quad_segs=8),
        name=[f"Ort {number}" for number in range(len(points))],
        population=rng.integers(200, 9000, len(points)),
    ).to_file(region, layer="localities", engine="pyogrio")
    lines, starts, ends = [], [], []
    for number in range(len(centres) - 1):
        lines.append(shapely.LineString([centres[number], centres[number + 1]]))
        starts.append(f"n{number}")
        ends.append(f"n{number + 1}")
    frame(
        lines,
        link_id=[f"l{number}" for number in range(len(lines))],
        from_node=starts,
        to_node=ends,
        kind="combined",
        strength=rng.integers(1, 4, len(lines)),
        status="existing",
    ).to_file(region, layer="links", engine="pyogrio")
    stops = [
        shapely.Point(*(np.array(point.coords[0]) + rng.uniform(-2000, 2000, 2)))
        for point in points
        for _ in range(5)
    ]
    frame(
        stops,
        stop_id=[str(number) for number in range(len(stops))],
        kind="bus",
        departures=rng.integers(2, 80, len(stops)),
    ).to_file(region, layer="stops", engine="pyogrio")


def _plan(folder: Path, code: str, town: Any, polygons: int, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    cover = town.area / shapely.box(*town.bounds).area
    pieces = partition(int(polygons / cover), town.bounds, seed + 1000)
    pieces = shapely.intersection(shapely.make_valid(pieces), shapely.make_valid(town))
    pieces = pieces[np.isin(shapely.get_type_id(pieces), (3, 6))]
    pieces = pieces[shapely.area(pieces) > 1]
    uses = rng.choice(USES, len(pieces), p=USE_SHARES)
    path = folder / f"plan_{code}.gpkg"
    frame(
        pieces,
        object_id=[f"{code}-{number}" for number in range(len(pieces))],
        category=uses,
        change=rng.choice(["ongoing", "new"], len(pieces), p=(0.8, 0.2)),
        name=[f"Område {number}" for number in range(len(pieces))],
        statement="Ställningstagande",
    ).to_file(path, layer="land_use", engine="pyogrio")
    minx, miny, maxx, maxy = town.bounds
    middle = (miny + maxy) / 2
    frame(
        [shapely.LineString([(minx, middle), (maxx, middle)])],
        object_id=[f"{code}-road"],
        theme="transport",
        subcategory="corridor",
        name="Stråk",
        statement="Ställningstagande",
    ).to_file(path, layer="development", engine="pyogrio")
    return {"municipality": code, "sources": [{"source": path.name}]}
