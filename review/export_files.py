"""Writing findings to a file; its ending says in which format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from ..alignment.geometry.engine import require_shapely
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Tick, no_tick
from ..layers.atomic import Written, write_atomically
from ..layers.styles import Words
from .export_csv import write_csv
from .export_json import write_json
from .export_layers import write_geojson, write_geopackage
from .log import by_finding
from .selection import Chosen, Selection, choose
from .store import ReviewStore
from .workbook_fill import write_exchange_workbook

XLSX, CSV, GEOJSON, GPKG, JSON = ".xlsx", ".csv", ".geojson", ".gpkg", ".json"
ENDINGS = (XLSX, CSV, GEOJSON, GPKG, JSON)


@dataclass(frozen=True)
class Exported:
    """Where the file is, and how many findings it has.

    `unplaced` of them have no geometry there: theirs has no place in the file's coordinates.
    """

    written: Written
    count: int
    unplaced: int = 0


def require_format(path: Path) -> str:
    """The ending that says the format; InputError for any other."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        params = {"file": path.name, "known": ", ".join(ENDINGS)}
        raise InputError(Problem("export_format_unknown", params))
    if ending == GPKG:
        require_shapely()
    return ending


def export_findings(
    store: ReviewStore,
    path: Path,
    selection: Selection,
    resources: Path,
    styles: Path,
    language: str,
    tick: Tick = no_tick,
) -> Exported:
    """Write the chosen findings, whole or not at all; raises InputError."""
    ending = require_format(path)
    chosen = choose(store, selection)
    if ending == GEOJSON:
        shapes, crs, unplaced = store.shapes(), store.backend.crs, list[int]()

        def write_layer(file: Path) -> None:
            unplaced.append(write_geojson(file, chosen.items, shapes, crs, tick))

        return Exported(write_atomically(path, write_layer), len(chosen.items), sum(unplaced))
    write = _writer(ending, store, chosen, selection, (resources, styles), language, tick)
    return Exported(write_atomically(path, write), len(chosen.items))


def _writer(
    ending: str,
    store: ReviewStore,
    chosen: Chosen,
    selection: Selection,
    folders: tuple[Path, Path],
    language: str,
    tick: Tick,
) -> Callable[[Path], None]:
    items, crs, store_id = chosen.items, store.backend.crs, store.meta("store_id")
    resources, styles = folders
    if ending == XLSX:
        return lambda file: write_exchange_workbook(
            file, chosen, store_id, resources, language, tick
        )
    words = Words.of_review(resources, language)
    if ending == CSV:
        return lambda file: write_csv(file, items, words, language)
    log = by_finding(store.log())
    if ending == JSON:
        head = {"store_id": store_id, "crs": crs, "language": language}
        return lambda file: write_json(file, items, log, head, selection)
    shapes = store.shapes()
    return lambda file: write_geopackage(file, items, shapes, log, crs, words, styles)
