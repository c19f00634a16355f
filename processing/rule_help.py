"""The rules in an algorithm's help, made from the rule set's own entries."""

from __future__ import annotations

from functools import lru_cache

from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.checks import KINDS
from ..alignment.problems import InputError
from ..alignment.ruleset.load import load_rule_set
from ..alignment.ruleset.pages import rule_summary
from .locale import RESOURCES, interface_language, sentences

translate = QCoreApplication.translate
SHOWN_SET = "generic"


def rule_section() -> list[str]:
    """HTML: what each rule of the general rule set looks for."""
    title = translate("Strukturbild", "Rules (rule set generic)")
    return [f"<h3>{title}</h3>", _summary(interface_language())]


@lru_cache(maxsize=2)
def _summary(language: str) -> str:

    try:
        return str(rule_summary(load_rule_set(SHOWN_SET, KINDS, RESOURCES), language))
    except InputError as error:
        return "<p>" + "<br>".join(sentences(error).splitlines()) + "</p>"
