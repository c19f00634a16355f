"""The reach of public transport: land near stations and near stops with enough departures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..geometry.arrays import (
    BoolArray,
    FloatArray,
    Geometry,
    GeometryArray,
    IntArray,
    bounds,
    geometries,
    is_missing,
)
from ..geometry.overlay import buffer, pairs
from ..model import Stops

RETURN_TRIP = 2.0  # a return trip is two of a stop area's departures


@dataclass(frozen=True)
class Reach:
    """Reach at best and at worst: they differ where a stop's departures are not known.

    `areas` (n,) are the surroundings of each stop, which overlap; `stops` are the stops near
    the municipality, with `served` and `maybe_served` (n,): those with enough departures,
    surely and possibly; stations always are.
    """

    areas: GeometryArray
    stops: Stops
    served: BoolArray
    maybe_served: BoolArray

    @property
    def best(self) -> GeometryArray:
        """The surroundings of the stops that may count."""
        return self.areas[self.maybe_served]

    @property
    def worst(self) -> GeometryArray:
        """The surroundings of the stops that surely count."""
        return self.areas[self.served]

    @property
    def uncertain(self) -> bool:
        """True where departures that are not known make a difference."""
        return bool((self.served != self.maybe_served).any())


def reach_of(
    stops: Stops,
    territory: Geometry,
    *,
    station_kinds: Sequence[str],
    station_distance: float,
    stop_distance: float,
    return_trips: float,
) -> Reach:
    """The reach in and around a territory; distances in m, as the crow flies.

    Stations (`station_kinds`) count whatever their departures, other stops from `return_trips`
    return trips an ordinary weekday. Stops of neighbours count where they are near enough.
    """
    distance = max(station_distance, stop_distance)
    near = stops.take(_rows_near(stops, territory, distance))
    station = near.kind.equals(*station_kinds)
    trips = np.asarray(near.departures.values, dtype=np.float64) / RETURN_TRIP
    enough = ~near.departures.null & (trips >= return_trips)
    served = station | enough
    maybe = served | near.departures.null
    radius: FloatArray = np.where(station, station_distance, stop_distance)
    areas = buffer(near.geometry, radius) if len(near) else near.geometry
    return Reach(np.asarray(areas, dtype=object), near, served, maybe)


def _rows_near(stops: Stops, territory: Geometry, distance: float) -> IntArray:
    """Rows of usable stops within `distance` of the territory's box, then of the territory."""
    box = bounds(geometries([territory]))[0]
    own = bounds(stops.geometry)
    near = (own[:, 0] <= box[2] + distance) & (own[:, 2] >= box[0] - distance)
    near &= (own[:, 1] <= box[3] + distance) & (own[:, 3] >= box[1] - distance)
    rows = np.flatnonzero(near & ~is_missing(stops.geometry) & (stops.defect == ""))
    i, _ = pairs(stops.geometry[rows], geometries([territory]), within=distance)
    close: IntArray = rows[np.unique(i)]
    return close
