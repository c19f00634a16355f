"""What a check lacks, in words: in the panel, in the wizard and in what a tool says of inputs."""

from __future__ import annotations

from functools import lru_cache

from qgis.PyQt.QtCore import QCoreApplication

from ..layers.styles import Words
from .locale import RESOURCES, interface_language

translate = QCoreApplication.translate
PLAN = "plan."


@lru_cache(maxsize=2)
def _fields(language: str) -> dict[str, str]:
    return dict(Words.load(RESOURCES, language).fields)


def missing_words(text: str) -> str:
    """What is lacking: "plan.land_use|plan.development" is a table of the plan or another one.

    "land_use.change" is a table and its field.
    """
    between = translate("Strukturbild", "{this} or {that}")
    said = ""
    for part in text.split("|"):
        said = between.format(this=said, that=_part(part)) if said else _part(part)
    return said


def _part(text: str) -> str:
    if text == "plan" or text.startswith("plan "):
        return translate("Strukturbild", "a plan of the municipality")
    table, _, field = text.removeprefix(PLAN).partition(".")
    fixed = {
        "land_use": translate("Strukturbild", "land and water use"),
        "development": translate("Strukturbild", "development orientation"),
        "considerations": translate("Strukturbild", "considerations"),
        "stops": translate("Strukturbild", "public transport stops"),
        "sea": translate("Strukturbild", "sea areas"),
        "localities": translate("Strukturbild", "localities"),
        "population": translate("Strukturbild", "population"),
        "housing_need": translate("Strukturbild", "housing need"),
        "geometry": translate("Strukturbild", "a usable geometry"),
        "nodes": translate("Strukturbild", "nodes"),
        "links": translate("Strukturbild", "functional links"),
        "typology": translate("Strukturbild", "place typology"),
    }
    shown = fixed.get(table, table)
    if field == "coverage":
        return translate("Strukturbild", "{table} for the whole municipality").format(table=shown)
    return f"{shown}: {_fields(interface_language()).get(field, field).lower()}" if field else shown
