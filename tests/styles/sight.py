"""How colours look: to a deuteranope, in grey print, and how far apart two of them are."""

from __future__ import annotations

import numpy as np

# full deuteranopia in linear RGB: Machado, Oliveira and Fernandes (2009), table of severity 1.0
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE_POINT = np.array([0.95047, 1.0, 1.08883])
Rgb = tuple[float, float, float]


def linear(color: Rgb) -> np.ndarray:
    """sRGB 0-1 without its gamma."""
    values = np.asarray(color, dtype=float)
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    ratio = TO_XYZ @ np.clip(light, 0, 1) / WHITE_POINT
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def distance(one: Rgb, other: Rgb) -> float:
    """How far apart two colours are to a deuteranope (CIE76; 2.3 is just noticeable)."""
    seen = [lab(DEUTERANOPIA @ linear(color)) for color in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def lightness(color: Rgb) -> float:
    """L* 0-100: what is left in grey print."""
    return float(lab(linear(color))[0])


def over(color: Rgb, opacity: float, ground: Rgb = (1.0, 1.0, 1.0)) -> Rgb:
    """A translucent colour on a ground."""
    mixed = opacity * np.asarray(color) + (1 - opacity) * np.asarray(ground)
    return (float(mixed[0]), float(mixed[1]), float(mixed[2]))
