"""Every way to write a setup file, a profile or a rule set that has to end in a clear sentence."""

from __future__ import annotations

from typing import Callable

from bad_inputs import AT_PLAN, SETUP_NAME, costs_the_plan, ends, setup
from county_case import SETUP, County

PROFILE = """profile: egen
version: "1"
name: {sv: Egen, en: Own}
description: {sv: En egen, en: One's own}
sources:
  - layer: ["land_use"]
    table: land_use
    columns:
      category: {field: category}
"""
RULES = """ruleset: egen
version: "1"
name: {sv: Egna, en: Own}
description: {sv: Egna, en: Own}
extends: generic
rules:
  - id: U1
    parameters:
      hole_area: {value: 1, unit: ha, source: default}
"""


def _own(name: str, key: str, text: str, old: str = "", new: str = "") -> Callable[[County], None]:
    """A mapping profile or rule set of one's own, with a fault."""

    def spoil(county: County) -> None:
        assert old in text
        county.file(name, text.replace(old, new) if old else text)
        if key == "profile":
            county.source(f"{{source: op_0880.gpkg, profile: {name}}}")
        else:
            county.add(f"rules: {{set: ./{name}}}\n")

    return spoil


YAML = (
    ends("tab", setup("  typology:", "\ttypology:"), f"{SETUP_NAME}:5:"),
    ends("tab within a line", setup("name: Småland", "name:\tSmåland"), f"{SETUP_NAME}:2:"),
    ends("key twice", setup("language: sv", "language: sv\nlanguage: en"), f"{SETUP_NAME}:4:", "3"),
    ends("anchor", setup("name: Småland", "name: &a Småland"), f"{SETUP_NAME}:2:"),
    ends("alias", setup("name: Småland", "name: *a"), f"{SETUP_NAME}:2:"),
    ends("tag", setup("name: Småland", "name: !!python/name:os x"), f"{SETUP_NAME}:2:"),
    ends(
        "list for a text", setup("language: sv", "language: [sv]"), f"{SETUP_NAME}:3:", "language"
    ),
    ends("text for a number", setup("bild: 1", "bild: ett"), f"{SETUP_NAME}:1:", '"ett"'),
    ends("another format", setup("bild: 1", "bild: 2"), f"{SETUP_NAME}:1:", "2"),
    ends("text for a list", setup("[op_0880.gpkg]", "op_0880.gpkg"), AT_PLAN, "sources"),
    ends("code as a number", setup('"0880"', "0880"), f"{SETUP_NAME}:11:", "0880"),
    ends("a day that is none", setup("  nodes:", "  date: igår\n  nodes:"), ":6:", '"igår"'),
    ends("unknown key", setup("language", "langage"), f"{SETUP_NAME}:3:", "langage", "language"),
    ends("missing key", setup("name: Småland\n", ""), f"{SETUP_NAME}:1:", "name"),
    ends("NaN", setup("    id: op-0880", "    horizon_year: .nan"), f"{SETUP_NAME}:12:", ".nan"),
    ends("nothing", lambda c: c.setup.write_text("", encoding="utf-8"), SETUP_NAME),
    ends("latin-1", lambda c: c.setup.write_bytes(SETUP.encode("latin-1")), f"{SETUP_NAME}:2:"),
    ends("no text", lambda c: c.setup.write_bytes(bytes(range(256))), SETUP_NAME),
    ends("quote left open", setup("name: Småland", 'name: "Småland'), f"{SETUP_NAME}:2:"),
    ends("bracket left open", setup("[op_0880.gpkg]", "[op_0880.gpkg"), ":15:"),
    ends("indentation", setup("  nodes:", "   nodes:"), f"{SETUP_NAME}:6:"),
    ends("unknown CRS", setup("language: sv", "crs: EPSG:999999"), "EPSG:999999"),
    ends("CRS in degrees", setup("language: sv", "crs: EPSG:4326"), "EPSG:4326"),
    ends(
        "override of an unknown rule",
        lambda c: c.add(
            'overrides: [{rule: Z9, municipality: "0880", parameters: {a: 1}, reason: x}]\n'
        ),
        f"{SETUP_NAME}:19:",
        "Z9",
    ),
    costs_the_plan(
        "tab in a profile",
        _own("egen.yaml", "profile", PROFILE, "    table:", "\ttable:"),
        "egen.yaml:7:",
    ),
    costs_the_plan(
        "unknown key in a profile",
        _own("egen.yaml", "profile", PROFILE, "table:", "tabel:"),
        "egen.yaml:7:",
        "tabel",
        "table",
    ),
    costs_the_plan(
        "unknown column in a profile",
        _own("egen.yaml", "profile", PROFILE, "category:", "kategori:"),
        "egen.yaml:9:",
        "kategori",
    ),
    ends(
        "unknown unit in a rule set",
        _own("egna.yaml", "rules", RULES, "unit: ha", "unit: tunnland"),
        "egna.yaml:9:",
        "hole_area",
        "tunnland",
    ),
    ends(
        "wrong type in a rule set",
        _own("egna.yaml", "rules", RULES, "value: 1", "value: ett"),
        "egna.yaml:9:",
        "hole_area",
    ),
    ends(
        "unknown key in a rule set",
        _own("egna.yaml", "rules", RULES, "extends", "extnds"),
        "egna.yaml:5:",
        "extnds",
        "extends",
    ),
)
