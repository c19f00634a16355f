"""The rule sets that the wizard knows of, by their heads: reading a whole one takes longer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ...alignment.checks import KINDS
from ...alignment.problems import InputError
from ...alignment.progress import Progress
from ...alignment.ruleset.load import load_rule_set, read_head, shipped_rule_sets
from ...alignment.ruleset.model import RuleSet
from ...processing.locale import RESOURCES
from .live_lines import language_of


@lru_cache(maxsize=32)
def rule_set_title(name: str) -> str:
    """A rule set's name; the file's, where the set can't be read."""
    try:
        return language_of(read_head(name, RESOURCES).name)
    except InputError:
        return Path(name).name


@lru_cache(maxsize=32)
def rules_of_county(code: str) -> str:
    """The shipped rule set of a county, "" for none."""
    heads = {name: read_head(name, RESOURCES) for name in shipped_rule_sets(RESOURCES)}
    return next((name for name, head in heads.items() if head.county == code), "")


def read_rules(name: str, _progress: Progress) -> RuleSet:
    """A whole rule set, as work for a worker."""
    return load_rule_set(name, KINDS, RESOURCES)
