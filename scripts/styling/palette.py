"""Colours and widths of the styles, in one place, so that they can be judged against each other.

Chosen so that deuteranopes tell them apart by hue (blue against yellow-brown) or by lightness,
and so that grey print has a pattern wherever two lightnesses are alike; tests measure both.
"""

from __future__ import annotations

INK, WHITE = "#35322f", "#ffffff"
TYPOLOGY = {
    "inner_urban": "#5f4d43",
    "outer_urban": "#8d7868",
    "peri_urban": "#bda78d",
    "local_centre": "#b98f4f",
    "rural_close": "#b5c08a",
    "rural_heartland": "#d3deb2",
    "sparse_rural": "#f1f4e6",
}
NODE_COLOR = {"archipelago_node": "#ebd9c0"}  # fill 235,217,192 as in Östergötland's map
LINK_COLOR, GREEN_LINK_COLOR = "#3f4f9e", "#1f7d63"
LINK_WIDTH = {3: 4.0, 2: 2.4, 1: 1.2}
USE = {
    "MB": "#b5533c",
    "SB": "#f3c75f",
    "VI": "#8f80b8",
    "TI": "#8a8a8a",
    "TA": "#5f6f80",
    "AN": "#f3e9bd",
    "GP": "#a9d492",
    "NF": "#7cb89a",
    "LB": "#f7f5ea",
    "VA": "#b5d6ec",
}
CHANGED_EDGE = "#1a1a1a"
THEME = {"settlement": "#9a4a1f", "transport": "#2b3f73", "green_blue": "#1f7d63"}
OUTCOME = {
    "conflicting": "#8b0d1e",
    "missing": "#e07000",
    "partly": "#f0c800",
    "undetermined": "#7a7a7a",
}
COMPARISON = {
    "new": "#6a0dad",
    "changed": "#d45a00",
    "persisting": "#6b655e",
    "resolved": "#007a87",
    "gone": "#9a9a9a",
}
CASING = "#4a4200"  # makes thin yellow legible on pale ground
FINDING_TEXT = "#5a1010"
