"""From a case to tables: what is fatal, what costs one municipality, what is only said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from layer_files import square, write
from osgeo import ogr
from qgis.core import QgsVectorLayer
from small_case import LINKS, MUNICIPALITIES, NODES, SIDE, TYPOLOGY, X, Y, county, plan, uses
from strukturbild.alignment.geometry.arrays import to_wkb
from strukturbild.alignment.model.inputs import Inputs
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.progress import Cancelled, SilentProgress
from strukturbild.alignment.setup.case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    SupportingSetup,
)
from strukturbild.layers.inputs import read_inputs
from strukturbild.layers.snapshot import snapshot_layer


@pytest.fixture
def read(resources: Path):
    def _read(case: Case, **options: object) -> Inputs:
        return read_inputs(case, resources, SilentProgress(), **options)  # type: ignore[arg-type]

    return _read


def codes(inputs: Inputs) -> list[tuple[str, str]]:
    return [(problem.code, problem.municipality) for problem in inputs.problems]


def fatal(read, case: Case) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(case)
    return [problem.code for problem in caught.value.problems]


def test_whole_county(tmp_path: Path, read) -> None:
    inputs = read(county(tmp_path))
    assert inputs.problems == ()
    assert inputs.municipalities.code.values.tolist() == ["0880", "0885"]
    assert [(p.plan_id, p.municipality, len(p.land_use)) for p in inputs.plans] == [
        ("op-0880", "0880", 3),
        ("op-0885", "0885", 3),
    ]
    assert len(inputs.structure_map.nodes) == 2
    counts = {(c.layer, c.municipality): (c.features, c.mapped) for c in inputs.counts}
    assert counts["land_use", "0885"] == (3, 3)
    assert all(len(c.hash) == 32 for c in inputs.counts)


def test_shuffled_rows_give_the_same_tables(tmp_path: Path, read) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = read(county(tmp_path / "a"))
    case = county(
        tmp_path / "b",
        municipalities=MUNICIPALITIES[::-1],
        nodes=NODES[::-1],
        typology=TYPOLOGY[::-1],
    )
    (tmp_path / "b" / "op_0880.gpkg").unlink()
    write(tmp_path / "b" / "op_0880.gpkg", uses(X)[::-1], "land_use")
    two = read(case)
    for a, b in (
        (one.structure_map.nodes, two.structure_map.nodes),
        (one.municipalities, two.municipalities),
        (one.plans[0].land_use, two.plans[0].land_use),
    ):
        assert (to_wkb(a.geometry) == to_wkb(b.geometry)).all()
        assert a.name.values.tolist() == b.name.values.tolist()
    assert sorted(c.hash for c in one.counts) == sorted(c.hash for c in two.counts)


def test_broken_structure_map_is_fatal_with_all_faults(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    nothing = LayerSource(f"{tmp_path}/region.gpkg|layername=node", line=7)
    parts = dataclasses.replace(
        case.structure_map, nodes=nothing, links=LayerSource(str(tmp_path / "nej.gpkg"), line=8)
    )
    with pytest.raises(InputError) as caught:
        read(dataclasses.replace(case, structure_map=parts))
    found = [(p.code, p.where) for p in caught.value.problems]
    assert found == [
        ("layer_missing", "smaland.strukturbild.yaml:7"),
        ("file_missing", "smaland.strukturbild.yaml:8"),
    ]


def test_missing_field_of_a_regional_layer(tmp_path: Path, read) -> None:
    case = county(tmp_path, typology=[{"wkt": square(X, Y), "klass": "a"}])
    assert fatal(read, case) == ["mapping_field_missing"]


def test_municipalities(tmp_path: Path, read) -> None:
    (tmp_path / "twice").mkdir()
    twice = [MUNICIPALITIES[0], dict(MUNICIPALITIES[1], code="0880")]
    assert fatal(read, county(tmp_path / "twice", municipalities=twice)) == [
        "municipality_code_twice"
    ]
    (tmp_path / "none").mkdir()
    none = [dict(MUNICIPALITIES[0], wkt=None)]
    assert fatal(read, county(tmp_path / "none", municipalities=none)) == [
        "municipality_unusable",
        "municipalities_empty",
    ]


def test_islands_of_one_municipality_are_joined_and_codes_padded(tmp_path: Path, read) -> None:
    rows = [
        {"wkt": square(X, Y, SIDE), "code": 880, "name": "Kalmar"},
        {"wkt": square(X, Y + 2 * SIDE, 3000), "code": 880, "name": "Kalmar"},
        {"wkt": square(X + SIDE, Y, SIDE), "code": 885, "name": "Borgholm"},
    ]
    inputs = read(county(tmp_path, municipalities=rows))
    assert inputs.municipalities.code.values.tolist() == ["0880", "0885"]
    assert inputs.municipalities.geometry[0].area == pytest.approx(SIDE**2 + 3000**2)
    assert len(inputs.plans) == 2


def test_borders_that_overlap_or_gap(tmp_path: Path, read) -> None:
    (tmp_path / "overlap").mkdir()
    rows = [MUNICIPALITIES[0], dict(MUNICIPALITIES[1], wkt=square(X + SIDE - 100, Y, SIDE))]
    inputs = read(county(tmp_path / "overlap", municipalities=rows))
    (problem,) = inputs.problems
    assert problem.code == "borders_overlap"
    assert problem.params["ha"] == pytest.approx(200)
    hole = square(X + 1000, Y + 1000, 500).removeprefix("POLYGON(").removesuffix(")")
    outer = square(X, Y, SIDE).removesuffix(")")
    rows = [dict(MUNICIPALITIES[0], wkt=f"{outer},{hole})"), MUNICIPALITIES[1]]
    (tmp_path / "gap").mkdir()
    (problem,) = read(county(tmp_path / "gap", municipalities=rows)).problems
    assert (problem.code, problem.params["count"]) == ("borders_gap", 1)
    assert problem.params["ha"] == pytest.approx(25)


def test_broken_plan_costs_its_municipality_only(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    plans = (
        case.plans[0],
        case.plans[1],
        plan(tmp_path / "borta.gpkg", "0880", plan_id="fop", plan_type="deepening", line=9),
    )
    inputs = read(dataclasses.replace(case, plans=plans))
    assert [p.municipality for p in inputs.plans] == ["0885"]
    assert codes(inputs) == [("file_missing", "0880")]


def test_plan_elsewhere_and_of_nobody(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    plans = (
        plan(tmp_path / "op_0885.gpkg", "0880"),
        case.plans[1],
        plan(tmp_path / "op_0885.gpkg", "0580"),
    )
    inputs = read(dataclasses.replace(case, plans=plans))
    assert [p.municipality for p in inputs.plans] == ["0885"]
    assert codes(inputs) == [("plan_elsewhere", "0880"), ("plan_municipality_unknown", "0580")]


def test_plan_that_no_profile_entry_knows(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    write(tmp_path / "okand.gpkg", uses(X), "Något annat")
    plans = (plan(tmp_path / "okand.gpkg", "0880"), case.plans[1])
    inputs = read(dataclasses.replace(case, plans=plans))
    assert codes(inputs) == [("plan_nothing_mapped", "0880")]
    assert inputs.plans[0].land_use is None
    (unmapped,) = inputs.plans[0].unmapped
    assert (unmapped.layer, unmapped.count) == ("Något annat", 3)


def test_no_nodes_empty_layers_and_text_in_number_field(tmp_path: Path, read) -> None:
    bad = [dict(NODES[0], rank="ett"), dict(NODES[1], rank="2")]
    (tmp_path / "text").mkdir()
    inputs = read(county(tmp_path / "text", nodes=bad))
    assert codes(inputs) == [("mapping_not_whole", "")]
    assert inputs.structure_map.nodes.rank.null.sum() == 1
    case = county(tmp_path)
    empty = tmp_path / "tom.gpkg"
    write(empty, NODES[:1], "nodes")
    layer = QgsVectorLayer(f"{empty}|layername=nodes", "nodes", "ogr")
    layer.dataProvider().truncate()
    del layer
    parts = dataclasses.replace(case.structure_map, nodes=LayerSource(str(empty)))
    inputs = read(dataclasses.replace(case, structure_map=parts))
    assert codes(inputs) == [("layer_empty", ""), ("nodes_none", "")]


def test_computing_crs(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    for crs, code in (("EPSG:4326", "crs_not_metric"), ("EPSG:0", "crs_unknown")):
        assert fatal(read, dataclasses.replace(case, crs=crs)) == [code]
    local = read(dataclasses.replace(case, crs="EPSG:3010"))
    assert local.municipalities.geometry[0].area == pytest.approx(SIDE**2, rel=1e-3)


def test_supporting_data(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    far = [{"wkt": "POINT(100000 7000000)", "name": "Fel län", "population": 10}]
    write(tmp_path / "stod.gpkg", far, "localities")
    need = [{"wkt": None, "municipality_code": "880", "dwellings": 100, "years": 10}]
    write(tmp_path / "stod.gpkg", need, "housing_need", None, ogr.wkbNone)
    stod = f"{tmp_path}/stod.gpkg|layername="
    supporting = SupportingSetup(
        localities=LayerSource(stod + "localities"),
        stops=LayerSource(str(tmp_path / "nej.gpkg")),
        housing_need=LayerSource(stod + "housing_need"),
    )
    inputs = read(dataclasses.replace(case, supporting=supporting))
    assert codes(inputs) == [("file_missing", ""), ("layer_elsewhere", "")]
    assert inputs.supporting.stops is None
    assert inputs.supporting.housing_need.municipality_code.values.tolist() == ["0880"]
    assert (inputs.supporting.housing_need.defect == "").all()


def test_only_reads_the_chosen_and_their_neighbours(tmp_path: Path, read) -> None:
    rows = [*MUNICIPALITIES, {"wkt": square(X + 5 * SIDE, Y), "code": "0580", "name": "Linköping"}]
    case = county(tmp_path, municipalities=rows)
    chosen = dataclasses.replace(case.municipalities, only=("0580",))
    assert read(dataclasses.replace(case, municipalities=chosen)).plans == ()
    chosen = MunicipalitiesSetup(case.municipalities.source, only=("0880",))
    assert len(read(dataclasses.replace(case, municipalities=chosen)).plans) == 2


def test_faulty_geometry_in_a_plan_stays_and_is_named(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    (tmp_path / "op_0880.gpkg").unlink()
    rows = [*uses(X), dict(uses(X)[0], wkt=None)]
    write(tmp_path / "op_0880.gpkg", rows, "land_use")
    inputs = read(case)
    (problem,) = inputs.problems
    assert (problem.code, problem.municipality) == ("geometry_null_geometry", "0880")
    assert problem.params["features"] == "4"
    assert np.count_nonzero(inputs.plans[0].land_use.defect) == 1
    count = next(c for c in inputs.counts if c.municipality == "0880")
    assert (count.features, count.mapped, count.undetermined) == (4, 4, 1)


def test_snapshot_instead_of_the_source(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    source = case.structure_map.nodes
    layer = QgsVectorLayer(source.uri, "visningsnamn", "ogr")
    layer.startEditing()
    layer.deleteFeature(1)
    inputs = read(case, snapshots={source: snapshot_layer(layer)})
    assert inputs.structure_map.nodes.node_id.values.tolist() == ["n2"]
    layer.rollBack()


def test_deepening_with_an_extent(tmp_path: Path, read) -> None:
    case = county(tmp_path)
    write(tmp_path / "omrade.gpkg", [{"wkt": square(X, Y, 2000)}], "område")
    write(tmp_path / "fop.gpkg", uses(X), "land_use")
    deepening = plan(
        tmp_path / "fop.gpkg",
        "0880",
        plan_id="fop",
        plan_type="deepening",
        extent=LayerSource(str(tmp_path / "omrade.gpkg")),
    )
    inputs = read(dataclasses.replace(case, plans=(*case.plans, deepening)))
    assert inputs.plans[2].extent.geometry[0].area == pytest.approx(4e6)
    write(tmp_path / "linje.gpkg", [{"wkt": LINKS[0]["wkt"]}], "linje")
    wrong = dataclasses.replace(deepening, extent=LayerSource(str(tmp_path / "linje.gpkg")))
    inputs = read(dataclasses.replace(case, plans=(*case.plans, wrong)))
    assert codes(inputs) == [("extent_without_area", "0880")]


def test_cancel(tmp_path: Path, resources: Path) -> None:
    class Stopped(SilentProgress):
        def is_cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        read_inputs(county(tmp_path), resources, Stopped())
