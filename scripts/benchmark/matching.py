"""Matching old findings to new ones: seconds of `match` alone, 50 000 against 50 000.

`python scripts/benchmark/matching.py [COUNT]` prints a line a case; see docs/benchmarks.md.
"""

from __future__ import annotations

import dataclasses
import statistics
import sys
import time
from typing import Any

import numpy as np
import shapely
from strukturbild.alignment.identity.findings import FindingRows
from strukturbild.alignment.identity.keys import digest
from strukturbild.alignment.identity.match import match

COUNT = 50_000
REPEATS = 3
RULES = 10
PARTITIONS = 30
SPACING_M = 400.0
HEAP = 100  # findings of a crowd, one rule and partition, nearly on top of each other
CROWDED_SHARE = 0.05
VERTICES = (12, 37)


def blobs(x: Any, y: Any, radius: Any, vertices: Any, random: np.random.Generator) -> Any:
    """Star-shaped polygons around the given middles, with so many vertices each."""
    number = np.repeat(np.arange(len(x)), vertices)
    starts = np.cumsum(vertices) - vertices
    step = (np.arange(len(number)) - starts[number]) / vertices[number]
    reach = radius[number] * random.uniform(0.75, 1.1, len(number))
    ring = np.column_stack(
        [x[number] + reach * np.cos(2 * np.pi * step), y[number] + reach * np.sin(2 * np.pi * step)]
    )
    return shapely.polygons(shapely.linearrings(ring, indices=number))


def findings(count: int, seed: int = 1) -> FindingRows:
    """Findings of ten rules in thirty municipalities; neighbours touch and overlap a little."""
    random = np.random.default_rng(seed)
    width = int(np.ceil(np.sqrt(count / RULES)))
    place = np.arange(count) // RULES
    x, y = SPACING_M * (place % width), SPACING_M * (place // width)
    vertices = random.integers(*VERTICES, count)
    radius = random.uniform(0.2, 0.55, count) * SPACING_M
    rule = np.arange(count) % RULES
    partition = (place // width) * PARTITIONS // width
    return rows(blobs(x, y, radius, vertices, random), rule, partition, "a")


def rows(geometry: Any, rule: Any, partition: Any, ids: str) -> FindingRows:
    """Findings on the given polygons, one plan object each; every other one has a name."""
    count = len(geometry)

    def texts(values: Any) -> Any:
        column = np.full(count, "", dtype=object)
        column[:] = list(values)
        return column

    plan = texts(digest(ids, str(row)) for row in range(count))
    rules, partitions = texts(f"T{n}" for n in rule), texts(f"{n:04d}" for n in partition)
    blank = np.full(count, "", dtype=object)
    return FindingRows(
        key=texts(digest(*parts) for parts in zip(rules, partitions, plan)),
        parent_key=blank,
        rule_id=rules,
        partition=partitions,
        plan_object=plan,
        structure_object=blank,
        label=texts(f"Område {row}" if row % 2 else "detached_housing" for row in range(count)),
        stage=texts(["consultation"] * count),
        strength=texts(["should"] * count),
        outcome=texts(["conflicting"] * count),
        severity=np.full(count, 2, dtype=np.int64),
        threshold=np.ones(count),
        area_m2=shapely.area(geometry).astype(np.int64),
        length_cm=np.zeros(count, dtype=np.int64),
        geometry=geometry,
        locator=blank,
    )


def with_new_ids(old: FindingRows, geometry: Any, seed: int = 2) -> FindingRows:
    """The same findings under other ids, shuffled, on the given polygons."""
    codes = old.partition.astype(int)
    rules = np.array([int(rule[1:]) for rule in old.rule_id])
    made = dataclasses.replace(rows(geometry, rules, codes, "b"), label=old.label)
    return made.take(np.random.default_rng(seed).permutation(len(old)))


def jittered(geometry: Any, metres: float) -> Any:
    """Every vertex moved by up to so many metres, seemingly at random; rings stay closed."""
    turns = np.array([[12.9898, 39.3468], [78.233, 11.135]])
    return shapely.transform(
        geometry, lambda xy: np.round(xy + metres * np.sin(1e3 * (xy @ turns)), 3)
    )


def revised(geometry: Any, seed: int = 4) -> Any:
    """Cut back to nine tenths along a straight line, as by a typology whose border moved."""
    box = shapely.bounds(geometry)
    cut = np.random.default_rng(seed).uniform(0.0, 0.15, len(box)) * (box[:, 2] - box[:, 0])
    return shapely.intersection(
        geometry, shapely.box(box[:, 0] + cut, box[:, 1], box[:, 2], box[:, 3])
    )


def crowded(count: int) -> FindingRows:
    """Findings of which one in twenty stands in a heap of a hundred that nothing tells apart."""
    plain = findings(count)
    random = np.random.default_rng(5)
    geometry, rule, partition = plain.geometry.copy(), plain.rule_id.copy(), plain.partition.copy()
    label = plain.label.copy()
    heaped = np.arange(int(count * CROWDED_SHARE) // HEAP * HEAP)
    first = heaped // HEAP * HEAP
    middles = shapely.centroid(geometry[first])
    x, y = shapely.get_x(middles), shapely.get_y(middles)
    away = random.uniform(-20.0, 20.0, (2, len(heaped)))
    size = np.full(len(heaped), 150.0)
    geometry[heaped] = blobs(x + away[0], y + away[1], size, np.full(len(heaped), 20), random)
    rule[heaped], partition[heaped], label[heaped] = rule[first], partition[first], "x"
    return dataclasses.replace(
        plain, geometry=geometry, rule_id=rule, partition=partition, label=label
    )


def matching_cases(count: int = COUNT, repeats: int = REPEATS) -> list[dict[str, Any]]:
    """Each case as `{case, seconds, size, matched, to_confirm}`; seconds are medians."""
    old, crowd = findings(count), crowded(count)
    moved = jittered(old.geometry, 0.1)
    pairs = {
        "identical keys": (old, old.take(np.random.default_rng(2).permutation(count))),
        "identical keys, 10 cm": (old, dataclasses.replace(old, geometry=moved)),
        "new ids": (old, with_new_ids(old, old.geometry)),
        "new ids, 10 cm, typology revised": (old, with_new_ids(old, revised(moved))),
        "new ids, 10 cm, 5 % crowded": (crowd, with_new_ids(crowd, jittered(crowd.geometry, 0.1))),
    }
    cases = []
    for case, (before, after) in pairs.items():
        seconds = []
        for _ in range(repeats):
            started = time.perf_counter()
            found = match(before, after)
            seconds.append(time.perf_counter() - started)
        cases.append(
            {
                "case": case,
                "seconds": statistics.median(seconds),
                "size": count,
                "matched": len(found.old_row),
                "to_confirm": int(found.to_confirm.sum()),
            }
        )
    return cases


if __name__ == "__main__":
    for measured in matching_cases(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT):
        line = "{case:34} {seconds:6.2f} s  {matched} of {size} matched, {to_confirm} wait"
        print(line.format(**measured))
