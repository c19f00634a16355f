"""Lives of a store, drawn at random: whatever comes, no decision is lost and nothing is doubled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date

EVA = Author("eva", "Eva Ek")
PLOTS = 5
PLOT_M = 1000.0


@dataclass(frozen=True)
class Plot:
    """What stands on a plot: nothing, one area or two halves, by which ids, how large."""

    parts: int = 1
    issue: int = 0
    side: float = 300.0


RUNS = st.lists(
    st.builds(
        Plot, st.sampled_from([0, 1, 1, 1, 2]), st.integers(0, 2), st.sampled_from([300.0, 400.0])
    ),
    min_size=PLOTS,
    max_size=PLOTS,
)
DECISIONS = st.tuples(
    st.integers(0, 9),
    st.sampled_from(["accepted", "in_dialogue", "fix_in_plan", "comment", "undo", "confirm"]),
)
STEPS = st.lists(
    st.one_of(RUNS, DECISIONS, st.sampled_from(["vacuum", "silent"])), min_size=2, max_size=9
)


def findings_of(plots: list[Plot]) -> list[Any]:
    found = []
    for number, plot in enumerate(plots):
        for part in range(plot.parts):
            width = plot.side / plot.parts
            found.append(
                finding(
                    f"o{number}{part if plot.parts > 1 else ''}-{plot.issue}",
                    PLOT_M * number + width * part,
                    width - 5.0 * (plot.parts - 1),
                    label=f"Plats {number}",
                )
            )
    return found


def decide(store: ReviewStore, number: int, what: str) -> None:
    listed = store.findings()
    if not listed:
        return
    item = listed[number % len(listed)].finding_id
    last = store.state(item).sequence
    try:
        if what == "undo":
            store.undo(item, last, EVA)
        elif what == "confirm":
            store.confirm(item, last, EVA)
        elif what == "comment":
            store.comment(item, last, "Sett", EVA)
        else:
            store.write(item, last, Change(status=what, comment="Motiv"), EVA)
    except InputError as error:
        assert error.problems[0].code == "review_nothing_to_undo"


def sound(store: ReviewStore, before: list[Any]) -> None:
    log = store.log()
    assert {entry.entry_id for entry in before} <= {entry.entry_id for entry in log}
    by_finding: dict[str, list[int]] = {}
    for entry in log:
        by_finding.setdefault(entry.finding_id, []).append(entry.sequence)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_finding.values())
    assert set(by_finding) <= {item.finding_id for item in store.findings()}


@settings(max_examples=60, deadline=None)
@given(first=RUNS, steps=STEPS)
def test_whatever_comes_no_decision_is_lost(first, steps, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("liv") / "granskning.gpkg"
    with create_store(str(path), "EPSG:3006").closing() as store:
        for run, step in enumerate([first, *steps]):
            before = store.log()
            if step == "vacuum":
                store.vacuum(keep_runs=1)
            elif step == "silent":
                silent = small_result(written=str(run), answered=frozenset())
                present = {f.finding_id for f in store.findings() if f.presence == "present"}
                bring_up_to_date(store, silent, EVA)
                gone = {f.finding_id for f in store.findings() if f.presence == "not_in_run"}
                assert present <= gone
            elif isinstance(step, list):
                result = small_result(*findings_of(step), written=str(run))
                summary = bring_up_to_date(store, result, EVA)
                here = [f for f in store.findings() if f.presence == "present"]
                assert sorted(f.finding_key for f in here) == [f.key for f in result.findings]
                assert {f.finding_id for f in here} <= set(store.shapes())
                told = ("new", "unchanged", "changed", "reopened", "returned")
                assert sum(summary.counts.get(name, 0) for name in told) == len(here)
                assert bring_up_to_date(store, result, EVA).already
            else:
                decide(store, *step)
            sound(store, before)
