"""Building blocks of the styles: fills, lines, markers, labels, and QML without noise."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any, Mapping, Sequence
from xml.etree.ElementTree import canonicalize

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsHashedLineSymbolLayer,
    QgsLabelObstacleSettings,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointPatternFillSymbolLayer,
    QgsProperty,
    QgsReadWriteContext,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSvgMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsTextBackgroundSettings,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFont
from qgis.PyQt.QtXml import QDomDocument

from .palette import INK, WHITE

Names = Mapping[str, Mapping[str, Mapping[str, str]]]
NUMBER = re.compile(r"\{[0-9a-f]{8}-[0-9a-f-]{27}\}")

CALLOUT = re.compile(r"<callout .*?</callout>", re.DOTALL)  # labels here have none


def color(name: str, opacity: float = 1.0) -> QColor:
    """A colour with opacity 0-1."""
    made = QColor(name)
    made.setAlphaF(opacity)
    return made


def fill(name: str, opacity: float = 1.0) -> QgsSimpleFillSymbolLayer:
    """A plain fill without outline."""
    layer = QgsSimpleFillSymbolLayer(color(name, opacity))
    layer.setStrokeStyle(Qt.PenStyle.NoPen)
    return layer


def outline(
    name: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QgsSimpleLineSymbolLayer:
    """A line, or the outline of a polygon, in mm with round joins and caps."""
    layer = QgsSimpleLineSymbolLayer(color(name), width, style)
    layer.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
    layer.setPenCapStyle(Qt.PenCapStyle.RoundCap)
    return layer


def dashed(name: str, width: float, *pattern: float) -> QgsSimpleLineSymbolLayer:
    """A line of dashes and gaps given in mm."""
    layer = outline(name, width)
    layer.setPenCapStyle(Qt.PenCapStyle.FlatCap)
    layer.setUseCustomDashPattern(True)
    layer.setCustomDashVector(list(pattern))
    layer.setCustomDashPatternUnit(Qgis.RenderUnit.Millimeters)
    return layer


def rungs(name: str, distance: float, length: float, width: float) -> QgsHashedLineSymbolLayer:
    """Short strokes across a line."""
    layer = QgsHashedLineSymbolLayer(True, distance)
    layer.setHashLength(length)
    layer.setSubSymbol(line(outline(name, width)))
    return layer


def hatch(name: str, angle: float, distance: float, width: float) -> QgsLinePatternFillSymbolLayer:
    """Parallel lines inside a polygon."""
    layer = QgsLinePatternFillSymbolLayer()
    layer.setLineAngle(angle)
    layer.setDistance(distance)
    layer.setSubSymbol(line(outline(name, width)))
    return layer


def dots(name: str, distance: float, size: float) -> QgsPointPatternFillSymbolLayer:
    """Staggered dots inside a polygon."""
    dot = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.Circle, size)
    dot.setColor(color(name))
    dot.setStrokeStyle(Qt.PenStyle.NoPen)
    layer = QgsPointPatternFillSymbolLayer()
    layer.setDistanceX(distance)
    layer.setDistanceY(distance)
    layer.setDisplacementX(distance / 2)
    layer.setSubSymbol(marker(dot))
    return layer


def polygon(*layers: QgsSymbolLayer) -> QgsFillSymbol:
    """A polygon symbol of the given layers, bottom first."""
    return _filled(QgsFillSymbol(), layers)


def line(*layers: QgsSymbolLayer) -> QgsLineSymbol:
    """A line symbol of the given layers, bottom first."""
    return _filled(QgsLineSymbol(), layers)


def marker(*layers: QgsSymbolLayer) -> QgsMarkerSymbol:
    """A marker symbol of the given layers, bottom first."""
    return _filled(QgsMarkerSymbol(), layers)


def _filled(symbol: Any, layers: Sequence[QgsSymbolLayer]) -> Any:
    """The symbol with these layers only; appending hands them over, a list would not."""
    while symbol.symbolLayerCount():
        symbol.deleteSymbolLayer(0)
    for layer in layers:
        symbol.appendSymbolLayer(layer)
    return symbol


def svg(path: Path, size: float, fill_color: str, outline_color: str) -> QgsSvgMarkerSymbolLayer:
    """An SVG marker that travels inside the style."""
    encoded = base64.b64encode(path.read_bytes()).decode("ascii")
    layer = QgsSvgMarkerSymbolLayer(f"base64:{encoded}", size)
    layer.setFillColor(color(fill_color))
    layer.setStrokeColor(color(outline_color))
    layer.setStrokeWidth(0.2)
    return layer


def categories(
    layer: QgsVectorLayer,
    field: str,
    symbols: Mapping[str, QgsSymbol],
    names: Mapping[str, Mapping[str, str]],
    other: tuple[QgsSymbol, str] | None = None,
) -> None:
    """A symbol for each code of a field, its Swedish name in the legend; `other` for the rest."""
    renderer = QgsCategorizedSymbolRenderer(field)
    for code, symbol in symbols.items():
        words = as_heading(names[code]["sv"])
        renderer.addCategory(QgsRendererCategory(code, symbol.clone(), words))
    if other is not None:
        renderer.addCategory(QgsRendererCategory("", other[0].clone(), other[1]))
    layer.setRenderer(renderer)


def rule(symbol: QgsSymbol, condition: str, words: str) -> QgsRuleBasedRenderer.Rule:
    """A symbol under a condition, with its words in the legend."""
    return QgsRuleBasedRenderer.Rule(symbol, filterExp=condition, label=words)


def as_heading(words: str) -> str:
    """The words with a capital first: a legend's entries stand alone."""
    return words[:1].upper() + words[1:]


def by_expression(layer: QgsSymbolLayer, what: QgsSymbolLayer.Property, expression: str) -> None:
    """Let an expression decide a property of a symbol layer."""
    layer.setDataDefinedProperty(what, QgsProperty.fromExpression(expression))


def text_format(
    size: float, name: str = INK, *, bold: bool = False, italic: bool = False
) -> QgsTextFormat:
    """Text with a white halo, so that it is legible on every background."""
    font = QFont("Open Sans")
    font.setBold(bold)
    font.setItalic(italic)
    made = QgsTextFormat()
    made.setFont(font)
    made.setSize(size)
    made.setColor(color(name))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.9)
    halo.setColor(color(WHITE, 0.85))
    made.setBuffer(halo)
    return made


def boxed(text: QgsTextFormat, edge: str) -> QgsTextFormat:
    """The text in a pale box with an edge, so that two labels side by side stay two."""
    box = QgsTextBackgroundSettings()
    box.setEnabled(True)
    box.setType(QgsTextBackgroundSettings.ShapeType.ShapeRectangle)
    box.setSizeType(QgsTextBackgroundSettings.SizeType.SizeBuffer)
    box.setSize(QSizeF(0.8, 0.4))
    box.setFillColor(color(WHITE, 0.85))
    box.setStrokeColor(color(edge))
    box.setStrokeWidth(0.15)
    made = QgsTextFormat(text)
    made.setBackground(box)
    return made


def label(
    layer: QgsVectorLayer,
    expression: str,
    text: QgsTextFormat,
    *,
    scale: tuple[float, float] | None = None,
    **defined: str,
) -> None:
    """Label a layer. `scale` is (largest, smallest) denominator at which labels show; `defined`
    sets label properties by expression (size, show).
    """
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(text)
    settings.multilineAlign = Qgis.LabelMultiLineAlignment.Left
    if layer.geometryType() == Qgis.GeometryType.Point:
        settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
        settings.offsetType = Qgis.LabelOffsetType.FromSymbolBounds
        settings.dist = 0.6
        # no name of another place or municipality over a place's mark
        obstacle = QgsLabelObstacleSettings()
        obstacle.setIsObstacle(True)
        obstacle.setFactor(5)
        settings.setObstacleSettings(obstacle)
    if scale is not None:
        settings.scaleVisibility = True
        settings.maximumScale, settings.minimumScale = scale
    names = {"size": QgsPalLayerSettings.Property.Size, "show": QgsPalLayerSettings.Property.Show}
    properties = settings.dataDefinedProperties()
    for name, value in defined.items():
        properties.setProperty(names[name], QgsProperty.fromExpression(value))
    settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def qml(layer: QgsVectorLayer) -> str:
    """The layer's style as QML, the same text for the same style: no ids, no empty categories."""
    document = QDomDocument()
    wanted = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
    wanted |= QgsMapLayer.StyleCategory.Rendering
    layer.exportNamedStyle(document, QgsReadWriteContext(), wanted)
    text = str(document.toString(1))
    numbers: dict[str, str] = {}

    def renamed(match: Any) -> str:
        found: str = match.group(0)
        return numbers.setdefault(found, f"{{00000000-0000-0000-0000-{len(numbers):012d}}}")

    text = CALLOUT.sub("", canonicalize(text))  # Qt writes attributes in any order
    text = NUMBER.sub(renamed, text)
    return re.sub(r'version="3\.[^"]*"', 'version="3.40.0"', text, count=1) + "\n"
