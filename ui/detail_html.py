"""A row's details as HTML of the panel's own making; everything from outside is escaped."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ..processing.missing import missing_words
from ..review.reading import Relative
from ..review.records import COMMENT, Change, Entry
from ..review.store import MANUAL
from .details import Details
from .log_html import entry_html, escaped
from .marks import OUTCOME_COLORS
from .words import WITHOUT_FIGURE, amount, heading, said_of, word

translate = QCoreApplication.translate
DRAWN = "drawn"  # a word of the entry kinds, not a kind of the log
REACH = 1.15  # the bar reaches a little beyond the larger of figure and threshold


def title_of(details: Details) -> str:
    """The heading: the object, and what is said of it."""
    label, title = details.values.get("label") or "", details.values.get("title") or ""
    rule = details.values.get("rule_id") or ""
    return f"{rule} {said_of(label, title)}".strip()


def why_html(details: Details) -> str:
    """Why, in plain words, the question, and what is missing where nothing could be judged."""
    values = details.values
    parts = [_paragraph(values.get("explanation"))]
    if values.get("missing"):
        lacks = translate("Strukturbild", "To decide it, this is missing:")
        parts.append(
            f"<p><b>{escaped(lacks)}</b> {escaped(missing_words(str(values['missing'])))}</p>"
        )
    if values.get("question"):
        asked = translate("Strukturbild", "Question to the municipality")
        parts.append(f"<p><b>{escaped(asked)}</b><br>{escaped(values['question'])}</p>")
    parts.append(_facts(details))
    if values.get("basis"):
        told = translate("Strukturbild", "Basis")
        sources = "".join(f"<li>{escaped(item)}</li>" for item in _sources(str(values["basis"])))
        parts.append(_listed(told, sources))
    parts.append(_history(details))
    return "".join(parts)


def _sources(basis: str) -> list[str]:
    """Citations are joined by semicolons; one that ends a sentence ends a citation."""
    found: list[str] = []
    for piece in basis.split("; "):
        if found and not found[-1].endswith(".") and piece[:1].islower():
            found[-1] += "; " + piece
        else:
            found.append(piece)
    return found


def _facts(details: Details) -> str:
    values = details.values
    rows = [
        (translate("Strukturbild", "Strength"),
         word("strength", str(values.get("strength") or ""))),
        (translate("Strukturbild", "Falls to"),
         word("responsible", str(values.get("responsible") or ""))),
        (translate("Strukturbild", "Plan stage"), word("stage", str(values.get("stage") or ""))),
    ]  # fmt: skip
    state = details.state
    if state is not None:
        rows += [
            (translate("Strukturbild", "Responsible"), word("responsible", state.responsible)),
            (translate("Strukturbild", "Assigned to"), state.assigned),
            (translate("Strukturbild", "Due"), state.due_date),
            (translate("Strukturbild", "Accepted until"), word("stage", state.until)),
        ]
    if details.presence not in ("present", ""):
        rows.append((translate("Strukturbild", "Last run"), word("presence", details.presence)))
    shown = " · ".join(f"{escaped(name)}: {escaped(text)}" for name, text in rows if text)
    return f"<p>{shown}</p>" if shown else ""


def _history(details: Details) -> str:
    if details.state is None:
        return ""
    told = translate("Strukturbild", "History")
    lines = [_relative(item) for item in details.relatives]
    undone = {entry.change.undoes for entry in details.history}
    log = [_told(entry, details) for entry in reversed(details.history)]
    lines += [entry_html(entry, entry.entry_id in undone) for entry in log]
    if not lines:
        nothing = translate("Strukturbild", "Nothing decided yet.")
        return f"<p><b>{escaped(told)}</b><br>{escaped(nothing)}</p>"
    items = "".join(f"<li>{line}</li>" for line in lines)
    return _listed(told, items)


def _told(entry: Entry, details: Details) -> Entry:
    """The entry that came with a drawn finding says that; in older stores it has the title."""
    first = entry.sequence == 1 and entry.change.kind == COMMENT
    if first and details.values.get("outcome") == MANUAL:
        return replace(entry, change=Change(kind=DRAWN))
    return entry


def _listed(told: str, items: str) -> str:
    head = f"<p style='margin-bottom:0'><b>{escaped(told)}</b></p>"
    return f"{head}<ul style='margin-top:0'>{items}</ul>"


def _relative(item: Relative) -> str:
    split = translate("Strukturbild", "Came of {name} ({status}), which was split")
    merge = translate("Strukturbild", "{name} ({status}) became part of this")
    name = f"{item.label}: {item.title}" if item.label else item.title
    template = split if item.relation == "split" else merge
    return escaped(template.format(name=name, status=word("status", item.status)))


def _paragraph(text: Any) -> str:
    return f"<p>{escaped(text)}</p>" if text else ""


def outcome_words(details: Details) -> str:
    """The outcome and severity in words."""
    values = details.values
    outcome = heading(word("outcome", str(values.get("outcome") or "")))
    severity = int(values.get("severity") or 0)
    return f"{outcome}, {word('severity', str(severity))}" if severity else outcome


def head_html(details: Details) -> str:
    """Title, then outcome, severity, figure against threshold, municipality."""
    values = details.values
    parts = [outcome_words(details)]
    unit = str(values.get("unit") or "")
    value, limit = _number(values.get("value")), _number(values.get("threshold"))
    judged = values.get("outcome") not in WITHOUT_FIGURE
    if judged and unit and amount(value, unit):
        if limit > 0:
            told = translate("Strukturbild", "{value}, threshold {threshold}")
            parts.append(told.format(value=amount(value, unit), threshold=amount(limit, unit)))
        elif unit != "count":  # a level or code says nothing alone
            parts.append(amount(value, unit))
    if values.get("municipality"):
        parts.append(str(values["municipality"]))
    facts = escaped(" · ".join(parts))
    title = f"<p style='margin-bottom:2px'><b>{escaped(title_of(details))}</b></p>"
    return f"{title}<p style='margin-top:0'>{facts}</p>"


def bar_html(details: Details, palette: QPalette) -> str:
    """The figure as a bar with a mark where the threshold is; "" where they can't be compared."""
    values = details.values
    value, limit = _number(values.get("value")), _number(values.get("threshold"))
    if values.get("outcome") in WITHOUT_FIGURE:
        return ""
    if math.isnan(value) or not limit > 0 or not values.get("unit"):
        return ""
    top = max(value, limit) * REACH
    filled = OUTCOME_COLORS.get(str(values.get("outcome")), "#7d8590")
    empty = palette.color(QPalette.ColorRole.Mid).name()
    mark = palette.color(QPalette.ColorRole.Text).name()
    low, high = sorted((value, limit))
    between = filled if value > limit else empty
    cells = [(low / top, filled), ((high - low) / top, between)]
    cells.insert(1 if limit <= value else 2, (0.008, mark))
    cells.append((1 - high / top, empty))
    shown = "".join(
        f"<td width='{max(round(share * 100), 1)}%' bgcolor='{color}'></td>"
        for share, color in cells
        if share > 0
    )
    return (
        "<table width='100%' cellspacing='0' cellpadding='0' style='font-size:5px'>"
        f"<tr>{shown}</tr></table>"
    )


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
