"""Runs on files that are killed at chosen moments, and what became of the stores."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import acts
import checks
import content
import syscalls
from acts import Act
from checks import Content
from strukturbild.review.opening import open_store

LAST_CALLS = 30
BY_TIME, BY_CALL = "at a moment", "at a system call"


@dataclass
class Case:
    """An act on a store: what the store holds before, and what it must hold when done again.

    `template` is the file or database that each run gets a copy of ("" for none). `repeats` is
    False where doing it again does more (decisions); `endless` is then what goes on until killed.
    """

    name: str
    act: Act
    template: str = ""
    repeats: bool = True
    endless: Act | None = None
    before: Content = field(default_factory=dict)
    after: Content = field(default_factory=dict)


@dataclass
class Tally:
    """What came of the runs of one case."""

    case: str
    how: str
    runs: int = 0
    killed: int = 0
    finished: int = 0
    nothing: int = 0
    left_behind: int = 0
    acknowledged: int = 0
    violations: list[str] = field(default_factory=list)


def snapshot(place: str) -> Content:
    """What a store holds."""
    with open_store(place).closing() as store:
        return content.fingerprint(store)


def file_cases(folder: Path, size: int) -> list[Case]:
    """The acts on files; `size` is the number of findings that imports and updates work on."""
    few, many, old = folder / "few.gpkg", folder / "many.gpkg", folder / "old.gpkg"
    content.filled_store(str(few), 40)
    content.filled_store(str(many), size)
    content.old_store(old, size // 2)
    package = content.package_of(str(many), folder, size)
    return [
        Case("decisions", acts.decisions, str(few), repeats=False, endless=acts.endless),
        Case("import of a package", acts.imports(package), str(many)),
        Case("bringing up to date", acts.updates(content.second_result(size)), str(many)),
        Case("migration", acts.opens, str(old)),
        Case("making a store", acts.creates),
        Case("vacuum", acts.vacuums, str(_with_old_runs(folder, many))),
    ]


def _with_old_runs(folder: Path, many: Path) -> Path:
    """A store of three runs, of which a vacuum keeps one."""
    runs = Path(shutil.copy(many, folder / "runs.gpkg"))
    with open_store(str(runs)).closing() as store:
        count = len(store.findings())
        for written in ("8", "9"):
            found = content.first_result(count)
            again = content.small_result(*found.findings, written=written)
            content.bring_up_to_date(store, again, content.EVA)
    return runs


class FileRuns:
    """The runs of one case on files, in folders of their own under `folder`."""

    def __init__(self, case: Case, folder: Path, seed: int) -> None:
        self.case, self.folder = case, folder
        self.draw = random.Random(seed)  # noqa: S311 - no secret
        self.number = 0
        self.seconds, self.calls = self._measure()

    def place(self) -> tuple[str, Path]:
        """A new copy of the template, and the file for acknowledgements."""
        self.number += 1
        here = self.folder / f"{self.case.name} {self.number}"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()
        place = here / "granskning å.gpkg"
        if self.case.template:
            shutil.copy(self.case.template, place)
        return str(place), here / "side"

    def _measure(self) -> tuple[float, int]:
        """Seconds and system calls of an act that nobody kills; notes what it should leave."""
        case = self.case
        place, side = self.place()
        ended = acts.run(case.act, place, side)
        if ended.fault:
            raise RuntimeError(ended.fault)
        case.after = snapshot(place)
        again = [acts.run(case.act, *self.place()).seconds for _ in range(2)]
        if case.template and "migration" not in case.name:
            case.before = snapshot(case.template)
        elif case.template:
            case.before = case.after  # opening migrates: there is only one thing to see
        place, side = self.place()
        counted = Path(place).with_name("count")
        acts.run(case.act, place, side, hook=syscalls.count_into(counted))
        return min(again), int(counted.read_text(encoding="ascii"))

    def runs(self, how: str, count: int) -> Tally:
        """So many runs, their kills spread evenly over the act."""
        tally = Tally(self.case.name, how)
        for number in range(count):
            share = (number + self.draw.random()) / count
            place, side = self.place()
            if how == BY_TIME:
                ended = acts.run(
                    self.case.endless or self.case.act, place, side, kill_after=share * self.seconds
                )
            else:
                call = self._call(number, count)
                hook = syscalls.kill_at(call, torn=self.draw.random() < 0.5)
                ended = acts.run(self.case.act, place, side, hook=hook)
            tally.runs += 1
            tally.killed += ended.killed
            tally.finished += not ended.killed
            wrong = [ended.fault] if ended.fault else []
            wrong += self.verify(place, side, tally)
            tally.violations += [f"{how} {share:.4f}: {sentence}" for sentence in wrong]
            if not wrong:
                shutil.rmtree(Path(place).parent)
        return tally

    def _call(self, number: int, count: int) -> int:
        """Half of the kills spread over all calls, half over the last, where commits happen."""
        even, last = divmod(number, 2)
        reach = min(self.calls, LAST_CALLS) if last else self.calls
        share = (even + self.draw.random()) / ((count + 1) // 2)
        return self.calls - int(min(share, 0.999) * reach)

    def verify(self, place: str, side: Path, tally: Tally) -> list[str]:
        """What is wrong with a store after a kill."""
        case, path, wrong = self.case, Path(place), list[str]()
        tally.left_behind += bool(checks.leftovers(place))
        if side.exists():
            tally.acknowledged += len(side.read_text(encoding="ascii").splitlines())
        if not path.exists():
            tally.nothing += 1
            if case.template:
                return ["the store is gone"]
        else:
            seen = checks.read_only(place)
            if case.name == "migration":
                version, wrong_copy = checks.older_copy(path, Path(case.template))
                tally.nothing += version == "1"
                wrong += wrong_copy
            with open_store(place).closing() as store:
                now = content.fingerprint(store)
                wrong += checks.whole(store) + checks.logs(store, case.before or now, side)
            if case.repeats:
                wrong += checks.one_of(now, *filter(None, (case.before, case.after)))
                tally.nothing += now == case.before and now != case.after
            if seen != now:
                wrong.append(f"a reader saw something else: {str(seen)[:200]}")
        ended = acts.run(case.act, place, side)
        if ended.fault:
            return [*wrong, f"again: {ended.fault}"]
        with open_store(place).closing() as store:
            wrong += checks.whole(store) + checks.logs(store, case.before or case.after, side)
            if case.repeats:
                wrong += checks.one_of(content.fingerprint(store), case.after)
        return wrong + checks.cleared(place)


def campaign(
    folder: Path,
    *,
    by_time: int,
    by_call: int,
    size: int,
    seed: int,
    done: Callable[[Tally], None],
) -> list[Tally]:
    """Every case on files, `by_time` and `by_call` runs each."""
    tallies = []
    for case in file_cases(folder, size):
        runs = FileRuns(case, folder, seed)
        for how, count in ((BY_TIME, by_time), (BY_CALL, by_call)):
            if count:
                tallies.append(runs.runs(how, count))
                done(tallies[-1])
    return tallies
