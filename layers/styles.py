"""The table `layer_styles`: how any QGIS shows a result, with field names and codes in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Sequence

from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ..alignment.documents.parse import read
from ..alignment.problems import InputError, Problem
from .geopackage import FLAG, GEOMETRY_COLUMN, TEXT, Field, OutTable

EMPTY_STYLE = '<qgis version="3.40.0" styleCategories="Fields|Forms"></qgis>'
NEVER = "1970-01-01T00:00:00.000Z"  # equal input, equal bytes
CODE_LIST = {  # tables' fields whose code list has another name than they
    "use": "category",
    "typology": "typology_class",
    "class_code": "typology_class",
    "assigned_party": "responsible",
    "rule_responsible": "responsible",
}
TABLE_CODE_LIST = {
    ("nodes", "category"): "node_category",
    ("nodes", "status"): "node_status",
    ("links", "kind"): "link_kind",
    ("links", "status"): "link_status",
    ("development", "subcategory"): "development_subcategory",
    ("stops", "kind"): "stop_kind",
    ("comparison", "change"): "comparison_change",
}
SIDES = re.compile("_(before|after)$")  # of two results: the same codes on both
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Words:
    """What fields and codes are called in one language (field -> name; list -> code -> name)."""

    fields: Mapping[str, str]
    codes: Labels

    @classmethod
    @lru_cache(maxsize=8)
    def load(cls, resources: Path, language: str) -> Words:
        """Read `codelists/labels.yaml` and `codelists/fields.yaml`."""
        labels = _tree(resources / "codelists" / "labels.yaml")
        names = _tree(resources / "codelists" / "fields.yaml")
        return cls(
            fields={name: texts[language] for name, texts in names.items()},
            codes={
                kind: {code: texts[language] for code, texts in entries.items()}
                for kind, entries in labels.items()
            },
        )

    @classmethod
    @lru_cache(maxsize=8)
    def of_review(cls, resources: Path, language: str) -> Words:
        """The same for a review store: its `status` is the state that people give a finding."""
        words = cls.load(resources, language)
        fields = {**words.fields, "status": words.fields["review_status"]}
        return cls(fields, words.codes)

    def values_of(self, table: str, field: str) -> Mapping[str, str]:
        """Code -> name for a field that holds codes; empty for others."""
        own = next((n for (t, f), n in TABLE_CODE_LIST.items() if f == field and _is(table, t)), "")
        plain = SIDES.sub("", field)
        return self.codes.get(own or CODE_LIST.get(plain, plain), {})


def _is(layer: str, table: str) -> bool:
    """True for a table's layer and for its layers of other geometry (`land_use_line`)."""
    return layer == table or layer.startswith(table + "_")


def _tree(path: Path) -> dict[str, Any]:
    def plain(node: Any) -> Any:
        if hasattr(node, "entries"):
            return {str(key): plain(value) for key, value in node.entries.items()}
        return getattr(node, "text", "")

    tree: dict[str, Any] = plain(read(path))
    return tree


def styles_table(tables: Sequence[OutTable], styles: Path, words: Words) -> OutTable:
    """One default style a table: the project's QML where there is one, with aliases and values."""
    styled = [(table, _style_file(table, styles)) for table in tables]
    count = len(styled)
    columns: dict[str, list[Any]] = {
        "f_table_catalog": [""] * count,
        "f_table_schema": [""] * count,
        "f_table_name": [table.name for table, _ in styled],
        "f_geometry_column": [GEOMETRY_COLUMN if t.geometry_type else "" for t, _ in styled],
        "styleName": [table.name for table, _ in styled],
        "styleQML": [style_of(table, file, words) for table, file in styled],
        "styleSLD": [""] * count,
        "useAsDefault": [True] * count,
        "description": ["Strukturbild"] * count,
        "owner": [""] * count,
        "ui": [""] * count,
        "update_time": [NEVER] * count,
    }
    return OutTable(
        "layer_styles",
        [Field(n, FLAG if n == "useAsDefault" else TEXT, v) for n, v in columns.items()],
        row_id="id",
    )


def _style_file(table: OutTable, styles: Path) -> Path | None:
    names = (f"{table.name}_{table.geometry_type}", table.name)
    files = (styles / f"{name}.qml" for name in names)
    return next((file for file in files if file.is_file()), None)


def style_of(table: OutTable, file: Path | None, words: Words) -> str:
    """The QML of a table with an alias for each field and a value map for each code."""
    document = QDomDocument()
    text = EMPTY_STYLE if file is None else file.read_text(encoding="utf-8")
    if not _parsed(document, text):
        raise InputError(Problem("style_unreadable", {"path": str(file)}))
    root = document.documentElement()
    for tag in ("fieldConfiguration", "aliases"):
        old = root.firstChildElement(tag)
        if not old.isNull():
            root.removeChild(old)
    configuration = _child(document, root, "fieldConfiguration")
    aliases = _child(document, root, "aliases")
    for index, field in enumerate(table.fields, start=1):  # field 0 is the row number
        name = words.fields.get(field.name, field.name)
        _child(document, aliases, "alias", index=index, field=field.name, name=name)
        values = words.values_of(table.name, field.name)
        if values:
            _value_map(document, configuration, field.name, values)
    return str(document.toString(1))


def _parsed(document: QDomDocument, text: str) -> bool:
    result = document.setContent(text)  # a tuple in Qt 5, an object in Qt 6
    return bool(result[0] if isinstance(result, tuple) else result)


def _child(document: QDomDocument, parent: QDomElement, tag: str, **attributes: Any) -> QDomElement:
    element = document.createElement(tag)
    for name, value in attributes.items():
        element.setAttribute(name, str(value))
    parent.appendChild(element)
    return element


def _value_map(
    document: QDomDocument, parent: QDomElement, field: str, values: Mapping[str, str]
) -> None:
    """QGIS's own form of a value map: a list of maps, label to value."""
    widget = _child(document, _child(document, parent, "field", name=field), "editWidget")
    widget.setAttribute("type", "ValueMap")
    outer = _child(document, _child(document, widget, "config"), "Option", type="Map")
    listed = _child(document, outer, "Option", name="map", type="List")
    for code, label in values.items():
        entry = _child(document, listed, "Option", type="Map")
        _child(document, entry, "Option", name=label, type="QString", value=code)
