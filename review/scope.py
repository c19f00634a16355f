"""What a run could speak of, seen from another run: it decides why a finding is gone, or new."""

from __future__ import annotations

from typing import Mapping

from ..alignment.identity.change import RunScope
from .result_file import ResultFile


def run_scope(run: ResultFile, other: Mapping[str, str], renamed: Mapping[str, str]) -> RunScope:
    """The scope of a run as `why_gone` needs it.

    `other` are the rule fingerprints of the run that it is held against, `renamed` maps ids that
    rules have there to those they have in `run`. A fingerprint is of a rule ("N1"), or of its
    override in a municipality ("N1 0885").
    """
    known = {_named(key, renamed): fingerprint for key, fingerprint in other.items()}
    now = {_named(key, {}): fingerprint for key, fingerprint in run.fingerprints.items()}
    rules = {rule for rule, municipality in now if not municipality}
    changed = {rule for rule in rules if known.get((rule, ""), now[rule, ""]) != now[rule, ""]}
    overridden = {key for key in {*known, *now} if key[1] and known.get(key) != now.get(key)}
    return RunScope(
        rules=frozenset(rules),
        changed_rules=frozenset(changed),
        answered=run.answered,
        outcomes=run.outcomes,
        changed_in=frozenset(overridden),
    )


def _named(key: str, renamed: Mapping[str, str]) -> tuple[str, str]:
    rule, _, municipality = key.partition(" ")
    return renamed.get(rule, rule), municipality
