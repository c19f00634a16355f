"""The review store at 50 000 findings: opening it, writing a decision, bringing it up to date.

`store_cases` makes the stores and measures; what is measured runs as processes of its own, as
`python store.py WHAT PLACE ...`, each of which prints its seconds as JSON.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pickle
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from matching import findings, jittered, with_new_ids
from strukturbild.alignment.identity.change import ChangeLimits
from strukturbild.alignment.identity.findings import FindingRows
from strukturbild.review.log import new_entry
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.records import Author, Change
from strukturbild.review.result_file import Finding, ResultFile
from strukturbild.review.schema import FINDING_COPY
from strukturbild.review.update import bring_up_to_date

COUNT, ENTRIES_EACH, WRITES = 50_000, 4, 400
CRS = "EPSG:3006"
EVA = Author("eva", "Eva Ek")
TEXTS = {
    "municipality": "Kalmar",
    "part": "typology",
    "family": "conformance",
    "title": "Ny bebyggelse i gles landsbygd",
    "explanation": "Planen anger ny bebyggelse där strukturbilden visar gles landsbygd. " * 3,
    "question": "Hur förhåller sig utbyggnaden till kollektivtrafik och service? " * 2,
    "basis": "Strukturbild för Kalmar län, avsnitt 4.2",
    "figures": json.dumps({"share": 0.42, "area_ha": 12.5, "distance_m": 830}),
}


def result_of(rows: FindingRows, written: str) -> ResultFile:
    """A run that found these, with texts as long as a real run's."""
    empty = dict.fromkeys(FINDING_COPY)
    wkb = shapely.to_wkb(shapely.multipolygons(rows.geometry, indices=np.arange(len(rows.key))))
    found = []
    for row, key in enumerate(rows.key):
        values = {
            **empty,
            **TEXTS,
            "municipality_code": rows.partition[row],
            "partition_code": rows.partition[row],
            "rule_id": rows.rule_id[row],
            "label": rows.label[row],
            "outcome": "conflicting",
            "severity": 2,
            "value": 0.42,
            "threshold": 1.0,
            "area_ha": float(rows.area_m2[row]) / 10_000,
            "length_m": 0.0,
            "plan_object": rows.plan_object[row],
            "stage": "consultation",
            "strength": "should",
        }
        found.append(Finding(key, "", values, "polygon", wkb[row]))
    rules = sorted(set(rows.rule_id))
    return ResultFile(
        path=Path(f"result-{written}.gpkg"),
        run_id=f"run{written}",
        case_name="bench",
        written=written,
        complete=True,
        crs=CRS,
        findings=sorted(found, key=lambda item: item.key),
        fingerprints=dict.fromkeys(rules, "a"),
        formerly={},
        outcomes=dict.fromkeys(rows.key, "conflicting"),
        answered=frozenset((rule, part) for rule in rules for part in set(rows.partition)),
        limits=ChangeLimits(0.25, 25.0, 1000.0, 1.0, 200.0),
        counts={(part, "conflicting"): 1 for part in set(rows.partition)},
    )


def fill(place: str, result: ResultFile) -> float:
    """A store with the result and, on every second finding, four entries; seconds to take it in."""
    with create_store(place, CRS).closing() as store:
        started = time.perf_counter()
        bring_up_to_date(store, result, EVA)
        seconds = time.perf_counter() - started
        changes = (
            Change(status="in_dialogue", responsible="municipality"),
            Change(kind="comment", comment="Kommunen återkommer efter samrådet. " * 2),
            Change(status="accepted", comment="Beslutat i kommunstyrelsen, se protokoll § 12."),
            Change(kind="link", target="https://example.org/protokoll/12"),
        )
        with store.backend.transaction():
            for item in store.findings()[::2]:
                store.insert_entries(
                    [
                        new_entry(item.finding_id, number, change, EVA, result.run_id)
                        for number, change in enumerate(changes[:ENTRIES_EACH], start=1)
                    ]
                )
    return seconds


def read_all(place: str) -> dict[str, float]:
    """What the panel reads when a store is opened: findings, and where each stands."""
    started = time.perf_counter()
    with open_store(place).closing() as store:
        opened = time.perf_counter()
        found = store.findings()
        listed = time.perf_counter()
        states = store.states()
    ended = time.perf_counter()
    if len(found) != len(states):
        raise ValueError(len(states))
    return {
        "seconds": ended - started,
        "open": opened - started,
        "findings": listed - opened,
        "states": ended - listed,
    }


def read_ogr(place: str) -> dict[str, float]:
    """A peer: the same two tables feature by feature through OGR, no field looked at."""
    from osgeo import ogr  # noqa: PLC0415 - the peer's alone

    started = time.perf_counter()
    source = ogr.Open(place)
    for name in ("finding", "finding_state"):
        for _ in source.GetLayerByName(name):
            pass
    return {"seconds": time.perf_counter() - started}


def read_plain(place: str) -> dict[str, float]:
    """A peer that can't be beaten: the rows alone, through sqlite3."""
    started = time.perf_counter()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("SELECT * FROM finding").fetchall()
        connection.execute("SELECT * FROM finding_state").fetchall()
    return {"seconds": time.perf_counter() - started}


def write_decisions(place: str) -> dict[str, Any]:
    """Seconds of each of some decisions, on findings all over the store."""
    took = []
    with open_store(place).closing() as store:
        every = [item.finding_id for item in store.findings()]
        for finding_id in every[1 :: max(len(every) // WRITES, 1)][:WRITES]:
            expected = store.state(finding_id).sequence
            started = time.perf_counter()
            store.write(finding_id, expected, Change(status="accepted", comment="Beslutat"), EVA)
            took.append(time.perf_counter() - started)
    return {"writes": took}


def write_plain(place: str) -> dict[str, Any]:
    """The peer: one row inserted and committed to a table of the same file, as durably."""
    took = []
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS plain (id INTEGER PRIMARY KEY, said TEXT)")
        for number in range(WRITES):
            started = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO plain (said) VALUES (?)", (f"Beslutat {number}",))
            connection.execute("COMMIT")
            took.append(time.perf_counter() - started)
        connection.execute("DROP TABLE plain")
    return {"writes": took}


def update(place: str, pickled: str) -> dict[str, float]:
    """Seconds to bring a store up to date with a result that is in memory."""
    result = pickle.loads(Path(pickled).read_bytes())  # noqa: S301 - written by this script
    with open_store(place).closing() as store:
        started = time.perf_counter()
        summary = bring_up_to_date(store, result, EVA)
        return {"seconds": time.perf_counter() - started, **summary.counts}


ACTS = {
    "open": read_all,
    "open_plain": read_plain,
    "open_ogr": read_ogr,
    "write": write_decisions,
    "write_plain": write_plain,
    "update": update,
}


def in_process(script: str, *arguments: str) -> tuple[dict[str, Any], float]:
    """What an act printed, and the peak MB of its process."""
    peak = str(Path(__file__).with_name("peak.py"))
    done = subprocess.run(
        [sys.executable, peak, sys.executable, script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if done.returncode:
        sys.exit(f"{arguments}\n{done.stdout}\n{done.stderr}")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said, float(done.stderr.rsplit("peak_mb=", 1)[1])


def repeated(repeats: int, *arguments: str) -> dict[str, Any]:
    """Median, range and highest peak of an act that can be repeated."""
    runs = [in_process(__file__, *arguments) for _ in range(repeats)]
    seconds = sorted(said["seconds"] for said, _ in runs)
    return {
        "seconds": seconds[len(seconds) // 2],
        "spread": (seconds[0], seconds[-1]),
        "peak_mb": max(peak for _, peak in runs),
        "parts": runs[-1][0],
    }


def store_cases(work: Path, repeats: int = 3, count: int = COUNT) -> list[dict[str, Any]]:
    """Each case as `{case, seconds, spread, peak_mb, size, peers, parts}`."""
    folder = work / "store"
    folder.mkdir(parents=True, exist_ok=True)
    old = findings(count)
    first = result_of(old, "1")
    moved = with_new_ids(old, jittered(old.geometry, 0.1))
    pickled = {}
    for name, rows in (
        ("same ids", dataclasses.replace(old, geometry=jittered(old.geometry, 0.1))),
        ("new ids", moved),
    ):
        pickled[name] = folder / f"{name}.pickle"
        pickled[name].write_bytes(pickle.dumps(result_of(rows, name)))
    with ExitStack() as stack:
        places = {"file": str(folder / "granskning.gpkg")}
        Path(places["file"]).unlink(missing_ok=True)
        server = _postgis(stack)
        if server:
            places["PostGIS"] = server
        cases = []
        for kind, place in places.items():
            taken_in = fill(place, first)
            cases.append(_case(f"store_first_run {kind}", taken_in, count))
            cases.append({**repeated(repeats, "open", place), "case": f"store_open {kind}"})
            cases += _writing(kind, place, count)
            for name, file in pickled.items():
                said, peak = in_process(__file__, "update", place, str(file))
                case = _case(f"store_update {kind}, {name}", said.pop("seconds"), count)
                cases.append({**case, "peak_mb": peak, "parts": said})
        peers = {"sqlite3": "open_plain", "ogr": "open_ogr"}
        read = {peer: repeated(repeats, act, places["file"]) for peer, act in peers.items()}
        for case in cases:
            case.setdefault("size", count)
            if case["case"] == "store_open file":
                case["peers"] = {peer: found["seconds"] for peer, found in read.items()}
    return cases


def _case(name: str, seconds: float, size: int) -> dict[str, Any]:
    return {"case": name, "seconds": seconds, "size": size}


def _writing(kind: str, place: str, count: int) -> list[dict[str, Any]]:
    took, peak = in_process(__file__, "write", place)
    peer = in_process(__file__, "write_plain", place)[0]["writes"] if kind == "file" else []
    cases = []
    for share in (50, 95):
        case = _case(
            f"store_write {kind}, p{share}", float(np.percentile(took["writes"], share)), count
        )
        case["peak_mb"] = peak
        if peer:
            case["peers"] = {"sqlite3": float(np.percentile(peer, share))}
        cases.append(case)
    return cases


def _postgis(stack: ExitStack) -> str:
    """A database on a durable server of one's own; "" where PostGIS is not installed."""
    import postgis_server  # noqa: PLC0415 - only where it is on the path

    if not postgis_server.installed():
        return ""
    server = stack.enter_context(postgis_server.postgis_server(durable=True))
    server.make_database("bench", "postgres")
    return "postgresql:" + server.dsn("postgres", "bench")


if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]](*sys.argv[2:])))
