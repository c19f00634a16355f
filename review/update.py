"""Bringing a review store up to date with a new result: decisions stay with what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ..alignment.identity.change import NOT_IN_RUN, RESOLVED, RULE_CHANGED, RULE_REMOVED
from ..alignment.identity.keys import digest
from ..alignment.identity.match import Matches, match
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Tick, no_tick
from .carried import write_findings
from .gone import write_gone
from .records import CARRIED, Author, Change, utc_now
from .result_file import ResultFile, finding_rows
from .run_changes import (
    BACK,
    CHANGED,
    NEW,
    STILL_HERE,
    TO_CONFIRM,
    UNCHANGED,
    RunChanges,
    write_run,
)
from .states import GONE_MERGED, REOPENED
from .store import MANUAL, ReviewStore, StoredFinding

COUNTED = (
    NEW, UNCHANGED, CHANGED, RESOLVED, REOPENED, BACK, TO_CONFIRM, RULE_REMOVED, RULE_CHANGED,
    GONE_MERGED, NOT_IN_RUN,
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """How many findings went which way; `already` where the run had come in before."""

    counts: Mapping[str, int]
    already: bool = False


def bring_up_to_date(
    store: ReviewStore,
    result: ResultFile,
    author: Author,
    *,
    allow_incomplete: bool = False,
    tick: Tick = no_tick,
) -> Summary:
    """Match the result's findings to the store's, and write what became of each.

    All in one transaction. A result that came in before changes nothing. Raises InputError for
    an incomplete result (unless allowed) and for one in another CRS.
    """
    if not result.complete and not allow_incomplete:
        raise InputError(Problem("result_incomplete", {"path": str(result.path)}))
    if result.crs != store.backend.crs:
        params = {"found": result.crs, "known": store.backend.crs, "path": store.backend.name}
        raise InputError(Problem("review_crs_differs", params))
    with store.backend.transaction(alone=True):
        known = "SELECT 1 FROM run WHERE run_id = ?"
        if store.backend.query(known, (result.run_id,)):
            return Summary({}, already=True)
        olds = [finding for finding in store.findings() if finding.origin != MANUAL]
        update = RunChanges(store, result, author, utc_now()[:10], olds, store.states())
        _apply(update, tick)
        write_run(update)
    return Summary(dict(update.counts))


def _apply(update: RunChanges, tick: Tick) -> None:
    olds, news = update.olds, update.result.findings
    shapes = update.store.shapes()
    here = [row for row, old in enumerate(olds) if old.presence in STILL_HERE]
    closed = [row for row, old in enumerate(olds) if old.presence not in STILL_HERE]
    new_rows = update.result.rows()
    formerly = update.result.formerly
    first = match(_rows(olds, here, shapes), new_rows, formerly, tick)
    left = first.unmatched_new(len(news))
    second = match(_rows(olds, closed, shapes), new_rows.take(left), formerly, tick)
    found = {
        int(new): (here[old], str(method), float(sure), bool(unsure))
        for old, new, method, sure, unsure in _pairs(first)
    }
    for old, new, method, sure, unsure in _pairs(second):
        found[int(left[new])] = (closed[old], str(method), float(sure), bool(unsure))
    ids = _ids(update, found)
    to_confirm = _lineage(update, first, here, ids)
    write_findings(update, found, ids, to_confirm, shapes)
    write_gone(update, {row for row, *_ in found.values()}, first, here)


def _pairs(matches: Matches) -> zip[tuple[Any, ...]]:
    return zip(
        matches.old_row, matches.new_row, matches.method, matches.confidence, matches.to_confirm
    )


def _rows(
    olds: Sequence[StoredFinding], rows: Sequence[int], shapes: Mapping[str, tuple[str, bytes]]
) -> Any:
    chosen = [olds[row] for row in rows]
    return finding_rows(
        [old.values for old in chosen],
        [old.finding_key for old in chosen],
        [old.parent_id for old in chosen],
        [shapes.get(old.finding_id, ("", None))[1] for old in chosen],
    )


def _ids(update: RunChanges, found: Mapping[int, tuple[int, str, float, bool]]) -> list[str]:
    """The store's id of each new finding: that of its old self, else its key where that is free."""
    taken = {old.finding_id for old in update.olds}
    ids = []
    for row, finding in enumerate(update.result.findings):
        if row in found:
            ids.append(update.olds[found[row][0]].finding_id)
        elif finding.key in taken:
            ids.append(digest(finding.key, update.result.run_id))
        else:
            ids.append(finding.key)
    return ids


def _lineage(
    update: RunChanges, matches: Matches, here: Sequence[int], ids: Sequence[str]
) -> set[str]:
    """Splits and merges into the lineage; returns ids whose carried decision waits to be confirmed.

    Pieces of a split carry their parent's state; findings that were merged with differing states
    leave the whole to be confirmed, with all of them visible through the lineage.
    """
    waiting: set[str] = set()
    for new, old in matches.splits.tolist():
        parent, child = update.olds[here[old]].finding_id, ids[new]
        decided = update.states[parent].sequence > 0
        if child != parent:
            update.relate(child, parent, "split")
            if decided:
                state = update.states[parent]
                carried = Change(kind=CARRIED, status=state.status, comment=state.comment)
                update.say(child, carried)
        if decided:
            waiting.add(child)
    merged: dict[str, set[str]] = {}
    for old, new in matches.merges.tolist():
        former, whole = update.olds[here[old]].finding_id, ids[new]
        merged.setdefault(whole, set()).add(update.states[former].status)
        if former != whole:
            update.relate(whole, former, "merge")
    waiting |= {whole for whole, states in merged.items() if len(states) > 1}
    return waiting
