"""A row's details as HTML of the panel's own making; everything from outside is escaped."""

from __future__ import annotations

import html
import math
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QPalette

from ..review.reading import Relative
from ..review.records import CLEARED, LINK, PICTURE, UNDO, Conflict, Entry
from .details import Details
from .marks import OUTCOME_COLORS
from .words import amount, heading, missing_words, when, word

translate = QCoreApplication.translate
REACH = 1.15  # the bar reaches a little beyond the larger of figure and threshold


def title_of(details: Details) -> str:
    """The heading: the object, and what is said of it."""
    label, title = details.values.get("label") or "", details.values.get("title") or ""
    rule = details.values.get("rule_id") or ""
    text = f"{label}: {title[:1].lower()}{title[1:]}" if label and title else label or title
    return f"{rule} {text}".strip()


def why_html(details: Details) -> str:
    """Why, in plain words, the question, and what is missing where nothing could be judged."""
    values = details.values
    parts = [_paragraph(values.get("explanation"))]
    if values.get("missing"):
        lacks = translate("Strukturbild", "To decide it, this is missing:")
        parts.append(f"<p><b>{_e(lacks)}</b> {_e(missing_words(str(values['missing'])))}</p>")
    if values.get("question"):
        asked = translate("Strukturbild", "Question to the municipality")
        parts.append(f"<p><b>{_e(asked)}</b><br>{_e(values['question'])}</p>")
    parts.append(_facts(details))
    if values.get("basis"):
        told = translate("Strukturbild", "Basis")
        sources = "".join(f"<li>{_e(item)}</li>" for item in _sources(str(values["basis"])))
        parts.append(f"<p style='margin-bottom:0'><b>{_e(told)}</b></p><ul style='margin-top:0'>"
                     f"{sources}</ul>")  # fmt: skip
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
    shown = " · ".join(f"{_e(name)}: {_e(text)}" for name, text in rows if text)
    return f"<p>{shown}</p>" if shown else ""


def _history(details: Details) -> str:
    if details.state is None:
        return ""
    told = translate("Strukturbild", "History")
    lines = [_relative(item) for item in details.relatives]
    undone = {entry.change.undoes for entry in details.history}
    lines += [entry_html(entry, entry.entry_id in undone) for entry in reversed(details.history)]
    if not lines:
        nothing = translate("Strukturbild", "Nothing decided yet.")
        return f"<p><b>{_e(told)}</b><br>{_e(nothing)}</p>"
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<p style='margin-bottom:0'><b>{_e(told)}</b></p><ul style='margin-top:0'>{items}</ul>"


def _relative(item: Relative) -> str:
    split = translate("Strukturbild", "Came of {name} ({status}), which was split")
    merge = translate("Strukturbild", "{name} ({status}) became part of this")
    name = f"{item.label}: {item.title}" if item.label else item.title
    template = split if item.relation == "split" else merge
    return _e(template.format(name=name, status=word("status", item.status)))


def entry_html(entry: Entry, undone: bool = False) -> str:
    """An entry of the log: when, who, what, why."""
    change = entry.change
    what = [word("status", change.status)] if change.status else []
    if change.kind == UNDO:
        what = [translate("Strukturbild", "took back the decision")]
    elif not what or change.kind not in ("decision", "merged"):
        what.insert(0, word("entry_kind", change.kind))
    facts = (
        (translate("Strukturbild", "responsible"), word("responsible", change.responsible)),
        (translate("Strukturbild", "assigned to"), change.assigned),
        (translate("Strukturbild", "due"), change.due_date),
        (translate("Strukturbild", "until"), word("stage", change.until)),
    )
    what += [f"{name} {'–' if text == CLEARED else text}" for name, text in facts if text]
    told = (
        f"{_e(when(entry.made_at))} {_e(entry.author.name)}: {_e(', '.join(dict.fromkeys(what)))}"
    )
    if change.reasons:
        told += f" ({_e(', '.join(reason_words(code) for code in change.reasons.split(',')))})"
    if change.kind in (LINK, PICTURE) and change.target:
        told += f" {_link(change.target)}"
    if change.comment:
        told += f"<br><i>{_e(change.comment)}</i>"
    return f"<s>{told}</s>" if undone else told


def _link(target: str) -> str:
    url = QUrl(target) if "://" in target else QUrl.fromLocalFile(target)
    if url.scheme() not in ("http", "https", "file"):
        return _e(target)
    return f"<a href='{_e(str(url.toString()))}'>{_e(target)}</a>"


def conflict_html(conflict: Conflict) -> str:
    """What the other wrote, and what was to be written."""
    theirs = "".join(f"<li>{entry_html(entry)}</li>" for entry in conflict.theirs)
    mine = conflict.mine
    what = word("status", mine.status) if mine.status else word("entry_kind", mine.kind)
    own = _e(what) + (f"<br><i>{_e(mine.comment)}</i>" if mine.comment else "")
    return _both(theirs, own)


def waiting_html(details: Details) -> str:
    """What the log says, and what came from elsewhere."""
    theirs = "".join(f"<li>{entry_html(entry)}</li>" for entry in details.waiting)
    here = word("status", details.state.status) if details.state is not None else ""
    comment = details.state.comment if details.state is not None else ""
    own = _e(here) + (f"<br><i>{_e(comment)}</i>" if comment else "")
    return _both(theirs, own)


def _both(theirs: str, own: str) -> str:
    other, mine = translate("Strukturbild", "Theirs"), translate("Strukturbild", "Mine")
    return (
        f"<b>{_e(other)}</b><ul style='margin:0'>{theirs}</ul>"
        f"<b>{_e(mine)}</b><ul style='margin:0'><li>{own}</li></ul>"
    )


def reason_words(code: str) -> str:
    """Why a run reopened a finding."""
    known = {
        "area": translate("Strukturbild", "the area has grown"),
        "length": translate("Strukturbild", "the length has grown"),
        "severity": translate("Strukturbild", "the severity has risen"),
        "threshold": translate("Strukturbild", "the threshold has changed"),
        "stage": translate("Strukturbild", "the plan is in another stage"),
        "strength": translate("Strukturbild", "the rule's strength has changed"),
        "outcome": translate("Strukturbild", "the outcome has changed"),
        "until": translate("Strukturbild", "the acceptance has run out"),
    }
    return known.get(code) or word("presence", code)


def _paragraph(text: Any) -> str:
    return f"<p>{_e(text)}</p>" if text else ""


def _e(text: Any) -> str:
    return html.escape(str(text), quote=True)


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
    if unit and amount(value, unit):
        if limit > 0:
            told = translate("Strukturbild", "{value}, threshold {threshold}")
            parts.append(told.format(value=amount(value, unit), threshold=amount(limit, unit)))
        elif unit != "count":  # a level or code says nothing alone
            parts.append(amount(value, unit))
    if values.get("municipality"):
        parts.append(str(values["municipality"]))
    facts = _e(" · ".join(parts))
    return f"<p style='margin-bottom:2px'><b>{_e(title_of(details))}</b></p><p>{facts}</p>"


def bar_html(details: Details, palette: QPalette) -> str:
    """The figure as a bar with a mark where the threshold is; "" where they can't be compared."""
    values = details.values
    value, limit = _number(values.get("value")), _number(values.get("threshold"))
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


def boxed_html(told: str, both: str, palette: QPalette) -> str:
    """A question that wants an answer, framed."""
    edge = palette.color(QPalette.ColorRole.Highlight).name()
    return (
        f"<table width='100%' cellspacing='0' cellpadding='4' border='1' "
        f"style='border-color:{edge}'><tr><td><b>{_e(told)}</b><br>{both}</td></tr></table>"
    )


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
