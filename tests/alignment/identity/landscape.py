"""A plan and a structure map to derive findings from, and what may be done to both.

Every object has an origin that no key sees (it travels in the sidecar `source.row`), so that what
a finding is about is known whatever was done to ids, names and ground.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from strukturbild.alignment.geometry.arrays import geometries
from strukturbild.alignment.geometry.overlay import overlay, union_all
from strukturbild.alignment.identity.findings import FindingRows
from strukturbild.alignment.identity.keys import digest, finding_key, with_keys
from strukturbild.alignment.model.codes import LAND_USE_CATEGORIES, TYPOLOGY_CLASSES
from strukturbild.alignment.model.fields import Column
from strukturbild.alignment.model.table import SourceRows, build
from strukturbild.alignment.model.tables import LandUse, Typology

EAST, NORTH = 500_000.0, 6_300_000.0
SIDE_M = 16_000.0  # of a municipality
TOWNS, BLOCKS, FREE = 5, 14, 30  # towns of adjoining blocks, and objects that lie across them
PLACES = 14  # polygons of the typology in a municipality
ROUGHNESS_M = 8.0
NOISE_M2 = 500.0
NAMES = ("Centrum", "Norra ängen", "Strandområdet", "Verksamhetsområde", "Kvarnbacken")


@dataclass(frozen=True)
class Objects:
    """Objects of a plan or a typology, (n,) a column; `origin` numbers what they are in truth."""

    geometry: Any
    municipality: Any
    category: Any
    name: Any
    object_id: Any
    origin: Any

    def __len__(self) -> int:
        return len(self.geometry)

    def take(self, rows: Any) -> Objects:
        return Objects(**{name: column[rows] for name, column in vars(self).items()})

    def but(self, **columns: Any) -> Objects:
        return dataclasses.replace(self, **columns)


@dataclass(frozen=True)
class Landscape:
    """A plan, a typology, and for each object made from others the origins it came from."""

    plan: Objects
    places: Objects
    seeds: Any  # of the typology's cells, (n, 2) m; they move when it is revised
    threshold: float = 1.0
    parents: dict[int, set[int]] = field(default_factory=dict)

    def but(self, **changes: Any) -> Landscape:
        return dataclasses.replace(self, **changes)


def texts(values: Any) -> Any:
    listed = list(values)
    column = np.full(len(listed), "", dtype=object)
    column[:] = listed
    return column


def landscape(seed: int, municipalities: int = 1) -> Landscape:
    """Municipalities side by side; in every other one objects have no ids of their own."""
    random = np.random.default_rng(seed)
    corners = [
        (EAST + SIDE_M * (number % 8), NORTH + SIDE_M * (number // 8))
        for number in range(municipalities)
    ]
    shapes, codes = [], []
    for number, corner in enumerate(corners):
        drawn = _towns(random, corner) + _free(random, corner)
        shapes += drawn
        codes += [f"{1000 + number}"] * len(drawn)
    count = len(shapes)
    named = random.random(count) < 0.5
    common = random.random(count) < 0.3
    names = [
        (NAMES[n % len(NAMES)] if common[n] else f"Område {n}") if named[n] else ""
        for n in range(count)
    ]
    has_ids = random.random(municipalities) < 0.6
    ids = [f"obj-{n}" if has_ids[int(codes[n]) - 1000] else "" for n in range(count)]
    plan = Objects(
        geometry=geometries(shapes),
        municipality=texts(codes),
        category=texts(random.choice(LAND_USE_CATEGORIES[:8], count)),
        name=texts(names),
        object_id=texts(ids),
        origin=np.arange(count),
    )
    seeds = np.concatenate([corner + random.uniform(0, SIDE_M, (PLACES, 2)) for corner in corners])
    owner = texts(f"{1000 + number}" for number in range(municipalities) for _ in range(PLACES))
    classes = texts(random.choice(TYPOLOGY_CLASSES, len(seeds)))
    return Landscape(plan, typology(seeds, classes, owner), seeds)


def _towns(random: Any, corner: Any) -> list[Any]:
    blocks = []
    for _ in range(TOWNS):
        middle = corner + random.uniform(1500, SIDE_M - 1500, 2)
        town = shapely.Point(middle).buffer(random.uniform(500, 1400))
        points = shapely.MultiPoint(middle + random.normal(0, 600, (BLOCKS, 2)))
        cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=town))
        blocks += [c for c in shapely.intersection(cells, town) if c.area > 5_000]
    return [_rough(block) for block in blocks]


def _free(random: Any, corner: Any) -> list[Any]:
    """Objects that overlap others; some have two parts."""
    result = []
    for _ in range(FREE):
        middle = corner + random.uniform(800, SIDE_M - 800, 2)
        shape = shapely.Point(middle).buffer(random.uniform(60, 700), quad_segs=3)
        shape = shapely.affinity.scale(shape, random.uniform(0.4, 1.6), 1.0)
        if random.random() < 0.2:
            far = shapely.affinity.translate(shape, *random.uniform(-900, 900, 2))
            shape = shapely.union(shape, far)
        result.append(_rough(shape))
    return result


def noise(xy: Any, number: Any = 0) -> Any:
    """Offsets of -1 to 1, the same wherever the same vertex (of the same number) is met."""
    turns = np.array([[0.729898, 1.393468], [1.178233, 0.611135]])
    return np.sin(37.0 * np.sin(xy @ turns + 0.37 * np.reshape(number, (-1, 1))))


def _rough(shape: Any) -> Any:
    """Edges as they are drawn by hand; neighbours keep their common edges."""
    dense = shapely.segmentize(shape, 90.0)
    drawn = shapely.transform(dense, lambda xy: np.round(xy + ROUGHNESS_M * noise(xy), 3))
    return shapely.make_valid(drawn)


def typology(seeds: Any, classes: Any, owner: Any) -> Objects:
    shapes = []
    for code in dict.fromkeys(owner.tolist()):
        rows = np.flatnonzero(owner == code)
        number = int(code) - 1000
        x, y = EAST + SIDE_M * (number % 8), NORTH + SIDE_M * (number // 8)
        box = shapely.box(x, y, x + SIDE_M, y + SIDE_M)
        cells = shapely.get_parts(
            shapely.voronoi_polygons(shapely.MultiPoint(seeds[rows]), extend_to=box)
        )
        at = shapely.STRtree(cells).query(shapely.points(seeds[rows]), predicate="within")
        shapes += list(shapely.intersection(cells[at[1][np.argsort(at[0])]], box))
    blank = texts([""] * len(shapes))
    return Objects(geometries(shapes), owner, classes, blank, blank, np.arange(len(shapes)))


def keyed_tables(land: Landscape) -> tuple[Any, Any]:
    """The plan and the typology as the run's own tables, sorted by content and with keys."""
    plan, places = land.plan, land.places
    use = build(
        LandUse,
        plan.geometry,
        {
            "object_id": Column(plan.object_id, plan.object_id == ""),
            "category": _column(plan.category),
            "name": Column(plan.name, plan.name == ""),
        },
        municipality=plan.municipality,
        source=SourceRows(texts(["plan"] * len(plan)), plan.origin),
    )
    places_table = build(
        Typology,
        places.geometry,
        {"class_code": _column(places.category)},
        municipality=texts([""] * len(places)),
        source=SourceRows(texts(["typology"] * len(places)), places.origin),
    )
    return with_keys(use), with_keys(places_table)


def _column(values: Any) -> Column:
    return Column(values, np.zeros(len(values), dtype=bool))


@dataclass(frozen=True)
class Derived:
    """Findings, and what each is about in truth: rule, municipality, plan and place origins."""

    rows: FindingRows
    plan_origin: Any
    place_origin: Any

    def take(self, rows: Any) -> Derived:
        return Derived(self.rows.take(rows), self.plan_origin[rows], self.place_origin[rows])


def derive(land: Landscape, conflict_of: int = 3) -> Derived:
    """Findings of four rules.

    T1: the part of a plan object in places that do not go with its use. T2: a plan object in a
    place, one finding a pair. T4: the planned part of a place. B1: a row without geometry.
    """
    use, typology = keyed_tables(land)
    found = overlay(use.geometry, typology.geometry)
    kept = shapely.area(found.geometry) > NOISE_M2
    piece, left, right = found.geometry[kept], found.left[kept], found.right[kept]
    code = {name: n for n, name in enumerate((*LAND_USE_CATEGORIES, *TYPOLOGY_CLASSES))}
    against = np.array(
        [
            (code[use.category.values[a]] + code[typology.class_code.values[b]]) % conflict_of == 0
            for a, b in zip(left, right)
        ]
    )
    items: list[tuple[Any, ...]] = []
    label = np.where(use.name.values == "", use.category.values, use.name.values)
    for a in np.unique(left[against]):
        ground = union_all(piece[against & (left == a)])
        items.append(("T1", use.municipality[a], int(a), -1, "", label[a], ground))
    for shape, a, b in zip(piece[~against], left[~against], right[~against]):
        items.append(("T2", use.municipality[a], int(a), int(b), "", label[a], shape))
    for b in np.unique(right):
        here = right == b
        owner = use.municipality[left[here][0]]
        name = typology.class_code.values[b]
        items.append(("T4", owner, -1, int(b), "", name, union_all(piece[here])))
    for owner in sorted(set(use.municipality.tolist())):
        items.append(("B1", owner, -1, -1, "summary", owner, None))
    return _findings(items, use, typology, land.threshold)


def _findings(items: list[tuple[Any, ...]], use: Any, typology: Any, threshold: float) -> Derived:
    rule, partition, a, b, locator, label, shape = (list(column) for column in zip(*items))
    plan = [use.key[n] if n >= 0 else "" for n in a]
    place = [typology.key[n] if n >= 0 else "" for n in b]
    keys, seen = [], dict[str, int]()
    for parts in zip(rule, partition, plan, place, locator):
        key = finding_key(*parts)
        ordinal = seen[key] = seen.get(key, -1) + 1
        keys.append(key if ordinal == 0 else digest(key, str(ordinal)))
    count, shapes = len(items), geometries(shape)
    rows = FindingRows(
        key=texts(keys),
        parent_key=texts([""] * count),
        rule_id=texts(rule),
        partition=texts(partition),
        plan_object=texts(plan),
        structure_object=texts(place),
        label=texts(label),
        stage=texts(["consultation"] * count),
        strength=texts(["should"] * count),
        outcome=texts(["conflicting"] * count),
        severity=np.full(count, 2, dtype=np.int64),
        threshold=np.full(count, threshold),
        area_m2=np.nan_to_num(shapely.area(shapes)).round().astype(np.int64),
        length_cm=np.zeros(count, dtype=np.int64),
        geometry=shapes,
        locator=texts(locator),
    )
    origins = use.source.row, typology.source.row
    return Derived(
        rows,
        np.array([origins[0][n] if n >= 0 else -1 for n in a]),
        np.array([origins[1][n] if n >= 0 else -1 for n in b]),
    )
