"""Where the files of a case are: result, review store, and a copy of the sample county."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

from qgis.core import QgsApplication

from ..alignment.problems import InputError, Problem
from ..alignment.setup.case import Case
from ..layers.atomic import hidden_name
from ..processing.locale import RESOURCES

SETUP_SUFFIXES = (".strukturbild.yaml", ".strukturbild.yml", ".yaml", ".yml")
SAMPLE_NAME = "kalmar.strukturbild.yaml"
SAMPLE_FOLDER = "exempel Kalmar län"
SAMPLE_VERSION = 1  # one more with each release that changes files of the sample: a test says so


def stem_of(setup: Path) -> str:
    """The case's name in file names: "kalmar" of kalmar.strukturbild.yaml."""
    name = setup.name
    suffix = next((s for s in SETUP_SUFFIXES if name.lower().endswith(s)), setup.suffix)
    return name[: len(name) - len(suffix)] or setup.stem


def result_place(case: Case, setup: Path) -> Path:
    """The file that a run writes: the setup's output, else one beside the setup."""
    return Path(case.output) if case.output else setup.with_name(f"{stem_of(setup)}.gpkg")


def review_place(case: Case, setup: Path) -> str:
    """The review store of the case: the setup's, else a file beside the setup."""
    return case.review or str(setup.with_name(f"{stem_of(setup)}.granskning.gpkg"))


def latest_result(place: Path, result_name: str) -> Path | None:
    """The result that the last run wrote: a file in use may have made it stand beside."""
    named = place.with_name(result_name) if result_name else place
    return next((path for path in (named, place) if path.is_file()), None)


def sample_setup() -> Path:
    """The sample county's setup file, in a copy of its own that can be written beside.

    Only files that the copy lacks are copied: what someone saved in it stays. A newer version of
    the sample gets a folder of its own, so that the files of two versions never mix; the older
    copy, its result and its review stay where they are. Deleting the folder resets the sample.
    Raises InputError where the profile can't be written.
    """
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "strukturbild" / sample_folder()
    try:
        for source in sorted((RESOURCES / "sample").rglob("*")):
            target = folder / source.relative_to(RESOURCES / "sample")
            if source.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy_whole(source, target)
    except OSError as error:
        params = {"folder": str(folder), "file": SAMPLE_NAME}
        raise InputError(Problem("output_read_only", params)) from error
    return folder / SAMPLE_NAME


def sample_folder() -> str:
    """The name of the folder that holds the copy of this version of the sample."""
    return SAMPLE_FOLDER if SAMPLE_VERSION == 1 else f"{SAMPLE_FOLDER} {SAMPLE_VERSION}"


def _copy_whole(source: Path, target: Path) -> None:
    """Half a file, left by a copying that broke off, would be taken for the user's own."""
    part = hidden_name(target)
    shutil.copyfile(source, part)
    part.replace(target)


def free_path(folder: Path, stem: str, suffix: str, numbered: str) -> Path:
    """A path that no file has: the first is stem and suffix, `numbered` tells further ones apart
    (" ({number})" gives "name (2).xlsx").
    """
    further = (numbered.format(number=number) for number in itertools.count(2))
    paths = (folder / f"{stem}{end}{suffix}" for end in itertools.chain([""], further))
    return next(path for path in paths if not path.exists())
