"""A PostgreSQL server with PostGIS for the tests: started in a temporary folder, stopped again.

The server that Debian may run is never touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
MOST_SECONDS = 30.0  # for a killed server's processes to be gone
PORT = 5432  # the socket's name only: nothing listens on the network


@dataclass(frozen=True)
class Server:
    """A running server: its socket's folder and the superuser's name."""

    host: str
    superuser: str
    folder: Path = Path()
    start: Callable[[], None] = lambda: None

    def dsn(self, user: str, database: str) -> str:
        """libpq's connection string."""
        return f"host={self.host} port={PORT} user={user} dbname={database}"

    def execute(self, database: str, *statements: str, user: str = "postgres") -> None:
        """Run statements, each in a transaction of its own."""
        import psycopg2  # noqa: PLC0415 - not on every machine

        connection = psycopg2.connect(self.dsn(user, database))
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def make_database(self, name: str, owner: str) -> None:
        """A database with PostGIS, of a role that is there."""
        self.execute("postgres", f"CREATE DATABASE {name} OWNER {owner}")
        self.execute(name, "CREATE EXTENSION postgis")

    def kill(self) -> None:
        """End server and sessions as a power button would; `start` lets it recover."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        processes = [postmaster, *_children(postmaster)]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until = time.monotonic() + MOST_SECONDS
        while any(Path(f"/proc/{process}").exists() for process in processes):
            if time.monotonic() > until:
                raise TimeoutError(processes)
            time.sleep(0.01)


def _children(parent: int) -> list[int]:
    running = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [process for process in running if _parent(process) == parent]


def _parent(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # ended in the meantime
        return 0
    return int(text.rpartition(")")[2].split()[1])


def installed() -> bool:
    """Whether PostgreSQL with PostGIS is on this machine."""
    return bool(PROGRAMS) and any(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))


@contextmanager
def postgis_server(*, durable: bool = False) -> Iterator[Server]:
    """Start a server of one's own; PostgreSQL refuses to be root, so root becomes postgres.

    A `durable` one writes to disk what it acknowledges, as every server but a test's does.
    """
    bin_folder = PROGRAMS[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="strukturbild-postgis-"))
    is_root = os.geteuid() == 0
    prefix = ["runuser", "-u", "postgres", "--"] if is_root else []
    if is_root:
        shutil.chown(folder, "postgres")
    folder.chmod(0o755)

    def run(program: str, *arguments: str) -> None:
        command = [*prefix, str(bin_folder / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)

    data, log = str(folder / "data"), str(folder / "log")
    options = f"-p {PORT} -k {folder} -c listen_addresses='' -c fsync={'on' if durable else 'off'}"

    def start() -> None:
        run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    try:
        encoding = ("-E", "UTF8", "--locale=C.UTF-8")
        run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", *encoding)
        start()
        yield Server(str(folder), "postgres", folder, start)
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server_or_skip() -> Iterator[Server]:
    """A server with the role `planner`, no superuser; the tests are skipped where none can be."""
    import pytest  # noqa: PLC0415 - benchmarks use this module without it

    if not installed():
        pytest.skip("PostgreSQL with PostGIS is not installed")
    pytest.importorskip("psycopg2")
    with postgis_server() as running:
        running.execute("postgres", "CREATE ROLE planner LOGIN")
        yield running
