"""What can be taken back: one act at a time, whatever it wrote, and how that is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..review.log import undoing
from ..review.own_steps import own_steps
from ..review.records import COMMENT, DECISION, Author, Change, Entry
from ..review.states import NOT_RELEVANT
from ..review.store import MANUAL, ReviewStore
from ..review.waiting import Settled
from .records import Records
from .words import heading, when, word

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Step:
    """The entries that one act wrote; `settled` where it settled a conflict, `earlier` where it
    was before the case was opened.
    """

    entries: Sequence[Entry]
    settled: Settled | None = None
    earlier: bool = False


def earlier_steps(store: ReviewStore, author: Author, records: Records) -> list[Step]:
    """The author's last steps before now, the last one last; none where others may be meant.

    A login of a server is often shared: only a name of one's own tells who wrote.
    """
    if not store.backend.writable or not (store.backend.is_file or author.name != author.login):
        return []
    return [
        Step(entries, earlier=True)
        for entries in own_steps(store, author)
        if all(entry.finding_id in records.row_of for entry in entries)
    ]


def step_text(step: Step, records: Records) -> str:
    """What a step did to what: "In dialogue on N1 Figeholm"."""
    first = step.entries[0]
    if is_drawing(first, records):
        title = records.texts["title"][records.row_of[first.finding_id]]
        return f"{heading(word('outcome', MANUAL))}: {title}"
    ids = list(dict.fromkeys(entry.finding_id for entry in step.entries))
    row = records.row_of.get(first.finding_id, -1)
    if len(ids) > 1:
        where = translate("Strukturbild", "{count} findings").format(count=len(ids))
    elif row >= 0:
        texts = records.texts
        name = texts["label"][row] or texts["title"][row]
        where = f"{texts['rule_id'][row]} {name}".strip()
    else:
        where = "?"
    text = translate("Strukturbild", "{what} on {where}").format(what=_what(step), where=where)
    return f"{text}, {when(step.entries[-1].made_at)}" if step.earlier else text


def is_drawing(entry: Entry, records: Records) -> bool:
    """Whether an entry came with its finding, as that was drawn."""
    row = records.row_of.get(entry.finding_id, -1)
    drawn = row >= 0 and records.texts["outcome"][row] == MANUAL
    return drawn and entry.sequence == 1 and entry.change.kind == COMMENT


def taking_back(entry: Entry, records: Records) -> Change:
    """The change that takes an entry back; of a drawn finding's first one, the finding with it.

    The log only grows and nobody's finding is ever deleted: one that was drawn by mistake gets the
    decision "not relevant" with a comment that says so. It can be undone like any decision.
    """
    if is_drawing(entry, records):
        told = translate("Strukturbild", "Taken back right after it was drawn.")
        return Change(kind=DECISION, status=NOT_RELEVANT, comment=told)
    return undoing(entry)


def _what(step: Step) -> str:
    if step.settled is not None:
        return translate("Strukturbild", "The choice between two versions")
    change = step.entries[0].change
    return heading(word("status", change.status) if change.status else
                   word("entry_kind", change.kind))  # fmt: skip
