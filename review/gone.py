"""Findings that a run no longer has: why, in ways that are never mixed."""

from __future__ import annotations

import json
from typing import Sequence

from ..alignment.identity.change import RESOLVED, RunScope, why_gone
from ..alignment.identity.match import Matches
from .records import RESOLVING, Change
from .run_changes import STILL_HERE, RunChanges
from .scope import run_scope
from .states import GONE_MERGED
from .states import RESOLVED as RESOLVED_STATE


def write_gone(
    update: RunChanges, matched: set[int], matches: Matches, here: Sequence[int]
) -> None:
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


def _scope(update: RunChanges) -> RunScope:
    """What the run could speak of, seen from the runs before."""
    result = update.result
    before: dict[str, str] = {}
    stored = update.store.backend.query("SELECT rules FROM run ORDER BY fid DESC LIMIT 1")
    if stored:
        before = json.loads(stored[0][0])
    return run_scope(result, before, result.formerly)
