"""Eight writers at once on one store: nothing lost, every conflict told; how long they wait.

Also seven writers while one process brings the store up to date or takes a package in.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

import acts
import checks
import content
from postgis_runs import databases
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import open_store
from strukturbild.review.records import Author, Change, Conflict
from strukturbild.review.store import ReviewStore

CONTESTED = 4  # findings that all writers write on
KINDS = (
    Change(status="accepted", comment="Beslutat"),
    Change(status="in_dialogue"),
    Change(kind="comment", comment="Jag med"),
    Change(kind="confirmed"),
    Change(kind="link", target="https://example.org"),
    Change(kind="undo"),
)


@dataclass
class Told:
    """What one writer has to say: ids acknowledged, conflicts, refusals by code, waits (s)."""

    attempts: int = 0
    acknowledged: list[str] = field(default_factory=list)
    conflicts: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def write_for(place: str, login: str, seconds: float, told: Told) -> None:
    """Write on the contested findings until the time is up; what was seen may have grown old."""
    draw, author = random.Random(login), Author(login)  # noqa: S311 - no secret
    with open_store(place).closing() as store:
        findings = [item.finding_id for item in store.findings()][:CONTESTED]
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            finding_id, change = draw.choice(findings), draw.choice(KINDS)
            seen = store.state(finding_id).sequence
            time.sleep(draw.uniform(0.0, 0.01))  # reading what there is before deciding
            told.attempts += 1
            started = time.perf_counter()
            try:
                entry = _written(store, finding_id, seen, change, author)
                told.acknowledged.append(entry.entry_id)
            except Conflict as conflict:
                told.conflicts += 1
                told.wrong += _not_told(store, conflict, finding_id, seen)
            except InputError as error:
                told.refused[error.problems[0].code] += 1
            told.waits.append(time.perf_counter() - started)


def _written(store: ReviewStore, finding_id: str, seen: int, change: Change, author: Author) -> Any:
    if change.kind == "undo":
        return store.undo(finding_id, seen, author)
    return store.write(finding_id, seen, change, author)


def _not_told(store: ReviewStore, conflict: Conflict, finding_id: str, seen: int) -> list[str]:
    """A conflict must show the entries since, all of them, and name who wrote them."""
    since = store.history(finding_id, seen)[: len(conflict.theirs)]
    if not conflict.theirs or list(conflict.theirs) != since:
        return ["a conflict that does not show the others' entries"]
    if any(entry.author.name not in str(conflict) for entry in conflict.theirs):
        return ["a conflict that does not name the others"]
    return []


def write_once(act: acts.Act, told: Told) -> Callable[[str], None]:
    """An act that shuts out the writers while it runs."""

    def run(place: str) -> None:
        time.sleep(0.5)
        started = time.perf_counter()
        try:
            act(place, Path(os.devnull))
        except InputError as error:
            told.refused[error.problems[0].code] += 1
        told.waits.append(time.perf_counter() - started)

    return run


def together(place: str, writers: int, seconds: float, act: acts.Act | None = None) -> list[Told]:
    """Run that many writers at once, and one process that does the act; what each told."""
    children = []
    for number in range(writers + (act is not None)):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            told, code = Told(), 1
            try:
                if number < writers:
                    write_for(place, f"w{number}", seconds, told)
                elif act is not None:
                    write_once(act, told)(place)
                code = 0
            except BaseException as error:  # noqa: BLE001 - the parent is told, whatever it was
                told.wrong.append(repr(error))
            with os.fdopen(writer, "w") as pipe:
                json.dump(vars(told), pipe)
            os._exit(code)
        os.close(writer)
        children.append((child, reader))
    found = []
    for child, reader in children:
        with os.fdopen(reader) as pipe:
            said = json.load(pipe)
        os.waitpid(child, 0)
        found.append(Told(**{**said, "refused": Counter(said["refused"])}))
    return found


def judge(place: str, before: checks.Content, told: list[Told]) -> list[str]:
    """What is wrong with the log, after what the writers were told."""
    wrong = [sentence for writer in told for sentence in writer.wrong]
    with open_store(place).closing() as store:
        wrong += checks.whole(store) + checks.logs(store, before, Path("none"))
        log = store.log()
    authors = {entry.entry_id: entry.author.login for entry in log}
    for number, writer in enumerate(told):
        if any(authors.get(entry) != f"w{number}" for entry in writer.acknowledged):
            wrong.append(f"w{number} lost an entry")
        heard = len(writer.acknowledged) + writer.conflicts + sum(writer.refused.values())
        if writer.attempts and heard != writer.attempts:
            wrong.append(f"w{number} was not answered")
    written = sum(login.startswith("w") for login in authors.values())
    if written != sum(len(writer.acknowledged) for writer in told):
        wrong.append("entries that were not acknowledged")
    return wrong


def all_writers(seconds: float) -> int:
    """Print a table; the exit code is 1 where anything was violated."""
    print("| store | beside the writers | attempts | written | conflicts | refused"
          " | wait p50 / p95 / max (ms) | violations |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    size, violations = 8_000, 0
    with tempfile.TemporaryDirectory() as folder, databases() as there:
        template = str(Path(folder) / "mall.gpkg")
        content.filled_store(template, size)
        package = content.package_of(template, Path(folder), size)
        with_act: dict[str, acts.Act | None] = {
            "nobody": None,
            "bringing up to date": acts.updates(content.second_result(size)),
            "import of a package": acts.imports(package),
        }
        for kind in ("file", "PostGIS"):
            for name, act in with_act.items():
                place = str(Path(folder) / f"{name}.gpkg")
                if kind == "PostGIS":
                    place = there.place(there.new())
                content.filled_store(place, size)
                with open_store(place).closing() as store:
                    before = content.fingerprint(store)
                told = together(place, 8 if act is None else 7, seconds, act)
                wrong = judge(place, before, told)
                with open_store(place).closing() as store:
                    if act is not None and content.fingerprint(store)["run"] == before["run"]:
                        wrong.append(f"{name}: not done")
                violations += len(wrong)
                print(_line(kind, name, told, wrong), flush=True)
                for sentence in wrong[:5]:
                    print(f"    {sentence}", file=sys.stderr)
    return 1 if violations else 0


def _line(kind: str, name: str, told: list[Told], wrong: list[str]) -> str:
    waits = sorted(1000 * wait for writer in told if writer.attempts for wait in writer.waits)
    refused = sum((writer.refused for writer in told), Counter[str]())
    acted = [
        f"{name} ({wait:.1f} s)" for writer in told if not writer.attempts for wait in writer.waits
    ]
    cells = (
        kind,
        *(acted or [name]),
        sum(writer.attempts for writer in told),
        sum(len(writer.acknowledged) for writer in told),
        sum(writer.conflicts for writer in told),
        ", ".join(f"{code} {count}" for code, count in sorted(refused.items())) or "-",
        f"{waits[len(waits) // 2]:.0f} / {waits[int(len(waits) * 0.95)]:.0f} / {waits[-1]:.0f}",
        len(wrong),
    )
    return "| " + " | ".join(map(str, cells)) + " |"
