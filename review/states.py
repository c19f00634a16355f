"""The states a finding can be in, and what a decision needs."""

from __future__ import annotations

from ..alignment.problems import InputError, Problem

NEW, REOPENED, RESOLVED, ACCEPTED = "new", "reopened", "resolved", "accepted"
NOT_RELEVANT, DATA_ERROR = "not_relevant", "data_error"
IN_DIALOGUE, FIX_IN_PLAN, FIX_IN_MAP = "in_dialogue", "fix_in_plan", "fix_in_structure_map"
STATES = (
    NEW, IN_DIALOGUE, FIX_IN_PLAN, FIX_IN_MAP, ACCEPTED, NOT_RELEVANT, DATA_ERROR,
    RESOLVED, REOPENED,
)  # fmt: skip
CHOSEN_BY_PEOPLE = (IN_DIALOGUE, FIX_IN_PLAN, FIX_IN_MAP, ACCEPTED, NOT_RELEVANT, DATA_ERROR)
CLOSED = (ACCEPTED, NOT_RELEVANT, RESOLVED)
MOTIVE_REQUIRED = (ACCEPTED,)
RESPONSIBLE = ("municipality", "region", "county_board", "joint")

PRESENT, GONE_RESOLVED = "present", "resolved"
GONE_RULE_REMOVED, GONE_RULE_CHANGED = "rule_removed", "rule_changed"
GONE_MERGED, NOT_IN_RUN = "merged", "not_in_run"
GONE = (GONE_RESOLVED, GONE_RULE_REMOVED, GONE_RULE_CHANGED, GONE_MERGED)


def require_decision(status: str, comment: str) -> None:
    """Raise InputError for a state that people can't choose, or one without its motive."""
    if status not in CHOSEN_BY_PEOPLE:
        params = {"status": status, "states": ", ".join(CHOSEN_BY_PEOPLE)}
        raise InputError(Problem("review_state_unknown", params))
    if status in MOTIVE_REQUIRED and not comment.strip():
        raise InputError(Problem("review_motive_missing", {"status": status}))


def require_responsible(responsible: str) -> None:
    """Raise InputError for a party that isn't one of the four ("" is no statement)."""
    if responsible and responsible not in RESPONSIBLE:
        params = {"responsible": responsible, "known": ", ".join(RESPONSIBLE)}
        raise InputError(Problem("review_responsible_unknown", params))
