"""A run's result as one GeoPackage that any QGIS opens styled."""

from __future__ import annotations

from pathlib import Path

from ..alignment.ruleset.texts import Catalogue
from ..alignment.runner.result import RunResult
from .atomic import Written, write_atomically
from .geopackage import write_tables
from .manifest import plugin_version, run_table
from .result_tables import result_tables
from .styles import Words, styles_table

ROOT = Path(__file__).resolve().parent.parent


def write_result(
    result: RunResult, path: Path, styles: Path, resources: Path = ROOT / "resources"
) -> Written:
    """Write the result, whole or not at all; an older file is replaced by renaming.

    The findings and ledger tables are equal byte for byte for equal input. Raises `InputError`
    where the folder is missing or read-only, or the disk full: the old file is as it was.
    """
    catalogue = Catalogue.load(resources)
    language = result.case.language
    sentences = [catalogue.sentence(problem, language) for problem in result.problems]
    tables = [*result_tables(result), run_table(result, sentences, plugin_version(ROOT))]
    tables.append(styles_table(tables, styles, Words.load(resources, language)))
    return write_atomically(path, lambda file: write_tables(file, tables, result.case.crs))
