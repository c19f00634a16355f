"""A finished draft written down: its own profiles, then the setup file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Sequence

from qgis.PyQt.QtCore import QStandardPaths

from ...alignment.mapping.fold import fold
from ...alignment.mapping.profile import Profile
from ...layers.profile_file import write_profile
from ...layers.setup_file import SUFFIX, beside, write_setup
from ..places import free_path
from .draft import Draft, profiles_of, to_case


def save(draft: Draft, path: Path, shipped: Sequence[Profile]) -> Path:
    """Write NAME.strukturbild.yaml, and beside it the profiles that it needs; returns its place.

    Raises InputError where something can't be written; the setup file comes last, so that an
    earlier one is in place until all that the new one names is there.
    """
    places = {}
    for number, profile in profiles_of(draft, shipped).items():
        suffix = ".profil.yaml" if number == 0 else f".profil-{number + 1}.yaml"
        places[number] = write_profile(profile, beside(path, suffix)).path.resolve()
    case = to_case(draft, places, shipped, beside(path, ".gpkg").resolve())
    return write_setup(case, path).path


def folder_for(project_folder: str, layer_uris: Sequence[str]) -> Path:
    """Where a new case is saved unless the user says otherwise; only what can be written to.

    Beside the project where it is saved, else where the plan's files are, else in the user's
    documents: a plan's folder is often a shared one that only some may change.
    """
    files = [Path(uri.partition("|")[0]) for uri in layer_uris]
    folders = [Path(project_folder)] if project_folder else []
    folders += [file.parent for file in files if file.is_absolute()]
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folders.append(Path(QStandardPaths.writableLocation(documents)))
    writable = (folder for folder in folders if folder.is_dir() and os.access(folder, os.W_OK))
    return next(writable, Path.home())


def free_place(folder: Path, name: str) -> Path:
    """A file for a case that no other case has: "Höga Kusten" -> hoga_kusten.strukturbild.yaml."""
    stem = re.sub(r"\W+", "_", fold(name)).strip("_") or "arende"
    return free_path(folder, stem, SUFFIX, "_{number}")


def with_suffix(text: str) -> str:
    """A place as setup files are called."""
    if not text or text.endswith((".yaml", ".yml")):
        return text
    return text + SUFFIX
