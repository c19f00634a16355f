"""What the panel fills in of the tools' dialogs: the open store, results, and files to write."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Iterable, Mapping

from qgis.PyQt.QtCore import QCoreApplication

from ..layers.connections import CONNECTION, SERVER
from .places import free_path, stem_of
from .session import ReviewSession
from .stages.sources import earlier_results

translate = QCoreApplication.translate
WITHOUT_REVIEW = ("comparestages", "areaaccount")
FOR_A_MUNICIPALITY = ("exportfindings", "exportreview")


def prefilled(name: str, session: ReviewSession, municipalities: Iterable[str]) -> dict[str, Any]:
    """Parameters of an algorithm that the open case settles; `municipalities` are the chosen."""
    given: dict[str, Any] = {}
    if name not in WITHOUT_REVIEW:
        given["REVIEW"] = session.review_name()
    if name in FOR_A_MUNICIPALITY:
        given["MUNICIPALITY"] = ", ".join(sorted(municipalities))
    if session.setup_path is None:
        return given
    if name == "areaaccount":
        given["SETUP"] = str(session.setup_path)
    if session.result_path is not None and name == "updatereview":
        given["RESULT"] = str(session.result_path)
    if session.result_path is not None and name == "comparestages":
        given["AFTER"] = str(session.result_path)
        for earlier in earlier_results(session)[:1]:
            given["BEFORE"] = str(earlier.path)
    title = _titles().get(name)
    if title is not None:
        given["OUTPUT"] = str(_free(_folder(session), stem_of(session.setup_path), *title))
    return given


def _titles() -> Mapping[str, tuple[str, str]]:
    return {
        "exportfindings": (translate("Strukturbild", "findings"), ".xlsx"),
        "exportreview": (translate("Strukturbild", "review package"), ".zip"),
        "comparestages": (translate("Strukturbild", "comparison"), ".gpkg"),
    }


def _folder(session: ReviewSession) -> Path:
    """Beside the store, where colleagues look; beside the setup file for one in a database."""
    place = session.place
    if place.startswith((SERVER, CONNECTION)) or session.setup_path is None:
        place = str(session.setup_path)
    return Path(place).parent


def _free(folder: Path, stem: str, title: str, suffix: str) -> Path:
    """A name with today's date that no file has: a workbook with answers is never replaced."""
    base = f"{stem} {title} {datetime.date.today().isoformat()}"
    return free_path(folder, base, suffix, " ({number})")
