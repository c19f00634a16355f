"""What the store asks of a database; the GeoPackage file and PostGIS each answer it.

SQL is written once, with ? for values; a backend translates it where it must.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Iterable, Protocol, Sequence

from .schema import Migration

Row = tuple[Any, ...]


class DuplicateRow(Exception):
    """A unique constraint refused a row: someone else has written it."""


class Backend(Protocol):
    """A connection to one review store. Not shared between threads."""

    name: str
    writable: bool
    crs: str
    login: str
    is_file: bool

    @property
    def lost(self) -> bool:
        """Whether the connection has ended, or the file is no longer there or another one: the
        store must be opened anew. Outside a transaction.
        """

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a SELECT."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement; raises DuplicateRow where a unique constraint refuses it."""

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for many rows."""

    def transaction(self, *, alone: bool = False) -> AbstractContextManager[None]:
        """Commit at the end, roll back on any exception; `alone` shuts out other writers.

        Raises InputError where the store is read-only or kept busy by someone.
        """

    def put_shapes(self, shape: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Insert (finding_id, WKB) into the spatial table of `shape`: polygon, line or point."""

    def replace_shapes(
        self, shapes: Sequence[tuple[str, str, bytes]], former: Sequence[str]
    ) -> None:
        """Drop the geometries of the findings `former`, insert (finding_id, shape, WKB)."""

    def shapes(self, shape: str, finding_id: str = "") -> list[tuple[str, bytes]]:
        """All (finding_id, WKB) of a spatial table, or those of one finding."""

    def change_schema(self, steps: Sequence[Migration]) -> None:
        """Add columns and tables and make the views anew, inside a transaction."""

    def shrink(self) -> None:
        """Give freed space back, outside a transaction."""

    def close(self) -> None:
        """Let go of the file or server."""
