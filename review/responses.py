"""Municipalities' answers into the log: what is new is added, what changed underneath waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Sequence

from ..alignment.identity.keys import digest
from ..alignment.problems import InputError, Problem
from .conflict_table import Row, conflict_rows
from .intake import WAIT, Disagreement, take_in_logs
from .log import by_finding, new_entry
from .merge import decisions_of, merge_logs, renumbered, restated
from .records import RESPONSE, Author, Change, Entry, utc_now
from .states import GONE
from .store import ReviewStore, StoredFinding
from .waiting import OURS, forget_waiting, let_wait, waiting_entries
from .workbook_answers import Answer, Answers, in_order

FINDING = "finding"  # what a collision is about, where it is no field of the log
WAITING = "waiting"  # how: another conflict has not been settled yet
MOST_PROBLEMS = 100
CHANGED_IN_RUN = (
    "SELECT a.finding_id, a.change, r.fid FROM appearance a JOIN run r ON r.run_id = a.run_id"
    " WHERE a.change IN ('changed', 'reopened', 'returned')"
)


@dataclass(frozen=True)
class Collision:
    """An answer (`entry`) to a finding that has changed since the export.

    `fields` are names of what both sides changed, `since` the entries written here meanwhile.
    Without fields a run changed the finding itself, or an earlier conflict waits: `what` is the
    code of how.
    """

    finding: StoredFinding
    entry: Entry
    fields: tuple[str, ...]
    what: str
    since: tuple[Entry, ...]


@dataclass
class Taken:
    """What became of the answers: entered, there already, in conflict."""

    answers: int = 0
    already: int = 0
    collisions: list[Collision] = field(default_factory=list)


@dataclass
class _Here:
    """What the store holds, read once."""

    findings: Mapping[str, StoredFinding]
    logs: Mapping[str, Sequence[Entry]]
    waits: Mapping[str, Sequence[Entry]]
    changes: Mapping[str, list[tuple[int, str]]]
    run_number: Mapping[str, int]

    @classmethod
    def read(cls, store: ReviewStore) -> _Here:
        changes: dict[str, list[tuple[int, str]]] = {}
        for finding_id, change, number in store.backend.query(CHANGED_IN_RUN):
            changes.setdefault(finding_id, []).append((int(number), change))
        runs = store.backend.query("SELECT run_id, fid FROM run")
        return cls(
            {item.finding_id: item for item in store.findings()},
            by_finding(store.log()),
            waiting_entries(store),
            changes,
            {run_id: int(number) for run_id, number in runs},
        )


def take_in_answers(
    store: ReviewStore, found: Answers, author: Author, on_conflict: str = WAIT
) -> Taken:
    """Enter a workbook's answers in the log, all in one transaction.

    `author` is who imports; each entry bears the name that stands in its row. Taking in the same
    workbook again changes nothing. Raises InputError, with every row that is at fault, where one
    is: nothing is entered then.
    """
    if store.meta("store_id") != found.store_id:
        params = {"path": found.path, "store": store.backend.name}
        raise InputError(Problem("workbook_other_store", params))
    with store.backend.transaction(alone=True):
        here = _Here.read(store)
        _require_sound(found, here)
        return _take_in(store, here, found, author, on_conflict)


def _require_sound(found: Answers, here: _Here) -> None:
    problems = list(found.problems)
    for answer in found.answers.values():
        if answer.finding_id not in here.findings:
            params = {"sheet": answer.sheet, "row": answer.row, "finding": answer.finding_id}
            problems.append(Problem("response_finding_unknown", params))
    if len(problems) > MOST_PROBLEMS:
        more = {"count": len(problems) - MOST_PROBLEMS}
        problems = [*problems[:MOST_PROBLEMS], Problem("response_more_problems", more)]
    if problems:
        raise InputError(problems)


def _take_in(
    store: ReviewStore, here: _Here, found: Answers, author: Author, on_conflict: str
) -> Taken:
    taken = Taken()
    logs: dict[str, list[Entry]] = {}
    to_wait: list[Entry] = []
    to_add: list[Entry] = []
    settled: list[str] = []
    for answer in in_order(found.answers):
        finding_id = answer.finding_id
        mine, waits = here.logs.get(finding_id, ()), here.waits.get(finding_id, ())
        entry = _entry(answer, found.export_id, author)
        if entry.entry_id in {one.entry_id for one in mine}:
            taken.already += 1
            continue
        held = {one.entry_id: one for one in waits}
        entry = held.get(entry.entry_id, entry)  # as it was written the first time
        base = mine[: answer.sequence]
        fields = merge_logs(mine, [*base, entry]).conflicts
        what = _changed(answer, here) if answer.status else ""
        if waits and on_conflict == WAIT:
            # what waits already must not be let go of by an answer that knows nothing of it
            what = what or WAITING
        if fields or what:
            since = tuple(mine[answer.sequence :])
            collision = Collision(here.findings[finding_id], entry, fields, what, since)
            taken.collisions.append(collision)
        else:
            taken.answers += 1
        if on_conflict == WAIT and (fields or what):
            if entry.entry_id not in held:
                to_wait.append(entry)
            continue
        coming = list({**held, entry.entry_id: entry}.values())
        if on_conflict == OURS and (fields or what or waits):
            to_add += _with_ours_kept(finding_id, mine, coming, author)
            settled.append(finding_id)
        else:
            logs[finding_id] = [*base, *coming]
    let_wait(store, to_wait)
    store.insert_entries(to_add)
    forget_waiting(store, settled)
    take_in_logs(store, logs, author, on_conflict)
    return taken


def _entry(answer: Answer, export_id: str, author: Author) -> Entry:
    """The log entry of an answer; equal answers to one export are the same entry."""
    change = Change(
        kind=RESPONSE,
        status=answer.status,
        comment=answer.text,
        origin=export_id,
        said_on=answer.said_on,
    )
    entry_id = digest("response", export_id, answer.finding_id, *answer.said())
    who = Author(author.login, answer.name)
    number = answer.sequence + 1
    # resting upon the run that was answered to: what has grown since then reopens an acceptance
    return Entry(entry_id, answer.finding_id, number, change, who, utc_now(), answer.seen_run)


def _changed(answer: Answer, here: _Here) -> str:
    """How runs have changed a finding since it was exported; "" for not materially."""
    finding = here.findings[answer.finding_id]
    if finding.presence in GONE and finding.presence != answer.seen_presence:
        return finding.presence
    seen = here.run_number.get(answer.seen_run, 0)
    since = [change for number, change in here.changes.get(answer.finding_id, ()) if number > seen]
    return since[-1] if since else ""


def _with_ours_kept(
    finding_id: str, mine: Sequence[Entry], coming: Sequence[Entry], author: Author
) -> list[Entry]:
    """The entries that put answers on record while the state stays as it is."""
    added = list(renumbered(coming, mine))
    again = restated(finding_id, [*mine, *added], decisions_of(finding_id, mine))
    if again is not None:
        last = added[-1]
        added.append(new_entry(finding_id, last.sequence + 1, again, author, last.run_id))
    return added


def collision_rows(collisions: Sequence[Collision]) -> list[Row]:
    """Collisions as rows of a conflict table."""
    rows = []
    for collision in collisions:
        finding, entry = collision.finding, collision.entry
        ids = {finding.finding_id: finding}
        fields = collision.fields or ("status",)
        sides = (collision.since or (entry,), (entry,))
        decided = (decisions_of(finding.finding_id, side) for side in sides)
        both = Disagreement(finding.finding_id, fields, *sides, *decided)
        for row in conflict_rows([both], ids):
            theirs_at = entry.change.said_on or entry.made_at
            changed = {} if collision.fields else _ours(collision)
            rows.append({**row, **changed, "theirs_at": theirs_at})
    return sorted(rows, key=lambda row: (row["municipality"], row["finding_id"], row["field"]))


def _ours(collision: Collision) -> Row:
    return {"field": FINDING, "ours": collision.what, "ours_by": "", "ours_at": ""}
