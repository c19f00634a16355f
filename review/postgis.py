"""The review store in a PostGIS database, for teams: one schema, made by the plugin.

The database's extension postgis must be there already; nothing here needs a superuser.
"""

from __future__ import annotations

import re
import select
from contextlib import contextmanager, suppress
from typing import Any, Iterable, Iterator, Sequence

from ..alignment.problems import InputError, Problem
from .backend import DuplicateRow, Row
from .schema import SHAPES, TABLES, VIEWS, Migration

SCHEMA = "strukturbild_review"
PREFIX = "postgresql:"
TYPES = {
    "{whole}": "BIGINT",
    "{number}": "DOUBLE PRECISION",
    "{row_id}": "BIGSERIAL PRIMARY KEY",
    "{view_id}": "fid",
}
MULTI = {"polygon": "MultiPolygon", "line": "MultiLineString", "point": "MultiPoint"}
LOCK_TIMEOUT = "10s"
# libpq waits for minutes where a network is gone; what the connection string says goes first
PATIENCE = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}  # fmt: skip
# all who write take this lock, shared or alone; a lock on the table would ask for more rights
# than a writer has, for nobody may change the log
WRITES_WITH_OTHERS = "SELECT pg_advisory_xact_lock_shared(1937006962, 1)"
WRITES_ALONE = "SELECT pg_advisory_xact_lock(1937006962, 1)"
HOLDERS = (
    "SELECT DISTINCT a.usename FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.granted AND l.locktype = 'advisory' AND l.classid = 1937006962 AND l.objid = 1"
    " AND a.datname = current_database() AND l.pid <> pg_backend_pid() ORDER BY a.usename"
)
KEPT = """
CREATE FUNCTION decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log of decisions is append-only'; END $$;
CREATE TRIGGER decision_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
FOR EACH STATEMENT EXECUTE FUNCTION decision_is_kept();
"""


class PostgisStore:
    """One connection to a review schema; `dsn` is libpq's, with the user who writes."""

    def __init__(self, dsn: str) -> None:
        self._errors = _driver()
        self._connect(dsn)
        host = self._connection.info.host
        self.name = f"{PREFIX}//{host}/{self._connection.info.dbname}"
        self.is_file = False
        self.login = str(self._connection.info.user)
        self._srid = 0
        self.crs = ""
        self.writable = True
        self._prepare()

    def _connect(self, dsn: str) -> None:
        try:
            said = self._errors.extensions.parse_dsn(dsn)
            patience = {name: value for name, value in PATIENCE.items() if name not in said}
            self._connection = self._errors.connect(dsn, **patience)
        except self._errors.Error as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else "?"
            params = {"path": without_password(dsn), "reason": reason}
            raise InputError(Problem("review_no_server", params)) from error
        self._connection.autocommit = True

    def _prepare(self) -> None:
        self._run("SET search_path TO " + SCHEMA + ", public")
        self._run("SET lock_timeout TO '" + LOCK_TIMEOUT + "'")

    @property
    def lost(self) -> bool:
        """Whether the connection has ended; the driver knows once something was asked.

        Outside a transaction: a server that ends a connection says so unasked.
        """
        if not self._connection.closed and select.select([self._connection], [], [], 0)[0]:
            with suppress(InputError):
                self._run("SELECT 1")
        return bool(self._connection.closed)

    def ready(self) -> bool:
        """Whether the schema is there; then CRS and rights are known."""
        found = self.query(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
            (SCHEMA, "review_meta"),
        )
        if not found:
            return False
        srid = "SELECT Find_SRID(?, 'shape_polygon', 'geom')"
        self._srid = int(self.query(srid, (SCHEMA,))[0][0])
        self.crs = f"EPSG:{self._srid}"
        right = "SELECT has_table_privilege(current_user, ?, 'INSERT')"
        self.writable = bool(self.query(right, (SCHEMA + ".decision",))[0][0])
        return True

    def create(self, crs: str) -> bool:
        """Make schema, tables, views and triggers, inside a transaction; False where they are."""
        srid = int(crs.rsplit(":", maxsplit=1)[-1])
        self.query("SELECT pg_advisory_xact_lock(hashtext(?))", (SCHEMA,))
        if self.ready():
            return False
        self._run("CREATE SCHEMA IF NOT EXISTS " + SCHEMA)
        for shape in SHAPES:
            self._run(
                typed(
                    "CREATE TABLE shape_{shape} (fid {row_id}, finding_id TEXT NOT NULL UNIQUE,"
                    " geom geometry({kind}, {srid}))"
                )
                .replace("{shape}", shape)
                .replace("{kind}", MULTI[shape])
                .replace("{srid}", str(srid))
            )
            self._run("CREATE INDEX ON shape_{shape} USING gist (geom)".replace("{shape}", shape))
        self.change_schema((Migration(tables=TABLES),))
        self._run(KEPT)
        return True

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a SELECT."""
        with self._spoken(), self._connection.cursor() as cursor:
            cursor.execute(_marks(sql), tuple(values))
            return [tuple(row) for row in cursor.fetchall()]

    def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement."""
        with self._spoken(), self._connection.cursor() as cursor:
            cursor.execute(_marks(sql), tuple(values))

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for many rows, sent in batches."""
        from psycopg2.extras import execute_batch  # noqa: PLC0415 - only teams need it

        with self._spoken(), self._connection.cursor() as cursor:
            execute_batch(cursor, _marks(sql), [tuple(row) for row in rows], page_size=500)

    @contextmanager
    def transaction(self, *, alone: bool = False) -> Iterator[None]:
        """Everything inside or nothing of it."""
        if not self.writable:
            raise InputError(Problem("review_read_only", {"path": self.name}))
        self._run("BEGIN")
        try:
            self._run(WRITES_ALONE if alone else WRITES_WITH_OTHERS)
            yield
            self._commit()
        except BaseException:
            if not self._connection.closed:
                self._run("ROLLBACK")
            raise

    def _commit(self) -> None:
        """Where the server is lost at this moment, nobody here knows what it kept."""
        try:
            self._run("COMMIT")
        except InputError as error:
            if not self._connection.closed:
                raise
            raise InputError(Problem("review_commit_unsure", {"path": self.name})) from error

    def put_shapes(self, shape: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Insert geometries, as multiparts."""
        table = {name: "shape_" + name for name in SHAPES}[shape]
        statement = (
            "INSERT INTO", table,
            "(finding_id, geom) VALUES (?, ST_Multi(ST_GeomFromWKB(?, ?)))",
        )  # fmt: skip
        self.execute_many(
            " ".join(statement),
            [(finding, memoryview(wkb), self._srid) for finding, wkb in rows],
        )

    def replace_shapes(
        self, shapes: Sequence[tuple[str, str, bytes]], former: Sequence[str]
    ) -> None:
        """Drop the geometries of the findings `former`, insert (finding_id, shape, WKB)."""
        for shape in SHAPES:
            statement = "DELETE FROM shape_{shape} WHERE finding_id = ?".replace("{shape}", shape)
            self.execute_many(statement, [(finding,) for finding in former])
            self.put_shapes(shape, [(f, wkb) for f, kind, wkb in shapes if kind == shape])

    def shapes(self, shape: str, finding_id: str = "") -> list[tuple[str, bytes]]:
        """All geometries of a spatial table, or that of one finding, as WKB."""
        sql = "SELECT finding_id, ST_AsBinary(geom, 'NDR') FROM shape_{shape}"
        if finding_id:
            sql += " WHERE finding_id = ?"
        rows = self.query(sql.replace("{shape}", shape), (finding_id,) if finding_id else ())
        return [(finding, bytes(wkb)) for finding, wkb in rows]

    def change_schema(self, steps: Sequence[Migration]) -> None:
        """Add columns and tables, and make the views anew; the schema's owner alone may."""
        for step in steps:
            for table, column, definition in step.columns:
                words = ("ALTER TABLE", table, "ADD COLUMN", column, typed(definition))
                self._run(" ".join(words))
            for table, columns in step.tables.items():
                self._run(" ".join(("CREATE TABLE", table, typed(columns))))
        for view in reversed(tuple(VIEWS)):
            self._run(" ".join(("DROP VIEW IF EXISTS", view)))
        for statement in VIEWS.values():
            self._run(typed(statement))

    def shrink(self) -> None:
        """PostgreSQL's autovacuum does this."""

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def _run(self, sql: str) -> None:
        with self._spoken(), self._connection.cursor() as cursor:
            cursor.execute(sql)

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Faults of the server as those that a store knows."""
        errors = self._errors.errors
        try:
            yield
        except errors.UniqueViolation as error:
            raise DuplicateRow(str(error)) from error
        except errors.LockNotAvailable as error:
            params = {"path": self.name, "who": self._others()}
            raise InputError(Problem("review_busy", params)) from error
        except errors.DiskFull as error:
            raise InputError(Problem("review_disk_full", {"path": self.name})) from error
        except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
            raise InputError(Problem("review_read_only", {"path": self.name})) from error
        except self._errors.Error as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else "?"
            params = {"path": self.name, "reason": reason}
            code = "review_lost" if self._connection.closed else "review_trouble"
            raise InputError(Problem(code, params)) from error

    def _others(self) -> str:
        """Who holds what was waited for; asked after leaving the transaction that waited."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
                cursor.execute(HOLDERS)
                return ", ".join(row[0] for row in cursor.fetchall()) or "PostgreSQL"
        except self._errors.Error:
            return "PostgreSQL"


def _marks(sql: str) -> str:
    """SQL with psycopg's marks for values."""
    return sql.replace("%", "%%").replace("?", "%s")


def typed(columns: str) -> str:
    """Column definitions with PostgreSQL's own types."""
    return re.sub(r"\{(whole|number|row_id|view_id)\}", lambda mark: TYPES[mark.group()], columns)


def without_password(dsn: str) -> str:
    """A connection string as it may be shown."""
    return re.sub(r"(password\s*=\s*)('[^']*'|\S+)|(?<=://)([^:@/\s]+):[^@/\s]*(?=@)",
                  lambda found: (found.group(1) + "***") if found.group(1) else found.group(3),
                  dsn)  # fmt: skip


def _driver() -> Any:
    try:
        import psycopg2  # noqa: PLC0415 - only teams need it
        import psycopg2.errors  # noqa: PLC0415
        import psycopg2.extensions  # noqa: PLC0415
    except ImportError as error:
        raise InputError(Problem("review_driver_missing")) from error
    return psycopg2
