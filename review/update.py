"""Bringing a review store up to date with a new result: decisions stay with what they are about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

import numpy as np

from ..alignment.identity.change import (
    NOT_IN_RUN,
    RAN_OUT,
    RESOLVED,
    RULE_CHANGED,
    RULE_REMOVED,
    STAGE,
    Measured,
    RunScope,
    material_changes,
    ran_out,
    why_gone,
)
from ..alignment.identity.keys import digest
from ..alignment.identity.match import Matches, match
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Tick, no_tick
from .log import insert_into, run_entry
from .records import CARRIED, REOPENING, RESOLVING, RETURNED, Author, Change, Entry, State, utc_now
from .result_file import CM_PER_M, M2_PER_HA, Finding, ResultFile, as_json, finding_rows
from .schema import FINDING_COPY
from .scope import run_scope
from .states import ACCEPTED, GONE_MERGED, PRESENT, REOPENED
from .states import RESOLVED as RESOLVED_STATE
from .store import MANUAL, ReviewStore, StoredFinding

STILL_HERE = (PRESENT, NOT_IN_RUN)
NEW, UNCHANGED, CHANGED, BACK = "new", "unchanged", "changed", "returned"
OWN_UPDATED = ("finding_key", "parent_id", "presence", "to_confirm", "method", "confidence")
BASELINE = (
    "SELECT finding_id, run_id, outcome, severity, threshold, area_ha, length_m, stage, strength"
    " FROM appearance"
)
BASELINE_COLUMNS = ("outcome", "severity", "threshold", "area_ha", "length_m", "stage", "strength")
APPEARANCE = (
    "run_id", "finding_id", "finding_key", "outcome", "severity", "value", "threshold", "area_ha",
    "length_m", "stage", "strength", "change",
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """How many findings went which way; `already` where the run had come in before."""

    counts: Mapping[str, int]
    already: bool = False


@dataclass
class _Update:
    """What one run changes, gathered before anything is written."""

    store: ReviewStore
    result: ResultFile
    author: Author
    today: str
    olds: list[StoredFinding]
    states: dict[str, State]
    entries: list[Entry] = field(default_factory=list)
    appearances: list[tuple[Any, ...]] = field(default_factory=list)
    lineage: list[tuple[str, str, str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)

    def say(self, finding_id: str, change: Change) -> None:
        """Add the next entry of a finding's log."""
        state = self.states.get(finding_id)
        number = self.last.get(finding_id, state.sequence if state else 0) + 1
        self.last[finding_id] = number
        entry = run_entry(finding_id, number, change, self.author, self.result.run_id)
        self.entries.append(entry)


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
        update = _Update(store, result, author, utc_now()[:10], olds, store.states())
        _apply(update, tick)
        _write_run(update)
    return Summary(dict(update.counts))


def _apply(update: _Update, tick: Tick) -> None:
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
    _write_findings(update, found, ids, to_confirm, shapes)
    _write_gone(update, {row for row, *_ in found.values()}, first, here)


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


def _ids(update: _Update, found: Mapping[int, tuple[int, str, float, bool]]) -> list[str]:
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
    update: _Update, matches: Matches, here: Sequence[int], ids: Sequence[str]
) -> set[str]:
    """Splits and merges into the lineage; returns ids whose carried decision waits to be confirmed.

    Pieces of a split carry their parent's state; findings that were merged with differing states
    leave the whole to be confirmed, with all of them visible through the lineage.
    """
    waiting: set[str] = set()
    run = update.result.run_id
    for new, old in matches.splits.tolist():
        parent, child = update.olds[here[old]].finding_id, ids[new]
        decided = update.states[parent].sequence > 0
        if child != parent:
            update.lineage.append((child, parent, "split", run))
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
            update.lineage.append((whole, former, "merge", run))
    waiting |= {whole for whole, states in merged.items() if len(states) > 1}
    return waiting


def _write_findings(
    update: _Update,
    found: Mapping[int, tuple[int, str, float, bool]],
    ids: Sequence[str],
    to_confirm: set[str],
    shapes: Mapping[str, tuple[str, bytes]],
) -> None:
    """Insert new findings, bring the copies of known ones up to date, replace changed shapes."""
    news, run = update.result.findings, update.result.run_id
    id_of = {finding.key: ids[row] for row, finding in enumerate(news)}
    known = sorted(found)
    changes = dict(zip(known, _changes(update, known, found)))
    inserts, updates = [], []
    for row, finding in enumerate(news):
        parent = id_of.get(finding.parent_key, "")
        copy = tuple(finding.values[name] for name in FINDING_COPY)
        if row not in found:
            waits = int(ids[row] in to_confirm)
            own = (ids[row], finding.key, parent, "run", PRESENT, waits, "", 1.0, run, run)
            inserts.append((*own, *copy))
            change = NEW
            update.counts[NEW] += 1
        else:
            old_row, method, sure, unsure = found[row]
            old = update.olds[old_row]
            decided = update.states[old.finding_id].sequence > 0
            waits = int(old.to_confirm or old.finding_id in to_confirm or (unsure and decided))
            update.counts["to_confirm"] += waits
            change = _verdict(update, old, finding, changes[row])
            own = (finding.key, parent, PRESENT, waits, method, sure)
            updates.append((*own, run, *copy, ids[row]))
        update.appearances.append(_appearance(run, ids[row], finding, change))
    backend = update.store.backend
    update.store.insert_findings(inserts)
    settings = ", ".join(f"{name} = ?" for name in (*OWN_UPDATED, "last_run", *FINDING_COPY))
    backend.execute_many(
        " ".join(("UPDATE finding SET", settings, "WHERE finding_id = ?")), updates
    )
    moved = [
        (ids[row], finding)
        for row, finding in enumerate(news)
        if shapes.get(ids[row]) != (finding.shape, finding.wkb)
    ]
    backend.replace_shapes(
        [(finding_id, f.shape, f.wkb) for finding_id, f in moved if f.wkb is not None],
        [finding_id for finding_id, _ in moved if finding_id in shapes],
    )


def _verdict(update: _Update, old: StoredFinding, finding: Finding, change: tuple[str, str]) -> str:
    """What became of a finding that is known; writes the entry of one that is reopened."""
    since_last, since_decision = change
    state = update.states[old.finding_id]
    if old.presence not in STILL_HERE:
        update.say(old.finding_id, Change(kind=RETURNED, status=REOPENED, reasons=old.presence))
        update.counts[BACK] += 1
        return BACK
    if state.status == ACCEPTED:
        reasons = [code for code in since_decision.split(",") if code]
        if state.until:  # accepted until a later stage or date: the stage alone reopens nothing
            reasons = [code for code in reasons if code != STAGE]
            if ran_out(state.until, str(finding.values["stage"] or ""), update.today):
                reasons.append(RAN_OUT)
        if reasons:
            update.say(
                old.finding_id, Change(kind=REOPENING, status=REOPENED, reasons=",".join(reasons))
            )
            update.counts[REOPENED] += 1
            return REOPENED
    verdict = CHANGED if since_last else UNCHANGED
    update.counts[verdict] += 1
    return verdict


def _changes(
    update: _Update, known: Sequence[int], found: Mapping[int, tuple[int, str, float, bool]]
) -> list[tuple[str, str]]:
    """Material changes of known findings, since the last run and since their last decision.

    An acceptance is measured against what was accepted: growth by small steps adds up.
    """
    if not known:
        return []
    decided_in = dict(
        update.store.backend.query(
            "SELECT finding_id, run_id FROM decision d WHERE status <> '' AND sequence ="
            " (SELECT MAX(sequence) FROM decision e WHERE e.finding_id = d.finding_id"
            " AND e.status <> '')"
        )
    )
    wanted = set(decided_in.items())
    baseline = {
        row[0]: dict(zip(BASELINE_COLUMNS, row[2:]))
        for row in update.store.backend.query(BASELINE)
        if (row[0], row[1]) in wanted
    }
    olds = [update.olds[found[row][0]] for row in known]
    last = [old.values for old in olds]
    accepted = [baseline.get(old.finding_id, old.values) for old in olds]
    now = _measured([update.result.findings[row].values for row in known])
    limits = update.result.limits
    return list(
        zip(
            material_changes(_measured(last), now, limits),
            material_changes(_measured(accepted), now, limits),
        )
    )


def _measured(rows: Sequence[Mapping[str, Any]]) -> Measured:
    def numbers(name: str, missing: float = 0.0) -> Any:
        return np.array([missing if r[name] is None else r[name] for r in rows], dtype=float)

    def texts(name: str) -> Any:
        return np.array([r[name] or "" for r in rows], dtype=object)

    return Measured(
        area_m2=numbers("area_ha") * M2_PER_HA,
        length_cm=numbers("length_m") * CM_PER_M,
        severity=numbers("severity").astype(np.int64),
        threshold=numbers("threshold", np.nan),
        stage=texts("stage"),
        strength=texts("strength"),
        outcome=texts("outcome"),
    )


def _appearance(run: str, finding_id: str, finding: Finding, change: str) -> tuple[Any, ...]:
    values = {name: finding.values[name] for name in APPEARANCE if name in finding.values}
    texts = {name: values[name] or "" for name in ("outcome", "stage", "strength")}
    own = {"run_id": run, "finding_id": finding_id, "finding_key": finding.key, "change": change}
    row = {**values, **texts, **own, "severity": values["severity"] or 0}
    return tuple(row[name] for name in APPEARANCE)


def _write_gone(update: _Update, matched: set[int], matches: Matches, here: Sequence[int]) -> None:
    """What is not in this run any more, and why; only what was resolved changes its state."""
    merged = {here[old] for old in matches.merges[:, 0].tolist()}
    scope = _scope(update)
    formerly = update.result.formerly
    rows = []
    for row, old in enumerate(update.olds):
        if row in matched or old.presence not in STILL_HERE:
            continue
        if row in merged:
            reason = GONE_MERGED
        else:
            rule = str(old.values["rule_id"])
            partition = str(old.values["partition_code"])
            reason = why_gone(scope, old.finding_key, formerly.get(rule, rule), partition)
        update.counts[reason] += 1
        rows.append((reason, old.finding_id))
        if reason == RESOLVED and update.states[old.finding_id].status != RESOLVED_STATE:
            update.say(old.finding_id, Change(kind=RESOLVING, status=RESOLVED_STATE))
    update.store.backend.execute_many("UPDATE finding SET presence = ? WHERE finding_id = ?", rows)


def _scope(update: _Update) -> RunScope:
    """What the run could speak of, seen from the runs before."""
    result = update.result
    before: dict[str, str] = {}
    stored = update.store.meta("fingerprints")
    if stored:
        before = dict(line.split(" ", 1) for line in stored.splitlines() if " " in line)
    return run_scope(result, before, result.formerly)


def _write_run(update: _Update) -> None:
    """The run itself, what it found, and the log entries, last of all."""
    store, result = update.store, update.result
    counts = {code: update.counts[code] for code in sorted(update.counts)}
    columns = (
        "run_id", "made_at", "made_by", "case_name", "result_name", "complete", "rules", "counts",
    )  # fmt: skip
    values = (
        result.run_id,
        result.written,
        update.author.name,
        result.case_name,
        result.path.name,
        int(result.complete),
        as_json(dict(result.fingerprints)),
        as_json(counts),
    )
    store.backend.execute(insert_into("run", columns), values)
    store.backend.execute_many(insert_into("appearance", APPEARANCE), update.appearances)
    lineage = ("child_id", "parent_id", "relation", "run_id")
    store.backend.execute_many(insert_into("lineage", lineage), update.lineage)
    store.insert_entries(update.entries)
    lines = [f"{rule} {value}" for rule, value in sorted(result.fingerprints.items())]
    store.set_meta("fingerprints", "\n".join(lines))


COUNTED = (
    NEW, UNCHANGED, CHANGED, RESOLVED, REOPENED, BACK, "to_confirm", RULE_REMOVED, RULE_CHANGED,
    GONE_MERGED, NOT_IN_RUN,
)  # fmt: skip
