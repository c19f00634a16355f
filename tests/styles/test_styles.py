"""Styles load on canonical layers, draw every code, speak Swedish, and are up to date."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from strukturbild.alignment.mapping import labels
from strukturbild.alignment.model import codes
from symbols import GEOMETRY, canonical_layer, entries, styled_layer

CATEGORIZED = {  # style -> field, code list of the model, its labels, words for all else
    "typology": ("class_code", codes.TYPOLOGY_CLASSES, "typology_class", "Utan platstyp"),
    "nodes": ("category", codes.NODE_CATEGORIES, "node_category", "Nod utan kategori"),
    "nodes_polygon": ("category", codes.NODE_CATEGORIES, "node_category", "Nod utan kategori"),
    "development_point": ("theme", codes.THEMES, "theme", "Utan tema"),
    "development_line": ("theme", codes.THEMES, "theme", "Utan tema"),
    "development_polygon": ("theme", codes.THEMES, "theme", "Utan tema"),
    "stops": ("kind", codes.STOP_KINDS, "stop_kind", "Annan hållplats"),
}
FINDINGS = {
    "conflicting": "Strider",
    "missing": "Saknas",
    "partly": "Delvis",
    "undetermined": "Kunde ej avgöras",
}
COMPARISON = {
    "new": "Ny",
    "changed_worse": "Ändrad till det sämre",
    "changed_better": "Ändrad till det bättre",
    "changed_other": "Ändrad på annat sätt",
    "persisting": "Kvarstår",
    "resolved": "Löst",
    "rule_changed": "Borta, regeln ändrad",
    "rule_removed": "Borta, regeln borttagen",
    "not_in_run": "Borta, ej bedömd nu",
}
SHAPES = {
    "polygon": "MULTIPOLYGON(((20 20,80 20,80 80,20 80,20 20)))",
    "line": "MULTILINESTRING((10 50,90 50))",
    "point": "MULTIPOINT(50 50)",
}


def heading(words: str) -> str:
    return words[:1].upper() + words[1:]


def drawn_pixels(layer) -> int:
    """How much of a picture a layer covers; fails where drawing it reports a fault."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(0, 0, 100, 100))
    settings.setOutputSize(QSize(60, 60))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.errors()
    image = job.renderedImage()
    white = QColor("white").rgb()
    return sum(image.pixel(x, y) != white for x in range(60) for y in range(60))


def draw(root, name: str, **values: object) -> int:
    """Pixels that the style gives to one feature."""
    layer = styled_layer(root, name)
    layer.setLabelsEnabled(False)
    layer.setScaleBasedVisibility(False)
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(SHAPES[GEOMETRY[name]]))
    for field, value in values.items():
        feature.setAttribute(field, value)
    layer.dataProvider().addFeatures([feature])
    return drawn_pixels(layer)


def test_all_style_files_are_known(root):
    assert {path.stem for path in (root / "styles").glob("*.qml")} == set(GEOMETRY)


@pytest.mark.parametrize("name", GEOMETRY)
def test_a_style_leaves_layers_of_other_geometry_alone(qgis_app, root, name):
    for kind in {"polygon", "line", "point"} - {GEOMETRY[name]}:
        layer = canonical_layer(name, kind)
        before = layer.renderer().type()
        layer.loadNamedStyle(str(root / "styles" / f"{name}.qml"))
        assert layer.renderer().type() == before
        assert layer.isValid()


@pytest.mark.parametrize("name", CATEGORIZED)
def test_every_code_has_a_symbol_and_a_swedish_name(qgis_app, root, resources, name):
    _, wanted, code_list, other = CATEGORIZED[name]
    layer = styled_layer(root, name)  # a renderer dies with its layer
    shown = {category.value(): category.label() for category in layer.renderer().categories()}
    texts = labels(resources)[code_list]
    assert shown == {**{code: heading(texts[code]["sv"]) for code in wanted}, "": other}


@pytest.mark.parametrize("name", CATEGORIZED)
def test_every_code_is_drawn_and_so_is_an_unknown_one(qgis_app, root, name):
    field, wanted, _, _ = CATEGORIZED[name]
    for value in (*wanted, None, "något annat"):
        assert draw(root, name, **{field: value}) > 0, value


def test_land_use_shows_categories_and_what_changes(qgis_app, root, resources):
    texts = labels(resources)["category"]
    shown = [words for words, _ in entries(styled_layer(root, "land_use"))]
    assert shown == [
        *(texts[code]["sv"] for code in codes.LAND_USE_CATEGORIES),
        "Användning utan känd kategori",
        "Ny eller ändrad användning",
        "Användning som utvecklas",
    ]


@pytest.mark.parametrize("category", [*codes.LAND_USE_CATEGORIES, None])
def test_every_land_use_is_drawn_and_change_adds_to_it(qgis_app, root, category):
    ongoing = draw(root, "land_use", category=category, change="ongoing")
    unknown = draw(root, "land_use", category=category)
    assert 0 < unknown == ongoing
    for change in ("new", "changed", "developed"):
        assert draw(root, "land_use", category=category, change=change) > ongoing, change


@pytest.mark.parametrize("status", [*codes.LINK_STATUSES, None])
@pytest.mark.parametrize("strength", [1, 2, 3, None, 7])
@pytest.mark.parametrize("kind", ["combined", "green", None])
def test_every_link_is_drawn(qgis_app, root, kind, strength, status):
    assert draw(root, "links", kind=kind, strength=strength, status=status) > 0


def test_links_are_wider_the_stronger_they_are_and_broken_where_planned(qgis_app, root):
    for status in ("existing", "new"):
        drawn = [draw(root, "links", strength=s, status=status) for s in (1, 2, 3)]
        assert drawn == sorted(set(drawn))
    assert draw(root, "links", strength=3, status="strengthen") < draw(root, "links", strength=3)


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_findings_have_a_symbol_for_each_outcome_wider_with_severity(qgis_app, root, kind):
    layer = styled_layer(root, f"findings_{kind}")
    assert {c.value(): c.label() for c in layer.renderer().categories()} == FINDINGS
    for outcome in FINDINGS:
        mild = draw(root, f"findings_{kind}", outcome=outcome, severity=1)
        assert mild > 0
        assert draw(root, f"findings_{kind}", outcome=outcome, severity=3) >= mild
        assert draw(root, f"findings_{kind}", outcome=outcome) > 0


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_a_comparison_shows_every_change_and_which_way_it_went(qgis_app, root, kind):
    layer = styled_layer(root, f"comparison_{kind}")
    assert {c.value(): c.label() for c in layer.renderer().categories()} == COMPARISON
    for code in COMPARISON:
        change, _, direction = code.partition("_") if code.startswith("changed") else (code, "", "")
        assert draw(root, f"comparison_{kind}", change=change, direction=direction) > 0, code
    drawn = {c: draw(root, f"comparison_{kind}", change=c) for c in ("new", "persisting")}
    assert kind == "polygon" or drawn["new"] > drawn["persisting"]


def test_node_size_follows_rank(qgis_app, root):
    drawn = [draw(root, "nodes", category="local_node", rank=rank) for rank in (4, 3, 2, 1)]
    assert drawn == sorted(set(drawn))


@pytest.mark.parametrize("name", GEOMETRY)
def test_legends_are_swedish(qgis_app, root, resources, name):
    english = {
        heading(text["en"])
        for entries_of_list in labels(resources).values()
        for text in entries_of_list.values()
        if heading(text["en"]) != heading(text["sv"])
    }
    shown = {words for words, _ in entries(styled_layer(root, name)) if words}
    swedish = {
        heading(text["sv"])
        for entries_of_list in labels(resources).values()
        for text in entries_of_list.values()
    }
    assert not (shown & english) - swedish


def test_styles_hold_their_symbols_and_no_path_of_a_machine(root):
    for path in (root / "styles").glob("*.qml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\.svg|file:|/home/|/work/|[A-Z]:\\", text), path.name
        assert "<!DOCTYPE" not in text
    assert "base64:" in (root / "styles" / "nodes.qml").read_text(encoding="utf-8")


def test_the_files_are_those_that_the_definitions_make(root):
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "make_styles.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
