"""Classes are told apart by colour-blind people and in grey print, findings on every ground."""

from __future__ import annotations

from itertools import combinations

import pytest
from sight import distance, lightness, over
from symbols import by_code, entries, form, rgb, styled_layer

TOLD_APART = 12.0  # CIE76 after simulation; five times what is just noticeable
GREY_STEP = 8.0  # L*, of 100
ON_GROUND = 20.0


def uses(root):
    layer = styled_layer(root, "land_use")
    return {words: symbol.clone() for words, symbol in list(entries(layer))[:10]}


def test_uses_differ_to_a_colour_blind_eye(qgis_app, root):
    for (one, a), (other, b) in combinations(uses(root).items(), 2):
        assert distance(rgb(a), rgb(b)) > TOLD_APART or form(a) != form(b), (one, other)


def test_uses_of_like_grey_have_unlike_patterns(qgis_app, root):
    for (one, a), (other, b) in combinations(uses(root).items(), 2):
        apart = abs(lightness(rgb(a)) - lightness(rgb(b)))
        assert apart > GREY_STEP or form(a) != form(b), (one, other)


def test_typology_grows_lighter_from_town_to_sparse_countryside(qgis_app, root):
    layer = styled_layer(root, "typology")
    shades = {code: over(rgb(s), layer.opacity()) for code, s in by_code(layer).items()}
    order = ["inner_urban", "outer_urban", "peri_urban", "rural_close", "rural_heartland"]
    steps = [lightness(shades[code]) for code in [*order, "sparse_rural"]]
    assert steps == sorted(steps)
    assert all(lightness(shade) > 60 for shade in shades.values())  # all else stands on it
    assert lightness(shades["sparse_rural"]) > 95
    assert 0.4 <= layer.opacity() <= 0.6


def test_place_types_differ_to_a_colour_blind_eye(qgis_app, root):
    layer = styled_layer(root, "typology")
    shades = {code: over(rgb(s), layer.opacity()) for code, s in by_code(layer).items()}
    for one, other in combinations(shades, 2):
        assert distance(shades[one], shades[other]) > 5, (one, other)


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_outcomes_differ_in_form_as_well_as_colour(qgis_app, root, kind):
    symbols = by_code(styled_layer(root, f"findings_{kind}"))
    for one, other in combinations(symbols, 2):
        a, b = symbols[one], symbols[other]
        assert form(a) != form(b), (one, other)


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_findings_show_on_every_land_use_and_place_type(qgis_app, root, kind):
    """Each has two lines, halo or casing and colour; one of them always stands out."""
    land_use, typology = styled_layer(root, "land_use"), styled_layer(root, "typology")
    grounds = [over(rgb(s), land_use.opacity()) for s in uses(root).values()]
    grounds += [over(rgb(s), typology.opacity()) for s in by_code(typology).values()]
    symbols = by_code(styled_layer(root, f"findings_{kind}"))
    for outcome in ("conflicting", "missing", "partly"):
        lines = [edges(symbols[outcome], n) for n in range(symbols[outcome].symbolLayerCount())]
        for ground in grounds:
            far = max(distance(line, ground) for line in lines if line)
            grey = max(abs(lightness(line) - lightness(ground)) for line in lines if line)
            assert far > ON_GROUND, outcome
            assert grey > ON_GROUND / 2, outcome


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_changes_differ_in_form_as_well_as_colour(qgis_app, root, kind):
    symbols = by_code(styled_layer(root, f"comparison_{kind}"))
    for one, other in combinations(symbols, 2):
        assert form(symbols[one]) != form(symbols[other]), (one, other)


def test_changes_differ_to_a_colour_blind_eye(qgis_app, root):
    symbols = by_code(styled_layer(root, "comparison_polygon"))
    shown = ("new", "changed_worse", "persisting", "resolved", "not_in_run")
    hues = [rgb(symbols[code], symbols[code].symbolLayerCount() - 1) for code in shown]
    for one, other in combinations(hues, 2):
        assert distance(one, other) > TOLD_APART


@pytest.mark.parametrize("kind", ["polygon", "line", "point"])
def test_changes_show_on_every_place_type(qgis_app, root, kind):
    typology = styled_layer(root, "typology")
    grounds = [over(rgb(s), typology.opacity()) for s in by_code(typology).values()]
    symbols = by_code(styled_layer(root, f"comparison_{kind}"))
    for change in ("new", "changed_worse", "changed_better", "persisting", "resolved"):
        lines = [edges(symbols[change], n) for n in range(symbols[change].symbolLayerCount())]
        for ground in grounds:
            assert max(distance(line, ground) for line in lines if line) > ON_GROUND, change


def edges(symbol, number):
    """The stroke colour of a symbol's layer, None for a pattern."""
    part = symbol.symbolLayer(number)
    if part.layerType() not in ("SimpleLine", "SimpleMarker"):
        return None
    color = part.color() if part.layerType() == "SimpleLine" else part.strokeColor()
    return color.redF(), color.greenF(), color.blueF()


def test_links_and_green_links_differ_in_form(qgis_app, root):
    shown = dict(entries(styled_layer(root, "links")))
    green, strong = shown["Grönt samband"], shown["Starkt samband, befintligt"]
    assert form(green) != form(strong)
    assert distance(rgb(green), rgb(strong)) > TOLD_APART
