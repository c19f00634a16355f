"""The exchange workbook: a sheet a municipality, where it answers each finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

from ..alignment.problems import Problem
from ..alignment.progress import Tick, no_tick
from ..alignment.ruleset.texts import Catalogue, quantity
from ..layers.styles import Words
from . import workbook_layout as layout
from .export_table import column_of
from .selection import NOWHERE, REGION, Chosen, Item
from .workbook_write import (
    PROSE,
    TEXT,
    TITLE,
    Column,
    Sheet,
    Validation,
    letters,
    quoted,
    sheet_names,
    write_workbook,
)

TEMPLATES = "templates/workbook"
GUIDE = (
    "workbook_guide_title", "workbook_guide_what", "workbook_guide_answer",
    "workbook_guide_status", "workbook_guide_accepted", "workbook_guide_name",
    "workbook_guide_locked", "workbook_guide_shared", "workbook_guide_no_law",
)  # fmt: skip
FIRST_DAY = "36526"  # 1 January 2000, as spreadsheets count days
LIST_COLUMN = 4  # of the hidden sheet
GUIDE_WIDTH = 90.0
MEASURES, EXTENTS = ("value", "threshold"), ("area_ha", "length_m")


class WorkbookText:
    """Headings, words for codes and sentences of a workbook in one language."""

    def __init__(self, resources: Path, language: str) -> None:
        self.language = language
        self.words = Words.of_review(resources, language)
        self._catalogue = Catalogue.load(resources)

    def say(self, code: str, **params: Any) -> str:
        """A sentence of the catalogue."""
        return self._catalogue.sentence(Problem(code, params), self.language)

    def heading(self, name: str) -> str:
        """What a column is called."""
        return self.words.fields[name]

    def states(self) -> list[str]:
        """What an answer's status may be, in words."""
        return [self.words.codes["status"][code] for code in layout.ANSWER_STATES]


def write_exchange_workbook(
    path: Path,
    chosen: Chosen,
    store_id: str,
    resources: Path,
    language: str,
    tick: Tick = no_tick,
) -> None:
    """Write the findings as a workbook to be answered; raises OSError."""
    text = WorkbookText(resources, language)
    seen = [_seen(item) for item in chosen.items]
    export_id = layout.export_id_of(store_id, language, seen)
    codes = chosen.codes()
    guide = text.say("workbook_guide_sheet")
    names = sheet_names([_name(code, chosen, text) for code in codes], (guide, layout.META_SHEET))
    sheets = [Sheet(guide, [Column("", GUIDE_WIDTH)], **_guide(text))]
    for code, name in zip(codes, names):
        sheets.append(_findings_sheet(name, code, chosen.of(code), text, (store_id, export_id)))
    sheets.append(_meta_sheet((store_id, export_id), text, guide, names))
    write_workbook(path, sheets, resources / TEMPLATES, tick)


def _name(code: str, chosen: Chosen, text: WorkbookText) -> str:
    if code == NOWHERE:
        return text.say("workbook_sheet_nowhere")
    if code == REGION:
        return text.say("workbook_sheet_region")
    return chosen.names.get(code) or code


def _guide(text: WorkbookText) -> dict[str, Any]:
    states = ", ".join(text.states())
    accepted = text.words.codes["status"]["accepted"]
    lines = [text.say(code, states=states, accepted=accepted) for code in GUIDE]
    styles = [TITLE, *[PROSE] * (len(lines) - 1)]
    return {"rows": [[line] for line in lines], "row_styles": styles, "table": False}


def _seen(item: Item) -> tuple[str, str, str, str]:
    finding = item.finding
    return finding.finding_id, str(item.state.sequence), finding.last_run, finding.presence


def _findings_sheet(
    name: str, code: str, items: Sequence[Item], text: WorkbookText, ids: tuple[str, str]
) -> Sheet:
    keys = [dict(zip(layout.KEYS, (*_seen(item), code))) for item in items]
    for row in keys:
        row["check"] = layout.check_of(row, *ids)
    columns: list[list[Any]] = []
    for column in layout.COLUMNS:
        if column in layout.ANSWERS:
            columns.append([None] * len(items))
        elif column in layout.KEYS:
            columns.append([row[column] for row in keys])
        else:
            columns.append(_shown(items, column, text))
    return Sheet(
        name,
        _columns(text),
        list(zip(*columns)),
        frozen_columns=layout.FROZEN,
        printed_columns=len(layout.READ_FIRST) + len(layout.ANSWERS),
        validations=_validations(text),
    )


def _shown(items: Sequence[Item], name: str, text: WorkbookText) -> list[Any]:
    """What a locked column shows: measures with their units, nothing where there is no extent."""
    if name in MEASURES:
        units = column_of(items, "unit")
        values = column_of(items, name)
        return [
            None if value is None else quantity(value, unit or "", text.language)
            for value, unit in zip(values, units)
        ]
    values = column_of(items, name, text.words)
    return [value or None for value in values] if name in EXTENTS else values


def _columns(text: WorkbookText) -> list[Column]:
    return [
        Column(text.heading(name), width, style, name in layout.HIDDEN)
        for name, (width, style) in layout.COLUMNS.items()
    ]


def _validations(text: WorkbookText) -> list[Validation]:
    names = list(layout.COLUMNS)
    column = letters(LIST_COLUMN)
    last = len(layout.ANSWER_STATES) + 1
    listed = f"{quoted(layout.META_SHEET)}!${column}$2:${column}${last}"
    return [
        Validation(
            names.index("answer_status") + 1,
            "list",
            listed,
            text.say("workbook_state_wrong"),
            text.say("workbook_state_prompt"),
        ),
        Validation(
            names.index("answer_date") + 1,
            "date",
            FIRST_DAY,
            text.say("workbook_date_wrong"),
            text.say("workbook_date_prompt"),
            operator="greaterThanOrEqual",
            severity="warning",
        ),
    ]


def _meta_sheet(
    ids: tuple[str, str], text: WorkbookText, guide: str, names: Sequence[str]
) -> Sheet:
    """The hidden sheet: what reading needs, and the states that the lists offer."""
    values = (layout.FORMAT, layout.VERSION, *ids, text.language)
    items = [*zip(layout.META_ITEMS, values), (layout.GUIDE_ITEM, guide)]
    items += [(layout.SHEET_ITEM, name) for name in names]
    states = [*zip(layout.ANSWER_STATES, text.states())]
    length = max(len(items), len(states))
    nothing = ("", "")
    rows = [
        (*(items[n] if n < len(items) else nothing), *(states[n] if n < len(states) else nothing))
        for n in range(length)
    ]
    columns = [Column(name, 24, TEXT) for name in ("item", "content", "code", "state")]
    return Sheet(layout.META_SHEET, columns, rows, hidden=True)
