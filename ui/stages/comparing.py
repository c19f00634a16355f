"""Comparing two results for the list: what became of each finding, in a few groups."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from ...alignment.geometry.engine import require_shapely
from ...alignment.progress import Tick
from ...layers.styles import Words
from ...processing.locale import RESOURCES
from ...review.comparison import NEW, Compared, compare, require_comparable
from ...review.comparison_families import BETTER, CHANGED, OTHER, PERSISTING, WORSE
from ...review.comparison_tables import Teller
from ...review.result_file import ResultFile, read_result

RESOLVED, GONE = "resolved", "gone"
# in the order of the list; what has no conclusion stands last
GROUPS = (NEW, WORSE, BETTER, OTHER, PERSISTING, RESOLVED, GONE)


@dataclass(frozen=True)
class StageRow:
    """A line of the list: a finding of the earlier result, of the later, or the same in both.

    `before` and `after` are WKB in the results' CRS, None where the finding is not in that
    result or has no geometry; `told` says what differs, or why it is new or gone.
    """

    group: str
    municipality_code: str
    municipality: str
    rule_id: str
    title: str
    label: str
    told: str
    outcome: str
    to_confirm: bool
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True)
class Comparison:
    """Two results, all that `compare` says of them, and the lines of the list."""

    before: ResultFile
    after: ResultFile
    compared: Sequence[Compared]
    rows: Sequence[StageRow]

    def counts(self) -> Counter[str]:
        """Number of lines by group."""
        return Counter(row.group for row in self.rows)

    def incomplete(self) -> list[str]:
        """Names of the results in which something could not be run."""
        return [found.path.name for found in (self.before, self.after) if not found.complete]

    def reversed_in_time(self) -> bool:
        """Whether the result taken as the earlier one was made after the other."""
        return self.before.written > self.after.written


def compare_results(before: Path, after: Path, language: str, tick: Tick) -> Comparison:
    """Read and compare two results; sentences are in `language` (sv, en).

    An incomplete result is compared too: what it could not speak of is shown as such. Raises
    InputError where a file is no result, or the two are one or have different CRSs.
    """
    require_shapely()
    old = read_result(before)
    tick()
    new = read_result(after)
    tick()
    require_comparable(old, new, allow_incomplete=True)
    compared = compare(old, new, tick)
    teller = Teller(Words.load(RESOURCES, language), language)
    rows = []
    for number, item in enumerate(compared):
        if number % 500 == 0:
            tick()
        rows.append(stage_row(item, teller))
    return Comparison(old, new, compared, rows)


def group_of(item: Compared) -> str:
    """The group of the list that a row of the comparison stands in."""
    if item.change == CHANGED:
        return item.direction or OTHER
    return item.change if item.change in (NEW, PERSISTING, RESOLVED) else GONE


def stage_row(item: Compared, teller: Teller) -> StageRow:
    """A row of the comparison as a line of the list."""
    values = item.shown.values
    texts = (
        str(values[name] or "")
        for name in ("municipality_code", "municipality", "rule_id", "title", "label")
    )
    code, municipality, rule, title, label = texts
    return StageRow(
        group=group_of(item),
        municipality_code=code,
        municipality=municipality,
        rule_id=rule,
        title=title,
        label=label,
        told=teller.told(item),
        outcome=item.outcome_after if item.after is not None else item.outcome_before,
        to_confirm=item.to_confirm,
        before=None if item.before is None else item.before.wkb,
        after=None if item.after is None else item.after.wkb,
    )
