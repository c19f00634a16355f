"""What can be taken back after a restart: told by the log, on a file and on a server."""

from __future__ import annotations

import time
from typing import Iterator

import pytest
import shapely
from small_result import finding, small_result
from strukturbild.review.bulk import Wanted, write_many
from strukturbild.review.intake import take_in_logs
from strukturbild.review.log import new_entry
from strukturbild.review.opening import create_store
from strukturbild.review.own_steps import own_steps
from strukturbild.review.records import Author, Change, Entry
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date
from strukturbild.review.waiting import THEIRS, settle

EVA, BO = Author("eva", "Eva Ek"), Author("bo", "Bo Berg")
DIALOGUE, ACCEPTED = Change(status="in_dialogue"), Change(status="accepted", comment="Motiv")
A_MOMENT = 0.002  # acts of people are never of the same millisecond
FOUND = [finding(f"Område {n}", x=1000.0 * n) for n in range(4)]


@pytest.fixture
def store(place: str) -> Iterator[ReviewStore]:
    made = create_store(place, "EPSG:3006")
    bring_up_to_date(made, small_result(*FOUND), EVA)
    with made.closing():
        yield made


@pytest.fixture
def ids(store: ReviewStore) -> list[str]:
    return [item.finding_id for item in store.findings()]


def told(steps: list) -> list[list[tuple[str, int]]]:
    return [[(entry.finding_id, entry.sequence) for entry in step] for step in steps]


def test_acts_come_one_by_one_and_many_at_once_together(store, ids) -> None:
    store.write(ids[0], 0, DIALOGUE, EVA)
    time.sleep(A_MOMENT)
    write_many(store, [Wanted(item, 0, ACCEPTED) for item in ids[1:]], EVA)
    time.sleep(A_MOMENT)
    store.write(ids[0], 1, Change(kind="comment", comment="Ring"), EVA)
    assert told(own_steps(store, EVA)) == [
        [(ids[0], 1)],
        [(item, 1) for item in ids[1:]],
        [(ids[0], 2)],
    ]
    assert own_steps(store, BO) == []
    assert own_steps(store, Author("eva", "Någon annan")) == []
    assert told(own_steps(store, EVA, most=2)) == [[(ids[0], 2)]]


def test_what_was_taken_back_or_written_upon_is_left_out(store, ids) -> None:
    for item in ids[:3]:
        store.write(item, 0, DIALOGUE, EVA)
    store.undo(ids[0], 1, EVA)
    store.comment(ids[1], 1, "Sett", BO)
    assert told(own_steps(store, EVA)) == [[(ids[2], 1)]]
    store.write(ids[2], 1, ACCEPTED, EVA)
    store.undo(ids[2], 2, EVA)
    assert told(own_steps(store, EVA)) == [[(ids[2], 1)]]


def test_what_a_run_reopened_is_left_out(store, ids) -> None:
    by_label = {item.values["label"]: item.finding_id for item in store.findings()}
    store.write(by_label["Område 0"], 0, ACCEPTED, EVA)
    grown = small_result(finding("Område 0", side=345.0), *FOUND[1:], written="2")
    assert bring_up_to_date(store, grown, EVA).counts["reopened"] == 1
    assert own_steps(store, EVA) == []


def test_a_settling_and_a_drawn_finding_are_left_out(store, ids) -> None:
    point = shapely.to_wkb(shapely.multipoints([[10.0, 20.0]]), output_dimension=3)
    drawn = store.add_manual({"title": "Saknas", "part": "links"}, "point", point, EVA)
    assert own_steps(store, EVA) == []
    store.write(drawn, 1, DIALOGUE, EVA)
    time.sleep(A_MOMENT)
    store.write(ids[0], 0, DIALOGUE, EVA)
    away: list[Entry] = [new_entry(ids[0], 1, Change(status="data_error", origin="x" * 24), BO, "")]
    with store.backend.transaction(alone=True):
        take_in_logs(store, {ids[0]: away}, EVA)
    assert told(own_steps(store, EVA)) == [[(drawn, 2)], [(ids[0], 1)]]
    settle(store, ids[0], 1, THEIRS, EVA)
    assert told(own_steps(store, EVA)) == [[(drawn, 2)]]


def test_a_confirmation_is_an_act(store, ids) -> None:
    with store.backend.transaction():
        store.set_to_confirm(ids[:1], waits=True)
    store.confirm(ids[0], 0, EVA)
    assert told(own_steps(store, EVA)) == [[(ids[0], 1)]]
