"""What there is to tell of one row of the list, read from store and result."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

from ..review.ledger_file import read_ledger_row
from ..review.reading import Relative, one_finding, relatives
from ..review.records import Entry, State
from ..review.store import ReviewStore
from ..review.waiting import waiting_entries
from .records import LEDGER_PREFIX


@dataclass(frozen=True)
class Details:
    """A row's copy of values, its state and log, relatives, and entries that wait."""

    item: str
    values: Mapping[str, Any]
    state: State | None = None
    to_confirm: bool = False
    presence: str = "present"
    history: Sequence[Entry] = ()
    waiting: Sequence[Entry] = ()
    relatives: Sequence[Relative] = field(default_factory=tuple)


def read_details(store: ReviewStore, item: str, result: Path | None) -> Details | None:
    """What there is to tell of a finding or another row of the ledger; None for neither.

    Raises InputError where store or result can't be read.
    """
    if item.startswith(LEDGER_PREFIX):
        row = read_ledger_row(result, item[len(LEDGER_PREFIX) :]) if result else None
        return None if row is None else Details(item, row)
    finding = one_finding(store, item)
    if finding is None:
        return None
    values = dict(finding.values)
    values["responsible"] = values.pop("rule_responsible", "")
    return Details(
        item=item,
        values=values,
        state=store.state(item),
        to_confirm=finding.to_confirm,
        presence=finding.presence,
        history=store.history(item),
        waiting=waiting_entries(store, item).get(item, ()),
        relatives=relatives(store, item),
    )
