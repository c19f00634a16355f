"""Former results of a case, kept in a folder beside the last one when a run replaces it."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable

from ..alignment.model.codes import STAGES
from ..alignment.problems import Problem
from .atomic import Written, hidden_name
from .read_only import open_read_only

FOLDER = "tidigare"
# a plan's four stages, and the runs of a few months of work on one: some tens of MB in a county
KEPT_AT_MOST = 12
RUN = "SELECT topic, item, content FROM run WHERE topic IN ('run', 'plan')"
TABLES = (
    "SELECT table_name FROM gpkg_contents WHERE table_name NOT IN ('run', 'layer_styles')"
    " ORDER BY table_name"
)


@dataclass(frozen=True)
class KeptResult:
    """A result file: when it was written (ISO), whether all of it ran, and the stage of each of its
    plans, in order of the stages.
    """

    path: Path
    written: str
    stages: tuple[str, ...]
    complete: bool

    @property
    def moment(self) -> datetime.datetime:
        """When it was written."""
        return datetime.datetime.fromisoformat(self.written)


def look_at(path: Path) -> KeptResult | None:
    """What a result says of itself; None where the file is none."""
    try:
        with closing(open_read_only(path)) as connection:
            rows = connection.execute(RUN).fetchall()
        run = {item: content for topic, item, content in rows if topic == "run"}
        found = [json.loads(text).get("stage") for topic, _, text in rows if topic == "plan"]
        stages = tuple(stage for stage in STAGES for own in found if own == stage)
        kept = KeptResult(path, str(run["written"]), stages, run.get("complete") == "yes")
        return kept if kept.moment.tzinfo is not None else None
    except (sqlite3.Error, KeyError, ValueError):
        return None


def kept_results(result: Path) -> list[KeptResult]:
    """The former results of a case that are kept beside its last one, newest first."""
    paths = (result.parent / FOLDER).glob("*" + result.suffix)
    ours = [path for path in paths if path.name.startswith(result.stem + ".")]
    found = [kept for path in ours if (kept := look_at(path)) is not None]
    return sorted(found, key=lambda kept: (kept.moment, kept.path.name), reverse=True)


def write_keeping(
    result: Path, at_most: int, write: Callable[[], Written]
) -> tuple[Written, Problem | None]:
    """Let `write` replace a result, and keep the former one where it tells something else.

    At most so many are kept, the last one of each stage before others; 0 keeps none. A former
    result that can't be kept hinders nothing: the problem returned says so.
    """
    former = look_at(result) if at_most and result.is_file() else None
    if former is None:
        return write(), None
    aside = hidden_name(result.parent / FOLDER / result.name)
    trouble = _set_aside(result, aside)
    try:
        written = write()
        if not trouble and written.path == result:
            trouble = _keep(aside, result, former, at_most)
    finally:
        trouble = trouble or _removed(aside)
    params = {"path": str(result), "reason": trouble}
    return written, Problem("former_result_not_kept", params) if trouble else None


def _set_aside(result: Path, aside: Path) -> str:
    """Give the file a second, hidden name, without copying where the disk can do without; returns
    what went wrong, "" for nothing.
    """
    try:
        aside.parent.mkdir(exist_ok=True)
        try:
            os.link(result, aside)
        except OSError:  # not on this kind of disk
            shutil.copyfile(result, aside)
    except OSError as error:
        return str(error)
    return ""


def _keep(aside: Path, result: Path, former: KeptResult, at_most: int) -> str:
    """Put the former result in its place, where it differs, and drop what is too much."""
    try:
        if _differ(aside, result):
            place = _place(result, former)
            if not place.exists():
                aside.replace(place)
            _drop_too_many(result, at_most)
    except (OSError, sqlite3.Error) as error:
        return str(error)
    return ""


def _removed(aside: Path) -> str:
    try:
        aside.unlink(missing_ok=True)
        if aside.parent.is_dir() and not any(aside.parent.iterdir()):
            aside.parent.rmdir()
    except OSError as error:
        return str(error)
    return ""


def _place(result: Path, kept: KeptResult) -> Path:
    """kalmar.2026-11-24T140233.gpkg: no colons, which Windows does not take."""
    stamp = kept.moment.strftime("%Y-%m-%dT%H%M%S")
    return result.parent / FOLDER / f"{result.stem}.{stamp}{result.suffix}"


def _drop_too_many(result: Path, at_most: int) -> None:
    """Delete the oldest, but only files under the very name that they were kept by."""
    ours = [kept for kept in kept_results(result) if kept.path == _place(result, kept)]
    last_of_stage = list({kept.stages: kept for kept in reversed(ours)}.values())
    last_of_stage.sort(key=lambda kept: kept.moment, reverse=True)
    others = [kept for kept in ours if kept not in last_of_stage]
    for kept in [*last_of_stage, *others][at_most:]:
        kept.path.unlink(missing_ok=True)


def _differ(one: Path, other: Path) -> bool:
    """Whether two results say different things: time, software and seconds do not count."""
    with closing(open_read_only(one)) as a, closing(open_read_only(other)) as b:
        tables = a.execute(TABLES).fetchall()
        if tables != b.execute(TABLES).fetchall() or _plans(a) != _plans(b):
            return True
        return any(
            row != twin
            for (table,) in tables
            for row, twin in itertools.zip_longest(_content(a, table), _content(b, table))
        )


def _plans(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return sorted(row for row in connection.execute(RUN) if row[0] == "plan")


def _content(connection: sqlite3.Connection, table: str) -> Iterable[tuple[object, ...]]:
    return connection.execute(" ".join(("SELECT * FROM", '"' + table.replace('"', '""') + '"')))
