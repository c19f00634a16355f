"""Swedish localities, labour-market areas and stops: N2 and S4 on real names and places."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "resources"
PROFILE = str(HERE / "sweden_profile.yaml")
KALMAR_COUNTY = ("0821", "0834", "0840", "0860", "0861", "0862", "0880", "0881", "0882", "0883",
                 "0884", "0885")  # fmt: skip
CRS_3006 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}


def source(data, file, layer):
    return {"source": f"{data / file}|layername={layer}", "profile": PROFILE}


def plan_file(folder, name, rows):
    features = [
        {"type": "Feature", "properties": values, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape, values in rows
    ]
    collection = {"type": "FeatureCollection", "crs": CRS_3006, "features": features}
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path.name


def checked(folder, setup, rules):
    from strukturbild.alignment.checks import KINDS  # noqa: PLC0415
    from strukturbild.alignment.progress import SilentProgress  # noqa: PLC0415
    from strukturbild.alignment.ruleset.load import load_rule_set  # noqa: PLC0415
    from strukturbild.alignment.runner import run  # noqa: PLC0415
    from strukturbild.alignment.setup.read import read_case  # noqa: PLC0415
    from strukturbild.layers.inputs import read_inputs  # noqa: PLC0415

    path = folder / "x.strukturbild.yaml"
    given = {"strukturbild": 1, "name": "prov", "rules": {"only": rules}, **setup}
    path.write_text(json.dumps(given), encoding="utf-8")
    case = read_case(path)
    inputs = read_inputs(case, RESOURCES, SilentProgress())
    result = run(case, inputs, load_rule_set("generic", KINDS, RESOURCES))
    assert result.complete, (result.traces, inputs.problems)
    return result.ledger, inputs


def localities(data):
    from qgis.core import QgsVectorLayer  # noqa: PLC0415

    path = data / "scb_tatorter_2020_punkter" / "scb_tatorter_2020.gpkg"
    layer = QgsVectorLayer(f"{path}|layername=tatorter_2020", "x", "ogr")
    for feature in layer.getFeatures():
        if feature["kommunkod"] in KALMAR_COUNTY:
            yield (
                feature["tatort"],
                feature["kommunkod"],
                shapely.from_wkb(bytes(feature.geometry().asWkb())),
            )


def nearest_stop(data, place):
    from qgis.core import QgsVectorLayer  # noqa: PLC0415

    path = data / "gtfs_hallplatser_2017" / "hallplatser_sverige_2017.gpkg"
    layer = QgsVectorLayer(f"{path}|layername=hallplatser", "x", "ogr")
    layer.setSubsetString("kommunkod = '0880'")
    stops = [shapely.from_wkb(bytes(f.geometry().asWkb())) for f in layer.getFeatures()]
    return min(stops, key=place.distance)


def test_every_locality_of_the_county_is_found_by_its_name(qgis_app, shared_data, tmp_path):
    """Names as municipalities write them, 100 m off: köping, tätort, S., capitals."""
    suffixes = ("", " tätort", " köping", " samhälle")
    rows: dict[str, list] = {code: [] for code in KALMAR_COUNTY}
    for number, (name, code, place) in enumerate(localities(shared_data)):
        written = name.upper() if number % 5 == 0 else name + suffixes[number % 4]
        spot = shapely.affinity.translate(place, -100, 0)
        values = {"theme": "settlement", "subcategory": "locality", "name": written}
        rows[code].append((spot, {**values, "object_id": f"o{number}"}))
    plans = [
        {"municipality": code, "sources": [plan_file(tmp_path, f"development_{code}", found)]}
        for code, found in rows.items()
        if found
    ]
    ledger, inputs = checked(
        tmp_path,
        {
            "structure_map": {
                "nodes": source(
                    shared_data, "scb_tatorter_2020_punkter/scb_tatorter_2020.gpkg", "tatorter_2020"
                )
            },
            "municipalities": {
                **source(shared_data, "scb_granser_generaliserade/scb_granser.gpkg", "kommuner"),
                "only": list(KALMAR_COUNTY),
            },
            "plans": plans,
        },
        ["N2"],
    )
    assert len(inputs.structure_map.nodes) == 2017
    here = ledger.subject_type == "regional_object"
    outcomes = Counter(ledger.outcome[here])
    assert outcomes["missing"] <= 2, ledger.label[here & (ledger.outcome == "missing")]
    # generalised borders put some localities in the sea or in the municipality next door
    assert here.sum() >= 75
    left = here & (ledger.outcome != "supported")
    assert outcomes["supported"] >= 0.93 * here.sum(), list(ledger.label[left])


def test_hagby_is_not_hogby(qgis_app, shared_data, tmp_path):
    (hagby,) = [place for name, _, place in localities(shared_data) if name == "Hagby"]
    values = {"theme": "settlement", "subcategory": "locality", "name": "Högby", "object_id": "h"}
    row = (shapely.affinity.translate(hagby, 900, 0), values)
    ledger, _ = checked(
        tmp_path,
        {
            "structure_map": {
                "nodes": source(
                    shared_data, "scb_tatorter_2020_punkter/scb_tatorter_2020.gpkg", "tatorter_2020"
                )
            },
            "municipalities": {
                **source(shared_data, "scb_granser_generaliserade/scb_granser.gpkg", "kommuner"),
                "only": ["0880"],
            },
            "plans": [
                {"municipality": "0880", "sources": [plan_file(tmp_path, "development", [row])]}
            ],
        },
        ["N2"],
    )
    outcome = dict(zip(ledger.label, ledger.outcome))
    assert outcome["Hagby"] != "supported"


@pytest.mark.parametrize("with_stops", [True, False])
def test_growth_and_the_stops_of_2017(qgis_app, shared_data, tmp_path, with_stops):
    """The feed has no departures: every stop at best, rail only at worst, so it stays open."""
    stop = nearest_stop(shared_data, shapely.Point(568_627, 6_284_016))  # Trekanten
    square = shapely.buffer(stop, 150, cap_style="square")
    use = {"category": "SB", "change": "new", "name": "Kvarnholmen", "object_id": "k"}
    support = {
        "localities": source(
            shared_data,
            "tatorter_polygoner_quattroshapes/tatorter_polygoner.gpkg",
            "tatorter_sverige",
        )
    }
    if with_stops:
        support["stops"] = source(
            shared_data, "gtfs_hallplatser_2017/hallplatser_sverige_2017.gpkg", "hallplatser"
        )
    ledger, inputs = checked(
        tmp_path,
        {
            "structure_map": {},
            "municipalities": {
                **source(shared_data, "scb_granser_generaliserade/scb_granser.gpkg", "kommuner"),
                "only": ["0880"],
            },
            "plans": [
                {
                    "municipality": "0880",
                    "sources": [plan_file(tmp_path, "land_use", [(square, use)])],
                }
            ],
            "supporting": support,
        },
        ["S4"],
    )
    if with_stops:
        assert len(inputs.supporting.stops) == 22_687
        assert set(ledger.outcome) <= {"undetermined", "blocked", "not_applicable"}
        assert "supported" not in set(ledger.outcome)
    else:
        assert set(zip(ledger.outcome, ledger.missing)) == {("undetermined", "stops")}


def test_labour_market_areas_as_partitions(qgis_app, shared_data, tmp_path):
    """A region may check by labour-market area: each locality belongs to exactly one."""
    ledger, inputs = checked(
        tmp_path,
        {
            "structure_map": {
                "nodes": source(
                    shared_data, "scb_tatorter_2020_punkter/scb_tatorter_2020.gpkg", "tatorter_2020"
                )
            },
            "municipalities": source(
                shared_data,
                "scb_granser_generaliserade/scb_granser.gpkg",
                "lokala_arbetsmarknader_2022",
            ),
            "plans": [],
        },
        ["N2"],
    )
    assert len(inputs.municipalities) == 67
    assert set(ledger.outcome) == {"blocked"}
    assert len(np.unique(ledger.partition)) == 67
