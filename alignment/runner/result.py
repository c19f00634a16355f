"""What a run hands over: the ledger, the headline figures, the area account, the manifest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping

from ..geometry.arrays import GeometryArray, IntArray, TextArray
from ..model.inputs import Inputs
from ..problems import Problem
from ..ruleset.model import RuleSet
from ..setup.case import Case
from .ledger_table import LedgerTable


@dataclass(frozen=True)
class Headline:
    """The five headline figures of a municipality, or of the county (code "").

    Each is a numerator, a denominator and beside it what could not be assessed, so that county
    figures come from sums and never from averages of shares. None where nothing was assessed.
    `growth_*` and `reach_*` are ha, `links_*` m, the rest counts. `assessed`
    and the other counts are ledger rows by outcome.
    """

    code: str
    name: str
    growth_in_nodes: float = 0.0
    growth_total: float = 0.0
    growth_unknown: float = 0.0
    growth_in_reach: float = 0.0
    reach_total: float = 0.0
    reach_unknown: float = 0.0
    nodes_supported: int = 0
    nodes_partly: int = 0
    nodes_assessed: int = 0
    nodes_unknown: int = 0
    links_carried_m: float = 0.0
    links_total_m: float = 0.0
    links_unknown_m: float = 0.0
    crossings_met: int = 0
    crossings_assessed: int = 0
    crossings_unknown: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    severe: int = 0


@dataclass(frozen=True)
class AreaAccount:
    """Plan use x typology class per municipality; closes to the municipal area.

    `use` is a land-use category or "unplanned"; `typology` a class or "untyped". `pieces` is
    the geometry of each row's land where it was asked for, else None.
    """

    municipality: TextArray
    use: TextArray
    typology: TextArray
    area_m2: IntArray
    pieces: AccountPieces | None = None


@dataclass(frozen=True)
class AccountPieces:
    """The pieces of an area account, one row a land-use object and typology class."""

    municipality: TextArray
    plan_object: TextArray
    use: TextArray
    typology: TextArray
    area_m2: IntArray
    geometry: GeometryArray


@dataclass(frozen=True)
class RuleTrace:
    """A rule or municipality that crashed: where, and the Python trace for the run table."""

    rule_id: str
    partition: str
    trace: str


@dataclass(frozen=True)
class RunResult:
    """Everything a run found. `complete` is False where a guard caught a crash."""

    case: Case
    rule_set: RuleSet
    inputs: Inputs
    ledger: LedgerTable
    municipalities: tuple[Headline, ...]
    county: Headline
    area_account: AreaAccount
    problems: tuple[Problem, ...]
    complete: bool
    traces: tuple[RuleTrace, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
