"""A case's map in a project that was moved or copied: it is known by where its setup was then."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsProject

from ..alignment.setup.case import Case
from .project import CASE, case_group, mark_of, marked_nodes

SCOPE, HOME = "strukturbild", "home"


def remember_home(project: QgsProject) -> None:
    """While a project with the map of a case is written: note where it lies."""
    home = project.absolutePath()
    if home and marked_nodes(project) and project.readEntry(SCOPE, HOME) != (home, True):
        project.writeEntry(SCOPE, HOME, home)


def follow_moved(project: QgsProject, case: Case) -> bool:
    """Take the map of a case whose setup file lay elsewhere for this one's; whether there was one.

    Its layers may still find what they read before, which is not this case's then.
    """
    own = mark_of(case)
    nodes = marked_nodes(project)
    marks = sorted({str(node.customProperty(CASE)) for node in nodes})
    if case.path is None or own in marks:  # it has a map of its own
        return False
    mark = next((mark for mark in marks if _has_moved(mark, case, project)), None)
    for node in nodes:
        if node.customProperty(CASE) == mark:
            node.setCustomProperty(CASE, own)
    return mark is not None


def _has_moved(mark: str, case: Case, project: QgsProject) -> bool:
    """Whether a map is of a setup that lay as this one lies now to the project, or that is gone
    and had the same name, file and case.
    """
    before = Path(mark)
    if _beside(before, project) == case.path:
        return True
    group = case_group(project, mark)
    if group is None or (before.name, group.name()) != (Path(mark_of(case)).name, case.name):
        return False
    return not before.is_file()


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
