"""The list's model, filters and records, without a dock: right, and quick with 50 000 rows."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from strukturbild.review.records import State
from strukturbild.ui.filters import (
    Filter,
    SavedFilter,
    matching,
    saved_from_text,
    saved_to_text,
)
from strukturbild.ui.findings_model import FindingsModel
from strukturbild.ui.records import Records, make_records

MANY = 50_000
OUTCOMES = ("partly", "conflicting", "missing")


def columns(count: int) -> dict[str, list[Any]]:
    rnd = random.Random(1)  # noqa: S311 - a test
    number = [rnd.randrange(12) for _ in range(count)]
    return {
        "finding_id": [f"f{i:06d}" for i in range(count)],
        "finding_key": [f"f{i:06d}" for i in range(count)],
        "origin": ["run"] * count,
        "presence": ["resolved" if i % 10 == 9 else "present" for i in range(count)],
        "to_confirm": [int(i % 50 == 0) for i in range(count)],
        "municipality_code": [f"08{n:02d}" for n in number],
        "municipality": [f"Kommun {n:02d}" for n in number],
        "partition_code": [f"08{n:02d}" for n in number],
        "rule_id": [rnd.choice(("T1", "N1", "S1")) for _ in range(count)],
        "part": [rnd.choice(("typology", "nodes")) for _ in range(count)],
        "title": ["Ny bebyggelse i gles landsbygd"] * count,
        "label": [f"Åby {i}" for i in range(count)],
        "outcome": [rnd.choice(OUTCOMES) for _ in range(count)],
        "severity": [rnd.randrange(1, 4) for _ in range(count)],
        "value": [rnd.random() * 20 for _ in range(count)],
        "threshold": [10.0] * count,
        "unit": ["ha"] * count,
        "strength": ["should"] * count,
        "structure_object": [f"node{n % 5}" for n in number],
        "plan_object": [""] * count,
        "figures": ["{}"] * count,
    }


@pytest.fixture(scope="module")
def many() -> Records:
    return make_records(columns(MANY), {}, frozenset(f"f{i:06d}" for i in range(0, MANY, 7)))


@pytest.fixture
def few() -> Records:
    states = {"f000003": State("f000003", "accepted", 1)}
    return make_records(columns(40), states, frozenset({"f000001"}))


def rows(records: Records, **chosen: Any) -> list[int]:
    return [int(row) for row in matching(records, Filter(**chosen)).nonzero()[0]]


def test_filters_say_what_they_show(few: Records) -> None:
    assert 9 not in rows(few)  # gone in the last run
    assert 9 in rows(few, statuses=frozenset({"gone"}))
    assert rows(few, text="aby 3 kommun")[0] == 3
    assert rows(few, statuses=frozenset({"accepted"})) == [3]
    assert 3 not in rows(few, statuses=frozenset({"open"}))
    assert rows(few, statuses=frozenset({"to_confirm"})) == [0]
    assert rows(few, only_new=True) == [1]
    assert all(few.severity[row] == 3 for row in rows(few, severity=3))
    own = rows(few, municipalities=frozenset({"0803"}))
    assert own
    assert all(few.texts["municipality_code"][row] == "0803" for row in own)


def test_a_pair_of_neighbours_shows_on_both_sides() -> None:
    given = columns(2)
    given["partition_code"][0] = "0880+0834"
    records = make_records(given, {}, frozenset())
    assert 0 in rows(records, municipalities=frozenset({"0834"}))
    assert 0 in rows(records, municipalities=frozenset({"0880"}))


def test_saved_filters_come_back_and_nonsense_does_not() -> None:
    wanted = Filter(text="åby", municipalities=frozenset({"0880"}), severity=2, only_new=True)
    text = saved_to_text([SavedFilter("Mina", wanted)])
    assert saved_from_text(text) == [SavedFilter("Mina", wanted)]
    for nonsense in ("", "{", "[1]", '[{"name": ""}]', '{"name": 1}'):
        assert saved_from_text(nonsense) == []
    odd = '[{"name": "x", "filter": {"severity": "high", "text": 3, "unknown": 1}}]'
    assert saved_from_text(odd) == [SavedFilter("x", Filter())]


def test_order_in_a_group(few: Records) -> None:
    model = FindingsModel()
    model.set_records(few)
    for group in model.groups:
        keys = [
            (not few.to_confirm[r], -few.severity[r], few.texts["title"][r]) for r in group.rows
        ]
        assert keys == sorted(keys)


@pytest.mark.parametrize("grouping", ["municipality", "rule", "status", "node"])
def test_model_keeps_qts_contract(few: Records, grouping: str, qtmodeltester: Any) -> None:
    model = FindingsModel()
    model.set_records(few, {f"node{n}": f"Nod {n}" for n in range(5)})
    model.set_grouping(grouping)
    qtmodeltester.check(model, force_py=True)
    assert sum(len(group.rows) for group in model.groups) == len(rows(few))
    shown = model.shown_rows().tolist()
    assert [model.row_at(model.index_of(row)) for row in shown] == shown


def test_group_headings_tell_progress(few: Records) -> None:
    model = FindingsModel()
    model.set_records(few)
    group = next(g for g in model.groups if 3 in g.rows)
    assert group.left == group.total - 1
    before = group.left
    few.set_state(int(group.rows[-1]), State("x", "in_dialogue", 1), False)
    model.states_changed()
    again = next(g for g in model.groups if 3 in g.rows)
    assert again.left == before - (int(group.rows[-1]) != 3)


def test_50_000_rows_are_filtered_within_a_keystroke(many: Records) -> None:
    model = FindingsModel()
    model.set_records(many)
    many.search_texts()
    spent = []
    for text in ("å", "åb", "åby", "åby 4", "åby 49", "kommun 07 åby 4"):
        started = time.perf_counter()
        model.set_filter(Filter(text=text))
        spent.append(time.perf_counter() - started)
    assert max(spent) < 0.1, spent


def test_50_000_rows_are_laid_out_in_the_list(many: Records, qtbot: Any) -> None:
    from strukturbild.ui.finding_list import FindingList  # noqa: PLC0415

    view = FindingList()
    qtbot.addWidget(view)
    model = FindingsModel(view)
    view.set_model(model)
    view.resize(400, 600)
    view.show()
    model.set_records(many)
    started = time.perf_counter()
    view.restore([], "")
    view.grab()
    assert time.perf_counter() - started < 0.3
    started = time.perf_counter()
    for step in range(20):
        view.verticalScrollBar().setValue(step * 400)
        view.grab()
    assert (time.perf_counter() - started) / 20 < 0.05


def test_what_could_not_be_judged_shows_what_is_missing_and_no_figure() -> None:
    ledger = {
        name: [value, value]
        for name, value in {
            "finding_key": "", "municipality_code": "0840", "municipality": "Mörbylånga",
            "partition": "0840", "rule_id": "T1", "part": "typology", "title": "Titel",
            "label": "Degerhamn", "outcome": "undetermined", "unit": "ha",
            "structure_object": "", "plan_object": "", "strength": "", "figures": "{}",
            "severity": 0, "value": 0.0, "threshold": 1.0, "missing": "typology",
        }.items()
    }  # fmt: skip
    ledger["finding_key"] = ["k1", "k2"]
    ledger["outcome"][1] = "supported"
    model = FindingsModel()
    model.set_records(make_records(columns(1), {}, frozenset(), ledger))
    text = model.figure_text(model.records.row_of["ledger:k1"])
    assert "0" not in text
    assert "typologi" in text or "typology" in text
    assert "0" in model.figure_text(model.records.row_of["ledger:k2"])


def test_counts_of_adjectives_are_plural() -> None:
    from strukturbild.ui.summary_bar import counted  # noqa: PLC0415

    assert counted("blocked", 1) in ("1 blockerad", "1 blocked")
    assert counted("blocked", 14) in ("14 blockerade", "14 blocked")
    assert counted("supported", 2) in ("2 stöds", "2 supported")
