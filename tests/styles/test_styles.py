"""Styles load, cover every code, and are told apart without colour."""

import subprocess
import sys

import pytest
from qgis.core import QgsCategorizedSymbolRenderer, QgsVectorLayer
from strukturbild.alignment.mapping import labels

GEOMETRY = {"point": "Point", "line": "LineString", "polygon": "Polygon"}
CATEGORIZED = {
    "typology": ("Polygon", "typology_class", {"untyped"}),
    "nodes": ("Point", "node_category", set()),
    "land_use": ("Polygon", "category", {"unplanned"}),
    "development_point": ("Point", "theme", set()),
    "development_line": ("LineString", "theme", set()),
    "development_polygon": ("Polygon", "theme", set()),
    "stops": ("Point", "stop_kind", set()),
}


def styled(root, name, geometry):
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:3006", name, "memory")
    message, good = layer.loadNamedStyle(str(root / "styles" / f"{name}.qml"))
    assert good, message
    return layer


@pytest.mark.parametrize("name", CATEGORIZED)
def test_every_code_has_a_symbol_and_a_swedish_name(qgis_app, root, resources, name):
    geometry, code_list, unseen = CATEGORIZED[name]
    layer = styled(root, name, geometry)  # a renderer dies with its layer
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    shown = {category.value(): category.label() for category in renderer.categories()}
    wanted = {
        code: text["sv"]
        for code, text in labels(resources)[code_list].items()
        if code not in unseen
    }
    assert shown == wanted


@pytest.mark.parametrize("kind", GEOMETRY)
def test_findings_have_a_symbol_for_each_outcome(qgis_app, root, kind):
    layer = styled(root, f"findings_{kind}", GEOMETRY[kind])
    assert {c.value(): c.label() for c in layer.renderer().categories()} == {
        "conflicting": "strider",
        "missing": "saknas",
        "partly": "delvis",
    }


def test_uses_of_like_grey_have_unlike_patterns(qgis_app, root):
    """In grey print, and to a colour-blind eye, lightness or pattern tells two uses apart."""
    looks = {}
    layer = styled(root, "land_use", "Polygon")
    for category in layer.renderer().categories():
        symbol = category.symbol()
        fill = symbol.symbolLayer(0).color()
        grey = 0.2126 * fill.red() + 0.7152 * fill.green() + 0.0722 * fill.blue()
        pattern = symbol.symbolLayer(1)
        shape = pattern.layerType() + str(getattr(pattern, "lineAngle", lambda: "")())
        looks[category.value()] = (grey, shape)
    for one, (grey, shape) in looks.items():
        for other, (other_grey, other_shape) in looks.items():
            if one < other:
                assert abs(grey - other_grey) > 12 or shape != other_shape, (one, other)


def test_the_files_are_those_that_the_definitions_make(root):
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "make_styles.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
