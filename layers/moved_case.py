"""A case's map in a project that was moved or copied: it is known by where its setup was then."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsProject

from .project import CASE, marked_nodes

SCOPE, HOME = "strukturbild", "home"


def remember_home(project: QgsProject) -> None:
    """While a project with the map of a case is written: note where it lies."""
    home = project.absolutePath()
    if home and marked_nodes(project) and project.readEntry(SCOPE, HOME) != (home, True):
        project.writeEntry(SCOPE, HOME, home)


def follow_moved(project: QgsProject, setup: Path) -> None:
    """Take the map of a setup file that lies here now for that file's."""
    nodes = marked_nodes(project)
    marks = sorted({str(node.customProperty(CASE)) for node in nodes})
    if str(setup) in marks:  # it has a map of its own
        return
    mark = next((mark for mark in marks if _has_moved(Path(mark), setup, project)), None)
    for node in nodes:
        if node.customProperty(CASE) == mark:
            node.setCustomProperty(CASE, str(setup))


def _has_moved(before: Path, setup: Path, project: QgsProject) -> bool:
    """Whether a file of the same name is gone, or lay as the setup lies now to the project."""
    if before.name != setup.name:
        return False
    return not before.is_file() or _beside(before, project) == setup


def _beside(before: Path, project: QgsProject) -> Path | None:
    """Where a file is now if it was moved or copied together with the project."""
    home, known = project.readEntry(SCOPE, HOME)
    if not known or not project.absolutePath():
        return None
    try:
        way = os.path.relpath(before, home)
    except ValueError:  # another drive
        return None
    return Path(os.path.normpath(Path(project.absolutePath()) / way))
