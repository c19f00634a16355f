"""What a QGIS project remembers of its case: the setup file, relative where it can be."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsProject

SCOPE, CASE, REVIEW = "strukturbild", "case", "review"


def remember_case(project: QgsProject, setup: Path | None) -> None:
    """Write the setup file into the project, or forget it; unchanged, the project stays clean."""
    if setup is None:
        if project.readEntry(SCOPE, CASE)[1]:
            project.removeEntry(SCOPE, CASE)
            project.removeEntry(SCOPE, REVIEW)
        return
    text = _relative(setup, project)
    if project.readEntry(SCOPE, CASE) != (text, True):
        project.writeEntry(SCOPE, CASE, text)


def remembered_case(project: QgsProject) -> Path | None:
    """The setup file that the project names, which may be gone; None for none."""
    text, known = project.readEntry(SCOPE, CASE)
    if not known or not text:
        return None
    path = Path(text)
    if not path.is_absolute():
        if not project.absolutePath():
            return None
        path = Path(os.path.normpath(Path(project.absolutePath()) / path))
    return path


def remember_review(project: QgsProject, name: str) -> None:
    """Note another review store than the case's own: a file, or "connection:NAME" of QGIS."""
    if project.readEntry(SCOPE, REVIEW)[0] == name:
        return
    if name:
        project.writeEntry(SCOPE, REVIEW, name)
    else:
        project.removeEntry(SCOPE, REVIEW)


def remembered_review(project: QgsProject) -> str:
    """What `remember_review` noted; "" for none."""
    return str(project.readEntry(SCOPE, REVIEW)[0])


def _relative(setup: Path, project: QgsProject) -> str:
    """The path from the project's folder, where both are on one disk and not far apart."""
    home = project.absolutePath()
    if not home:
        return setup.as_posix()
    try:
        text = os.path.relpath(setup, home)
    except ValueError:  # another drive
        return setup.as_posix()
    return setup.as_posix() if text.count("..") > 2 else Path(text).as_posix()
