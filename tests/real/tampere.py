"""A structure map derived from Tampere's own plan, and the setup that checks the plan by it."""

from __future__ import annotations

import json
from pathlib import Path

import shapely
from qgis.core import QgsVectorLayer
from strukturbild.layers.snapshot import open_layer

CRS = "EPSG:3878"
MAP = "kartta_1_yhdyskuntarakenne"
CENTRES = "yk2040_k1_keskukset_ja_vak_ratapiha_polygon.shp"
ROADS = "yk2040_k1_autoliikenne_vaylat_line.shp"
BORDER = "yk2040_kaava_alue_polygon.shp"
MAIN_ROADS = ("Moottori- ja moottoriliikennetie", "Seudullinen pääväylä", "Alueellinen pääväylä")
RANKS = {"ALUEKESKUS": 2, "PAIKALLISKESKUS": 3}
SQUARE_KM = 1_000


def _features(path: Path) -> list[tuple[shapely.Geometry, dict[str, object]]]:
    layer = open_layer(str(path), "ogr")  # knows Shapefiles that don't declare their encoding
    names = [field.name() for field in layer.fields()]
    found = []
    for feature in layer.getFeatures():
        if feature.hasGeometry():
            shape = shapely.from_wkb(bytes(feature.geometry().asWkb()))
            found.append((shape, dict(zip(names, feature.attributes()))))
    return found


def _write(folder: Path, name: str, rows: list[tuple[shapely.Geometry, dict[str, object]]]) -> None:
    features = [
        {"type": "Feature", "properties": values, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape, values in rows
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3878"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    (folder / f"{name}.geojson").write_text(json.dumps(collection), encoding="utf-8")


def write_case(data: Path, folder: Path, profile: Path) -> Path:
    """Derive nodes (the plan's centres), links (its main roads) and place types, write a setup.

    `data` is the folder with the plan's four map folders, read in place.
    """
    border = shapely.union_all([shape for shape, _ in _features(data / MAP / BORDER)])
    centres = [
        (shape.representative_point(), str(values["alue_nimi"]), RANKS[str(values["Kaavamaara"])])
        for shape, values in _features(data / MAP / CENTRES)
        if str(values["Kaavamaara"]) in RANKS
    ]
    nodes = [
        (place, {"node_id": f"n{number}", "name": name, "rank": rank, "municipality_code": "0837"})
        for number, (place, name, rank) in enumerate(sorted(centres, key=lambda c: c[1]))
    ]
    _write(folder, "nodes", nodes)
    roads = [s for s, v in _features(data / MAP / ROADS) if v["Kaavamaara"] in MAIN_ROADS]
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(roads)))
    long = [line for line in merged if line.length > SQUARE_KM]
    links = [
        (line, {"link_id": f"l{number}", "kind": "combined", "strength": 2, "status": "existing"})
        for number, line in enumerate(sorted(long, key=lambda line: line.bounds))
    ]
    _write(folder, "links", links)
    near = shapely.union_all(shapely.buffer([place for place, _ in nodes], 2_000)) & border
    types = [(near, {"class_code": "outer_urban"}), (border - near, {"class_code": "peri_urban"})]
    _write(folder, "typology", types)
    _write(folder, "municipalities", [(border, {"code": "0837", "name": "Tampere"})])
    # the plan does not say what is new, and brings no built-up area: its own centres stand for it
    built = [
        (shape, {"name": str(values["alue_nimi"]), "population": SQUARE_KM})
        for shape, values in _features(data / MAP / CENTRES)
    ]
    _write(folder, "localities", built)
    maps = sorted(path for path in data.iterdir() if path.is_dir())
    setup = {
        "strukturbild": 1,
        "name": "Tampere",
        "crs": CRS,
        "structure_map": {name: f"{name}.geojson" for name in ("typology", "nodes", "links")},
        "municipalities": "municipalities.geojson",
        "plans": [
            {
                "municipality": "0837",
                "name": "Kantakaupungin yleiskaava 2040",
                "sources": [{"source": str(path), "profile": str(profile)} for path in maps],
            }
        ],
        "supporting": {"localities": "localities.geojson"},
    }
    path = folder / "tampere.strukturbild.yaml"
    path.write_text(json.dumps(setup, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    return path


def null_geometries(data: Path) -> int:
    """How many features of the plan have no geometry."""
    layers = [QgsVectorLayer(str(path), path.stem, "ogr") for path in data.rglob("*.shp")]
    return sum(not feature.hasGeometry() for layer in layers for feature in layer.getFeatures())


__all__ = ["CRS", "null_geometries", "write_case"]
