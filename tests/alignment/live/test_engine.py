"""An edited plan judged live is what a run of it says, row by row and byte by byte."""

from __future__ import annotations

import dataclasses
import io
import pickle
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import scale, translate
from small_county import (
    CASE,
    HERE,
    RULES,
    THERE,
    added,
    changed,
    deleted,
    halves,
    plan_here,
    small_inputs,
)
from strukturbild.alignment.checks import KINDS
from strukturbild.alignment.geometry.arrays import to_wkb
from strukturbild.alignment.live import Edit, LiveEngine, LiveResult
from strukturbild.alignment.live.edits import with_edit
from strukturbild.alignment.live.result import difference
from strukturbild.alignment.model.fields import text_column
from strukturbild.alignment.model.inputs import Inputs, UnmappedValue
from strukturbild.alignment.model.table import build
from strukturbild.alignment.runner import run
from strukturbild.alignment.runner.ledger_table import LedgerTable

SHAPES = (
    shapely.Point, shapely.LineString, shapely.Polygon,
    shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon, shapely.GeometryCollection,
)  # fmt: skip
SHIFT = st.integers(-1_500, 1_500)


def unshared(inputs: Inputs) -> Inputs:
    """The same tables without one geometry object in common."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written)
    # shapely's own way asks for more dimensions than an older GEOS, as QGIS may have, can write
    pickler.dispatch_table = {kind: _as_wkb for kind in SHAPES}
    pickler.dump(inputs)
    copied: Inputs = pickle.loads(written.getvalue())  # noqa: S301 - our own bytes
    return copied


def _as_wkb(shape: shapely.Geometry) -> tuple[Any, ...]:
    return shapely.from_wkb, (to_wkb(np.array([shape]))[0],)


def full(inputs: Inputs, case: Any = CASE) -> LedgerTable:
    return run(case, unshared(inputs), RULES).ledger


def rows_of(table: LedgerTable) -> dict[str, tuple[Any, ...]]:
    """All that a ledger says, by key; geometry as bytes."""
    columns = []
    for entry in dataclasses.fields(table):
        values = getattr(table, entry.name)
        columns.append(
            to_wkb(values).tolist() if entry.name == "geometry" else list(map(repr, values))
        )
    return dict(zip(table.key.tolist(), zip(*columns)))


def about(table: LedgerTable, code: str) -> LedgerTable:
    return table.take(np.array([code in name.split("+") for name in table.partition], dtype=bool))


def assert_as_a_run_says(engine: LiveEngine, result: LiveResult, before: LedgerTable) -> None:
    now = full(engine.inputs)
    assert rows_of(engine.ledger()) == rows_of(about(now, HERE))
    found = difference(before, now)
    assert rows_of(result.new) == rows_of(now.take(found.new))
    assert rows_of(result.resolved) == rows_of(before.take(found.resolved))
    assert rows_of(result.changed) == rows_of(now.take(found.changed))
    assert sum(result.outcomes.values()) == int(about(now, HERE).counted.sum())
    assert result.complete


@st.composite
def edits(draw: Any) -> Any:
    """A function from inputs to an edit."""
    table = draw(st.sampled_from(["land_use"] * 5 + ["development"]))
    row = draw(st.integers(0, 40))
    kind = draw(st.sampled_from(["move", "grow", "shrink", "delete", "add", "code", "statement"]))
    dx, dy, factor = draw(SHIFT), draw(SHIFT), draw(st.sampled_from([0.3, 0.7, 1.5, 2.5]))
    feature = draw(st.integers(1_000, 9_999))
    code = draw(st.sampled_from(["SB", "MB", "VI", "LB", "TA", "TI"]))
    change = draw(st.sampled_from(["new", "ongoing", "unknown", "developed"]))

    def make(inputs: Inputs) -> Edit:
        if kind == "delete":
            return deleted(inputs, table, row)
        if kind == "add":
            return added(inputs, table, row, lambda s: translate(s, dx, dy), feature)
        if kind == "statement":
            return changed(inputs, table, row, statement="y" if dx > 0 else "")
        if kind == "code":
            return changed(inputs, "land_use", row, category=code, change=change)
        if kind == "move":
            return changed(inputs, table, row, shape=lambda s: translate(s, dx, dy))
        return changed(inputs, table, row, shape=lambda s: scale(s, factor, factor))

    return make


BASE = small_inputs()
BEFORE = full(BASE)


def usable(inputs: Inputs) -> bool:
    plan = plan_here(inputs)
    return len(plan.land_use) > 1 and len(plan.development) > 1


@settings(max_examples=20, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=4))
def test_any_edits_are_answered_as_a_run_would(makers: list[Any]) -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    for make in makers:
        if usable(engine.inputs):
            result = engine.apply([make(engine.inputs)])
            assert_as_a_run_says(engine, result, BEFORE)


@settings(max_examples=10, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=3))
def test_undo_gives_the_earlier_answer_to_the_byte(makers: list[Any]) -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    start = rows_of(engine.ledger())
    done: list[tuple[Inputs, Edit, dict[str, Any]]] = []
    for make in makers:
        edit = make(engine.inputs)
        done.append((engine.inputs, edit, rows_of(engine.ledger())))
        engine.apply([edit])
    for inputs, edit, rows in reversed(done):
        result = engine.apply([back(inputs, edit)])
        assert rows_of(engine.ledger()) == rows
    assert result.is_empty
    assert result.outcomes == result.outcomes_before
    assert rows_of(engine.ledger()) == start


def back(inputs: Inputs, edit: Edit) -> Edit:
    """The edit that undoes another: the features as they were, geometry read anew."""
    plan = plan_here(unshared(inputs))
    tables = {}
    for name in ("land_use", "development"):
        table = getattr(plan, name)
        rows = (table.source.layer == edit.layer) & np.isin(table.source.row, edit.features)
        tables[name] = table.take(rows)
    return Edit(edit.plan_id, edit.layer, edit.features, tables)


def test_the_engine_starts_from_what_a_run_says() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    assert rows_of(engine.ledger()) == rows_of(about(BEFORE, HERE))
    assert len({rule for rule in about(BEFORE, HERE).rule_id}) == 11


def test_a_case_of_one_municipality_is_answered_as_its_run_would() -> None:
    one = dataclasses.replace(
        CASE, municipalities=dataclasses.replace(CASE.municipalities, only=(HERE,))
    )
    bare = deleted(BASE, "land_use", 0, code=THERE)
    engine = LiveEngine(one, BASE, RULES, HERE)
    engine.apply([changed(BASE, "land_use", 0, category="LB")])
    assert rows_of(engine.ledger()) == rows_of(about(full(engine.inputs, one), HERE))
    base = with_edit(BASE, bare).inputs
    engine = LiveEngine(CASE, base, RULES, THERE)
    result = engine.apply([deleted(base, "land_use", 1, code=THERE)])
    now = full(engine.inputs)
    assert rows_of(engine.ledger()) == rows_of(about(now, THERE))
    assert len(result.new) == len(difference(full(base), now).new)


def test_a_split_is_one_edit() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    plan = plan_here(BASE)
    left, right = halves(plan.land_use.geometry[3])
    first = changed(BASE, "land_use", 3, shape=left)
    second = added(BASE, "land_use", 3, right, 500)
    result = engine.apply([first, second])
    assert_as_a_run_says(engine, result, BEFORE)


def test_a_new_settlement_far_from_everything_is_new_and_gone_when_it_is_deleted() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    shape = shapely.box(508_000, 6_300_200, 509_000, 6_301_200)
    result = engine.apply(
        [added(BASE, "land_use", 0, shape, 700, category="SB", change="new", object_id="far")]
    )
    new = set(zip(result.new.rule_id.tolist(), result.new.outcome.tolist()))
    assert {("N4", "partly"), ("S4", "partly")} <= new
    result = engine.apply([Edit(plan_here(BASE).plan_id, "land_use", [700])])
    assert result.is_empty


def test_neighbours_figures_that_look_across_the_border_follow() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    shape = shapely.box(509_000, 6_304_700, 509_900, 6_305_300)
    result = engine.apply(
        [added(BASE, "land_use", 0, shape, 700, category="SB", change="new", object_id="near")]
    )
    assert THERE in result.changed.partition.tolist()
    assert_as_a_run_says(engine, result, BEFORE)


def test_all_objects_deleted_leaves_an_empty_table_not_a_missing_one() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    plan = plan_here(BASE)
    result = engine.apply([Edit(plan.plan_id, "land_use", plan.land_use.source.row.tolist())])
    assert_as_a_run_says(engine, result, BEFORE)


def test_a_closed_gate_blocks_the_border_as_in_a_run() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    plan = plan_here(BASE)
    rows = plan.land_use.source.row.tolist()
    for count in (4, 12, len(rows)):
        result = engine.apply([Edit(plan.plan_id, "land_use", rows[:count])])
        assert_as_a_run_says(engine, result, BEFORE)


def test_values_without_a_code_come_and_go() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    edit = deleted(BASE, "land_use", 2)
    lost = UnmappedValue(HERE, "land_use", "category", "Torg", "land_use", 1, 1_440_000)
    result = engine.apply([dataclasses.replace(edit, unmapped=(lost,))])
    assert_as_a_run_says(engine, result, BEFORE)
    assert plan_here(engine.inputs).unmapped == (lost,)
    result = engine.apply([dataclasses.replace(back(BASE, edit), unmapped=())])
    assert result.is_empty


def test_a_deepening_that_is_edited_takes_from_the_plan_below() -> None:
    wide = plan_here(BASE)
    own = build(
        type(wide.land_use),
        np.array([shapely.box(502_000, 6_304_000, 505_000, 6_306_000)], dtype=object),
        {"category": text_column(["MB"]), "change": text_column(["new"])},
        municipality=HERE,
    )
    deep = dataclasses.replace(wide, plan_id="deep", plan_type="deepening", land_use=own,
                               development=None)  # fmt: skip
    inputs = dataclasses.replace(BASE, plans=(*BASE.plans, deep))
    engine = LiveEngine(CASE, inputs, RULES, HERE)
    moved = own.replace(geometry=np.array([translate(own.geometry[0], 900, -700)], dtype=object))
    result = engine.apply([Edit("deep", "", [0], {"land_use": moved})])
    assert_as_a_run_says(engine, result, full(inputs))


def test_a_rule_that_breaks_is_said_and_not_silent() -> None:
    def crash(*_: Any) -> Any:
        raise ZeroDivisionError

    kinds = {**KINDS, "rural_growth": dataclasses.replace(KINDS["rural_growth"], assess=crash)}
    engine = LiveEngine(CASE, BASE, RULES, HERE, kinds)
    result = engine.apply([changed(BASE, "land_use", 0, category="LB")])
    assert not result.complete
    assert result.outcomes["not_run"] == 1


def test_another_plan_than_the_followed_one_is_refused() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    with pytest.raises(ValueError, match="plan-0002"):
        engine.apply([changed(BASE, "land_use", 0, code=THERE)])
    with pytest.raises(KeyError):
        engine.apply([Edit("nobody", "land_use", [1])])


def test_a_kind_that_looks_at_the_whole_region_is_named_as_deferred() -> None:
    edit = changed(BASE, "land_use", 0, category="LB")
    assert LiveEngine(CASE, BASE, RULES, HERE).apply([edit]).deferred == ()
    wide = dataclasses.replace(KINDS["rural_growth"], partition="region")
    kinds = {**KINDS, "rural_growth": wide}
    assert LiveEngine(CASE, BASE, RULES, HERE, kinds).apply([edit]).deferred == ("T2",)


def test_an_object_known_by_its_place_is_the_same_when_it_is_moved() -> None:
    far = {"category": "SB", "change": "new", "object_id": "", "name": "Byn"}
    shape = shapely.box(507_480, 6_300_200, 508_480, 6_301_200)
    base = with_edit(BASE, added(BASE, "land_use", 0, shape, 700, **far)).inputs
    engine = LiveEngine(CASE, base, RULES, HERE)
    moved = added(BASE, "land_use", 0, translate(shape, 40, 0), 700, **far)
    result = engine.apply([moved])
    assert rows_of(engine.ledger()) == rows_of(about(full(engine.inputs), HERE))
    assert "N4" in result.changed.rule_id.tolist()
    assert len(result.new) == len(result.resolved) == 0


def test_starting_over_forgets_all_edits() -> None:
    engine = LiveEngine(CASE, BASE, RULES, HERE)
    engine.apply([deleted(BASE, "land_use", 1)])
    assert engine.reset().is_empty
    assert engine.inputs is BASE
