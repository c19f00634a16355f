"""Which findings of a store an export has, and the municipalities that each belongs to."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import Mapping, Sequence

from ..alignment.identity.keys import plain_name
from ..alignment.problems import InputError, Problem
from .records import State
from .states import GONE
from .store import ReviewStore, StoredFinding

REGION, NOWHERE = "region", ""  # partitions that are no municipality
KOMMUN = " kommun"


@dataclass(frozen=True)
class Selection:
    """What to choose; an empty sequence chooses all.

    `municipalities` are codes or names, `parts` and `states` codes. Findings below the severity
    `lowest` (0-3) are left out, and gone ones unless `with_gone`.
    """

    municipalities: Sequence[str] = ()
    parts: Sequence[str] = ()
    states: Sequence[str] = ()
    lowest: int = 0
    with_gone: bool = False


@dataclass(frozen=True)
class Item:
    """A chosen finding, where it stands, and the codes of the municipalities that it concerns."""

    finding: StoredFinding
    state: State
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The chosen findings, sorted by municipality, rule and id.

    `names` maps the codes of all municipalities in the store to names, `only` holds the codes
    that were asked for (empty for all).
    """

    items: Sequence[Item]
    names: Mapping[str, str] = field(default_factory=dict)
    only: frozenset[str] = frozenset()

    def of(self, code: str) -> list[Item]:
        """The findings that a municipality sees, those that it shares with a neighbour too."""
        return [item for item in self.items if code in item.municipalities]

    def codes(self) -> list[str]:
        """The municipalities that have findings here, in order of their codes."""
        found = {code for item in self.items for code in item.municipalities}
        return sorted(found & self.only if self.only else found)


def choose(store: ReviewStore, selection: Selection) -> Chosen:
    """The findings that a selection names; InputError for a municipality that isn't there."""
    findings = store.findings()
    names = municipality_names(findings)
    only = frozenset(municipality_codes(selection.municipalities, names))
    states = store.states()
    items = [
        Item(finding, states[finding.finding_id], municipalities_of(finding, names))
        for finding in findings
        if _chosen(finding, selection)
    ]
    kept = [
        item
        for item in items
        if (not only or only.intersection(item.municipalities))
        and (not selection.states or item.state.status in selection.states)
    ]
    kept.sort(key=_order)
    return Chosen(kept, names, only)


def _order(item: Item) -> tuple[str, str, str]:
    values = item.finding.values
    home = str(values["municipality_code"] or values["partition_code"] or "")
    return home, str(values["rule_id"] or ""), item.finding.finding_id


def _chosen(finding: StoredFinding, selection: Selection) -> bool:
    severe = (finding.values["severity"] or 0) >= selection.lowest
    here = selection.with_gone or finding.presence not in GONE
    return severe and here and (not selection.parts or finding.values["part"] in selection.parts)


def municipality_names(findings: Sequence[StoredFinding]) -> dict[str, str]:
    """Code -> name, of all municipalities that findings speak of."""
    return {
        str(finding.values["municipality_code"]): str(finding.values["municipality"] or "")
        for finding in findings
        if finding.values["municipality_code"]
    }


def municipalities_of(finding: StoredFinding, names: Mapping[str, str]) -> tuple[str, ...]:
    """The municipality or neighbours that a finding belongs to; "region" or "" for none.

    Of neighbours those that the store knows by name: the others are outside its county.
    """
    place = str(finding.values["partition_code"] or finding.values["municipality_code"] or NOWHERE)
    codes = tuple(place.split("+"))
    return tuple(code for code in codes if code in names) or codes


def municipality_codes(given: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The codes of municipalities given by code or name; InputError for one that isn't there."""
    by_name = {plain_name(name): code for code, name in names.items()}
    by_name.update({_short(name): code for code, name in names.items()})
    known = {**by_name, **{code: code for code in (*names, REGION)}}
    problems, codes = [], []
    for text in given:
        wanted = plain_name(text)
        code = known.get(wanted) or by_name.get(wanted + "s")
        if code is not None:
            codes.append(code)
            continue
        close = difflib.get_close_matches(wanted, known, 1)
        hint = {"hint": names.get(known[close[0]], close[0])} if close else {}
        problems.append(Problem("export_municipality_unknown", {"name": text, **hint}))
    if problems:
        raise InputError(problems)
    return codes


def _short(name: str) -> str:
    """Its name as people say it: "Kalmar" for "Kalmar kommun"."""
    plain = plain_name(name)
    return plain[: -len(KOMMUN)] if plain.endswith(KOMMUN) else plain
