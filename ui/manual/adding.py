"""A drawn finding on its way into the review store."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication

from ...alignment.problems import InputError
from ...layers.drawn import Drawn
from ..session import ReviewSession
from .values import Chosen, finding_values

translate = QCoreApplication.translate


def can_add(session: ReviewSession) -> bool:
    """Whether a finding can be added now; says why not."""
    if session.store is None:
        text = translate(
            "Strukturbild",
            "Run the check once first: it makes the review store that findings are kept in.",
        )
        session.say(text)
        return False
    return session.ready_to_write()


def add_finding(session: ReviewSession, chosen: Chosen, drawn: Drawn) -> str:
    """Write the finding, look at it, make it a step that can be undone; its id, "" for none."""
    store = session.store
    if store is None or not can_add(session):
        return ""
    try:
        values = finding_values(chosen, drawn)
        finding = store.add_manual(values, drawn.shape, drawn.wkb, session.author())
        entries = store.history(finding)
    except InputError as error:
        session.tell(error)
        return ""
    session.reload()
    session.deciding.add_step(entries)
    session.set_current(finding)
    told = translate("Strukturbild", "The finding was added: {title}").format(title=chosen.title)
    session.say(told, Qgis.MessageLevel.Success)
    return finding
