"""Planar benchmark data by seed: Voronoi-like partitions with curvy, shared borders."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def partition(
    count: int, box: tuple[float, float, float, float], seed: int, vertices: int = 37
) -> NDArray[Any]:
    """About `count` polygons that cover `box` without overlap, with wiggly shared edges.

    A jittered grid of corners; each edge gets `vertices` / 4 points that both neighbours share.
    """
    rng = np.random.default_rng(seed)
    minx, miny, maxx, maxy = box
    aspect = (maxx - minx) / (maxy - miny)
    rows = max(1, round(np.sqrt(count / aspect)))
    columns = max(1, round(count / rows))
    dx, dy = (maxx - minx) / columns, (maxy - miny) / rows
    x = np.broadcast_to(minx + dx * np.arange(columns + 1), (rows + 1, columns + 1)).copy()
    y = np.broadcast_to((miny + dy * np.arange(rows + 1))[:, None], x.shape).copy()
    x[:, 1:-1] += rng.uniform(-0.25, 0.25, (rows + 1, columns - 1)) * dx
    y[1:-1, :] += rng.uniform(-0.25, 0.25, (rows - 1, columns + 1)) * dy
    steps = max(1, vertices // 4)
    along = np.linspace(0, 1, steps + 1)[:-1]
    wave = np.sin(along * 2 * np.pi)

    def edges(x0: Any, y0: Any, x1: Any, y1: Any, fixed: Any) -> tuple[Any, Any]:
        size = np.where(fixed, 0.0, rng.uniform(-0.08, 0.08, x0.shape))[..., None]
        ex = x0[..., None] + (x1 - x0)[..., None] * along - (y1 - y0)[..., None] * wave * size
        ey = y0[..., None] + (y1 - y0)[..., None] * along + (x1 - x0)[..., None] * wave * size
        return ex, ey

    across_fixed = np.zeros((rows + 1, columns), dtype=bool)
    across_fixed[[0, -1]] = True
    up_fixed = np.zeros((rows, columns + 1), dtype=bool)
    up_fixed[:, [0, -1]] = True
    hx, hy = edges(x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:], across_fixed)
    vx, vy = edges(x[:-1], y[:-1], x[1:], y[1:], up_fixed)
    polygons = []
    for r in range(rows):
        for c in range(columns):
            top_x = np.append(hx[r + 1, c], x[r + 1, c + 1])[::-1][:-1]
            top_y = np.append(hy[r + 1, c], y[r + 1, c + 1])[::-1][:-1]
            left_x = np.append(vx[r, c], x[r + 1, c])[::-1][:-1]
            left_y = np.append(vy[r, c], y[r + 1, c])[::-1][:-1]
            ring_x = np.concatenate([hx[r, c], vx[r, c + 1], top_x, left_x])
            ring_y = np.concatenate([hy[r, c], vy[r, c + 1], top_y, left_y])
            polygons.append(np.column_stack([ring_x, ring_y]))
    made = np.empty(len(polygons), dtype=object)
    for number, ring in enumerate(polygons):
        made[number] = shapely.Polygon(ring)
    return made
