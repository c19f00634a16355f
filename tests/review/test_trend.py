"""What a store tells of its runs, on both kinds of store."""

from __future__ import annotations

from small_result import finding, small_result
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.trend import trend_of
from strukturbild.review.update import bring_up_to_date

EVA = Author("eva", "Eva Ek")
TORSAS = {"partition_code": "0834", "municipality_code": "0834", "municipality": "Torsås"}


def test_runs_and_reviewing_are_told_in_numbers(place) -> None:
    both = (finding("a"), finding("b", 1000.0), finding("c", 2000.0, **TORSAS))
    with create_store(place, "EPSG:3006").closing() as store:
        counts = {("0880", "supported"): 5, ("0880", "conflicting"): 2, ("0834", "conflicting"): 1}
        bring_up_to_date(store, small_result(*both, counts=counts), EVA)
        ids = {item.values["label"]: item.finding_id for item in store.findings()}
        store.write(ids["a"], 0, Change(status="accepted", comment="x"), EVA)
        store.write(ids["c"], 0, Change(status="in_dialogue"), EVA)
        later = {("0880", "supported"): 6, ("0880", "conflicting"): 1}
        gone = small_result(both[0], both[2], written="2", counts=later)
        bring_up_to_date(store, gone, EVA)
        store.vacuum(keep_runs=1)
        trend = trend_of(store)
    assert [run.total() for run in trend.runs] == [
        {"supported": 5, "conflicting": 3},
        {"supported": 6, "conflicting": 1},
    ]
    assert trend.runs[0].by_partition["0834"] == {"conflicting": 1}
    assert trend.names == {"0834": "Torsås", "0880": "Kalmar"}
    numbers = [(r.name, r.findings, r.untouched, r.closed) for r in trend.reviewed]
    assert numbers == [("Torsås", 1, 0, 0), ("Kalmar", 1, 0, 1)]
