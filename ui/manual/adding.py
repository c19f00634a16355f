"""A drawn finding on its way into the review store, and taking it back.

The log is append-only and nobody's finding is ever deleted: one that was drawn by mistake gets
the decision "not relevant" with a comment that says so. It can be undone like any decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication

from ...alignment.problems import InputError
from ...layers.drawn import Drawn
from ...review.log import undoing
from ...review.records import DECISION, Change, Entry
from ...review.states import NOT_RELEVANT
from ..steps import Step, is_drawing
from .values import Chosen, finding_values

if TYPE_CHECKING:
    from ..records import Records
    from ..session import ReviewSession

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
    session.deciding.steps.append(Step(entries))
    session.set_current(finding)
    told = translate("Strukturbild", "The finding was added: {title}").format(title=chosen.title)
    session.say(told, Qgis.MessageLevel.Success)
    return finding


def taking_back(entry: Entry, records: Records) -> Change:
    """The change that takes an entry back; of a drawn finding's first one, the finding with it."""
    if is_drawing(entry, records):
        told = translate("Strukturbild", "Taken back right after it was drawn.")
        return Change(kind=DECISION, status=NOT_RELEVANT, comment=told)
    return undoing(entry)
