"""The forms in which plans come: one layer a category, one layer in all, own field names ..."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any, Mapping

from .drawing import Drawing
from .output import Rows, compact, frame, write_geojson, write_layer, write_shapefile

CATEGORY_NAMES = {
    "MB": "Mångfunktionell bebyggelse",
    "SB": "Sammanhängande bostadsbebyggelse",
    "VI": "Verksamheter och industri",
    "TI": "Transportinfrastruktur",
    "TA": "Teknisk anläggning",
    "AN": "Areell näring",
    "GP": "Grönområde och park",
    "NF": "Natur och friluftsliv",
    "LB": "Landsbygd",
    "VA": "Vatten",
}
CHANGE_NAMES = {
    "ongoing": "Pågående",
    "developed": "Utvecklas",
    "changed": "Ändrad",
    "new": "Ny",
    "unknown": "Okänd",
}
THEME_LAYERS = {
    "settlement": "Utvecklingsinriktning bebyggelse",
    "transport": "Utvecklingsinriktning kommunikationer",
    "green_blue": "Utvecklingsinriktning grön- och blåstruktur",
}
THEME_NAMES = {
    "settlement": "Bebyggelse",
    "transport": "Kommunikationer",
    "green_blue": "Natur och friluftsliv",
}
SUBCATEGORY_NAMES = {
    "expansion_direction": "Utbyggnadsriktning",
    "expansion_area": "Utbyggnadsområde",
    "regional_core": "Regional kärna",
    "locality": "Ort",
    "service_centre": "Serviceort",
    "corridor": "Stråk",
    "node": "Nod",
    "interchange": "Bytespunkt",
    "link": "Samband",
    "other": "Annan",
}
FIELDS = {
    "object_id": "objekt_id",
    "category": "kategori",
    "theme": "tema",
    "subcategory": "underkategori",
    "rank": "niva",
    "change": "forandring",
    "name": "namn",
    "statement": "stallningstagande",
    "dwellings": "bostader",
    "phase": "etapp",
    "notice": "anm",
}
DIMENSIONS = {"Point": "punkt", "LineString": "linje", "Polygon": "yta", "MultiPolygon": "yta"}


def plain(text: str) -> str:
    """A name as a file name: small letters, no accents, underscores."""
    folded = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return folded.replace("-", " ").replace("  ", " ").replace(" ", "_")


def renamed(rows: Rows, names: Mapping[str, str], drop: tuple[str, ...] = ()) -> Rows:
    """Rows with Swedish codes, in the given field names."""
    return [
        {names.get(key, key): _swedish(key, value) for key, value in row.items() if key not in drop}
        for row in rows
    ]


def _swedish(key: str, value: Any) -> Any:
    if key == "category":
        return CATEGORY_NAMES.get(value, value)
    if key == "change":
        return CHANGE_NAMES.get(value) if value is not None else None
    if key == "theme":
        return THEME_NAMES[value]
    if key == "subcategory":
        return SUBCATEGORY_NAMES.get(value, value)
    return value


def layer_per_category(folder: Path, drawing: Drawing, crs: str, accents: bool) -> None:
    """A GeoPackage with one layer a category and theme, with or without åäö."""
    path = folder / f"op_{plain(drawing.name)}.gpkg"
    for name, rows in _by_layer(drawing):
        made = frame(renamed(rows, FIELDS, ("category", "theme")), crs)
        write_layer(path, name if accents else plain(name), made)
    compact(path)


def one_layer(folder: Path, drawing: Drawing, crs: str) -> None:
    """A GeoPackage with one layer for all use and one for each kind of orientation."""
    path = folder / f"op_{plain(drawing.name)}.gpkg"
    names = {"": "Mark- och vattenanvändning", "linje": "Mark- och vattenanvändning linje"}
    write_layer(path, names[""], frame(renamed(drawing.land_use, FIELDS), crs))
    if drawing.lines:
        write_layer(path, names["linje"], frame(renamed(drawing.lines, FIELDS), crs))
    for name, rows in _orientation(drawing):
        write_layer(path, name, frame(renamed(rows, FIELDS, ("theme",)), crs))
    compact(path)


def shapefiles(folder: Path, drawing: Drawing, crs: str) -> None:
    """A folder of Shapefiles, names cut to ten letters as the format does."""
    target = folder / plain(drawing.name)
    target.mkdir(parents=True, exist_ok=True)
    short = {key: value[:10] for key, value in FIELDS.items()}
    for name, rows in _by_layer(drawing):
        made = frame(renamed(rows, short, ("category", "theme", "phase")), crs)
        write_shapefile(target / f"{plain(name)}.shp", made)


def geojson(folder: Path, drawing: Drawing, crs: str) -> None:
    """GeoJSON files in WGS 84."""
    code = plain(drawing.name)
    use = [*drawing.land_use, *drawing.lines]
    made = frame(renamed(use, FIELDS, ("phase",)), crs)
    write_geojson(folder / f"markanvandning_{code}.geojson", made)
    made = frame(renamed(drawing.development, FIELDS), crs)
    write_geojson(folder / f"utvecklingsinriktning_{code}.geojson", made)


OWN_FIELDS = {
    "object_id": "ID",
    "category": "Markslag",
    "theme": "Tema",
    "subcategory": "Sort",
    "rank": "Ortsnivå",
    "change": "Läge",
    "name": "Namn",
    "statement": "Riktlinje",
    "dwellings": "Antal_bost",
    "phase": "Etapp",
    "notice": "Anm",
}
OWN_USES = {
    "MB": "Köping och blandad bebyggelse",
    "SB": "Boende",
    "VI": "Arbete",
    "TI": "Trafik",
    "TA": "Teknik",
    "AN": "Åker och betesmark",
    "GP": "Park",
    "NF": "Alvar, natur och fritid",
    "LB": "Öländsk landsbygd",
    "VA": "Hav och vatten",
}
OWN_CHANGES = {
    "ongoing": "nuvarande",
    "developed": "utveckling",
    "changed": "omvandling",
    "new": "framtida",
}
OWN_SORTS = {
    "expansion_area": "Utbyggnad",
    "locality": "Ort",
    "regional_core": "Huvudort",
    "corridor": "Pendlingsstråk",
    "link": "Grönt stråk",
    "expansion_direction": "Riktning",
}


def own_fields(folder: Path, drawing: Drawing, crs: str) -> None:
    """A GeoPackage in the municipality's own words; its profile lies beside it."""
    path = folder / f"op_{plain(drawing.name)}.gpkg"

    def words(rows: Rows) -> Rows:
        return [
            {OWN_FIELDS.get(key, key): _own(key, value) for key, value in row.items()}
            for row in rows
        ]

    write_layer(path, "ÖP_yta", frame(words(drawing.land_use), crs))
    write_layer(path, "ÖP_linje", frame(words(drawing.lines), crs))
    for name, rows in _by_dimension(drawing.development, "Inriktning"):
        write_layer(path, name, frame(words(rows), crs))
    compact(path)


def _own(key: str, value: Any) -> Any:
    themes = {"settlement": "Bebyggelse", "transport": "Trafik", "green_blue": "Grönt"}
    table = {
        "theme": themes,
        "category": OWN_USES,
        "change": OWN_CHANGES,
        "subcategory": OWN_SORTS,
    }.get(key, {})
    return table.get(value, value)


def _by_layer(drawing: Drawing) -> list[tuple[str, Rows]]:
    use = [*drawing.land_use]
    found = [
        (name, [row for row in use if row["category"] == code])
        for code, name in CATEGORY_NAMES.items()
    ]
    known = set(CATEGORY_NAMES)
    others = sorted({row["category"] for row in use} - known)
    found += [(name, [row for row in use if row["category"] == name]) for name in others]
    found.append(("Transportinfrastruktur linje", drawing.lines))
    return [(name, rows) for name, rows in [*found, *_orientation(drawing)] if rows]


def _orientation(drawing: Drawing) -> list[tuple[str, Rows]]:
    found: list[tuple[str, Rows]] = []
    for theme, name in THEME_LAYERS.items():
        rows = [row for row in drawing.development if row["theme"] == theme]
        found += _by_dimension(rows, name)
    return found


def _by_dimension(rows: Rows, name: str) -> list[tuple[str, Rows]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(DIMENSIONS[row["geometry"].geom_type], []).append(row)
    return [(f"{name} {kind}", part) for kind, part in sorted(found.items())]
