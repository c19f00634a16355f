"""Findings of a run into the store: new ones, and known ones with what became of their state."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

import numpy as np

from ..alignment.identity.change import RAN_OUT, STAGE, Measured, material_changes, ran_out
from .records import REOPENING, RETURNED, Change
from .result_file import CM_PER_M, M2_PER_HA, Finding
from .run_changes import (
    BACK,
    CHANGED,
    NEW,
    STILL_HERE,
    TO_CONFIRM,
    UNCHANGED,
    RunChanges,
    appearance_of,
)
from .schema import FINDING_COPY
from .states import ACCEPTED, PRESENT, REOPENED
from .store import StoredFinding

OWN_UPDATED = ("finding_key", "parent_id", "presence", "to_confirm", "method", "confidence")
# the run that each finding's last decision was made upon; what was undone doesn't count
DECIDED_IN = (
    "SELECT finding_id, run_id FROM decision d WHERE status <> '' AND sequence ="
    " (SELECT MAX(sequence) FROM decision e WHERE e.finding_id = d.finding_id"
    " AND e.status <> '' AND NOT EXISTS (SELECT 1 FROM decision u"
    " WHERE u.finding_id = e.finding_id AND u.undoes = e.entry_id))"
)
BASELINE = (
    "SELECT finding_id, run_id, outcome, severity, threshold, area_ha, length_m, stage, strength"
    " FROM appearance"
)
BASELINE_COLUMNS = ("outcome", "severity", "threshold", "area_ha", "length_m", "stage", "strength")


def write_findings(
    update: RunChanges,
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
    inserts: list[tuple[Any, ...]] = []
    updates: list[tuple[Any, ...]] = []
    for row, finding in enumerate(news):
        parent = id_of.get(finding.parent_key, "")
        copy = tuple(finding.values[name] for name in FINDING_COPY)
        if row not in found:
            waits = int(ids[row] in to_confirm)
            own = (ids[row], finding.key, parent, "run", PRESENT, waits, "", 1.0)
            inserts.append((*own, run, run, *copy))
            change = NEW
            update.counts[NEW] += 1
        else:
            old_row, method, sure, unsure = found[row]
            old = update.olds[old_row]
            decided = update.states[old.finding_id].sequence > 0
            waits = int(old.to_confirm or old.finding_id in to_confirm or (unsure and decided))
            update.counts[TO_CONFIRM] += waits
            change = _verdict(update, old, finding, changes[row])
            now = (finding.key, parent, PRESENT, waits, method, sure)
            updates.append((*now, run, *copy, ids[row]))
        update.appearances.append(appearance_of(run, ids[row], finding, change))
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


def _verdict(
    update: RunChanges, old: StoredFinding, finding: Finding, change: tuple[str, str]
) -> str:
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
    update: RunChanges, known: Sequence[int], found: Mapping[int, tuple[int, str, float, bool]]
) -> list[tuple[str, str]]:
    """Material changes of known findings, since the last run and since their last decision.

    An acceptance is measured against what was accepted: growth by small steps adds up.
    """
    if not known:
        return []
    wanted = set(update.store.backend.query(DECIDED_IN))
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
