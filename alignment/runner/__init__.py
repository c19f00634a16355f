"""Setup + tables + rule set -> ledger. `run` is the only way, for dock, Processing and tests."""

from .result import AreaAccount, Headline, RuleTrace, RunResult
from .run import check_again, run

__all__ = ["AreaAccount", "Headline", "RuleTrace", "RunResult", "check_again", "run"]
