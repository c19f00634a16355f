"""The review store as a GeoPackage file, through SQLite alone.

Rollback journal and full sync: WAL doesn't work on network shares. Spatial tables have no R-tree
triggers, which only GDAL could fire. Beside the file lies a note of who writes, for the message
that a waiting colleague gets.
"""

from __future__ import annotations

import json
import platform
import re
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import Any, Iterable, Iterator, Sequence

import numpy as np

from ..alignment.problems import InputError, Problem
from ..layers.atomic import hidden_name
from ..layers.container import wkb_of
from ..layers.geopackage import TEXT, Field, OutTable, blobs_of_wkb, write_tables
from .backend import DuplicateRow, Row
from .file_trouble import can_be_written, identity_of, problem_of
from .leftovers import drop, put_in_place, writer_note
from .records import Author, utc_now
from .schema import SHAPES, SPATIAL_VIEWS, TABLES, VIEWS, Migration
from .store_styles import store_styles

TYPES = {
    "{whole}": "INTEGER",
    "{number}": "DOUBLE",
    "{row_id}": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "{view_id}": "OGC_FID",  # the name by which GDAL knows a view's row id
}
BUSY_SECONDS = 10.0
_OF_ONE = "WHERE finding_id = ?"
KEPT = (
    "CREATE TRIGGER decision_{event} BEFORE {event} ON decision"
    " BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END"
)


class GeoPackageFile:
    """One connection to a review file; read-only where the folder or file can't be written."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        if not path.is_file():
            raise InputError(Problem("file_missing", {"path": str(path)}))
        self.name = str(path)
        self.path = path
        self.login = Author.current().login
        self.is_file = True
        self.writable = can_be_written(path)
        self._file = identity_of(path)
        with self._spoken():
            self._connection = sqlite3.connect(
                path.resolve().as_uri() + "?mode=" + ("rw" if self.writable else "ro"),
                uri=True,
                timeout=busy_seconds,
                isolation_level=None,
            )
        try:
            with self._spoken():
                self._prepare()
            self._srs = int(self.query("SELECT MAX(srs_id) FROM gpkg_geometry_columns")[0][0])
            found = self.query(
                "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys"
                " WHERE srs_id = ?",
                (self._srs,),
            )
        except (TypeError, IndexError) as error:
            self._connection.close()
            raise InputError(Problem("review_not_a_store", {"path": str(path)})) from error
        except InputError:
            self._connection.close()
            raise
        self.crs = f"{found[0][0]}:{found[0][1]}" if found else ""

    @property
    def lost(self) -> bool:
        """Whether the file is gone from its place, or another has come there.

        A folder that is kept alike on several computers gets new files in place of old ones.
        """
        return identity_of(self.path) != self._file

    def _prepare(self) -> None:
        """Settle what a writer that was cut off left, and set how this connection writes."""
        if self.writable:
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA journal_mode = DELETE")
            self._connection.execute("PRAGMA synchronous = FULL")
            return
        try:
            self._connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            journal = self.path.with_name(self.path.name + "-journal")
            if not journal.is_file():
                raise
            # cut off in mid-write, and we may not undo that here: undone in a copy
            self._connection.close()
            self._connection = _undone(self.path, journal)

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a SELECT."""
        with self._spoken():
            return self._connection.execute(sql, tuple(values)).fetchall()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement."""
        with self._spoken():
            self._connection.execute(sql, tuple(values))

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for many rows."""
        with self._spoken():
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self, *, alone: bool = False) -> Iterator[None]:
        """Everything inside or nothing of it; SQLite has one writer at a time anyway."""
        if not self.writable:
            raise InputError(Problem("review_read_only", {"path": self.name}))
        with self._spoken():
            self._connection.execute("BEGIN IMMEDIATE")
        self._sign()
        try:
            yield
            self._unsign()  # while nobody else can have left a note of their own
            with self._spoken():
                self._connection.execute("COMMIT")
        except BaseException:
            self._unsign()
            if self._connection.in_transaction:
                with self._spoken():
                    self._connection.execute("ROLLBACK")
            raise

    def put_shapes(self, shape: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Insert geometries, as GeoPackage binary."""
        pairs = list(rows)
        blobs = blobs_of_wkb([wkb for _, wkb in pairs], self._srs)
        self.execute_many(
            " ".join(("INSERT INTO", _shape_table(shape), "(finding_id, geom) VALUES (?, ?)")),
            [(finding, blob) for (finding, _), blob in zip(pairs, blobs)],
        )

    def replace_shapes(
        self, shapes: Sequence[tuple[str, str, bytes]], former: Sequence[str]
    ) -> None:
        """Drop the geometries of the findings `former`, insert (finding_id, shape, WKB)."""
        for shape in SHAPES:
            table = _shape_table(shape)
            statement = " ".join(("DELETE FROM", table, "WHERE finding_id = ?"))
            self.execute_many(statement, [(finding,) for finding in former])
            self.put_shapes(shape, [(f, wkb) for f, kind, wkb in shapes if kind == shape])

    def shapes(self, shape: str, finding_id: str = "") -> list[tuple[str, bytes]]:
        """All geometries of a spatial table, or that of one finding."""
        words = ("SELECT finding_id, geom FROM", _shape_table(shape), _OF_ONE if finding_id else "")
        found = self.query(" ".join(words), (finding_id,) if finding_id else ())
        return [(finding, wkb_of(blob) or b"") for finding, blob in found]

    def change_schema(self, steps: Sequence[Migration]) -> None:
        """Add columns and tables, and make the views anew."""
        for step in steps:
            for table, column, definition in step.columns:
                words = ("ALTER TABLE", table, "ADD COLUMN", column, typed(definition))
                self.execute(" ".join(words))
            for table, columns in step.tables.items():
                self.execute(" ".join(("CREATE TABLE", table, typed(columns))))
                _register(self._connection, table, "attributes")
        for view in reversed(tuple(VIEWS)):
            self.execute(" ".join(("DROP VIEW IF EXISTS", view)))
        for view, statement in VIEWS.items():
            self.execute(typed(statement))
            kind = "features" if view in SPATIAL_VIEWS else "attributes"
            _register(self._connection, view, kind)

    def copy_to(self, target: Path) -> None:
        """A copy of the file as it is between two transactions; one that is there is kept."""
        beside = hidden_name(target)
        try:
            with self._spoken(), closing(sqlite3.connect(beside)) as copy:
                self._connection.backup(copy)
            put_in_place(beside, target)
        finally:
            drop(beside)

    def move_to_memory(self) -> None:
        """Go on with a copy in memory; the file itself is let go."""
        copy = sqlite3.connect(":memory:", isolation_level=None)
        with self._spoken():
            self._connection.backup(copy)
        self._connection.close()
        self._connection = copy

    def shrink(self) -> None:
        """Give freed space back to the disk."""
        self.execute("VACUUM")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _sign(self) -> None:
        """Leave a note of who writes; where that fails the message will just be less good."""
        author = Author.current()
        who = {"who": author.login, "host": platform.node(), "since": utc_now()}
        with suppress(OSError):
            writer_note(self.path).write_text(json.dumps(who), encoding="utf-8")

    def _unsign(self) -> None:
        with suppress(OSError):
            writer_note(self.path).unlink(missing_ok=True)

    def _writer(self) -> str:
        try:
            note = json.loads(writer_note(self.path).read_text(encoding="utf-8"))
            return f"{note['who']} ({note['host']}, {note['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "?"

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError as error:
            if "UNIQUE" in str(error):
                raise DuplicateRow(str(error)) from error
            raise
        except sqlite3.DatabaseError as error:
            raise InputError(problem_of(error, self.path, self._writer)) from error


def _undone(path: Path, journal: Path) -> sqlite3.Connection:
    """A store as it was before the write that its journal belongs to, in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / path.name
        copyfile(path, copied)
        copyfile(journal, copied.with_name(journal.name))
        with closing(sqlite3.connect(copied)) as copy:
            copy.backup(memory)
    return memory


def _shape_table(shape: str) -> str:
    return {name: "shape_" + name for name in SHAPES}[shape]


def create_geopackage(path: Path, crs: str, language: str = "sv") -> None:
    """A new, empty store: spatial tables by GDAL, the rest, the views and triggers by SQLite."""
    finding = Field("finding_id", TEXT, [])
    nothing = np.empty(0, dtype=object)
    empty = [
        OutTable(f"shape_{shape}", [finding], shape, nothing, indexed=False) for shape in SHAPES
    ]
    write_tables(path, [*empty, store_styles(language)], crs)
    backend = GeoPackageFile(path)
    try:
        with backend.transaction():
            for shape in SHAPES:
                table = _shape_table(shape)
                words = ("CREATE UNIQUE INDEX", table + "_id", "ON", table, "(finding_id)")
                backend.execute(" ".join(words))
            backend.change_schema((Migration(tables=TABLES),))
            for event in ("UPDATE", "DELETE"):
                backend.execute(KEPT.replace("{event}", event))
    finally:
        backend.close()


def typed(columns: str) -> str:
    """Column definitions with SQLite's own types."""
    return re.sub(r"\{\w+\}", lambda mark: TYPES[mark.group()], columns)


def _register(connection: sqlite3.Connection, table: str, kind: str) -> None:
    """Enter a table or view in the GeoPackage's list, once, so that QGIS shows it."""
    if connection.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (table,)).fetchone():
        return
    srs = connection.execute("SELECT MAX(srs_id) FROM gpkg_geometry_columns").fetchone()[0]
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)",
        (table, kind, table, srs if kind == "features" else None),
    )
    if kind == "features":
        connection.execute(
            "INSERT INTO gpkg_geometry_columns SELECT ?, column_name, geometry_type_name,"
            " srs_id, z, m FROM gpkg_geometry_columns WHERE table_name = ?",
            (table, table.replace("findings_", "shape_")),
        )
