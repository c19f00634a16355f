"""Kills on PostGIS: of the client while the server stays, and of the server itself."""

from __future__ import annotations

import random
import tempfile
import time
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import acts
import checks
import content
import postgis_server
import psycopg2
from campaign import Case, Tally, snapshot
from strukturbild.review.opening import open_store

CLIENT, SERVER = "client, at a moment", "server, at a moment"
# what a client must be told whose server is gone: in mid-work, or before it was connected
SAID = tuple(f"InputError:  review_{code}" for code in ("lost", "trouble", "no_server"))
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


class Databases:
    """Databases on one server, each a copy of another."""

    def __init__(self, server: postgis_server.Server) -> None:
        self.server = server
        self.ask("postgres", "CREATE ROLE planner LOGIN")
        self.ask("postgres", "CREATE DATABASE gis")
        self.ask("gis", "CREATE EXTENSION postgis")

    def ask(self, database: str, sql: str) -> list[Any]:
        """Run a statement as the superuser."""
        connection = psycopg2.connect(self.server.dsn("postgres", database))
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def new(self, template: str = "gis") -> str:
        """A copy of a database, that `planner` owns; its name."""
        name = "sb_" + uuid.uuid4().hex[:8]
        self.ask("postgres", f"CREATE DATABASE {name} TEMPLATE {template} OWNER planner")
        return name

    def drop(self, name: str) -> None:
        """Remove a database."""
        self.ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def place(self, name: str) -> str:
        """What a store there is called."""
        return "postgresql:" + self.server.dsn("planner", name)

    def wait_alone(self, name: str) -> None:
        """Until the server has noticed that a client is gone."""
        while self.ask(name, OTHERS)[0][0]:
            time.sleep(0.01)


@contextmanager
def databases(*, durable: bool = True) -> Iterator[Databases]:
    """A server of one's own, stopped at the end."""
    with postgis_server.postgis_server(durable=durable) as server:
        yield Databases(server)


def postgis_campaign(
    client_kills: int, server_kills: int, size: int, seed: int, done: Callable[[Tally], None]
) -> list[Tally]:
    """Decisions, imports and updates, each killed so many times."""
    tallies = []
    with tempfile.TemporaryDirectory() as folder, databases() as there:
        few, many = there.new(), there.new()
        content.filled_store(there.place(few), 40)
        content.filled_store(there.place(many), size)
        package = content.package_of(there.place(many), Path(folder), size)
        cases = [
            Case("decisions", acts.decisions, few, repeats=False, endless=acts.endless),
            Case("import of a package", acts.imports(package), many),
            Case("bringing up to date", acts.updates(content.second_result(size)), many),
            Case("making a store", acts.creates, "gis"),
        ]
        for case in cases:
            runs = ServerRuns(case, there, Path(folder), seed)
            for how, count in ((CLIENT, client_kills), (SERVER, server_kills)):
                if count:
                    tallies.append(runs.runs(how, count))
                    done(tallies[-1])
    return tallies


class ServerRuns:
    """The runs of one case on databases of their own."""

    def __init__(self, case: Case, there: Databases, folder: Path, seed: int) -> None:
        self.case, self.there, self.folder = case, there, folder
        self.draw = random.Random(seed)  # noqa: S311 - no secret
        if case.template != "gis":
            case.before = snapshot(there.place(case.template))
        self.seconds = min(self._measure() for _ in range(2))

    def _measure(self) -> float:
        name, side = self.there.new(self.case.template), self.side()
        ended = acts.run(self.case.act, self.there.place(name), side)
        if ended.fault:
            raise RuntimeError(ended.fault)
        self.case.after = snapshot(self.there.place(name))
        self.there.drop(name)
        return ended.seconds

    def side(self) -> Path:
        """A new file for acknowledgements."""
        return self.folder / uuid.uuid4().hex

    def runs(self, how: str, count: int) -> Tally:
        """So many runs, their kills spread evenly over the act."""
        tally = Tally(self.case.name, how)
        for number in range(count):
            after = self.seconds * (number + self.draw.random()) / count
            name, side = self.there.new(self.case.template), self.side()
            place, act = self.there.place(name), self.case.endless or self.case.act
            if how == CLIENT:
                ended = acts.run(act, place, side, kill_after=after)
                is_cut = ended.killed
            else:
                ended = acts.run(act, place, side, meanwhile=lambda: self._cut(after))  # noqa: B023
                is_cut = bool(ended.fault)
                self.there.server.start()
            self.there.wait_alone(name)
            tally.runs += 1
            tally.killed += is_cut
            tally.finished += not is_cut
            is_told = how == SERVER and any(said in ended.fault for said in SAID)
            unforeseen = ended.fault and not is_told
            wrong = [ended.fault] if unforeseen else []
            wrong += self.verify(place, side, tally)
            tally.violations += [f"{how} {after:.4f} s: {sentence}" for sentence in wrong]
            self.there.drop(name)
        return tally

    def _cut(self, after: float) -> None:
        time.sleep(after)
        self.there.server.kill()

    def verify(self, place: str, side: Path, tally: Tally) -> list[str]:
        """What is wrong with a store after a kill."""
        case, wrong = self.case, list[str]()
        if side.exists():
            tally.acknowledged += len(side.read_text(encoding="ascii").splitlines())
        if case.before:
            with open_store(place).closing() as store:
                now = content.fingerprint(store)
                wrong += checks.whole(store) + checks.logs(store, case.before, side)
            if case.repeats:
                wrong += checks.one_of(now, case.before, case.after)
                tally.nothing += now == case.before
        ended = acts.run(case.act, place, side)
        if ended.fault:
            return [*wrong, f"again: {ended.fault}"]
        with open_store(place).closing() as store:
            wrong += checks.whole(store) + checks.logs(store, case.before or case.after, side)
            if case.repeats:
                wrong += checks.one_of(content.fingerprint(store), case.after)
        return wrong
