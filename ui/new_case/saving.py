"""A finished draft written down: its own profiles, then the setup file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Sequence

from ...alignment.mapping.fold import fold
from ...alignment.mapping.profile import Profile
from ...layers.profile_file import write_profile
from ...layers.setup_file import SUFFIX, beside, write_setup
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


def file_name(name: str) -> str:
    """A file name for a case: "Höga Kusten" -> "hoga_kusten.strukturbild.yaml"."""
    return (re.sub(r"\W+", "_", fold(name)).strip("_") or "arende") + SUFFIX


def with_suffix(text: str) -> str:
    """A place as setup files are called."""
    if not text or text.endswith((".yaml", ".yml")):
        return text
    return text + SUFFIX
