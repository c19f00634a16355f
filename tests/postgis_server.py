"""A PostgreSQL server with PostGIS for the tests: started in a temporary folder, stopped again.

The server that Debian may run is never touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
PORT = 5432  # the socket's name only: nothing listens on the network


@dataclass(frozen=True)
class Server:
    """A running server: its socket's folder and the superuser's name."""

    host: str
    superuser: str

    def dsn(self, user: str, database: str) -> str:
        """libpq's connection string."""
        return f"host={self.host} port={PORT} user={user} dbname={database}"


def installed() -> bool:
    """Whether PostgreSQL with PostGIS is on this machine."""
    return bool(PROGRAMS) and any(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))


@contextmanager
def postgis_server() -> Iterator[Server]:
    """Start a server of one's own; PostgreSQL refuses to be root, so root becomes postgres."""
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
    options = f"-p {PORT} -k {folder} -c listen_addresses='' -c fsync=off"
    try:
        encoding = ("-E", "UTF8", "--locale=C.UTF-8")
        run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", *encoding)
        run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        yield Server(str(folder), "postgres")
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
