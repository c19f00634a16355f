"""Entries of the log, and two versions that wait for an answer, as HTML of the panel's own."""

from __future__ import annotations

import html
from typing import Any, Sequence

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ..review.records import (
    CLEARED,
    REOPENING,
    RESOLVING,
    UNDO,
    Change,
    Conflict,
    Entry,
    State,
)
from .links import WEB, link_url
from .words import when, word

translate = QCoreApplication.translate
NARROWEST = 35  # per cent of the width that the shorter of two versions gets


def escaped(text: Any) -> str:
    """A text from outside as HTML."""
    return html.escape(str(text), quote=True)


def entry_html(entry: Entry, undone: bool = False) -> str:
    """An entry of the log: when, who, what, why."""
    told = f"{_signed(entry.made_at, entry.author.name)} {change_html(entry.change)}"
    return f"<s>{told}</s>" if undone else told


def change_html(change: Change) -> str:
    """What an entry says."""
    what = [word("status", change.status)] if change.status else []
    if change.kind == UNDO:
        what = [translate("Strukturbild", "took back the decision")]
    elif change.kind in (RESOLVING, REOPENING):  # the word for the kind holds the status
        what = [word("entry_kind", change.kind)]
    elif not what or change.kind not in ("decision", "merged"):
        what.insert(0, word("entry_kind", change.kind))
    what += _facts(change)
    told = escaped(", ".join(dict.fromkeys(what)))
    if change.reasons:
        told += f" ({escaped(', '.join(map(reason_words, change.reasons.split(','))))})"
    if change.target:
        told += f" {_link(change)}"
    if change.comment:
        told += f"<br><i>{escaped(change.comment)}</i>"
    return told


def _signed(made_at: str, name: str) -> str:
    return escaped(f"{when(made_at)} {name}:")


def _facts(said: Change | State) -> list[str]:
    facts = (
        (translate("Strukturbild", "responsible"), word("responsible", said.responsible)),
        (translate("Strukturbild", "assigned to"), said.assigned),
        (translate("Strukturbild", "due"), said.due_date),
        (translate("Strukturbild", "until"), word("stage", said.until)),
    )
    return [f"{name} {'–' if text == CLEARED else text}" for name, text in facts if text]


def _link(change: Change) -> str:
    """A link to click; a file that an entry from elsewhere names is only told."""
    url = link_url(change.target)
    if url.isEmpty() or (change.origin and url.scheme() not in WEB):
        return escaped(change.target)
    # in single quotes, Qt would take &amp; for what it says
    return f'<a href="{escaped(url.toString())}">{escaped(change.target)}</a>'


def conflict_html(conflict: Conflict) -> str:
    """What the other wrote, and what was to be written."""
    return _side_by_side(conflict.theirs, change_html(conflict.mine))


def waiting_html(waiting: Sequence[Entry], state: State) -> str:
    """What came from elsewhere, and what the log says."""
    own = escaped(", ".join([word("status", state.status), *_facts(state)]))
    if state.author:
        own = f"{_signed(state.made_at, state.author)} {own}"
    if state.comment:
        own += f"<br><i>{escaped(state.comment)}</i>"
    return _side_by_side(waiting, own)


def _side_by_side(theirs: Sequence[Entry], own: str) -> str:
    """Both in sight at once, over the buttons that choose between them."""
    other, mine = translate("Strukturbild", "Theirs"), translate("Strukturbild", "Mine")
    said = "<br>".join(map(entry_html, theirs))
    share = min(max(round(100 * len(said) / (len(said) + len(own))), NARROWEST), 100 - NARROWEST)
    return (
        "<table width='100%' cellspacing='0' cellpadding='2'><tr>"
        f"<td width='{share}%' valign='top'><b>{escaped(other)}</b><br>{said}</td>"
        f"<td width='{100 - share}%' valign='top'><b>{escaped(mine)}</b><br>{own}</td>"
        "</tr></table>"
    )


def boxed_html(told: str, both: str, palette: QPalette) -> str:
    """A question that wants an answer, framed."""
    edge = palette.color(QPalette.ColorRole.Highlight).name()
    return (
        f"<table width='100%' cellspacing='0' cellpadding='4' border='1' "
        f"style='border-color:{edge}'><tr><td><b>{escaped(told)}</b>{both}</td></tr></table>"
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
