"""What may be done to a plan and a structure map before findings are derived again."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
import shapely
from landscape import Landscape, Objects, noise, texts, typology
from strukturbild.alignment.geometry.arrays import geometries

UNDEFINED = 10_000_000  # origins of objects that a change made

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
        places = typology(seeds, land.places.category, land.places.municipality)
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
