"""What municipalities have answered in a workbook, each answer checked where it stands."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Sequence

from ..alignment.identity.keys import plain_name
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Tick, no_tick
from ..layers.styles import Words
from .states import ACCEPTED, MOTIVE_REQUIRED
from .workbook_days import read_day
from .workbook_layout import (
    ANSWER_STATES,
    ANSWERS,
    FORMAT,
    GUIDE_ITEM,
    KEYS,
    META_ITEMS,
    META_SHEET,
    READ,
    SHEET_ITEM,
    VERSION,
    check_of,
)
from .workbook_read import Cell, SheetRows, WorkbookFile, open_workbook

LANGUAGES = ("sv", "en")
EARLIER = {"Svar: status": "answer_status"}  # headings of workbooks that are out there
HEADING_WITHIN = 20  # rows; people put lines of their own above
BATCH = 1000
NOTHING = Cell("")
LONGEST_SEQUENCE = 10  # figures
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Answer:
    """A row's answer. `status` is a code or "", `said_on` an ISO date or "".

    `sequence`, `seen_run` and `seen_presence` tell which state of the finding was answered to.
    """

    sheet: str
    row: int
    finding_id: str
    sequence: int
    seen_run: str
    seen_presence: str
    status: str
    text: str
    name: str
    said_on: str

    def said(self) -> tuple[str, str, str, str]:
        """What the answer says, wherever it stands."""
        return self.status, self.text, self.name, self.said_on


@dataclass
class Answers:
    """All answers of a workbook, one a finding, and what is wrong with others.

    `left_out` are sheets that are not ours, `unfinished` counts rows with only a name or date.
    """

    path: str
    export_id: str
    store_id: str
    answers: dict[str, Answer] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unfinished: int = 0


class Vocabulary:
    """Headings and states as people may have them before them, in either language."""

    def __init__(self, resources: Path, language: str) -> None:
        every = [Words.load(resources, spoken) for spoken in LANGUAGES]
        own = every[LANGUAGES.index(language)]
        self.heading = {name: own.fields[name] for name in READ}
        self.column = {_plain(words.fields[n]): n for words in every for n in READ}
        self.column.update((_plain(heading), name) for heading, name in EARLIER.items())
        self.state = {code: own.codes["status"][code] for code in ANSWER_STATES}
        self.code = {plain_name(code): code for code in ANSWER_STATES}
        for words in every:
            named = words.codes["status"]
            self.code.update({plain_name(named[code]): code for code in ANSWER_STATES})


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def read_answers(path: Path, resources: Path, tick: Tick = no_tick) -> Answers:
    """Read a workbook; InputError where it is none of ours. Rows' faults are in `problems`."""
    workbook = open_workbook(path)
    meta, sheets = _meta(workbook)
    words = Vocabulary(resources, meta["language"])
    found = Answers(str(path), meta["export_id"], meta["store_id"])
    for sheet in workbook.sheets:
        if sheet not in (META_SHEET, meta.get(GUIDE_ITEM)):
            _read_sheet(workbook, sheet, sheet in sheets, words, found, tick)
    return found


def _meta(workbook: WorkbookFile) -> tuple[dict[str, str], set[str]]:
    """What the hidden sheet says, and the names of our sheets; InputError where it isn't ours."""
    params = {"path": str(workbook.path), "sheet": META_SHEET}
    said: dict[str, str] = {}
    sheets: set[str] = set()
    if META_SHEET in workbook.sheets:
        rows = workbook.rows(META_SHEET)
        rows.only((1, 2))
        for _, cells in rows:
            item, content = (cells.get(column, NOTHING).text for column in (1, 2))
            if item == SHEET_ITEM:
                sheets.add(content)
            elif item == GUIDE_ITEM:
                said[item] = content
            elif item in META_ITEMS:
                said[item] = content
    if said.get("format") != FORMAT or not set(META_ITEMS) <= set(said):
        raise InputError(Problem("workbook_not_ours", params))
    if said["version"] != VERSION:
        raise InputError(Problem("workbook_newer", params))
    if said["language"] not in LANGUAGES:
        raise InputError(Problem("workbook_not_ours", params))
    return said, sheets


def _read_sheet(
    workbook: WorkbookFile, sheet: str, is_ours: bool, words: Vocabulary, found: Answers, tick: Tick
) -> None:
    rows = workbook.rows(sheet)
    columns: dict[str, int] | None = None
    for count, (number, cells) in enumerate(rows):
        if count % BATCH == 0:
            tick()
        if columns is None:
            if number > HEADING_WITHIN:
                break
            columns = _headings(rows, sheet, cells, words, found)
            continue
        if not columns:  # headings are missing, which has been said
            return
        if not cells:
            continue
        row = {name: cells.get(columns[name], NOTHING) for name in READ}
        if any(row[name].text.strip() or row[name].fault for name in ANSWERS):
            _read_row(sheet, number, row, words, found, workbook.from_1904)
    if columns is None and is_ours:
        found.problems.append(Problem("workbook_headings_missing", {"sheet": sheet}))
    elif columns is None:
        found.left_out.append(sheet)


def _headings(
    rows: SheetRows, sheet: str, cells: Mapping[int, Cell], words: Vocabulary, found: Answers
) -> dict[str, int] | None:
    """Name -> column, where this is the row of headings (None where not); {} where it's unfit."""
    columns: dict[str, int] = {}
    twice = []
    for column, cell in sorted(cells.items()):
        name = words.column.get(_plain(cell.text))
        if name in columns:
            twice.append(name)
        elif name is not None:
            columns[name] = column
    if not set(ANSWERS).intersection(columns) and len(columns) < 2:
        return None
    missing = [name for name in READ if name not in columns]
    for code, names in (("workbook_heading_missing", missing), ("workbook_heading_twice", twice)):
        for name in names:
            params = {"sheet": sheet, "column": words.heading[name]}
            found.problems.append(Problem(code, params))
    if missing or twice:
        return {}
    rows.only(columns.values())
    return columns


def _read_row(
    sheet: str, number: int, row: Row, words: Vocabulary, found: Answers, from_1904: bool
) -> None:
    place = {"sheet": sheet, "row": number}
    faults = [name for name in ANSWERS if row[name].fault]
    if faults:
        params = {**place, "column": words.heading[faults[0]]}
        found.problems.append(Problem("response_cell_error", params))
        return
    status, text, name, date = (row[column].text.strip() for column in ANSWERS)
    if not status and not text:
        found.unfinished += 1
        return
    keys = {column: _key(row[column]) for column in KEYS}
    problems = [
        *_key_problems(keys, place, found),
        *_said_problems(status, text, name, place, words),
    ]
    said_on = read_day(row["answer_date"], from_1904)
    if said_on is None:
        problems.append(Problem("response_date_unreadable", {**place, "date": date}))
    if problems or said_on is None:
        found.problems += problems
        return
    answer = Answer(
        sheet, number, keys["finding_id"], int(keys["sequence"]), keys["seen_run"],
        keys["seen_presence"], words.code.get(plain_name(status), ""), text, name, said_on,
    )  # fmt: skip
    _add(answer, found)


def _key(cell: Cell) -> str:
    """A key as text; spreadsheets may write a whole number as 3.0, or cut the nought of 0880."""
    text = cell.text.strip()
    return text[:-2] if cell.number and text.endswith(".0") else text


def _key_problems(
    keys: Mapping[str, str], place: Mapping[str, object], found: Answers
) -> list[Problem]:
    if not keys["finding_id"]:
        return [Problem("response_key_missing", place)]
    sound = keys["sequence"].isdecimal() and len(keys["sequence"]) < LONGEST_SEQUENCE
    if not sound or keys["check"] != check_of(keys, found.store_id, found.export_id):
        return [Problem("response_key_edited", place)]
    return []


def _said_problems(
    status: str, text: str, name: str, place: Mapping[str, object], words: Vocabulary
) -> list[Problem]:
    problems = []
    code = words.code.get(plain_name(status), "")
    if status and not code:
        states = ", ".join(words.state.values())
        close = difflib.get_close_matches(plain_name(status), words.code, 1)
        hint = {"hint": words.state[words.code[close[0]]]} if close else {}
        params = {**place, "status": status, "states": states, **hint}
        problems.append(Problem("response_state_unknown", params))
    if code in MOTIVE_REQUIRED and not text:
        params = {**place, "status": words.state[ACCEPTED], "column": words.heading["answer_text"]}
        problems.append(Problem("response_motive_missing", params))
    if not name:
        params = {**place, "column": words.heading["answer_name"]}
        problems.append(Problem("response_name_missing", params))
    return problems


def _add(answer: Answer, found: Answers) -> None:
    """One answer a finding: rows that say the same are one, rows that differ are a fault."""
    first = found.answers.setdefault(answer.finding_id, answer)
    if first.said() != answer.said() or first.sequence != answer.sequence:
        params = {
            "sheet": answer.sheet,
            "row": answer.row,
            "other_sheet": first.sheet,
            "other_row": first.row,
        }
        found.problems.append(Problem("response_differs", params))


def in_order(answers: Mapping[str, Answer]) -> Sequence[Answer]:
    """Answers by finding."""
    return [answers[key] for key in sorted(answers)]
