"""A valid county of two municipalities with its setup file, to be spoilt, and how a run ended."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layer_files import Row, write
from qgis.core import QgsApplication, QgsProcessingException
from running import Recorder, run_algorithm
from small_case import LINKS, MUNICIPALITIES, NODES, SIDE, TYPOLOGY, X, uses

SETUP = """strukturbild: 1
name: Småland
language: sv
structure_map:
  typology: region.gpkg|layername=typology
  nodes: region.gpkg|layername=nodes
  links: region.gpkg|layername=links
municipalities:
  source: region.gpkg|layername=municipalities
plans:
  - municipality: "0880"
    id: op-0880
    name: ÖP Kalmar
    sources: [op_0880.gpkg]
  - municipality: "0885"
    id: op-0885
    name: ÖP Borgholm
    sources: [op_0885.gpkg]
"""
PLAN_LINE = 14
REGION = {"municipalities": MUNICIPALITIES, "typology": TYPOLOGY, "nodes": NODES, "links": LINKS}
PLANS = {"0880": X, "0885": X + SIDE}


@dataclass(frozen=True)
class Ended:
    """How a run of `checkcounty` ended; `said` is the exception's text, "" where there was none.

    `ledger` and `run` are the tables of the file that stands as OUTPUT afterwards.
    """

    said: str
    warnings: list[str]
    log: list[str]
    status: dict[str, Any]
    ledger: list[dict[str, Any]] = field(default_factory=list)
    run: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        """All that the run said of faults, a sentence each."""
        return [*self.said.splitlines(), *self.warnings]

    def rows(self, **where: Any) -> list[dict[str, Any]]:
        """The ledger rows with these values."""
        return [row for row in self.ledger if all(row[name] == v for name, v in where.items())]


class County:
    """The county in a folder: `region.gpkg`, two plans and the setup file, made anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.setup = folder / "smaland.strukturbild.yaml"
        self.results = folder / "resultat"
        self.output = self.results / "smaland.gpkg"
        self.results.mkdir()
        self.setup.write_text(SETUP, encoding="utf-8")
        for name, rows in REGION.items():
            write(folder / "region.gpkg", rows, name)
        for code, x in PLANS.items():
            write(folder / f"op_{code}.gpkg", uses(x), "land_use")

    def say(self, old: str, new: str) -> None:
        """Change the setup file."""
        text = self.setup.read_text(encoding="utf-8")
        assert old in text
        self.setup.write_text(text.replace(old, new), encoding="utf-8")

    def add(self, text: str) -> None:
        """Append to the setup file."""
        with self.setup.open("a", encoding="utf-8") as stream:
            stream.write(text)

    def source(self, text: str) -> None:
        """Give Kalmar's plan another source."""
        self.say("[op_0880.gpkg]", f"[{text}]")

    def region(self, crs: int | None = 3006, **layers: list[Row]) -> None:
        """Write layers of the region anew, with these rows."""
        (self.folder / "region.gpkg").unlink()
        for name, rows in {**REGION, **layers}.items():
            write(self.folder / "region.gpkg", rows, name, crs)

    def plan(self, rows: list[Row], layer: str = "land_use", **given: Any) -> None:
        """Write Kalmar's plan anew, with these rows."""
        path = self.folder / "op_0880.gpkg"
        path.unlink()
        write(path, rows, layer, **given)

    def file(self, name: str, text: str) -> None:
        """Write a text file beside the setup."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def check(self, **given: Any) -> Ended:
        """Run `checkcounty`."""
        parameters = {"SETUP": str(self.setup), "OUTPUT": str(self.output), **given}
        feedback = Recorder()
        said = ""
        registry = QgsApplication.processingRegistry()
        algorithm = registry.createAlgorithmById("strukturbild:checkcounty")
        try:
            run_algorithm(algorithm, parameters, feedback)
        except QgsProcessingException as error:
            said = str(error)
            error.__traceback__ = None  # it holds layers, which must not outlive QGIS
        output = Path(parameters["OUTPUT"] or self.setup)
        beside = output.with_name(output.name.split(".")[0] + ".status.json")
        status = Path(parameters.get("STATUS") or beside)
        return Ended(
            said=said,
            warnings=feedback.warnings,
            log=[*feedback.lines, *feedback.errors],
            status=_status(status),
            ledger=table(output, "SELECT * FROM ledger ORDER BY finding_key"),
            run={
                (row["topic"], row["item"]): row["content"]
                for row in table(output, "SELECT topic, item, content FROM run")
            },
        )


def _status(path: Path) -> dict[str, Any]:
    """What a status file says; nothing where there is none."""
    if not path.is_file() or b"strukturbild_status" not in path.read_bytes():
        return {}
    return json.loads(path.read_text("utf-8"))


def altered(path: Path, *statements: str) -> None:
    """Change a GeoPackage with plain SQL."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def table(result: Path, statement: str) -> list[dict[str, Any]]:
    """The rows of a query; none where the file is no result."""
    if not result.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"file:{result}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement)]
    except sqlite3.Error:
        return []
