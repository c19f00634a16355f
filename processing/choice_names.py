"""What the codes that parameters offer are called in the interface's language."""

from __future__ import annotations

from typing import Mapping

from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.mapping import labels, load_profile, shipped_profiles
from ..alignment.problems import InputError
from ..alignment.ruleset.load import read_head, shipped_rule_sets
from .locale import RESOURCES, interface_language

translate = QCoreApplication.translate
PROFILES, RULE_SETS = "profile", "rule_set"


def choice_names(what: str) -> dict[str, str]:
    """Code -> name for the profiles, the rule sets, or one list of `codelists/labels.yaml`.

    What can't be read has no name: a choice then shows its code.
    """
    language = interface_language()
    try:
        found = _texts(what)
    except InputError:
        return {}
    return {code: _as_title(text.get(language, code)) for code, text in found.items()}


def _texts(what: str) -> Mapping[str, Mapping[str, str]]:
    if what == PROFILES:
        profiles = shipped_profiles(RESOURCES)
        return {profile: load_profile(profile, RESOURCES).name for profile in profiles}
    if what == RULE_SETS:
        return {name: read_head(name, RESOURCES).name for name in shipped_rule_sets(RESOURCES)}
    return labels(RESOURCES)[what]


def _as_title(text: str) -> str:
    return text[:1].upper() + text[1:]


def with_codes(text: str, codes: tuple[str, ...]) -> str:
    """A parameter's help, and what scripts and models write."""
    told = translate("Strukturbild", "In scripts: {codes}.")
    return f"{text} {told.format(codes=', '.join(codes))}"
