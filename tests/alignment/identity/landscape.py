"""A plan and a structure map to derive findings from, and what may be done to both.

Every object has an origin that no key sees (it travels in the sidecar `source.row`), so that what
a finding is about is known whatever was done to ids, names and ground.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Callable

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
UNDEFINED = 10_000_000  # origins of objects that a transformation made


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
    return Landscape(plan, _typology(seeds, classes, owner), seeds)


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


def _typology(seeds: Any, classes: Any, owner: Any) -> Objects:
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
    typology = build(
        Typology,
        places.geometry,
        {"class_code": _column(places.category)},
        municipality=texts([""] * len(places)),
        source=SourceRows(texts(["typology"] * len(places)), places.origin),
    )
    return with_keys(use), with_keys(typology)


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


Change = Callable[[Landscape, Any], Landscape]


def shuffled(land: Landscape, random: Any) -> Landscape:
    """Other feature ids: rows of both layers in another order."""
    return land.but(
        plan=land.plan.take(random.permutation(len(land.plan))),
        places=land.places.take(random.permutation(len(land.places))),
    )


def redrawn(change: Callable[[Any], Any]) -> Change:
    """Both layers' geometry changed, feature by feature."""

    def changed(land: Landscape, random: Any) -> Landscape:
        del random
        return land.but(
            plan=land.plan.but(geometry=change(land.plan.geometry)),
            places=land.places.but(geometry=change(land.places.geometry)),
        )

    return changed


def jitter(metres: float) -> Callable[[Any], Any]:
    """Every vertex moved, neighbours independently: slivers and overlaps between them."""

    def moved(geometry: Any) -> Any:
        _, number = shapely.get_coordinates(geometry, return_index=True)
        result = shapely.transform(geometry, lambda xy: xy + metres * noise(xy, number))
        return shapely.make_valid(result)

    return moved


def there_and_back(geometry: Any) -> Any:
    """To SWEREF 99 16 30 and back, rounded to the centimetre there (as files are delivered)."""
    there, back = _transverse(15.0, 0.9996, 500_000.0), _transverse(16.5, 1.0, 150_000.0)

    def changed(xy: Any) -> Any:
        local = np.round(back[0](there[1](xy)), 2)
        return np.round(there[0](back[1](local)), 3)

    return shapely.make_valid(shapely.transform(geometry, changed))


def _transverse(meridian: float, scale: float, easting: float) -> tuple[Any, Any]:
    """Gauss-Krüger on GRS 80: from degrees and to degrees, after Lantmäteriet's formulas."""
    flat = 1 / 298.257222101
    n = flat / (2 - flat)
    radius = 6_378_137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64) * scale
    forward = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
    inverse = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    e = np.sqrt(flat * (2 - flat))

    def series(xi: Any, eta: Any, terms: Any, sign: float) -> Any:
        x, y = xi, eta
        for k, term in enumerate(terms, 1):
            x = x + sign * term * np.sin(2 * k * xi) * np.cosh(2 * k * eta)
            y = y + sign * term * np.cos(2 * k * xi) * np.sinh(2 * k * eta)
        return x, y

    def project(degrees: Any) -> Any:
        lon, lat = np.radians(degrees[:, 0] - meridian), np.radians(degrees[:, 1])
        t = np.sinh(np.arctanh(np.sin(lat)) - e * np.arctanh(e * np.sin(lat)))
        xi, eta = np.arctan2(t, np.cos(lon)), np.arctanh(np.sin(lon) / np.hypot(1, t))
        xi, eta = series(xi, eta, forward, 1.0)
        return np.column_stack([easting + radius * eta, radius * xi])

    def degrees(xy: Any) -> Any:
        xi, eta = series(xy[:, 1] / radius, (xy[:, 0] - easting) / radius, inverse, -1.0)
        lon = np.arctan2(np.sinh(eta), np.cos(xi))
        conformal = np.arcsin(np.sin(xi) / np.cosh(eta))
        lat = conformal
        for _ in range(6):
            lat = np.arcsin(
                np.tanh(np.arctanh(np.sin(conformal)) + e * np.arctanh(e * np.sin(lat)))
            )
        return np.column_stack([np.degrees(lon) + meridian, np.degrees(lat)])

    return project, degrees


def new_ids(land: Landscape, random: Any) -> Landscape:
    """Every object has an id, and none of them is known."""
    fresh = texts(f"new-{n}" for n in random.permutation(len(land.plan)))
    return land.but(plan=land.plan.but(object_id=fresh))


def ids_dealt_anew(land: Landscape, random: Any) -> Landscape:
    """Known ids, but given to other objects of the same municipality."""
    ids = land.plan.object_id.copy()
    for code in set(land.plan.municipality.tolist()):
        rows = np.flatnonzero(land.plan.municipality == code)
        ids[rows] = ids[random.permutation(rows)]
    return land.but(plan=land.plan.but(object_id=ids))


def renamed(land: Landscape, random: Any) -> Landscape:
    """A third of the names are others."""
    names = land.plan.name.copy()
    rows = np.flatnonzero(random.random(len(names)) < 1 / 3)
    names[rows] = texts(f"Nytt namn {row}" for row in rows)
    return land.but(plan=land.plan.but(name=names))


def rule_edited(land: Landscape, random: Any) -> Landscape:
    """Texts and thresholds of the rules are others, the findings the same."""
    del random
    return land.but(threshold=2.0)


def typology_revised(metres: float) -> Change:
    """Borders of the typology move by up to so many metres, so that most of its keys change."""

    def changed(land: Landscape, random: Any) -> Landscape:
        seeds = land.seeds + random.uniform(-metres, metres, land.seeds.shape)
        places = _typology(seeds, land.places.category, land.places.municipality)
        return land.but(places=places, seeds=seeds)

    return changed


def split(share: float) -> Change:
    """Some objects become two, cut through the middle; one half keeps the id, if there is one."""

    def changed(land: Landscape, random: Any) -> Landscape:
        plan, parents = land.plan, dict(land.parents)
        cut = np.flatnonzero(random.random(len(plan)) < share)
        box = shapely.bounds(plan.geometry[cut])
        middle = (box[:, 0] + box[:, 2]) / 2
        west = shapely.intersection(
            plan.geometry[cut], shapely.box(box[:, 0] - 1, box[:, 1] - 1, middle, box[:, 3] + 1)
        )
        east = shapely.intersection(
            plan.geometry[cut], shapely.box(middle, box[:, 1] - 1, box[:, 2] + 1, box[:, 3] + 1)
        )
        whole = ~np.isin(np.arange(len(plan)), cut)
        pieces = [plan.take(whole)]
        for number, (shape, suffix) in enumerate(((west, ""), (east, "-2"))):
            origin = UNDEFINED * (1 + number) + plan.origin[cut]
            ids = texts(i + suffix if i else "" for i in plan.object_id[cut])
            pieces.append(plan.take(cut).but(geometry=shape, origin=origin, object_id=ids))
            parents.update((int(o), {int(p)}) for o, p in zip(origin, plan.origin[cut]))
        return land.but(plan=_stacked(pieces), parents=parents)

    return changed


def merged(share: float) -> Change:
    """Some objects take in a neighbour they touch; the larger one's id and name are kept."""

    def changed(land: Landscape, random: Any) -> Landscape:
        plan, parents = land.plan, dict(land.parents)
        i, j = shapely.STRtree(plan.geometry).query(plan.geometry, predicate="intersects")
        apart = (i < j) & (plan.municipality[i] == plan.municipality[j])
        used: set[int] = set()
        geometry, origin = plan.geometry.copy(), plan.origin.copy()
        gone = np.zeros(len(plan), dtype=bool)
        for a, b in zip(i[apart].tolist(), j[apart].tolist()):
            if random.random() > share or {a, b} & used:
                continue
            used |= {a, b}
            large, small = (a, b) if geometry[a].area >= geometry[b].area else (b, a)
            geometry[large] = shapely.union(geometry[a], geometry[b])
            origin[large] = 3 * UNDEFINED + plan.origin[large]
            parents[int(origin[large])] = {int(plan.origin[a]), int(plan.origin[b])}
            gone[small] = True
        return land.but(
            plan=plan.but(geometry=geometry, origin=origin).take(~gone), parents=parents
        )

    return changed


def _stacked(items: list[Objects]) -> Objects:
    return Objects(
        **{name: np.concatenate([getattr(item, name) for item in items]) for name in vars(items[0])}
    )


def thinned(share: float) -> Change:
    """Some objects are taken out."""

    def changed(land: Landscape, random: Any) -> Landscape:
        return land.but(plan=land.plan.take(random.random(len(land.plan)) >= share))

    return changed


def added(share: float) -> Change:
    """Some objects are new: like others, but elsewhere."""

    def changed(land: Landscape, random: Any) -> Landscape:
        copied = np.flatnonzero(random.random(len(land.plan)) < share)
        away = random.uniform(-900, 900, (len(copied), 2))
        shapes = [
            shapely.affinity.translate(shape, *offset)
            for shape, offset in zip(land.plan.geometry[copied], away)
        ]
        fresh = land.plan.take(copied).but(
            geometry=geometries(shapes),
            origin=4 * UNDEFINED + land.plan.origin[copied],
            object_id=texts(f"more-{n}" if n % 2 else "" for n in range(len(copied))),
        )
        return land.but(plan=_stacked([land.plan, fresh]))

    return changed


def grown(share: float) -> Change:
    """Every object covers so much more ground, about its own middle."""

    def changed(land: Landscape, random: Any) -> Landscape:
        del random
        factor = float(np.sqrt(1 + share))
        shapes = [shapely.affinity.scale(g, factor, factor) for g in land.plan.geometry]
        return land.but(plan=land.plan.but(geometry=geometries(shapes)))

    return changed


def one_after_another(*changes: Change) -> Change:
    """Several changes at once."""

    def changed(land: Landscape, random: Any) -> Landscape:
        for change in changes:
            land = change(land, random)
        return land

    return changed


densified = redrawn(lambda geometry: shapely.segmentize(geometry, 11.0))
CHANGES: dict[str, Change] = {
    "rows shuffled, new feature ids": shuffled,
    "vertices added": densified,
    "jitter of 1 cm": redrawn(jitter(0.01)),
    "jitter of 10 cm": redrawn(jitter(0.1)),
    "reprojected there and back": redrawn(there_and_back),
    "a third renamed": renamed,
    "rule texts and thresholds edited": rule_edited,
    "new ids": new_ids,
    "ids dealt anew": ids_dealt_anew,
    "new ids, 10 cm, shuffled": one_after_another(new_ids, redrawn(jitter(0.1)), shuffled),
    "new ids, a third renamed": one_after_another(new_ids, renamed),
    "typology revised by 150 m": typology_revised(150.0),
    "typology revised by 600 m": typology_revised(600.0),
    "a tenth split": split(0.1),
    "a tenth merged": merged(0.1),
    "a tenth split, new ids": one_after_another(split(0.1), new_ids),
    "a tenth merged, new ids": one_after_another(merged(0.1), new_ids),
    "grown by 30 %": grown(0.3),
    "a tenth gone, a tenth new": one_after_another(thinned(0.1), added(0.1)),
    "redelivered: new ids, gone, new, split": one_after_another(
        thinned(0.05), added(0.05), split(0.05), new_ids, redrawn(jitter(0.1)), shuffled
    ),
    "redelivered, and typology revised": one_after_another(
        thinned(0.05),
        added(0.05),
        split(0.05),
        new_ids,
        typology_revised(150.0),
        redrawn(jitter(0.1)),
        shuffled,
    ),
}
