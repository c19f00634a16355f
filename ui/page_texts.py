"""Sentences of the review page that depend on what there is."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from .findings_model import FindingsModel
from .session import ReviewSession
from .words import local_time, when

translate = QCoreApplication.translate


def last_run_text(session: ReviewSession) -> str:
    """When the last run was, and how many municipalities it covered."""
    summary, made = session.summary, session.last_run_at
    if not made or local_time(made) is None:
        return translate("Strukturbild", "Not run yet")
    told = translate("Strukturbild", "Last: {time}").format(time=when(made))
    if summary is not None:
        several = translate("Strukturbild", "{count} municipalities")
        one = translate("Strukturbild", "1 municipality")
        count = summary.municipalities
        told += " · " + (one if count == 1 else several.format(count=count))
        if not summary.complete:
            told += " · " + translate("Strukturbild", "incomplete")
    return told


def nothing_text(session: ReviewSession, model: FindingsModel) -> str:
    """Why the list is empty, and what to do; "" where it is not."""
    text = ""
    if session.store is None and session.running.active:
        text = translate("Strukturbild", "The check is running. What it finds will stand here.")
    elif session.store is None and session.summary is None:
        text = translate(
            "Strukturbild", "Nothing is checked yet. Run the check to see what there is."
        )
    elif session.store is None:
        text = translate(
            "Strukturbild",
            "There is a result but no review store yet. Run the check again, or choose Take "
            "in the last result in the case's menu.",
        )
    elif not model.groups:
        empty = model.chosen.is_empty()
        text = (
            translate("Strukturbild", "The check found nothing to decide on.")
            if empty
            else translate("Strukturbild", "No finding matches the filter.")
        )
    return text
