"""What a run could speak of, seen from another run: it decides why a finding is gone, or new."""

from __future__ import annotations

from typing import Mapping

from ..alignment.identity.change import RunScope
from .result_file import ResultFile


def run_scope(run: ResultFile, other: Mapping[str, str], renamed: Mapping[str, str]) -> RunScope:
    """The scope of a run as `why_gone` needs it.

    `other` are the rule fingerprints of the run that it is held against, `renamed` maps ids that
    rules have there to those they have in `run`.
    """
    known = {renamed.get(rule, rule): fingerprint for rule, fingerprint in other.items()}
    changed = {
        rule
        for rule, fingerprint in run.fingerprints.items()
        if known.get(rule, fingerprint) != fingerprint
    }
    return RunScope(
        rules=frozenset(run.fingerprints),
        changed_rules=frozenset(changed),
        answered=run.answered,
        outcomes=run.outcomes,
    )
