"""The rows of the panel as columns: findings of the store, and the rest of the ledger."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..alignment.mapping.fold import FOLDED_LETTERS
from ..review.reading import UNTOUCHED, Standing
from ..review.states import GONE, NEW, REOPENED

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
TEXTS = (
    "municipality_code", "municipality", "partition_code", "rule_id", "part", "title", "label",
    "outcome", "unit", "structure_object", "plan_object",
)  # fmt: skip
LEDGER_PREFIX = "ledger:"
LEDGER_NAMES = {"partition_code": "partition"}
UNDECIDED = (NEW, REOPENED)
GONE_STATUS = "gone"
SEARCHED = ("rule_id", "title", "label", "municipality")
FOLDED_AT_ONCE = 2000


@dataclass(frozen=True)
class Codes:
    """A text column as numbers: `values[codes[row]]` is the text of a row."""

    codes: IntArray
    values: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Codes:
        """Number the texts in alphabetic order."""
        values = sorted(set(texts))
        number = {text: place for place, text in enumerate(values)}
        return cls(np.fromiter((number[t] for t in texts), np.int64, len(texts)), values)

    def among(self, wanted: frozenset[str]) -> BoolArray:
        """Which rows have one of the texts."""
        hit = np.fromiter((value in wanted for value in self.values), bool, len(self.values))
        return np.asarray(hit[self.codes] if len(self.values) else np.zeros(0, bool), dtype=bool)


@dataclass
class Records:
    """Columns of equal length, one row a finding or other row of the ledger.

    `ids` are the store's finding ids, or `ledger:KEY` for rows that are no findings. `status`,
    `to_confirm`, `sequence` and `responsible` change as people decide; the rest stays until the
    next reading.
    """

    ids: Sequence[str] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    severity: IntArray = field(default_factory=lambda: np.zeros(0, np.int64))
    value: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    threshold: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    gone: BoolArray = field(default_factory=lambda: np.zeros(0, bool))
    is_finding: BoolArray = field(default_factory=lambda: np.zeros(0, bool))
    is_new: BoolArray = field(default_factory=lambda: np.zeros(0, bool))
    to_confirm: BoolArray = field(default_factory=lambda: np.zeros(0, bool))
    status: list[str] = field(default_factory=list)
    sequence: list[int] = field(default_factory=list)
    missing: Mapping[str, str] = field(default_factory=dict)
    row_of: Mapping[str, int] = field(default_factory=dict)
    _codes: dict[str, Codes] = field(default_factory=dict)
    _folded: dict[str, list[str]] = field(default_factory=dict)
    _order: IntArray | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def codes(self, name: str) -> Codes:
        """A text column as numbers; made once."""
        if name == "status":
            return Codes.of(self.status)
        if name not in self._codes:
            self._codes[name] = Codes.of(self.texts.get(name, ()))
        return self._codes[name]

    def decided(self) -> BoolArray:
        """Findings that wait for nobody: a state is chosen and need not be confirmed."""
        undecided = self.codes("status").among(frozenset(UNDECIDED))
        return np.asarray(~undecided & ~self.to_confirm, dtype=bool)

    def open_rows(self) -> BoolArray:
        """Present findings that someone has to take a stand on."""
        return np.asarray(self.is_finding & ~self.gone & ~self.decided(), dtype=bool)

    def containing(self, word: str) -> BoolArray:
        """Rows in whose texts a search finds a word without spaces, already `folded`."""
        found = np.zeros(len(self), dtype=bool)
        for name in SEARCHED:
            texts = self._folded_values(name)
            hit = np.fromiter((word in text for text in texts), bool, len(texts))
            if hit.any():
                found |= hit[self.codes(name).codes]
        return found

    def _folded_values(self, name: str) -> list[str]:
        """The different texts of a column, folded; made once."""
        if name not in self._folded:
            values = self.codes(name).values
            # in pieces: one long call in a worker would hold up the window as well
            pieces = (values[a : a + FOLDED_AT_ONCE] for a in range(0, len(values), FOLDED_AT_ONCE))
            made = [line for part in pieces for line in folded("\n".join(part)).split("\n")]
            self._folded[name] = made
        return self._folded[name]

    def prepare(self) -> None:
        """Make what the list, its filters and the first keystroke would have to wait for."""
        self.order()
        for name in SEARCHED:
            self._folded_values(name)
        self.codes("part")

    def set_state(self, row: int, status: str, sequence: int, to_confirm: bool) -> None:
        """Take over what a finding's log now says."""
        self.status[row] = status
        self.sequence[row] = sequence
        self.to_confirm[row] = to_confirm

    def order(self) -> IntArray:
        """Rows by severity (most first), then title and label; made once."""
        if self._order is None:
            titles, labels = self.codes("title").codes, self.codes("label").codes
            self._order = np.lexsort((labels, titles, -self.severity))
        return self._order


def folded(text: str) -> str:
    """Text as it is searched: without case, å ä ö as a and o; line for line as it was."""
    return unicodedata.normalize("NFC", text).casefold().translate(FOLDED_LETTERS)


def _texts(columns: Mapping[str, Sequence[Any]], name: str) -> list[str]:
    return [str(value).replace("\n", " ") if value else "" for value in columns[name]]


def _numbers(values: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def make_records(
    found: Mapping[str, Sequence[Any]],
    standings: Mapping[str, Standing],
    new: frozenset[str],
    ledger: Mapping[str, Sequence[Any]] | None = None,
) -> Records:
    """Rows of a store's findings, followed by those of the ledger that are no findings.

    `found` has the columns of `review.reading.LISTED`, `ledger` those of
    `review.ledger_file.LEDGER_COLUMNS`; `new` are the findings that the last run brought.
    """
    own = list(found["finding_id"])
    other = [] if ledger is None else [LEDGER_PREFIX + key for key in ledger["finding_key"]]
    ids = own + other
    texts = {name: _texts(found, name) for name in TEXTS}
    severity, value, threshold = (list(found[n]) for n in ("severity", "value", "threshold"))
    missing: dict[str, str] = {}
    if ledger is not None:
        for name in TEXTS:
            texts[name] += _texts(ledger, LEDGER_NAMES.get(name, name))
        severity += ledger["severity"]
        value += ledger["value"]
        threshold += ledger["threshold"]
        missing = {key: text for key, text in zip(other, _texts(ledger, "missing")) if text}
    padding = np.zeros(len(other), bool)
    known = [standings.get(finding, UNTOUCHED) for finding in own]
    return Records(
        ids=ids,
        texts=texts,
        severity=np.array([number or 0 for number in severity], dtype=np.int64),
        value=_numbers(value),
        threshold=_numbers(threshold),
        gone=_flags([presence in GONE for presence in found["presence"]], padding),
        is_finding=_flags([True] * len(own), padding),
        is_new=_flags([finding in new for finding in own], padding),
        to_confirm=_flags([bool(flag) for flag in found["to_confirm"]], padding),
        status=[standing.status for standing in known] + [""] * len(other),
        sequence=[standing.sequence for standing in known] + [0] * len(other),
        missing=missing,
        row_of={item: row for row, item in enumerate(ids)},
    )


def _flags(values: Sequence[bool], padding: BoolArray) -> BoolArray:
    return np.concatenate([np.array(values, dtype=bool), padding])
